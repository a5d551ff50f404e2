### School fees: 217/2025/QH15 (26 June 2025).

title = Con em học trường công không phải nộp học phí

# domain 6.2.1 [C]
summary = Trẻ mầm non và học sinh phổ thông học trường công lập được miễn học phí từ năm học 2025-2026, năm nay cũng vậy.

# domain 6.2.1 [C]
point-1 = Trẻ mầm non, học sinh phổ thông học trường công: không phải nộp.

# domain 6.2.3 [C]
point-2 = Người học chương trình phổ thông ở cơ sở giáo dục thường xuyên cũng vậy.

# domain 6.2.1 [C]
point-3 = Miễn từ năm học 2025-2026, năm nay cũng vậy.

# domain 6.2.1 [C] (the right is used at the school)
action = Trường công vẫn thu học phí thì hỏi lại nhà trường, hoặc nhắn hỏi ở đây.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về học phí của con em chúng ta.
    Trẻ mầm non và học sinh phổ thông học trường công không phải nộp học phí. Người học chương trình phổ thông ở cơ sở giáo dục thường xuyên cũng vậy.
    Học phí được miễn từ năm học hai nghìn không trăm hai mươi lăm, hai nghìn không trăm hai mươi sáu, năm nay cũng vậy.
    Trường công vẫn thu học phí, thì bà con hỏi lại nhà trường.
    Tin này tóm tắt Nghị quyết số hai trăm mười bảy của Quốc hội, ngày hai mươi sáu tháng sáu năm hai nghìn không trăm hai mươi lăm.
    Xin cảm ơn bà con đã lắng nghe.

# domain 6.2.1 [C]
faq-1-question = Cháu học mẫu giáo trường công có được miễn học phí không?
# domain 6.2.1 [C]
faq-1-answer = Có. Trẻ mầm non học trường công lập được miễn học phí.
