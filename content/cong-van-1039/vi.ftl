### The letter 1039-CV/HU (20 Sept 2023), for reporters and cell secretaries. S… = a row of domain section 1, all [C].

title = Đưa nghị quyết về bản: không khoán trắng cho bí thư

# domain 6.9 [C], 1 S16, S29, S40 [C]
summary = Công văn 1039 của một cơ quan nay không còn, nhưng cách làm vẫn đáng theo: cử người xuống tận bản, nghe bà con hỏi, báo cáo đúng sự thật.

# domain 6.9 [C]
point-1 = Cơ quan ra công văn này (năm 2023) nay không còn. Ở đây chỉ nêu lại cách làm.

# domain 1 S16, S29 [C]
point-2 = Đồng chí trong Ban Chấp hành xuống tận chi bộ nông thôn. Không dồn hết việc cho bí thư chi bộ bản.

# domain 1 S15, S24, S32, S34 [C]
point-3 = Mỗi buổi dành thời gian hỏi đáp. Ghi sổ đủ, báo cáo trung thực, kịp thời.

# domain 2.1 [C] (the commune's Ban Xây dựng Đảng has this work now)
action = Hỏi Ban Xây dựng Đảng của Đảng uỷ xã: bản nào do đồng chí nào phụ trách.

loudspeaker =
    Kính thưa các đồng chí.
    Xin nhắc lại cách làm trong Công văn số một nghìn không trăm ba mươi chín, ngày hai mươi tháng chín năm hai nghìn không trăm hai mươi ba, của Ban Thường vụ Huyện uỷ Tam Đường. Cơ quan ban hành nay không còn. Ở đây chỉ nêu lại cách làm.
    Thứ nhất, đồng chí trong Ban Chấp hành xuống tận chi bộ nông thôn, không dồn hết việc cho bí thư chi bộ bản.
    Thứ hai, mỗi buổi dành thời gian hỏi đáp.
    Thứ ba, ghi sổ đủ, báo cáo trung thực, kịp thời.
    Đồng chí cần biết bản nào do ai phụ trách, xin hỏi Ban Xây dựng Đảng của Đảng uỷ xã.
    Xin cảm ơn các đồng chí.

# domain 6.9 [C]
faq-1-question = Cơ quan ra công văn này không còn, vậy công văn để làm gì?
# domain 6.9 [C], 2.1 [C]
faq-1-answer = Ở đây công văn được nêu như một gợi ý về cách làm. Việc đang phải thực hiện theo văn bản nào, đồng chí hỏi Ban Xây dựng Đảng của Đảng uỷ xã.

# domain 2.1 [C]
faq-2-question = Ban Tuyên giáo Đảng uỷ cấp xã nêu trong công văn nay là cơ quan nào?
# domain 2.1 [C]
faq-2-answer = Nay là Ban Xây dựng Đảng của Đảng uỷ xã.

# domain 0.6 [C]
faq-3-question = Công văn có buộc báo cáo hằng tháng không?
# domain 0.6 [C], S15, S24, S34 [C]
faq-3-answer = Không. Công văn yêu cầu ghi sổ các đợt học tập và báo cáo kết quả khách quan, kịp thời.

# domain 1 S35, S40, S42, S45 [C]
faq-4-question = Công văn còn nêu cách làm nào nữa?
# domain 1 S35, S40, S42, S45 [C]
faq-4-answer = Chọn báo cáo viên nói dễ hiểu, biết rõ địa bàn. Dùng loa bản, nói trực tiếp, Zalo và trang chính thống; chú trọng bài bằng tiếng Mông; loa hỏng thì sửa để chạy thường xuyên.
