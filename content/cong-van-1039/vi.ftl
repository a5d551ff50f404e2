### The letter 1039-CV/HU (20 Sept 2023), for reporters and cell secretaries. S… = a row of domain section 1, all [C].

title = Đưa nghị quyết về bản: không khoán trắng cho bí thư

summary = Công văn 1039 nhắc các cấp uỷ cử người xuống tận bản, nói dễ hiểu, nghe bà con hỏi và báo cáo đúng sự thật.

# domain 1 S16, S29 [C]
point-1 = Cấp uỷ phân công đồng chí trong Ban Chấp hành trực tiếp xuống chi bộ nông thôn. Không dồn hết việc cho đồng chí bí thư chi bộ bản.

# domain 1 S40 [C]
point-2 = Chọn báo cáo viên nói dễ hiểu, biết rõ địa bàn để xuống bản.

# domain 1 S35, S42, S45 [C]
point-3 = Dùng nhiều cách: loa bản, nói trực tiếp, Zalo và trang chính thống. Chú trọng bài bằng tiếng Mông. Loa hỏng thì sửa để chạy thường xuyên.

# domain 1 S32, S38 [C]
point-4 = Mỗi buổi dành thời gian hỏi đáp. Lắng nghe thắc mắc của bà con để kịp thời tháo gỡ.

# domain 1 S15, S24, S34 [C]
point-5 = Ghi sổ đầy đủ từng đợt học tập. Báo cáo trung thực, khách quan, kịp thời.

# domain 2.1 [C] (the commune's Ban Xây dựng Đảng has this work now)
action = Đồng chí hỏi Ban Xây dựng Đảng của Đảng uỷ xã: bản nào do đồng chí nào phụ trách.

loudspeaker =
    Kính thưa các đồng chí.
    Xin nhắc lại mấy việc chính trong Công văn số một nghìn không trăm ba mươi chín, ngày hai mươi tháng chín năm hai nghìn không trăm hai mươi ba, của Ban Thường vụ Huyện uỷ Tam Đường. Cơ quan ban hành nay đã kết thúc hoạt động. Ở đây chỉ nhắc lại cách làm.
    Thứ nhất, cấp uỷ phân công đồng chí trong Ban Chấp hành trực tiếp xuống chi bộ nông thôn, không dồn hết việc cho bí thư chi bộ bản.
    Thứ hai, chọn báo cáo viên nói dễ hiểu, biết rõ địa bàn.
    Thứ ba, dùng nhiều cách, từ loa bản, nói trực tiếp đến Zalo và trang chính thống. Chú trọng bài bằng tiếng Mông.
    Thứ tư, mỗi buổi dành thời gian hỏi đáp, lắng nghe thắc mắc của bà con để kịp thời tháo gỡ.
    Thứ năm, ghi sổ đầy đủ từng đợt học tập, báo cáo trung thực, khách quan, kịp thời.
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
