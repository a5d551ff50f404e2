### The single national target programme 2026-2035: National Assembly 11 Dec 2025, 417/QĐ-BNNMT (31 Jan 2026).

title = Ba chương trình mục tiêu quốc gia gộp thành một

summary = Từ năm 2026, xây dựng nông thôn mới, giảm nghèo và phát triển vùng đồng bào dân tộc thiểu số, miền núi nằm trong một chương trình chung.

# domain 6.4.1 [C], 0.3 [C]
point-1 = Ba chương trình nay là một: xây dựng nông thôn mới, giảm nghèo bền vững, phát triển vùng đồng bào dân tộc thiểu số và miền núi. Chương trình kéo dài từ 2026 đến 2035.

# domain 6.4.3 [C]
point-2 = Giai đoạn 2026-2030 có khoảng 423 nghìn tỷ đồng. Trung ương 100 nghìn tỷ, địa phương 300 nghìn tỷ, vốn cho vay chính sách 23 nghìn tỷ.

# domain 6.4.4 [C]
point-3 = Mục tiêu đến năm 2030: thu nhập của người dân nông thôn gấp 2,5 đến 3 lần năm 2020.

# domain 6.4.5 [S], second source: baogialai.com.vn post579288 (10 Feb 2026)
point-4 = Mục tiêu đến năm 2030: tỷ lệ hộ nghèo ở vùng đồng bào dân tộc thiểu số và miền núi còn dưới 10%.

# domain 6.4.7 is [U] (what it pays for here): so the action is to ask the commune, whose committee is domain 2.1 [C]
action = Bà con hỏi Uỷ ban nhân dân xã: năm nay bản mình được làm gì, hộ nào được hỗ trợ.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về chương trình mục tiêu quốc gia mới.
    Trước đây có ba chương trình. Một là xây dựng nông thôn mới. Hai là giảm nghèo bền vững. Ba là phát triển vùng đồng bào dân tộc thiểu số và miền núi. Nay ba chương trình gộp thành một, làm từ năm hai nghìn không trăm hai mươi sáu đến năm hai nghìn không trăm ba mươi lăm.
    Trong năm năm đầu, chương trình có khoảng bốn trăm hai mươi ba nghìn tỷ đồng.
    Mục tiêu đến năm hai nghìn không trăm ba mươi là thu nhập của người dân nông thôn gấp hai lần rưỡi đến ba lần năm hai nghìn không trăm hai mươi. Tỷ lệ hộ nghèo ở vùng đồng bào dân tộc thiểu số và miền núi còn dưới mười phần trăm.
    Đó là mục tiêu chung của cả nước. Năm nay bản mình được làm gì, hộ nào được hỗ trợ, bà con hỏi Uỷ ban nhân dân xã.
    Tin này tóm tắt Quyết định số bốn trăm mười bảy của Bộ Nông nghiệp và Môi trường, ký ngày ba mươi mốt tháng một năm hai nghìn không trăm hai mươi sáu.
    Xin cảm ơn bà con đã lắng nghe.

# domain 0.3 [C]
faq-1-question = Chương trình theo Quyết định 1719 có còn không?
# domain 0.3 [C], 6.4.1 [C]
faq-1-answer = Từ năm 2026, việc phát triển vùng đồng bào dân tộc thiểu số và miền núi nằm trong chương trình chung mới, thay cho chương trình riêng trước đây.

# domain 6.4.2 [C]
faq-2-question = Ai quyết định gộp ba chương trình?
# domain 6.4.2 [C], 6.4 heading (11 Dec 2025)
faq-2-answer = Quốc hội. Ngày 11/12/2025, nghị quyết được thông qua với 430 trên 440 phiếu.
