# Receipts, cards, answers.

receipt =
    Đã nhận câu hỏi, mã #{ $code }: « { $text } »
    Chậm nhất hết { $due } có trả lời ở đây.
receipt-danger =
    Đã nhận câu hỏi, mã #{ $code }: « { $text } »
    Máy báo ngay cho người trả lời.
receipt-voice = Đã nhận câu hỏi bằng tiếng nói, mã #{ $code }. Chậm nhất hết { $due } có trả lời ở đây.
number-masked = Máy đã che số riêng (giấy tờ, điện thoại, tài khoản) thành ••••. Bà con không cần gửi số ấy.
receipt-more = Muốn nói thêm, cứ nhắn tiếp.
receipt-seen = Người trả lời không biết ai hỏi; { $seen }.
receipt-nobody = Đã nhận câu hỏi, mã #{ $code }: « { $text } ». Nơi này chưa có người trả lời. Có người là máy chuyển ngay và nhắn lại. Cần gấp: gọi { $phone }.
receipt-nobody-voice = Đã nhận câu hỏi bằng tiếng nói, mã #{ $code }. Nơi này chưa có người trả lời. Có người là máy chuyển ngay và nhắn lại. Cần gấp: gọi { $phone }.
receipt-nobody-alone = Đã nhận câu hỏi, mã #{ $code }: « { $text } ». Nơi này chưa có người trả lời. Có người là máy chuyển ngay và nhắn lại. Cần gấp xin gặp cán bộ xã.
receipt-nobody-alone-voice = Đã nhận câu hỏi bằng tiếng nói, mã #{ $code }. Nơi này chưa có người trả lời. Có người là máy chuyển ngay và nhắn lại. Cần gấp xin gặp cán bộ xã.
receipt-to-province = Không muốn người xã xem: nhắn “lên tỉnh”.
known-answer =
    Có thể đây là điều mình hỏi: { $question }
    { $answer }
    Theo: { $source }.
    Câu hỏi vẫn chuyển tới người trả lời.
known-shared =
    Có thể đây là điều mình hỏi: « { $question } »
    « { $answer } »
    Đã trả lời ở { $place }, { $day }.
    Câu hỏi vẫn chuyển tới người trả lời.
known-point =
    Có thể đây là điều mình hỏi: { $answer }
    Theo: { $source }.
    Câu hỏi vẫn chuyển tới người trả lời.
choice-served = Đúng điều mình hỏi
choice-not-served = Chờ người trả lời
weekday-1 = thứ Hai
weekday-2 = thứ Ba
weekday-3 = thứ Tư
weekday-4 = thứ Năm
weekday-5 = thứ Sáu
weekday-6 = thứ Bảy
weekday-7 = Chủ nhật
receipt-pictures = Kèm { $count } ảnh.
receipt-seen-group = Câu trả lời sẽ gửi vào nhóm, cả nhóm thấy.
receipt-legal-aid = Việc này cũng có thể hỏi Trung tâm Trợ giúp pháp lý nhà nước của tỉnh, miễn phí cho người thuộc diện được trợ giúp.
emergency = NGUY HIỂM thì GỌI NGAY: 112. Cấp cứu 115 · Cháy 114 · Công an 113. Đừng chờ máy trả lời.
emergency-phone = NGUY HIỂM thì GỌI NGAY: 112. Cấp cứu 115 · Cháy 114 · Công an 113 · Trực xã { $phone }. Đừng chờ máy trả lời.

card-heading = Câu hỏi #{ $code }
card-heading-urgent = KHẨN – Câu hỏi #{ $code }
card-about =
    Nơi: { $place } · Lĩnh vực: { $topic }
    Hỏi lúc { $asked } · Trả lời trước { $due }
card-language = Cần trả lời bằng: { $language }
card-text = « { $text } »
card-masked = •••• là số riêng của bà con (giấy tờ, điện thoại, tài khoản), máy đã che.
card-item = Hỏi về tin: { $title }
card-ready =
    Câu có sẵn trong tin đã duyệt, bấm một lần là gửi làm câu trả lời:
    { $list }
card-ready-line = Câu mẫu { $number }: « { $words } »
choice-wrong-topic = Sai lĩnh vực
choice-ready = Gửi câu mẫu { $number }
card-twin-open = Câu #{ $code } cũng hỏi như vậy, đang chờ: « { $words } »
card-twin-answered = Câu #{ $code } hỏi như vậy, đã trả lời: « { $words } » – « { $answer } »
card-twin-how = Trả lời chung hai câu thì viết: /trung { $first } { $second }
choice-modules = Câu có sẵn của xã
card-modules-how = Có sẵn câu cùng lĩnh vực, gõ /cosan { $code } để xem.
choice-twin-open = Gộp với #{ $code }
choice-twin-answered = Trả lời như #{ $code }
card-voice = Người hỏi nói; xin nghe tiếng ở tin dưới.
card-voice-caption = Tiếng của câu hỏi #{ $code }
card-pictures = Kèm { $count } ảnh ở tin dưới.
card-picture-caption = Ảnh của câu hỏi #{ $code }
card-escalated = Đã quá hạn trả lời nên chuyển tới đồng chí.
card-raised = Một giờ chưa có ai trả lời nên chuyển tới đồng chí. Xin trả lời ngay, hoặc cho người tới xem.
card-erased = Đây là việc riêng tư nên lời đã xoá khi trả lời xong. Xin xem phiếu trước, hoặc hỏi lại: /hoilai { $code } nội dung. Người hỏi viết thêm thì máy gửi phiếu mới.
card-again = Người hỏi chưa rõ câu trả lời trước: « { $answer } »
card-how = Trả lời: bấm giữ tin này, chọn “Trả lời”; hoặc gõ { $code } rồi lời đáp. Không phải việc mình: /chuyen hoặc /gac.

answer-heading = Trả lời câu hỏi #{ $code }
answer-correction = Đính chính câu trả lời #{ $code }
answer-about = Câu hỏi: « { $words } »
answer-text = « { $text } »
answer-voice = Câu trả lời bằng tiếng nói ở tin dưới.
answer-voice-caption = Trả lời câu hỏi #{ $code }
answer-pictures = Kèm { $count } ảnh ở tin dưới.
answer-picture-caption = Ảnh trả lời câu hỏi #{ $code }
answer-from = Người trả lời: báo cáo viên. Đã rõ chưa ạ?
answer-from-only = Người trả lời: báo cáo viên.
choice-clear = Đã rõ
choice-not-clear = Chưa rõ
asked-back =
    Báo cáo viên hỏi thêm về câu hỏi #{ $code }:
    « { $text } »
    Cứ nhắn lời đáp vào đây.
asked-back-group =
    Báo cáo viên hỏi thêm về câu hỏi #{ $code }:
    « { $text } »
    Bà con bấm giữ tin này, chọn “Trả lời”, rồi viết hoặc nói nhé.
refused-today =
    Hôm nay máy xin chưa nhận thêm câu hỏi. Lý do:
    « { $reason } »
    Từ ngày mai cứ hỏi lại. Nguy cấp thì gọi 113 (công an), 114 (chữa cháy), 115 (cấp cứu).
set-aside =
    Câu hỏi #{ $code } nơi này không trả lời được. Lý do:
    « { $reason } »

late = Câu « { $words } » chưa kịp trả lời. Xin lỗi vì chậm; có trả lời là máy gửi ngay.
late-voice = Câu hỏi bằng tiếng nói #{ $code } chưa kịp trả lời. Xin lỗi vì chậm; có trả lời là máy gửi ngay.
late-passed-on = Câu « { $words } » chưa kịp trả lời. Xin lỗi vì chậm; đã chuyển cho đồng chí phụ trách.
late-passed-on-voice = Câu hỏi bằng tiếng nói #{ $code } chưa kịp trả lời. Xin lỗi vì chậm; đã chuyển cho đồng chí phụ trách.
late-moved = Câu « { $words } » chưa kịp trả lời. Xin lỗi vì chậm; đã chuyển tới { $place } trả lời.
late-moved-voice = Câu hỏi bằng tiếng nói #{ $code } chưa kịp trả lời. Xin lỗi vì chậm; đã chuyển tới { $place } trả lời.
moved = Câu « { $words } » đã chuyển tới { $place } trả lời.
moved-voice = Câu hỏi bằng tiếng nói #{ $code } đã chuyển tới { $place } trả lời.

told-withdrawn = Người hỏi đã rút câu hỏi #{ $code }. Đồng chí không cần trả lời nữa.
told-served = Người hỏi câu #{ $code } thấy tin đã duyệt nói đúng điều mình hỏi. Đồng chí không cần trả lời nữa.
told-heir = Câu hỏi #{ $code } hỏi cùng một ý vẫn đang chờ đồng chí trả lời.
told-edited =
    Người hỏi vừa sửa lời của câu hỏi #{ $code }:
    « { $text } »
told-moved = Câu hỏi #{ $code } đã chuyển lên tỉnh. Đồng chí không cần trả lời nữa.
told-answered = Câu hỏi #{ $code } đã có người trả lời. Đồng chí không cần trả lời nữa.
told-escalated = Câu hỏi #{ $code } quá hạn đã lâu nên chuyển lên điều phối. Đồng chí vẫn trả lời được.
told-raised = Câu hỏi KHẨN #{ $code } một giờ chưa có ai trả lời nên chuyển lên điều phối. Đồng chí vẫn trả lời được.
told-handed-over = Câu hỏi #{ $code } được chuyển tới đồng chí. Lý do: « { $reason } »
told-undelivered = Tin gửi người hỏi câu #{ $code } không tới được: ứng dụng của họ không nhận. Máy không còn cách nào khác để gặp họ.
told-silent = Tin gửi người hỏi câu #{ $code } đang chờ: người hỏi lâu chưa nhắn cho máy nên ứng dụng chưa cho gửi. Khi họ nhắn, máy gửi ngay; đồng chí không cần gửi lại.
told-blocked = Tin gửi người hỏi câu #{ $code } chưa tới: người hỏi đã chặn máy. Khi họ mở lại và nhắn, máy gửi ngay; đồng chí không cần gửi lại.
told-blocked-lost = Tin gửi người hỏi câu #{ $code } không tới được: người hỏi đã chặn máy. Máy không còn cách nào khác để gặp họ.
told-deactivated = Tin gửi người hỏi câu #{ $code } không tới được: người hỏi không còn dùng ứng dụng này. Máy không còn cách nào khác để gặp họ.
told-removed = Câu trả lời #{ $code } chưa tới nhóm: máy đã bị đưa ra khỏi nhóm. Khi nhóm thêm máy vào lại, máy gửi ngay; đồng chí không cần gửi lại.
told-kept = Tin gửi người hỏi câu #{ $code } chưa tới: ứng dụng chưa nhận tin này. Máy giữ lại, khi họ nhắn là gửi ngay; đồng chí không cần gửi lại.
told-unheard = Tin gửi người hỏi câu #{ $code } có thể chưa tới: mất kết nối lúc đang gửi, máy đã gửi thêm một lần mà vẫn chưa rõ. Khi họ nhắn, máy gửi lại ngay; đồng chí không cần gửi lại.
reminder = Nhắc đồng chí: câu hỏi #{ $code } đã đến hạn trả lời ({ $due }). Bấm giữ tin này, chọn “Trả lời”; hoặc gõ { $code } rồi lời đáp.
overdue-editor =
    Câu hỏi #{ $code } quá hạn đã lâu, nhắc rồi vẫn chưa ai trả lời. Hỏi lúc { $asked }, lĩnh vực { $topic }:
    « { $words } »
    Đồng chí giúp nhắc người phụ trách, hoặc cử người trả lời.
digest =
    { $count } câu hỏi quá hạn chưa trả lời, lâu nhất trước:
    { $list }
    Trả lời hoặc xem cả câu: gõ mã của câu.
digest-seen =
    { $count } câu hỏi quá hạn chưa ai trả lời, lâu nhất trước:
    { $list }
    Đồng chí giúp nhắc người phụ trách.
digest-line = #{ $code } · { $days } ngày · « { $words } »
digest-line-bare = #{ $code } · { $days } ngày
digest-voice = câu hỏi bằng tiếng nói
digest-more = … còn { $more } câu nữa: /danhsach
digest-more-seen = … còn { $more } câu nữa.

state-open = đang chờ trả lời
state-answered = đã trả lời
state-served = người hỏi đã thấy câu trả lời trong tin
state-withdrawn = đã được người hỏi rút lại
state-set_aside = nơi này không trả lời được, đã báo lý do
listed-overdue = QUÁ HẠN
listed-not-delivered = chưa tới người hỏi
listed-unheard = có thể chưa tới người hỏi
listed-card-not-delivered = phiếu chưa tới người trả lời
listed-card-unheard = phiếu có thể chưa tới người trả lời
state-answered-waiting = đã có trả lời, máy đang gửi
state-answered-unsure = đã có trả lời, nhưng có thể chưa tới
state-answered-failed = đã có trả lời, nhưng máy gửi chưa tới
why-reporter = báo cáo viên gần nhất
why-coordinator = điều phối, vì chưa có báo cáo viên
why-other-topic = báo cáo viên lĩnh vực khác, vì chưa có ai giữ lĩnh vực này
why-escalated = quá hạn, chuyển lên điều phối
why-owner = báo cáo viên nơi phụ trách lĩnh vực này
why-nobody = chưa có ai trả lời được
way = Đường đi: { $list }
way-routed = { $day }: { $why }
way-away = { $day }: người giữ vắng hoặc đã thôi, nay { $why }
way-handed_over = { $day }: chuyển tới { $why }
way-topic = { $day }: sửa lĩnh vực, ở { $why }
way-escalated = { $day }: quá hạn, lên điều phối
way-editor = { $day }: quá hạn lâu, báo người biên tập
way-about = (lĩnh vực { $topic })
way-reason = lý do: « { $reason } »

share-ask =
    Câu hỏi #{ $code } của mình đã có trả lời. Cán bộ xin phép đưa ra nhóm của { $place } (có thể cả các nhóm ở { $to }) cho bà con cùng biết, không ghi tên ai. Nhóm sẽ thấy đúng như sau:

    { $text }

    Mình đồng ý không ạ? Quyết sau thì nhắn “#{ $code } đồng ý”. Không trả lời đến hết { $until } là không đưa.
share-ask-relayed =
    Câu hỏi hộ #{ $code } đã có trả lời. Cán bộ xin phép đưa ra nhóm của { $place } (có thể cả các nhóm ở { $to }), không ghi tên ai. Đồng chí hỏi lại người nhờ hỏi giúp. Nhóm sẽ thấy đúng như sau:

    { $text }

    Người ấy đồng ý không? Biết sau thì nhắn “#{ $code } đồng ý”. Không trả lời đến hết { $until } là không đưa.
choice-share-agree = Đồng ý
choice-share-refuse = Không
shared-post =
    BÀ CON HỎI, CÁN BỘ TRẢ LỜI
    Hỏi: « { $question } »
    Đáp: « { $answer } »
shared-source = Theo: { $source }.
shared-withdrawn = Câu trả lời đã đưa ở nhóm này, về câu « { $question } », nay đã rút. Xin bà con đừng làm theo nữa; cần gì cứ hỏi máy.
told-share-agreed = Người hỏi #{ $code } đã đồng ý. Máy đã báo { $count } người có thể duyệt.
told-share-release = Có một câu trả lời (#{ $code }) chờ đồng chí duyệt để đưa ra nhóm; người hỏi đã đồng ý.
choice-share-show = Xem rồi duyệt
told-share-posted = Câu trả lời đồng chí đề xuất đang được đưa ra { $groups } nhóm. Mã để rút: { $code } (/congkhai thu { $code })
told-share-returned = Câu #{ $code } đồng chí đề xuất được trả lại để viết kỹ hơn. Đề xuất lại: /congkhai { $code }
told-share-lapsed = Người hỏi #{ $code } chưa đồng ý, nên máy không đưa câu này ra nhóm.

# Why a message did not arrive, for people.

reason-removed = máy đã bị đưa ra khỏi nhóm; thêm máy vào lại
reason-group-ended = nhóm không còn nữa
reason-muted = máy chưa được phép viết trong nhóm; trưởng nhóm mở quyền viết, máy tự gửi lại
reason-restricted = ứng dụng đang hạn chế máy hoặc nhóm này; máy tự thử lại
reason-forbidden = ứng dụng chưa cho máy gửi vào đây; máy tự thử lại, trưởng nhóm xem máy còn trong nhóm không
reason-topic-closed = chủ đề của nhóm đang đóng; trưởng nhóm mở lại chủ đề
reason-topic-ended = chủ đề đã liên kết không còn nữa; liên kết lại ở chủ đề khác
reason-lapsed = gói nhóm của tài khoản OA hết hạn hoặc đã dùng cho nhóm khác; xã gia hạn gói
reason-no-voices = nhóm không cho gửi tin nhắn thoại; trưởng nhóm mở quyền này rồi gửi lại
reason-no-pictures = nhóm không cho gửi ảnh; trưởng nhóm mở quyền này rồi gửi lại
reason-no-documents = nhóm không cho gửi tệp; trưởng nhóm mở quyền này rồi gửi lại
reason-voices-refused = người nhận không nhận tin nhắn thoại; viết chữ
reason-blocked = người nhận đã chặn máy
reason-deactivated = người nhận không còn dùng ứng dụng này
reason-stopped = người nhận đã xin dừng tin; họ nhắn là gửi ngay
reason-never-started = người nhận chưa nhắn riêng cho máy lần nào
reason-unknown-chat = ứng dụng không tìm thấy nhóm hoặc người này
reason-content = ứng dụng không nhận nội dung này
reason-unexplained = ứng dụng không nhận tin này mà không nói rõ vì sao
reason-token = tài khoản của máy không còn dùng được; nhờ người vận hành máy xem lại tài khoản
reason-unreachable = không kết nối được với ứng dụng quá lâu
reason-no-answer = mất kết nối lúc đang gửi, không rõ đã tới chưa
reason-interrupted = máy tắt đúng lúc đang gửi, không rõ đã tới chưa
reason-restored = máy khôi phục từ bản sao lưu, không rõ đã gửi chưa
reason-silent = người nhận lâu chưa nhắn cho máy nên ứng dụng chưa cho gửi; họ nhắn là gửi ngay
reason-quota = tin còn lại của tháng để dành cho trả lời; tin này đợi sang tháng
reason-day-quota = đã hết lượt gửi trong ngày; máy gửi tiếp sang ngày mai
reason-night = ứng dụng không nhận loại tin này ban đêm; sáng ra máy gửi tiếp
reason-busy = ứng dụng bảo máy gửi chậm lại; máy tự gửi tiếp
reason-account = tài khoản của máy đang có việc phải xử lý; nhờ người vận hành máy kiểm tra
reason-outdated = tin đã hết giá trị trước khi gửi được
reason-unlinked = nhóm đã thôi liên kết
reason-earlier = phần trước của tin không gửi được
reason-uncarried = ứng dụng không chuyển được tiếng hoặc tranh, và máy chưa có địa chỉ trang để mở; nhờ người vận hành máy đặt địa chỉ
