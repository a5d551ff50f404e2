### Free yearly health check: 165/2026/NĐ-CP (15 May 2026), under 72-NQ/TW and 261/2025/QH15, which are its policy source.

title = Mỗi năm bà con được khám sức khoẻ miễn phí

# domain 6.1.1 [C], 6.1.2 [C]
summary = Từ năm 2026, mỗi người được khám sức khoẻ miễn phí ít nhất một lần trong năm. Bà con miền núi thuộc nhóm được khám trước.

# domain 6.1.1 [C]
point-1 = Từ năm 2026, mỗi năm khám ít nhất một lần, không mất tiền.

# domain 6.1.2 [C]
point-2 = Bà con vùng dân tộc thiểu số và miền núi được khám trước.

# domain 6.1.4 [C]
point-3 = Khám ở cơ sở y tế được phép, hoặc đoàn khám lưu động.

# domain 6.1.4 [C]
action = Năm nay ai chưa khám thì hỏi Trạm Y tế xã: khám ngày nào, ở đâu.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về việc khám sức khoẻ miễn phí.
    Từ năm hai nghìn không trăm hai mươi sáu, mỗi năm bà con được khám sức khoẻ ít nhất một lần. Bà con không mất tiền.
    Bà con vùng dân tộc thiểu số và miền núi được khám trước.
    Bà con khám ở cơ sở y tế được phép khám sức khoẻ, hoặc khám với đoàn lưu động.
    Năm nay ai chưa khám, xin hỏi Trạm Y tế xã xem bản mình khám ngày nào, ở đâu.
    Tin này tóm tắt Nghị định số một trăm sáu mươi lăm của Chính phủ, ngày mười lăm tháng năm năm hai nghìn không trăm hai mươi sáu.
    Xin cảm ơn bà con đã lắng nghe.

# domain 6.1.1 [C]
faq-1-question = Đi khám có phải nộp tiền không?
# domain 6.1.1 [C]
faq-1-answer = Không. Lần khám định kỳ hoặc khám sàng lọc trong năm theo chương trình này là miễn phí.

# domain 6.1.5 [C]
faq-2-question = Con số 350.000 đồng là tiền gì?
# domain 6.1.5 [C]
faq-2-answer = Đó là mức cao nhất để Nhà nước lập dự toán cho một người, một lần khám trong một năm. Bà con không phải nộp khoản này.

# domain 6.1.3 [C]
faq-3-question = Con đi học, người đi làm thì khám thế nào?
# domain 6.1.3 [C]
faq-3-answer = Học sinh khám vào đầu năm học. Người đi làm khám qua nơi làm việc.

# domain 6.1.2 [C]
faq-4-question = Ai được khám trước?
# domain 6.1.2 [C]
faq-4-answer = Bà con vùng dân tộc thiểu số và miền núi, người cao tuổi, người khuyết tật, hộ nghèo, hộ cận nghèo, người có công, người mắc bệnh mạn tính.

# domain 6.1.6 [C]
faq-5-question = Sổ sức khoẻ điện tử là gì?
# domain 6.1.6 [C]
faq-5-answer = Mỗi người khám được lập sổ sức khoẻ điện tử, nối với ứng dụng VNeID.
