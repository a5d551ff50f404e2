# Receipts, cards, answers.

receipt =
    Đã nhận câu hỏi, mã #{ $code }: « { $text } ». Báo cáo viên trả lời chậm nhất hết { $due }.
receipt-voice =
    Đã nhận câu hỏi bằng tiếng nói, mã #{ $code }. Báo cáo viên trả lời chậm nhất hết { $due }.
receipt-nobody =
    Đã nhận câu hỏi, mã #{ $code }: « { $text } ». Nơi này hiện chưa có báo cáo viên. Có người là máy chuyển ngay và nhắn lại. Cần gấp xin gọi { $phone }.
receipt-nobody-voice =
    Đã nhận câu hỏi bằng tiếng nói, mã #{ $code }. Nơi này hiện chưa có báo cáo viên. Có người là máy chuyển ngay và nhắn lại. Cần gấp xin gọi { $phone }.
receipt-nobody-alone =
    Đã nhận câu hỏi, mã #{ $code }: « { $text } ». Nơi này hiện chưa có báo cáo viên. Có người là máy chuyển ngay và nhắn lại. Cần gấp xin gặp cán bộ xã.
receipt-nobody-alone-voice =
    Đã nhận câu hỏi bằng tiếng nói, mã #{ $code }. Nơi này hiện chưa có báo cáo viên. Có người là máy chuyển ngay và nhắn lại. Cần gấp xin gặp cán bộ xã.
receipt-to-province = Không muốn người của xã xem: nhắn “lên tỉnh”.
weekday-1 = thứ Hai
weekday-2 = thứ Ba
weekday-3 = thứ Tư
weekday-4 = thứ Năm
weekday-5 = thứ Sáu
weekday-6 = thứ Bảy
weekday-7 = Chủ nhật
receipt-seen-private = Báo cáo viên không thấy tên và tài khoản của bà con. Ứng dụng nhắn tin thì vẫn biết ai đã nhắn.
receipt-seen-group = Câu hỏi và câu trả lời ở trong nhóm nên cả nhóm thấy; phiếu gửi báo cáo viên không có tên ai.
receipt-legal-aid = Việc này bà con cũng có thể hỏi Trung tâm Trợ giúp pháp lý nhà nước của tỉnh, miễn phí cho người thuộc diện được trợ giúp.
emergency = NẾU ĐANG NGUY HIỂM, gọi ngay: 112 (cứu nạn), 113 (công an), 114 (cháy), 115 (cấp cứu). Đừng chờ trả lời ở đây.
emergency-phone = NẾU ĐANG NGUY HIỂM, gọi ngay: 112 (cứu nạn), 113 (công an), 114 (cháy), 115 (cấp cứu), trực xã: { $phone }. Đừng chờ trả lời ở đây.

card-heading = Câu hỏi #{ $code }
card-heading-urgent = KHẨN – Câu hỏi #{ $code }
card-about =
    Nơi: { $place } · Lĩnh vực: { $topic }
    Hỏi lúc { $asked } · Trả lời trước { $due }
card-language = Cần trả lời bằng: { $language }
card-text = « { $text } »
card-item = Hỏi về tin: { $title }
card-ready =
    Câu có sẵn trong tin đã duyệt, bấm một lần là gửi làm câu trả lời:
    { $list }
card-ready-line = Câu mẫu { $number }: « { $words } »
choice-ready = Gửi câu mẫu { $number }
card-voice = Người hỏi nói; xin nghe tiếng ở tin dưới.
card-voice-caption = Tiếng của câu hỏi #{ $code }
card-escalated = Đã quá hạn trả lời nên chuyển tới đồng chí.
card-raised = Một giờ chưa có ai trả lời nên chuyển tới đồng chí. Xin trả lời ngay, hoặc cho người tới xem.
card-erased = Đây là việc riêng tư nên lời đã xoá khi trả lời xong. Xin xem phiếu trước, hoặc hỏi lại: /hoilai { $code } nội dung. Người hỏi viết thêm thì máy gửi phiếu mới.
card-again = Người hỏi chưa rõ câu trả lời trước: « { $answer } »
card-how = Bấm giữ tin này, chọn “Trả lời”, rồi viết hoặc nói; hoặc gõ /traloi { $code } nội dung. Không phải việc mình: /chuyen hoặc /gac.

answer-heading = Trả lời câu hỏi #{ $code }
answer-correction = Đính chính câu trả lời #{ $code }
answer-text = « { $text } »
answer-voice = Câu trả lời bằng tiếng nói ở tin dưới.
answer-voice-caption = Trả lời câu hỏi #{ $code }
answer-from = Người trả lời: báo cáo viên. Bà con đã rõ chưa?
answer-from-only = Người trả lời: báo cáo viên.
choice-clear = Đã rõ
choice-not-clear = Chưa rõ
asked-back =
    Về câu hỏi #{ $code }, báo cáo viên cần hỏi thêm:
    « { $text } »
    Bà con bấm giữ tin này, chọn “Trả lời”, rồi viết hoặc nói nhé.
refused-today =
    Hôm nay máy xin chưa nhận thêm câu hỏi của bà con. Lý do:
    « { $reason } »
    Từ ngày mai bà con cứ hỏi lại. Nguy cấp thì gọi 113 (công an), 114 (chữa cháy), 115 (cấp cứu).
set-aside =
    Câu hỏi #{ $code } không thuộc phần việc ở đây. Lý do:
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
reminder = Nhắc đồng chí: câu hỏi #{ $code } đã đến hạn trả lời ({ $due }). Bấm giữ tin này, chọn “Trả lời”; hoặc gõ /traloi { $code } nội dung.

state-open = đang chờ trả lời
state-answered = đã trả lời
state-withdrawn = đã được người hỏi rút lại
state-set_aside = nơi này không nhận trả lời, có báo lý do
listed-overdue = QUÁ HẠN
listed-not-delivered = chưa tới người hỏi
listed-unheard = có thể chưa tới người hỏi
listed-card-not-delivered = phiếu chưa tới người trả lời
listed-card-unheard = phiếu có thể chưa tới người trả lời
state-answered-waiting = đã có trả lời, máy đang gửi
state-answered-unsure = đã có trả lời, nhưng có thể chưa tới bà con
state-answered-failed = đã có trả lời, nhưng máy gửi chưa tới bà con
why-reporter = báo cáo viên gần nhất
why-coordinator = điều phối, vì chưa có báo cáo viên
why-other-topic = báo cáo viên lĩnh vực khác, vì chưa có ai giữ lĩnh vực này
why-escalated = quá hạn, chuyển lên điều phối
why-nobody = chưa có ai trả lời được

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
reason-token = tài khoản của máy không còn dùng được; xã xem lại mã của tài khoản
reason-unreachable = không kết nối được với ứng dụng quá lâu
reason-no-answer = mất kết nối lúc đang gửi, không rõ đã tới chưa
reason-interrupted = máy tắt đúng lúc đang gửi, không rõ đã tới chưa
reason-restored = máy khôi phục từ bản sao lưu, không rõ đã gửi chưa
reason-silent = người nhận lâu chưa nhắn cho máy nên ứng dụng chưa cho gửi; họ nhắn là gửi ngay
reason-quota = tin còn lại của tháng để dành cho trả lời; tin này đợi sang tháng
reason-day-quota = đã hết lượt gửi trong ngày; máy gửi tiếp sang ngày mai
reason-night = ứng dụng không nhận loại tin này ban đêm; sáng ra máy gửi tiếp
reason-busy = ứng dụng bảo máy gửi chậm lại; máy tự gửi tiếp
reason-account = tài khoản của máy cần xã xử lý; chạy loaban doctor để biết việc
reason-outdated = tin đã hết giá trị trước khi gửi được
reason-unlinked = nhóm đã thôi liên kết
reason-earlier = phần trước của tin không gửi được
reason-uncarried = ứng dụng không chuyển được tiếng hoặc tranh, và xã chưa đặt địa chỉ web (public_url) để mở
