### School fees: 217/2025/QH15 (26 June 2025), 238/2025/NĐ-CP (3 Sept 2025).

title = Con em học trường công không phải nộp học phí

summary = Trẻ mầm non và học sinh phổ thông học trường công lập được miễn học phí từ năm học 2025-2026.

# domain 6.2.1 [C]
point-1 = Từ năm học 2025-2026, trẻ mầm non và học sinh phổ thông ở trường công lập được miễn học phí.

# domain 6.2.3 [C]
point-2 = Người học chương trình phổ thông ở cơ sở giáo dục thường xuyên cũng được miễn.

# domain 6.2.2 [S], second source: vietnamnet.vn 2439327 (6 Sept 2025), also 24h.com.vn c216a1695240
point-3 = Con em học trường tư thì Nhà nước hỗ trợ học phí. Mức hỗ trợ do Hội đồng nhân dân tỉnh quyết định.

# domain 6.2.5 [S], second source: sggp.org.vn post811620 (4 Sept 2025)
point-4 = Nghị định 238 nêu 14 nhóm người học được miễn học phí.

# domain 6.2.6 [S] for the support as such, second source: vietbao.vn 558895; "for hard areas" not confirmed and left out
point-5 = Nghị định còn quy định hỗ trợ chi phí học tập. Ai được hỗ trợ thì bà con hỏi nhà trường.

# domain 6.2.1 [C] (the right is used at the school); the commune People's Committee: domain 2.1 [C]
action = Bà con hỏi nhà trường nơi con học, hoặc Uỷ ban nhân dân xã: con mình thuộc nhóm nào, cần giấy tờ gì.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về học phí của con em chúng ta.
    Từ năm học hai nghìn không trăm hai mươi lăm, hai nghìn không trăm hai mươi sáu, trẻ mầm non và học sinh phổ thông học trường công lập không phải nộp học phí. Người học chương trình phổ thông ở cơ sở giáo dục thường xuyên cũng được miễn.
    Con em học trường tư thì được Nhà nước hỗ trợ học phí, theo mức của Hội đồng nhân dân tỉnh.
    Nghị định của Chính phủ nêu mười bốn nhóm người học được miễn học phí. Nghị định còn quy định việc hỗ trợ chi phí học tập.
    Muốn biết con mình thuộc nhóm nào, cần giấy tờ gì, bà con hỏi nhà trường nơi con học, hoặc hỏi Uỷ ban nhân dân xã.
    Tin này tóm tắt Nghị quyết số hai trăm mười bảy của Quốc hội, ngày hai mươi sáu tháng sáu năm hai nghìn không trăm hai mươi lăm, và Nghị định số hai trăm ba mươi tám của Chính phủ.
    Xin cảm ơn bà con đã lắng nghe.

# domain 6.2.1 [C]
faq-1-question = Cháu học mẫu giáo trường công có được miễn học phí không?
# domain 6.2.1 [C]
faq-1-answer = Có. Trẻ mầm non học trường công lập được miễn học phí.
