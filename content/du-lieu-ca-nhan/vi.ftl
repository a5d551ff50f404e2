### Your data: 91/2025/QH15 (26 June 2025, in force 1 Jan 2026), 356/2025/NĐ-CP.

title = Thông tin riêng của mình, mình có quyền giữ

# domain 6.7 heading [C] (in force 1 Jan 2026), 6.7.2 [C]
summary = Từ ngày 1/1/2026 có luật bảo vệ thông tin riêng của mỗi người. Ai muốn dùng thông tin của bà con thì phải hỏi và được bà con đồng ý rõ ràng.

# domain 6.7.2 [C]; the exceptions: domain 7, "Without consent" [C]
point-1 = Mình chưa đồng ý rõ ràng thì không ai được dùng, trừ khi luật cho phép. Im lặng không phải là đồng ý.

# domain 6.7.3 [C]
point-2 = Mình được xem, sửa, rút lại lời đồng ý, yêu cầu xoá.

# domain 6.7.5 [C]
point-3 = Đừng đăng ảnh căn cước lên mạng.

# domain 6.7.2 [C]; the commune's People's Committee: domain 2.1 [C]
action = Ai xin thông tin riêng thì hỏi lại: dùng làm gì. Chưa rõ thì đừng đưa, hỏi Uỷ ban nhân dân xã.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về việc giữ thông tin riêng của mình.
    Từ ngày một tháng một năm hai nghìn không trăm hai mươi sáu, Luật Bảo vệ dữ liệu cá nhân có hiệu lực.
    Không ai được dùng thông tin riêng của bà con khi bà con chưa đồng ý rõ ràng, trừ khi luật cho phép. Im lặng không phải là đồng ý.
    Bà con được xem, được sửa thông tin của mình, được rút lại lời đồng ý, và được yêu cầu xoá.
    Bà con đừng đăng ảnh căn cước lên mạng.
    Khi có người xin thông tin riêng, bà con hỏi lại xem họ dùng để làm gì. Chưa rõ thì đừng đưa, và hỏi Uỷ ban nhân dân xã.
    Tin này tóm tắt Luật số chín mươi mốt của Quốc hội, ngày hai mươi sáu tháng sáu năm hai nghìn không trăm hai mươi lăm.
    Xin cảm ơn bà con đã lắng nghe.

# domain 6.7.6 [C]
faq-1-question = Tổ chức làm sai luật này thì bị phạt thế nào?
# domain 6.7.6 [C]
faq-1-answer = Tổ chức vi phạm có thể bị phạt đến 3 tỷ đồng.

# domain 6.7.1 [C]
faq-2-question = Thông tin nào phải giữ kỹ hơn?
# domain 6.7.1 [C]
faq-2-answer = Dân tộc, quan điểm chính trị, tôn giáo, sức khoẻ, nơi mình đang ở.

# domain 6.7.4 [C]
faq-3-question = Tôi yêu cầu xoá thì bao lâu họ phải xoá?
# domain 6.7.4 [C]
faq-3-answer = Nơi giữ thông tin phải trả lời trong 2 ngày làm việc, và phải xoá trong 20 ngày.
