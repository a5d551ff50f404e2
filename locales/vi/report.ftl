# The monthly report. Words of Party papers write uỷ, huỷ, hoà.

report-party = ĐẢNG CỘNG SẢN VIỆT NAM
report-number = Số { $blank }-{ $symbol }
report-draft = Dự thảo lần 1
report-dateline = { $place }, ngày { $blank } tháng { $month } năm { $year }
report-dateline-alone = Ngày { $blank } tháng { $month } năm { $year }
report-type = BÁO CÁO
report-about = kết quả công tác tuyên truyền qua hệ thống loa bản, kỳ tháng { $month } năm { $year }
report-tab-title = Báo cáo kỳ { $period }, { $place }
report-scope = Phạm vi: { $place }. Số liệu từ ngày { $from } đến hết ngày { $last }.
report-running = Kỳ này chưa kết thúc. Số liệu mới tính đến mục số { $position } của nhật ký và còn thay đổi.

report-nothing = chưa có số liệu
report-hidden = ẩn
report-share = { $part }/{ $whole } ({ $percent })
report-hours = { $hours } giờ
report-times = { $count } lượt
report-listeners = { $count } lượt người
report-meetings = { $count } cuộc
report-sessions = { $count } buổi

# Why there is none.

report-no-place = Không có nơi nào mang mã “{ $place }”. Xem lại mã trong tệp địa bàn đã nhập.
report-place-ended = { $place } có đến hết ngày { $day } nên không có báo cáo kỳ này.
report-place-became = { $place } có đến hết ngày { $day } nên không có báo cáo kỳ này. Xem báo cáo của { $next }.
report-place-begins = { $place } có từ ngày { $day } nên chưa có báo cáo kỳ này.
report-unknown-fact = Không lập được báo cáo: dòng { $row } của bảng { $table }, cột { $column }, có từ mà chương trình này không biết, nên số liệu sẽ sai. Dòng đó do một bản loaban mới hơn ghi, hoặc đã bị sửa bằng tay. Chạy bản loaban mới hơn; nếu vẫn không được thì khôi phục bản sao lưu bằng `loaban restore`.

# Delivery.

report-delivery = Đưa tin đến các nhóm
report-delivery-none = Trong kỳ không có tin nào được phát đến nhóm.
report-delivery-sum = Trong kỳ có { $planned } lượt gửi tin đến nhóm theo kế hoạch, { $carried } lượt còn chờ từ kỳ trước chuyển sang. Đến cuối kỳ: đã gửi { $sent }, đang chờ { $waiting }, không gửi được { $failed }, chưa rõ kết quả { $unknown }, đã huỷ { $cancelled }. Tỷ lệ đã gửi: { $share }.
report-delivery-note = “Đã gửi” là máy chủ của nền tảng đã nhận tin. Con số này không cho biết bà con đã đọc hay đã nghe.
report-items = Từng tin trong kỳ, tính theo lượt gửi đến nhóm
report-item = Tin
report-item-numbered = { $number } ({ $item })
report-kind = Loại
report-rank = Mức
report-groups = Lượt gửi
report-sent = Đã gửi
report-failed = Không gửi được
report-unknown = Chưa rõ
report-fallback = Nhận bản tiếng Việt thay tiếng khác

report-rank-normal = thường
report-rank-priority = ưu tiên
report-rank-urgent = khẩn
report-kind-resolution = nghị quyết
report-kind-directive = chỉ thị
report-kind-conclusion = kết luận
report-kind-regulation = quy định
report-kind-policy = chính sách
report-kind-law = luật
report-kind-guidance = hướng dẫn
report-kind-clarification = thông tin làm rõ
report-kind-good_example = gương người tốt, việc tốt
report-kind-notice = thông báo

# Outreach.

report-outreach = Tuyên truyền trực tiếp ở cơ sở
report-outreach-table = Số liệu do cơ sở báo về
report-what = Nội dung
report-figure = Số liệu
report-loudspeaker = Đọc trên loa
report-meeting = Cuộc họp có phổ biến
report-listener = Người nghe tại cuộc họp (ước tính)
report-hoc-tap = Buổi học tập
report-quan-triet = Buổi quán triệt
report-tuyen-truyen = Buổi tuyên truyền
report-attendance = Lượt người dự trên số được mời dự các buổi
report-outreach-note = Số lượt đọc trên loa không phải là số người đã nghe. Chỗ ghi “chưa có số liệu” là chưa có nơi nào báo, không phải bằng không.

# Questions.

report-questions = Tiếp nhận và trả lời câu hỏi của bà con
report-questions-table = Câu hỏi trong kỳ
report-open-before = Còn từ kỳ trước chuyển sang
report-received = Tiếp nhận trong kỳ
report-relayed = Trong đó: bí thư, trưởng bản hỏi giúp người không có điện thoại
report-reopened = Mở lại vì người hỏi thấy chưa rõ
report-answered = Đã trả lời
report-withdrawn = Người hỏi rút lại, hoặc đã xoá thông tin của mình
report-set-aside = Không thuộc phạm vi trả lời, đã nói rõ lý do
report-open-after = Còn lại cuối kỳ
report-overdue = Trong đó: đã quá hạn trả lời
report-answers-written = Số bản trả lời đã viết
report-median = Thời gian chờ trả lời (trung vị)
report-oldest = Câu còn lại chờ lâu nhất
report-clear = Người hỏi báo đã rõ
report-not-clear = Người hỏi báo chưa rõ
report-complaints = Số lần hướng dẫn nơi nhận khiếu nại, tố cáo
report-answer-share = Tỷ lệ đã trả lời trên tổng số câu phải trả lời (còn từ kỳ trước, tiếp nhận và mở lại): { $share }.
report-topics = Câu hỏi theo lĩnh vực
report-topic = Lĩnh vực
report-topics-none = Không chia theo lĩnh vực: trong kỳ chưa có câu hỏi.
report-topics-village = Nơi này không chia câu hỏi theo lĩnh vực.
report-topics-later = Chia theo lĩnh vực có khi kỳ kết thúc.
report-questions-below = Báo cáo của bản không nêu số câu hỏi, để không lộ người hỏi. Số câu hỏi có trong báo cáo của xã.
report-small-note = Chỗ ghi “ẩn” là số nhỏ hơn { $count }, hoặc là số mà nếu nêu ra thì trừ đi sẽ biết số nhỏ ấy. Ẩn để không lộ người hỏi.
report-questions-note = Báo cáo không nêu nội dung từng câu hỏi, không đánh giá tâm tư, dư luận và không tính theo từng người.

report-topic-dat-dai = Đất đai
report-topic-an-sinh = Hộ nghèo, an sinh
report-topic-y-te = Y tế, bảo hiểm y tế
report-topic-giao-duc = Giáo dục, học phí
report-topic-nong-nghiep = Nông nghiệp, rừng, nông thôn mới
report-topic-ha-tang = Đường, điện, nước, sóng
report-topic-an-ninh = An ninh trật tự, căn cước, cư trú
report-topic-thu-tuc = Giấy tờ, thủ tục hành chính
report-topic-hoi-doan = Mặt trận, hội, đoàn thể
report-topic-chinh-sach = Chính sách, chương trình hỗ trợ
report-topic-nghi-quyet = Nội dung nghị quyết, chủ trương
report-topic-khac = Khác

# Platforms.

report-platforms = Theo nền tảng
report-platforms-none = Trong kỳ chưa có hoạt động trên nền tảng nào.
report-platforms-table = Từng nền tảng, tính theo nhóm
report-platform = Nền tảng
report-platform-telegram = Telegram
report-platform-zalo_bot = Zalo Bot
report-platform-zalo_oa = Zalo Official Account
report-platform-groups = Số nhóm của lần phát rộng nhất
report-platform-questions = Câu hỏi
report-measurable = Đo được: { $list }.
report-not-measurable = Không đo được: { $list }.
report-measure-accepted_by_platform = tin đã được máy chủ của nền tảng nhận
report-measure-questions_asked = câu hỏi gửi đến
report-measure-read = có ai đọc
report-measure-heard = có ai nghe
report-measure-reactions = biểu tượng cảm xúc
report-measure-forwarded = chia sẻ lại
report-measure-audience_size = số người trong nhóm

# Places.

report-places = Theo địa bàn
report-places-none = Không có địa bàn cấp dưới.
report-places-table = Từng nơi trực thuộc, xếp theo mã, không xếp hạng
report-place = Nơi
report-place-sent = Đã gửi / lượt gửi
report-place-loudspeaker = Lượt đọc loa
report-place-meetings = Cuộc họp
report-place-sessions = Buổi học
report-place-received = Câu hỏi nhận
report-place-answered = Đã trả lời
report-place-open = Còn lại

# What came late, what is missing.

report-rest = Số liệu bổ sung và nơi chưa có số liệu
report-adjustments-none = Trong kỳ không có số liệu bổ sung, điều chỉnh cho kỳ trước.
report-by-machine = máy ghi theo nhật ký
report-turned-sent = tin « { $title } »: { $groups } nhóm kỳ ấy chưa nhận được, kỳ này đã gửi được
report-turned-waiting = tin « { $title } »: { $groups } nhóm kỳ ấy chưa nhận được, kỳ này đang gửi lại
report-turned-failed = tin « { $title } »: { $groups } nhóm kỳ ấy chưa nhận được, kỳ này gửi lại vẫn không được
report-turned-unknown = tin « { $title } »: { $groups } nhóm kỳ ấy chưa nhận được, kỳ này gửi lại, chưa rõ kết quả
report-turned-cancelled = tin « { $title } »: { $groups } nhóm kỳ ấy chưa nhận được, kỳ này gửi lại rồi huỷ
report-line-nothing = không có
report-line-loudspeaker = đọc loa { $n } lượt
report-line-meeting = họp { $n } người nghe
report-line-session = buổi học { $present }/{ $total } người
report-session-late = { $place }: buổi { $form } { $present }/{ $total } người, ngày { $day }, báo muộn
report-form-hoc_tap = học tập
report-form-quan_triet = quán triệt
report-form-tuyen_truyen = tuyên truyền
report-presenter-committee = đảng uỷ viên
report-presenter-reporter = báo cáo viên
report-presenter-cell_secretary = bí thư chi bộ
report-presenter-other = người khác
report-audience-members = đảng viên
report-audience-officials = cán bộ, công chức
report-audience-unions = đoàn viên, hội viên
report-audience-residents = bà con
report-corrected = { $place }, ngày { $day }: trước ghi { $was }, nay là { $now }
report-ended-in = { $place }: đến hết ngày { $until }, sau đó là { $next }; số liệu cả kỳ của nơi cũ tính vào nơi mới
report-ended = { $place }: đến hết ngày { $until }, chưa ghi chuyển về đâu; số liệu vẫn tính tại đây
report-adjustment = Bổ sung, điều chỉnh cho kỳ { $period }: { $what } ({ $by }).
report-gaps-none = Nơi nào cũng đã có số liệu.
report-gap = { $what }, chưa có số liệu ở { $count } nơi: { $list }.
report-gap-loudspeaker_readings = Đọc loa
report-gap-meetings = Cuộc họp
report-gap-study_sessions = Buổi học
report-gap-below = { $place } { $count } nơi
report-gap-note = Chưa có số liệu không có nghĩa là chưa làm.

# The foot.

report-recipients = Nơi nhận
report-recipient = - { $name };
report-recipient-last = - { $name }.
report-source = Hạn gửi báo cáo: ngày { $due }. Số liệu do máy tổng hợp từ nhật ký của hệ thống loa bản, đến mục số { $position }. Mã kiểm tra của tệp số liệu:
