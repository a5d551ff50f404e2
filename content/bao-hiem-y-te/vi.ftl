### Health insurance: 261/2025/QH15 (11 Dec 2025, in force 1 Jan 2026).

title = Thêm hai nhóm được hưởng bảo hiểm y tế 100%

summary = Từ ngày 1/1/2026, người thuộc hộ cận nghèo và người từ 75 tuổi đang nhận trợ cấp hưu trí xã hội được bảo hiểm y tế trả 100% trong phạm vi bảo hiểm.

# domain 6.3.1 [C]
point-1 = Hộ cận nghèo: bảo hiểm y tế trả 100% chi phí khám, chữa bệnh. Trước đây là 95%.

# domain 6.3.2 [C]
point-2 = Người từ 75 tuổi đang nhận trợ cấp hưu trí xã hội: bảo hiểm y tế trả 100%. Trước đây là 80%.

# domain 6.3.1 [C] ("within scope")
point-3 = Mức 100% tính trong phạm vi bảo hiểm y tế. Khoản ngoài phạm vi đó không tính ở mức này.

# domain 6.3.3 [S], only the change of the code; second source: vtcnews.vn ar997030, also kenh14.vn (7 Jan 2026)
point-4 = Bộ Y tế đã yêu cầu cơ quan bảo hiểm xã hội đổi mã quyền lợi trên thẻ cho hai nhóm này.

# domain 6.1.7 [C]
point-5 = Mục tiêu chung: năm 2026 có 95% người dân có bảo hiểm y tế. Đến năm 2030, từng bước miễn viện phí ở mức cơ bản trong phạm vi bảo hiểm.

# domain 2.1 [C] (the commune's People's Committee), 6.1.4 [C] (the commune health station)
action = Bà con hỏi Uỷ ban nhân dân xã hoặc Trạm Y tế xã: nhà mình thuộc nhóm nào, thẻ của mình hưởng mức nào.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về bảo hiểm y tế.
    Từ ngày một tháng một năm hai nghìn không trăm hai mươi sáu, có thêm hai nhóm được bảo hiểm y tế trả một trăm phần trăm chi phí khám bệnh, chữa bệnh, trong phạm vi bảo hiểm.
    Nhóm thứ nhất là người thuộc hộ cận nghèo. Trước đây, mức trả là chín mươi lăm phần trăm.
    Nhóm thứ hai là người từ bảy mươi lăm tuổi, đang nhận trợ cấp hưu trí xã hội. Trước đây, mức trả là tám mươi phần trăm.
    Bộ Y tế đã yêu cầu cơ quan bảo hiểm xã hội đổi mã quyền lợi trên thẻ cho hai nhóm này. Khoản nằm ngoài phạm vi bảo hiểm thì không tính ở mức mới.
    Bà con chưa rõ nhà mình thuộc nhóm nào, xin hỏi Uỷ ban nhân dân xã hoặc Trạm Y tế xã.
    Tin này tóm tắt Nghị quyết số hai trăm sáu mươi mốt của Quốc hội, ngày mười một tháng mười hai năm hai nghìn không trăm hai mươi lăm.
    Xin cảm ơn bà con đã lắng nghe.

# domain 6.3.2 [C]
faq-1-question = Tôi 76 tuổi, không nhận trợ cấp hưu trí xã hội, có được mức mới không?
# domain 6.3.2 [C]
faq-1-answer = Mức mới theo tuổi dành cho người từ 75 tuổi đang nhận trợ cấp hưu trí xã hội. Trường hợp của mình, bà con hỏi Uỷ ban nhân dân xã.
