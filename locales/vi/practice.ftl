# The practice room (loaban demo): what stands around the telephones.

practice-name-bot = Loa bản
practice-name-village = Nhóm bản Nà Luồng (mẫu)
practice-name-hamlet = Nhóm Suối Mây (mẫu)
practice-name-villager = Bà con Suối Mây
practice-name-resident = Bà con
practice-name-reporter = Báo cáo viên
practice-name-secretary = Bí thư chi bộ
practice-name-editor = Biên tập xã

practice-tab-village = Nhóm bản
practice-tab-hamlet = Nhóm Zalo
practice-tab-villager = Riêng Zalo
practice-tab-resident = Bà con
practice-tab-reporter = Báo cáo viên
practice-tab-secretary = Bí thư
practice-tab-editor = Biên tập

practice-about-village = Cả bản cùng thấy
practice-about-hamlet = Bot nghe khi được gọi @
practice-about-villager = Chat riêng với Bot Loa Bản
practice-about-resident = Chat riêng với Loa bản
practice-about-reporter = Nhận và trả lời câu hỏi
practice-about-secretary = Đọc loa, họp bản
practice-about-editor = Duyệt, phát tin, báo cáo

practice-box-village = Tin nhắn vào nhóm bản
practice-box-hamlet = Tin nhắn vào nhóm Zalo
practice-box-villager = Tin nhắn riêng trên Zalo
practice-box-resident = Tin nhắn của bà con (nhắn riêng)
practice-box-reporter = Tin nhắn của báo cáo viên (nhắn riêng)
practice-box-secretary = Tin nhắn của bí thư chi bộ (nhắn riêng)
practice-box-editor = Tin nhắn của biên tập xã (nhắn riêng)

practice-service-joined = { $who } đã vào nhóm
practice-service-left = { $who } đã rời nhóm
practice-service-other = Nhóm có thay đổi

# The guided path: five steps, each ticked off when it really happened.

practice-step-1 = Biên tập phát tin
practice-step-1-release = Bài “{ $title }” còn là bản nháp. Biên tập xã đọc lại, rồi duyệt bằng lệnh /duyet.
practice-step-1-release-act = Duyệt bài này
practice-step-1-choose = Loa bản đang hỏi lại biên tập xã. Bấm một nút dưới tin cuối trong khung Biên tập.
practice-step-1-publish = Bài đã được duyệt. Biên tập xã phát tới nhóm bản bằng lệnh /phat.
practice-step-1-publish-act = Phát tới nhóm bản
practice-step-1-quiet = Tin đã vào hàng chờ. Đang giờ yên lặng (21:00–06:00) nên tin đợi đến sáng. Hãy tua đồng hồ.
practice-step-1-wait = Tin đang trên đường tới nhóm bản…

practice-step-2 = Bà con hỏi
practice-step-2-private = Tin đã tới nhóm. Một người muốn hỏi thêm mà không muốn cả nhóm thấy: bấm nút “Hỏi riêng” dưới tin.
practice-step-2-private-act = Bấm “Hỏi riêng”
practice-step-2-ask = Bà con đang nhắn riêng cho Loa bản. Gõ câu hỏi như nói chuyện bình thường, không cần lệnh.
practice-step-2-ask-act = Hỏi giúp một câu
practice-step-2-type-act = Tôi tự gõ câu hỏi
practice-step-2-choose = Lần đầu nhắn riêng, Loa bản nói rõ giữ gì, giữ bao lâu, rồi xin phép. Bà con bấm một nút dưới tin cuối.
practice-step-2-question = Khám sức khoẻ miễn phí thì trẻ con dưới 6 tuổi cần mang giấy tờ gì?

practice-step-3 = Báo cáo viên trả lời
practice-step-3-reply = Câu hỏi #{ $code } đã tới { $who }, không kèm tên người hỏi. Trả lời ngay dưới thẻ câu hỏi, rồi bấm Gửi.
practice-step-3-reply-act = Soạn sẵn câu trả lời
practice-step-3-wait = Câu hỏi đang được chuyển tới người trả lời…
practice-step-3-answer = Bà con mang theo giấy khai sinh hoặc thẻ bảo hiểm y tế của cháu. Ngày khám thì hỏi Trạm Y tế xã.

practice-step-4 = Tua tới hết kỳ
practice-step-4-clock = Kỳ báo cáo tháng { $period } khép lại ngày { $day }. Tua đồng hồ tới sáng hôm đó; mọi hạn và lời nhắc chạy theo.
practice-step-4-clock-act = Tua tới 07:00 ngày { $day }

practice-step-5 = Mở báo cáo
practice-step-5-open = Kỳ tháng { $period } đã khép lại. Báo cáo chỉ có con số của cả xã: không tên người, không nội dung câu hỏi.
practice-step-5-open-act = Mở báo cáo kỳ { $period }

practice-point-act = Chỉ chỗ bấm
practice-done = Xong cả năm bước. Giờ hãy tập tự do: gửi tin thoại, hỏi trong nhóm bằng /hoi, gõ “xoá”, hay tua đồng hồ để xem lời nhắc.

practice-quiet-start = Bây giờ là giờ yên lặng, nên đồng hồ phòng tập đã được vặn tới { $time } để tin đi ngay.
practice-quiet = Đang giờ yên lặng (21:00–06:00): tin phát đợi đến sáng; câu hỏi và câu trả lời vẫn đi ngay.
practice-quiet-act = Tua tới 06:00

practice-fault-long = Một tin dài nhất 4096 ký tự. Xin gửi làm nhiều tin.
practice-fault-empty = Chưa có chữ nào để gửi. Xin gõ nội dung trước.
practice-fault-clock = Đồng hồ chỉ tua tới, mỗi lần nhiều nhất một năm.
practice-fault-gone = Tin này không còn nữa. Xin chọn tin khác.
practice-fault-link = Phòng tập không mở trang bên ngoài.
practice-fault-report = Không có báo cáo của kỳ { $period }. Xin mở từ nút báo cáo trên trang.
practice-fault = Chưa làm được việc này. Xin tải lại trang rồi thử lại.

practice-report-link = Báo cáo { $period }

# On the command line.

practice-loopback-only = --listen { $address }: phòng tập chỉ mở trên máy này. Dùng 127.0.0.1 hoặc [::1], ví dụ --listen 127.0.0.1:8080
practice-port-taken = --listen { $address }: không mở được ({ $why }). Chọn cổng khác, ví dụ --listen 127.0.0.1:0
practice-keep-used = --keep { $folder }: thư mục này đã có dữ liệu của một lần tập trước. Chọn thư mục khác, hoặc xoá thư mục này đi.
