### Free yearly health check: 72-NQ/TW (9 Sept 2025), 261/2025/QH15, 165/2026/NĐ-CP.

title = Mỗi năm bà con được khám sức khoẻ miễn phí

summary = Từ năm 2026, mỗi người được khám sức khoẻ miễn phí ít nhất một lần trong năm. Bà con miền núi thuộc nhóm được khám trước.

# domain 6.1.1 [C]
point-1 = Từ năm 2026, mỗi năm bà con được khám sức khoẻ định kỳ hoặc khám sàng lọc bệnh ít nhất một lần. Không mất tiền.

# domain 6.1.2 [C]
point-2 = Được khám trước: bà con vùng dân tộc thiểu số và miền núi, người cao tuổi, người khuyết tật, hộ nghèo, hộ cận nghèo, người có công, người mắc bệnh mạn tính.

# domain 6.1.3 [C]
point-3 = Học sinh khám vào đầu năm học. Người đi làm khám qua nơi làm việc.

# domain 6.1.4 [C]
point-4 = Nơi khám là cơ sở y tế được phép khám sức khoẻ, hoặc đoàn khám lưu động.

# domain 6.1.6 [C]
point-5 = Mỗi người được lập sổ sức khoẻ điện tử, nối với ứng dụng VNeID.

# domain 6.1.4 [C]
action = Bà con hỏi Trạm Y tế xã: năm nay bản mình khám ngày nào, ở đâu.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về việc khám sức khoẻ miễn phí.
    Từ năm hai nghìn không trăm hai mươi sáu, mỗi người dân được khám sức khoẻ định kỳ, hoặc khám sàng lọc bệnh, ít nhất mỗi năm một lần. Bà con không mất tiền.
    Bà con vùng dân tộc thiểu số và miền núi thuộc nhóm được khám trước. Cùng nhóm này có người cao tuổi, người khuyết tật, hộ nghèo, hộ cận nghèo, người có công và người mắc bệnh mạn tính.
    Các cháu học sinh khám vào đầu năm học. Người đi làm khám qua nơi làm việc.
    Bà con khám ở cơ sở y tế được phép khám sức khoẻ, hoặc khám với đoàn lưu động.
    Muốn biết bản mình khám ngày nào, ở đâu, bà con hỏi Trạm Y tế xã.
    Tin này tóm tắt Nghị quyết số bảy mươi hai của Bộ Chính trị, ký ngày chín tháng chín năm hai nghìn không trăm hai mươi lăm, và Nghị định số một trăm sáu mươi lăm của Chính phủ.
    Xin cảm ơn bà con đã lắng nghe.

# domain 6.1.1 [C]
faq-1-question = Đi khám có phải nộp tiền không?
# domain 6.1.1 [C]
faq-1-answer = Không. Lần khám định kỳ hoặc khám sàng lọc trong năm theo chương trình này là miễn phí.

# domain 6.1.5 [C]
faq-2-question = Con số 350.000 đồng là tiền gì?
# domain 6.1.5 [C]
faq-2-answer = Đó là mức cao nhất để Nhà nước lập dự toán cho một người, một lần khám trong một năm. Bà con không phải nộp khoản này.
