### The single national target programme 2026-2035: National Assembly 11 Dec 2025, 417/QĐ-BNNMT (31 Jan 2026). For
### reporters: what it pays for in a village (domain 6.4.7) is not known, so it says nothing to a household.

title = Ba chương trình mục tiêu quốc gia gộp thành một

# domain 6.4.1 [C], 0.3 [C]
summary = Từ năm 2026, xây dựng nông thôn mới, giảm nghèo và phát triển vùng đồng bào dân tộc thiểu số, miền núi nằm trong một chương trình chung.

# domain 6.4.1 [C], 0.3 [C]
point-1 = Nông thôn mới, giảm nghèo, vùng dân tộc thiểu số và miền núi: nay là một chương trình, từ 2026 đến 2035.

# domain 6.4.3 [C]
point-2 = 2026-2030: khoảng 423 nghìn tỷ đồng (trung ương 100, địa phương 300, vốn vay chính sách 23).

# domain 6.4.4 [C]
point-3 = Mục tiêu 2030: thu nhập nông thôn gấp 2,5 đến 3 lần năm 2020.

# domain 6.4.7 is [U] (what it pays for here): so the action is to ask the commune, whose committee is domain 2.1 [C]
action = Bà con hỏi hộ mình được gì: đồng chí hỏi Uỷ ban nhân dân xã rồi mới nói, đừng hứa.

loudspeaker =
    Kính thưa các đồng chí.
    Xin nói về chương trình mục tiêu quốc gia mới.
    Trước đây có ba chương trình. Một là xây dựng nông thôn mới. Hai là giảm nghèo bền vững. Ba là phát triển vùng đồng bào dân tộc thiểu số và miền núi. Nay ba chương trình gộp thành một, làm từ năm hai nghìn không trăm hai mươi sáu đến năm hai nghìn không trăm ba mươi lăm.
    Trong năm năm đầu, chương trình có khoảng bốn trăm hai mươi ba nghìn tỷ đồng. Trung ương một trăm nghìn tỷ, địa phương ba trăm nghìn tỷ, vốn vay chính sách hai mươi ba nghìn tỷ.
    Mục tiêu đến năm hai nghìn không trăm ba mươi là thu nhập của người dân nông thôn gấp hai lần rưỡi đến ba lần năm hai nghìn không trăm hai mươi.
    Bà con hỏi hộ mình được gì, thì đồng chí hỏi Uỷ ban nhân dân xã rồi mới nói, đừng hứa.
    Tin này tóm tắt Quyết định số bốn trăm mười bảy của Bộ Nông nghiệp và Môi trường, ngày ba mươi mốt tháng một năm hai nghìn không trăm hai mươi sáu.
    Xin cảm ơn các đồng chí.

# domain 0.3 [C]
faq-1-question = Chương trình theo Quyết định 1719 có còn không?
# domain 0.3 [C], 6.4.1 [C]
faq-1-answer = Từ năm 2026, việc phát triển vùng đồng bào dân tộc thiểu số và miền núi nằm trong chương trình chung mới, thay cho chương trình riêng trước đây.

# domain 6.4.2 [C]
faq-2-question = Ai quyết định gộp ba chương trình?
# domain 6.4.2 [C], 6.4 heading (11 Dec 2025)
faq-2-answer = Quốc hội. Ngày 11/12/2025, nghị quyết được thông qua với 430 trên 440 phiếu.
