# The monthly report. Words of Party papers write uỷ, huỷ, hoà.

report-party = ĐẢNG CỘNG SẢN VIỆT NAM
report-number = Số { $blank }-{ $symbol }
report-draft = Dự thảo lần 1
report-dateline = { $place }, ngày { $blank } tháng { $month } năm { $year }
report-dateline-alone = Ngày { $blank } tháng { $month } năm { $year }
report-type = BÁO CÁO
report-about = kết quả công tác tuyên truyền qua hệ thống loa bản, kỳ tháng { $month } năm { $year }
report-tab-title = Báo cáo kỳ { $period }, { $place }
report-period = tháng { $month }/{ $year }
report-scope = Phạm vi: { $place }. Số liệu từ ngày { $from } đến hết ngày { $last }.
report-running = Kỳ này chưa kết thúc. Số liệu mới tính đến mục số { $position } của nhật ký và còn thay đổi.

report-nothing = chưa có số liệu
report-hidden = ẩn
report-share = { $part }/{ $whole } ({ $percent })
report-nothing-short = …
report-beside = { $this } (kỳ trước { $last })
report-future = Kỳ báo cáo này chưa bắt đầu; bắt đầu từ ngày { $from }.
report-hours = { $hours } giờ
report-same-day = cùng ngày
report-days = khoảng { $days } ngày
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

# Five lines: what happened.

report-summary = Tóm tắt
report-sum-delivery = Phát tin: { $items } tin, { $all }; đã gửi { $share }, không gửi được { $failed }, chưa rõ { $unknown }, còn chờ { $waiting }.
report-deliveries = { $count } lượt gửi đến nhóm
report-sum-delivery-none = Phát tin: trong kỳ không có tin nào được phát đến nhóm.
report-sum-outreach = Ở cơ sở: đọc loa { $readings }; họp có phổ biến { $meetings }; người nghe ước tính { $listeners }.
report-sum-study = Học tập { $hoc_tap }; quán triệt { $quan_triet }; tuyên truyền { $tuyen_truyen }; lượt người dự { $attendance }.
report-sum-questions = Câu hỏi của bà con: nhận { $received }, đã trả lời { $answered }, cuối kỳ còn { $open }, trong đó quá hạn { $overdue }.
report-sum-gaps = Chưa có số liệu: { $list }.
report-gap-count = { $what } { $count } nơi

# What the office says. Only what the log can prove; the rest is the author's.

report-author = …… (người viết báo cáo điền)
report-offered = [Tháng trước viết: { $words }]
report-n-mood = TÌNH HÌNH TƯ TƯỞNG, DƯ LUẬN XÃ HỘI
report-n-results = KẾT QUẢ THỰC HIỆN NHIỆM VỤ
report-n-leading = 1. Công tác tham mưu, lãnh đạo, chỉ đạo
report-n-study = 2. Học tập, quán triệt, triển khai nghị quyết
report-n-telling = 3. Công tác tuyên truyền
report-n-questions = 4. Nắm bắt, giải đáp ý kiến, kiến nghị của Nhân dân
report-n-culture = 5. Khoa giáo, văn hoá - văn nghệ
report-n-people = 6. Công tác dân vận, dân tộc, tôn giáo
report-n-judging = ĐÁNH GIÁ CHUNG
report-n-good = 1. Ưu điểm
report-n-weak = 2. Hạn chế
report-n-why = 3. Nguyên nhân
report-n-next = NHIỆM VỤ TRỌNG TÂM THÁNG TỚI
report-n-asks = KIẾN NGHỊ, ĐỀ XUẤT
report-did-study = Số buổi cơ sở báo về: học tập { $hoc_tap }; quán triệt { $quan_triet }; tuyên truyền { $tuyen_truyen }. Lượt người dự trên số được mời: { $attendance }.
report-did-alone = Trong { $known } buổi có ghi người trình bày, { $alone } buổi do bí thư chi bộ tự làm.
report-no-study = Học tập, quán triệt, tuyên truyền: chưa có số liệu.
report-did-loudspeaker = Đọc tin trên loa { $times } lượt.
report-did-meetings = Phổ biến tại { $meetings } cuộc họp, ước tính { $listeners } nghe.
report-did-send = Phát { $items } tin đến các nhóm { $platforms }, { $all } lượt gửi; đã gửi { $share }.
report-did-papers = Văn bản trong kỳ: { $list }.
report-did-many-papers = Trong đó có { $count } văn bản; tên từng văn bản ở Phụ lục 1.
report-no-telling = Đọc loa, họp, phát tin: chưa có số liệu.
report-did-receive = Tiếp nhận { $received } câu hỏi, trong đó { $relayed } câu hỏi hộ người không có điện thoại; { $before } câu còn từ kỳ trước, { $reopened } câu mở lại.
report-did-answer = Đã trả lời { $share }; người hỏi rút { $withdrawn }; không thuộc phạm vi trả lời { $aside }. Cuối kỳ còn { $open } câu, trong đó quá hạn { $overdue } câu.
report-did-serve = Trong số đã trả lời có { $count } câu người hỏi tự tìm thấy câu trả lời trong tin.
report-did-wait = Một nửa số câu được trả lời trong { $hours }.
report-did-share = Đưa ra nhóm { $count } câu trả lời, đã viết lại không tên và được người hỏi đồng ý.
report-did-refer = Hướng dẫn nơi nhận khiếu nại, tố cáo { $count } lần.
report-no-questions = Trong kỳ không có câu hỏi nào.
report-weak = Số liệu để xem xét: { $list }.
report-weak-overdue = { $count } câu hỏi quá hạn chưa trả lời
report-weak-failed = { $count } lượt gửi tin không đến nhóm
report-weak-unknown = { $count } lượt gửi tin chưa rõ kết quả
report-weak-answers = { $count } câu trả lời ứng dụng không nhận
report-weak-gaps = chưa có số liệu: { $list }

# Figures as bars.

report-chart-told = { $title }. { $key } { $list }.
report-chart-items = Từng tin: kết quả gửi đến nhóm
report-chart-key = Đen: đã gửi; xám: không gửi được, chưa rõ; trắng: còn chờ, đã huỷ. Ba số theo thứ tự ấy.
report-chart-more = Ở đây có { $drawn } trong { $all } tin; đủ ở Phụ lục 1.
report-chart-questions = Câu hỏi trong kỳ
report-chart-all = Phải trả lời
report-chart-withdrawn = Người hỏi rút
report-chart-aside = Không thuộc phạm vi
report-chart-overdue = Trong đó: quá hạn
report-chart-gaps = Số nơi chưa có số liệu

# The annexes.

report-annex = Phụ lục { $number }
report-annex-of = (Kèm theo Báo cáo số { $number }-{ $symbol }, ngày { $blank } tháng { $month } năm { $year } của { $owner })
report-annex-figures = Biểu số liệu
report-annex-questions = Tiếp nhận, trả lời câu hỏi của bà con
report-annex-places = Số liệu theo địa bàn
report-annex-plans = Kế hoạch và việc thực hiện
report-annex-rules = Cách tính số liệu
report-annex-deadlines = Hạn tuyên truyền từng tin, từng nơi
report-what = Nội dung
report-figure = Số liệu
report-rule = Cách tính
report-this = Kỳ này
report-last = Kỳ trước

# Delivery.

report-delivery-table = Đưa tin đến các nhóm
report-delivery-note = “Đã gửi” là máy chủ của ứng dụng đã nhận tin. Con số này không cho biết bà con đã đọc hay đã nghe.
report-planned = Lượt gửi theo kế hoạch trong kỳ
report-carried = Lượt gửi còn chờ từ kỳ trước
report-sent = Đã gửi
report-failed = Không gửi được
report-unknown = Chưa rõ
report-waiting = Còn chờ
report-cancelled = Đã huỷ
report-items = Từng tin trong kỳ, tính theo lượt gửi đến nhóm
report-item = Tin
report-item-numbered = { $item } ({ $number })
report-kind = Loại
report-groups = Lượt gửi
report-rest = Chờ, huỷ
report-fallback = Nhóm chọn tiếng khác mà nhận bản tiếng Việt: { $count } lượt gửi.
report-private = Gửi riêng cho cán bộ, ngoài các nhóm: đã gửi { $share } lượt.

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

report-outreach-table = Số liệu do cơ sở báo về
report-loudspeaker = Đọc trên loa
report-meeting = Cuộc họp có phổ biến
report-listener = Người nghe tại cuộc họp (ước tính)
report-hoc-tap = Buổi học tập
report-quan-triet = Buổi quán triệt
report-tuyen-truyen = Buổi tuyên truyền
report-attendance = Lượt người dự trên số được mời dự các buổi
report-alone = Chi bộ tự quán triệt
report-outreach-note = Số lượt đọc trên loa không phải là số người đã nghe. Chỗ ghi “chưa có số liệu” là chưa có nơi nào báo, không phải bằng không.

# Questions.

report-questions-table = Câu hỏi trong kỳ
report-open-before = Còn từ kỳ trước chuyển sang
report-received = Tiếp nhận trong kỳ
report-relayed = Trong đó: bí thư, trưởng bản hỏi hộ người không có điện thoại
report-reopened = Mở lại vì người hỏi thấy chưa rõ
report-answered = Đã trả lời
report-self-served = Trong đó: người hỏi tự tìm thấy câu trả lời trong tin
report-withdrawn = Người hỏi rút lại, hoặc đã xoá thông tin của mình
report-set-aside = Không thuộc phạm vi trả lời, đã nói rõ lý do
report-open-after = Còn lại cuối kỳ
report-overdue = Trong đó: đã quá hạn trả lời
report-answers-written = Số bản trả lời đã viết
report-not-delivered = Câu trả lời ứng dụng không nhận
report-median = Thời gian chờ trả lời (mức giữa: một nửa số câu chờ ít hơn)
report-oldest = Câu còn lại chờ lâu nhất
report-clear = Người hỏi báo đã rõ
report-not-clear = Người hỏi báo chưa rõ
report-settled = Người hỏi báo việc đã xong
report-not-settled = Người hỏi báo việc chưa xong
report-published = Câu trả lời đã đưa ra nhóm
report-topics-corrected = Số lần sửa lĩnh vực của câu hỏi
report-complaints = Số lần hướng dẫn nơi nhận khiếu nại, tố cáo
report-answer-share = Tỷ lệ đã trả lời trên tổng số câu phải trả lời (còn từ kỳ trước, tiếp nhận và mở lại): { $share }.
report-topics = Câu hỏi theo lĩnh vực
report-topic = Lĩnh vực
report-topics-none = Không chia theo lĩnh vực: trong kỳ chưa có câu hỏi.
report-topics-village = Nơi này không chia câu hỏi theo lĩnh vực.
report-topics-later = Chia theo lĩnh vực có khi kỳ kết thúc.
report-questions-below = Báo cáo của bản không nêu số câu hỏi, để không lộ người hỏi. Số câu hỏi có trong báo cáo của xã.
report-small-note = “Ẩn”: số chia theo lĩnh vực, ứng dụng hay xã mà nhỏ hơn { $count } (khác không), và số nếu nêu ra sẽ tính được số ấy, có khi là không. Số chung không ẩn. Ẩn để không lộ người hỏi.
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

report-platforms-none = Trong kỳ chưa có hoạt động trên ứng dụng nào.
report-platforms-table = Từng ứng dụng, tính theo nhóm
report-platform = Ứng dụng
report-platform-telegram = Telegram
report-platform-zalo_bot = Zalo Bot
report-platform-zalo_oa = Zalo Official Account
report-platform-groups = Số nhóm nhiều nhất mà một lần phát gửi tới
report-platform-questions = Câu hỏi
report-platforms-measure = { $platforms }: { $words }.
report-measures = đo được { $yes }; không đo được { $no }
report-measure-accepted_by_platform = tin đã được máy chủ của ứng dụng nhận
report-measure-questions_asked = câu hỏi gửi đến
report-measure-read = ai đã đọc
report-measure-heard = ai đã nghe
report-measure-reactions = biểu tượng cảm xúc
report-measure-forwarded = chia sẻ lại
report-measure-audience_size = số người trong nhóm

# Places.

report-places-table = Từng nơi trực thuộc ở mọi cấp, xếp theo mã, không xếp hạng
report-place = Nơi
report-place-sent = Đã gửi / lượt gửi
report-place-loudspeaker = Lượt đọc loa
report-place-meetings = Cuộc họp
report-place-hoc-tap = Buổi học tập
report-place-quan-triet = Buổi quán triệt
report-place-tuyen-truyen = Buổi tuyên truyền
report-place-received = Câu hỏi nhận
report-place-answered = Đã trả lời
report-place-open = Còn lại
report-places-note = Dấu “…” là chưa có số liệu, không phải bằng không. Dấu “–” là không có lượt gửi nào.
report-places-note-questions = Dòng của xã đã gồm các bản của xã: không cộng hai loại dòng với nhau. Dòng của bản không nêu số câu hỏi, để không lộ người hỏi.
report-place-above = Thuộc
report-plan = Kế hoạch
report-plan-numbered = { $number } của { $place }
report-plan-of = kế hoạch của { $place }
report-plan-form = Hình thức
report-plan-sessions = Số buổi
report-plan-present = Có mặt / được mời
report-plans-table = Các buổi học trong kỳ theo kế hoạch
report-plans-note = Một buổi được tính theo kế hoạch của chính nơi đó, không có thì của cấp trên gần nhất, về cùng tin, có ngày học nằm trong thời gian kế hoạch, và kế hoạch đã có trước khi ghi buổi ấy. Mỗi hình thức đếm riêng; buổi không theo kế hoạch nào không có ở bảng này.
report-due-table = Tin có hạn trong kỳ
report-due-item = { $item } – hạn{ "\u00A0" }{ $day }
report-due-all = Tất cả
report-due-in-time = đúng hạn ({ $day })
report-due-late = sau hạn ({ $day })
report-due-not-sent = –
report-due-counts = đúng hạn { $in_time }; sau hạn { $late }; chưa có số liệu { $nothing }
report-due-note = Đúng hạn, sau hạn: theo ngày đầu tiên nơi đó ghi đã đọc loa, họp hoặc học về tin này; ngày trong ngoặc là ngày ấy. Chưa có số liệu: đến hết kỳ chưa ghi gì, không có nghĩa là chưa làm. Dấu “–”: tin không gửi tới nơi đó. Các nơi xếp theo mã, không xếp hạng.
report-due-title = Hạn tuyên truyền kỳ { $period }, { $place }
report-due-heading = Hạn tuyên truyền kỳ { $period }
report-due-source = Lập theo sổ của máy đến mục số { $position }, bản thảo để đối chiếu.

# What came late, what is missing.

report-adjustments = Số liệu bổ sung, điều chỉnh
report-gaps = Nơi chưa có số liệu
report-adjustments-none = Trong kỳ không có số liệu bổ sung, điều chỉnh cho kỳ trước.
report-by-machine = máy tự ghi
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
report-adjustment = Cho kỳ { $period }: { $what } ({ $by }).
report-gaps-none = Nơi nào cũng đã có số liệu.
report-gap = { $what }, { $count } nơi: { $list }.
report-gap-loudspeaker_readings = Đọc loa
report-gap-meetings = Cuộc họp
report-gap-study_sessions = Buổi học
report-gap-below = { $place } { $count } nơi
report-gap-note = Chưa có số liệu không có nghĩa là chưa làm.

# Fields of an office's own form, where the paper has no name for them.

report-field-last = Kỳ trước: { $what }
report-field-of-sending = Lượt gửi tin
report-field-of-questions = Câu hỏi
report-field-relayed = Câu hỏi hộ người không có điện thoại
report-field-self-served = Câu hỏi mà người hỏi tự tìm thấy câu trả lời trong tin
report-field-overdue = Câu hỏi còn lại đã quá hạn trả lời
report-field-items = Số tin trong kỳ
report-field-deliveries = Lượt gửi tin đến nhóm, kể cả còn chờ từ kỳ trước
report-field-sent-share = Đã gửi trên tổng lượt gửi, kèm tỷ lệ
report-field-present = Lượt người dự các buổi
report-field-called = Lượt người được mời dự các buổi
report-field-place = Nơi làm báo cáo
report-field-owner = Cơ quan ra báo cáo
report-field-period = Kỳ báo cáo
report-field-month = Tháng của kỳ
report-field-year = Năm của kỳ
report-field-from = Ngày đầu của kỳ
report-field-to = Ngày cuối của kỳ
report-field-due = Hạn gửi báo cáo
report-field-position = Mục cuối của nhật ký trong kỳ
report-field-checksum = Mã kiểm tra của tệp số liệu
report-field-sum-delivery = Một câu về phát tin
report-field-sum-outreach = Một câu về đọc loa, họp
report-field-sum-study = Một câu về học tập, quán triệt, tuyên truyền
report-field-sum-questions = Một câu về câu hỏi của bà con
report-field-sum-gaps = Một câu về nơi chưa có số liệu

# How each figure is counted, in one sentence.

report-rules = Mỗi số liệu được tính thế nào
report-rule-planned = Mỗi tin đến một nhóm là một lượt, tính vào kỳ lập kế hoạch. Lượt kỳ trước không gửi được hoặc chưa rõ, kỳ này gửi lại, là lượt mới; gửi lại trong cùng kỳ không tính thêm.
report-rule-carried = Lượt chưa xong khi kỳ bắt đầu, bằng số còn chờ cuối kỳ trước.
report-rule-sent = Máy chủ của ứng dụng đã nhận đến cuối kỳ, trên tổng lượt trong kỳ và từ kỳ trước; không phải số người đọc hay nghe.
report-rule-failed = Ứng dụng từ chối hẳn, tính đến cuối kỳ.
report-rule-unknown = Có thể đã đến, nhưng máy không nhận được trả lời của ứng dụng. Kỳ sau mới biết thì ghi ở mục bổ sung, không cộng vào kỳ sau.
report-rule-waiting = Chưa gửi hoặc sẽ thử lại, tính ở cuối kỳ; chuyển sang kỳ sau.
report-rule-cancelled = Rút lại trước khi gửi.
report-rule-groups = Lấy lần phát đến nhiều nhóm nhất trong kỳ, ở từng ứng dụng.
report-rule-loudspeaker = Cộng số lượt bí thư, trưởng bản báo trong kỳ, theo ngày báo; lượt sửa thì lấy số sau khi sửa.
report-rule-meeting = Mỗi lần báo trong kỳ là một cuộc.
report-rule-listener = Cộng số người báo ước tính; một người dự hai cuộc tính hai lượt.
report-rule-forms = Buổi học tập, quán triệt, tuyên truyền
report-rule-study = Đếm riêng từng hình thức theo ngày báo, không cộng với nhau; buổi của kỳ trước báo muộn thì ghi thêm ở mục bổ sung.
report-rule-alone = Số buổi (cả ba hình thức) do bí thư chi bộ tự trình bày, trên số buổi có ghi ai trình bày.
report-rule-attendance = Cộng số có mặt của các buổi (cả ba hình thức), trên tổng số được mời.
report-rule-open-before = Câu chưa xong khi kỳ bắt đầu, bằng số còn lại cuối kỳ trước.
report-rule-received = Câu hỏi gửi trong kỳ, kể cả hỏi hộ; tính ở nơi hỏi, không ở nơi trả lời.
report-rule-relayed = Câu do bí thư, trưởng bản gửi bằng lệnh hỏi hộ.
report-rule-reopened = Câu đã trả lời được mở lại vì người hỏi báo chưa rõ; mỗi lần mở lại tính một lần.
report-rule-answered = Số lần một câu được khép lại bằng trả lời; mở lại rồi trả lời thì tính thêm một lần. Trả lời mà ứng dụng không nhận vẫn tính.
report-rule-self-served = Người hỏi bấm “Đúng điều mình hỏi” dưới lời của tin đã duyệt; không có thời gian chờ và không có bản trả lời.
report-rule-withdrawn = Người hỏi rút, hoặc xoá thông tin của mình khi câu còn mở.
report-rule-set-aside = Báo cáo viên không nhận trả lời và đã nói rõ lý do với người hỏi.
report-rule-open-after = Còn từ kỳ trước + tiếp nhận + mở lại − đã trả lời − rút lại − không thuộc phạm vi.
report-rule-overdue = Còn mở ở cuối kỳ mà ngày hẹn trả lời đã qua, kể cả hẹn đúng ngày cuối kỳ.
report-rule-answers-written = Mỗi bản tính một lần, dù trả lời nhiều câu giống nhau; bản sửa cũng tính.
report-rule-not-delivered = Trả lời đã viết nhưng ứng dụng từ chối hẳn, không đến người hỏi.
report-rule-median = Xếp thời gian chờ của các câu có người trả lời trong kỳ từ ngắn đến dài, lấy số ở giữa (số câu chẵn: trung bình hai số giữa); câu mở lại tính từ lúc mở lại; tính cả ngày nghỉ.
report-rule-oldest = Từ ngày hỏi (hoặc mở lại) của câu còn mở lâu nhất đến cuối kỳ.
report-rule-clear = Số lần người hỏi báo; ai không báo thì không tính là rõ hay chưa rõ.
report-rule-settled = Vài ngày sau khi trả lời, máy hỏi người hỏi một lần; ai không trả lời thì không tính.
report-rule-topics-corrected = Số lần người trả lời sửa lĩnh vực của câu đang mở; câu nhận trong kỳ thì tính nhận ở lĩnh vực mới, câu nhận kỳ trước giữ nguyên.
report-rule-last-figure = Như khi kỳ ấy kết thúc, chưa tính điều chỉnh về sau.
report-rule-adjustments = Điều về kỳ trước mà nay mới biết; không cộng vào kỳ này, trừ lượt gửi lại.
report-rule-gaps = Chỉ kể nơi thấp nhất (thường là bản) cả kỳ chưa báo; “buổi học”: chưa báo buổi nào của cả ba hình thức.
report-rule-published = Câu hỏi, trả lời viết lại không tên, người hỏi đồng ý, người thứ hai duyệt; tính ở xã.
report-rule-complaints = Số lần máy chỉ nơi nhận; không ghi ai hỏi và nội dung gì.

# The foot.

report-recipients = Nơi nhận
report-recipient = - { $name };
report-recipient-last = - { $name }.
report-source = Hạn gửi báo cáo: ngày { $due }. Số liệu do máy tổng hợp từ nhật ký của hệ thống loa bản, đến mục số { $position }. Mã kiểm tra của tệp số liệu:
