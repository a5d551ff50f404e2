### Health insurance: 261/2025/QH15 (11 Dec 2025, in force 1 Jan 2026).

title = Thêm hai nhóm được hưởng bảo hiểm y tế 100%

# domain 6.1.8 [C] (in force 1 Jan 2026), 6.3.1 [C], 6.3.2 [C]
summary = Từ ngày 1/1/2026, người thuộc hộ cận nghèo và người từ 75 tuổi đang nhận trợ cấp hưu trí xã hội được bảo hiểm y tế trả 100% trong phạm vi bảo hiểm.

# domain 6.3.1 [C]
point-1 = Hộ cận nghèo: từ ngày 1/1/2026 bảo hiểm trả 100%, trước là 95%.

# domain 6.3.2 [C]
point-2 = Người từ 75 tuổi đang nhận trợ cấp hưu trí xã hội: 100%, trước là 80%.

# domain 6.3.1 [C] ("within scope")
point-3 = 100% là tính phần trong phạm vi bảo hiểm.

# domain 2.1 [C] (the commune's People's Committee), 6.1.4 [C] (the commune health station)
action = Hỏi Uỷ ban nhân dân xã hoặc Trạm Y tế xã: thẻ nhà mình hưởng mức nào.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về bảo hiểm y tế.
    Từ ngày một tháng một năm hai nghìn không trăm hai mươi sáu, có thêm hai nhóm được bảo hiểm y tế trả một trăm phần trăm.
    Nhóm thứ nhất là người thuộc hộ cận nghèo. Trước đây, mức trả là chín mươi lăm phần trăm.
    Nhóm thứ hai là người từ bảy mươi lăm tuổi, đang nhận trợ cấp hưu trí xã hội. Trước đây, mức trả là tám mươi phần trăm.
    Một trăm phần trăm là tính phần trong phạm vi bảo hiểm.
    Bà con muốn biết thẻ nhà mình hưởng mức nào, xin hỏi Uỷ ban nhân dân xã hoặc Trạm Y tế xã.
    Tin này tóm tắt Nghị quyết số hai trăm sáu mươi mốt của Quốc hội, ngày mười một tháng mười hai năm hai nghìn không trăm hai mươi lăm.
    Xin cảm ơn bà con đã lắng nghe.

# domain 6.3.2 [C]
faq-1-question = Tôi 76 tuổi, không nhận trợ cấp hưu trí xã hội, có được mức mới không?
# domain 6.3.2 [C]
faq-1-answer = Mức mới theo tuổi dành cho người từ 75 tuổi đang nhận trợ cấp hưu trí xã hội. Trường hợp của mình, bà con hỏi Uỷ ban nhân dân xã.

# domain 6.3.1 [C] ("within scope")
faq-2-question = Được 100% thì đi khám không mất đồng nào phải không?
# domain 6.3.1 [C]
faq-2-answer = Bảo hiểm trả 100% phần trong phạm vi bảo hiểm. Khoản ngoài phạm vi thì không tính ở mức này.
