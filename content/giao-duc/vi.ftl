### Education: 71-NQ/TW (22 Aug 2025).

title = Học sinh cả nước dùng chung một bộ sách giáo khoa

summary = Nghị quyết 71 của Bộ Chính trị nói về đột phá phát triển giáo dục. Hai việc bà con thấy rõ là một bộ sách chung và trường nội trú ở xã biên giới.

# domain 6.6.1 [C]
point-1 = Ngày 22/8/2025, Bộ Chính trị ra Nghị quyết 71 về đột phá phát triển giáo dục và đào tạo.

# domain 6.6.2 [S], second source: tienphong.vn post1808264 (27 Dec 2025), also ngaynay.vn post167862
point-2 = Từ năm học 2026-2027, học sinh cả nước học chung một bộ sách giáo khoa.

# domain 6.6.3 [C]
point-3 = Nhà nước xây trường nội trú liên cấp ở 248 xã biên giới đất liền, mỗi xã một trường.

# domain 6.6.4 [S] without the exact day, second source: tienphong.vn post1817093 (30 Jan 2026)
point-4 = Trường làm xong đầu tiên là trường Si Pa Phìn, tỉnh Điện Biên, đầu năm 2026.

# domain 6.6.2 [S], second source as for point-2 (the books are used at school, so the school is asked)
action = Trước khi mua sách, bà con hỏi nhà trường nơi con học: lớp của con dùng những quyển nào.

loudspeaker =
    Kính thưa bà con.
    Xin báo tin về việc học của con em chúng ta.
    Ngày hai mươi hai tháng tám năm hai nghìn không trăm hai mươi lăm, Bộ Chính trị ra Nghị quyết số bảy mươi mốt về đột phá phát triển giáo dục và đào tạo.
    Từ năm học hai nghìn không trăm hai mươi sáu, hai nghìn không trăm hai mươi bảy, học sinh cả nước học chung một bộ sách giáo khoa. Bộ sách đó tên là Kết nối tri thức với cuộc sống.
    Nhà nước cũng xây trường nội trú liên cấp ở hai trăm bốn mươi tám xã biên giới đất liền. Trường làm xong đầu tiên là trường Si Pa Phìn, ở tỉnh Điện Biên, vào đầu năm hai nghìn không trăm hai mươi sáu.
    Trước khi mua sách cho con, bà con hỏi nhà trường xem lớp của con dùng những quyển nào, để khỏi mua nhầm.
    Có điều gì chưa rõ về việc học của con, bà con cứ hỏi nhà trường.
    Tin này tóm tắt Nghị quyết số bảy mươi mốt của Bộ Chính trị.
    Xin cảm ơn bà con đã lắng nghe.

# domain 6.6.2 [S], second source as for point-2
faq-1-question = Bộ sách dùng chung là bộ nào?
# domain 6.6.2 [S]; the name of the set in two sources: tienphong.vn post1808264, ngaynay.vn post167862
faq-1-answer = Bộ Giáo dục và Đào tạo đã chọn bộ sách Kết nối tri thức với cuộc sống của Nhà xuất bản Giáo dục Việt Nam.
