### Education: 71-NQ/TW (22 Aug 2025). Held back from residents: what they would ask about (one set of books, free books,
### which communes of Lai Châu) has one source or none. For reporters: what is certain, and what not to say.

title = Nghị quyết 71 về giáo dục: điều nào chắc, điều nào chưa

summary = Bà con hay hỏi về sách giáo khoa và trường nội trú biên giới. Đồng chí chỉ nói điều đã đối chiếu; điều chưa chắc thì chỉ chỗ hỏi.

# domain 6.6.1 [C]
point-1 = Chắc: Bộ Chính trị ra nghị quyết này ngày 22/8/2025, về đột phá phát triển giáo dục và đào tạo.

# domain 6.6.3 [C]
point-2 = Chắc: Nhà nước xây trường nội trú liên cấp ở 248 xã biên giới đất liền.

# domain 6.6.2 [S], 6.6.5 [U], 6.6.6 [U]: named as what is not certain
point-3 = Chưa chắc, đừng hứa: dùng sách nào, sách có miễn phí không, xã nào của Lai Châu có trường.

# the books are used at school, so the school is asked; the commune's People's Committee: domain 2.1 [C]
action = Bà con hỏi sách thì chỉ tới nhà trường; hỏi trường nội trú thì chỉ tới Uỷ ban nhân dân xã.

loudspeaker =
    Kính thưa các đồng chí.
    Xin nói về Nghị quyết số bảy mươi mốt của Bộ Chính trị, ngày hai mươi hai tháng tám năm hai nghìn không trăm hai mươi lăm, về đột phá phát triển giáo dục và đào tạo.
    Điều đã chắc: Nhà nước xây trường nội trú liên cấp ở hai trăm bốn mươi tám xã biên giới đất liền.
    Điều chưa chắc, các đồng chí đừng hứa: dùng sách nào, sách có miễn phí không, xã nào của Lai Châu có trường.
    Bà con hỏi về sách thì chỉ tới nhà trường. Bà con hỏi về trường nội trú thì chỉ tới Uỷ ban nhân dân xã.
    Xin cảm ơn các đồng chí.

# domain 6.6.6 [U]: so the answer is where to ask
faq-1-question = Xã mình có trường nội trú biên giới không?
# domain 6.6.3 [C]; the commune's People's Committee: domain 2.1 [C]
faq-1-answer = Nhà nước xây trường nội trú liên cấp ở 248 xã biên giới đất liền. Xã mình có trong đó không, bà con hỏi Uỷ ban nhân dân xã.
