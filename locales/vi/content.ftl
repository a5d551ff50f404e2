# What stands around an item when it is shown.

content-clarification = Nói rõ thêm: { $title }
content-draft = CHƯA DUYỆT – { $title }
content-in-vietnamese = (tiếng Việt) { $said }
content-correction = Tin này thay cho tin đã gửi trước đây: “{ $title }” ({ $cite }). Xin dùng tin này.
content-action = Việc cần làm: { $action }
# What the document is called follows from the sign in its number, else from its kind.
content-cite =
    { $document ->
        [resolution] Nghị quyết
        [directive] Chỉ thị
        [conclusion] Kết luận
        [regulation] Quy định
        [law] Luật
        [guidance] Hướng dẫn
        [decree] Nghị định
        [decision] Quyết định
        [circular] Thông tư
        [letter] Công văn
        [plan] Kế hoạch
        [notice] Thông báo
       *[other] Văn bản
    } { $number } của { $issuer }, { $date }
content-cite-unnumbered = { $issuer }, { $date }
content-source = Nguồn: { $source }
content-brief = { $title } ({ $cite })
content-ask-group = Hỏi: trả lời tin này, hoặc gõ /hoi rồi câu hỏi (cả nhóm thấy).
content-ask-private-chat = Hỏi: nhắn câu hỏi vào đây.
content-ask-apart = Hỏi riêng: bấm nút dưới.
content-ask-button = Hỏi riêng
content-ask-told = Hỏi riêng: bấm { $address }, nhắn “{ $village }” và câu hỏi.
content-voice = Nghe: { $title } ({ $language }, người đọc)
content-voice-synthetic = Nghe: { $title } ({ $language }, máy đọc)
content-poster = Tranh minh hoạ: { $title }

# Why a release is refused, or a form stays behind.

content-release-author = Người viết không tự duyệt bài của mình. Xin nhờ một đồng chí khác đọc lại và duyệt.
content-release-no-name = Chưa có tên người duyệt nên máy chưa duyệt được. Xin ghi tên người đã đọc lại bài này; biên tập duyệt bằng tin nhắn thì xã mời lại có ghi tên (loaban invite editor --place MÃ --name TÊN).
content-form-absent = Bài này không có bản “{ $form }”.
content-form-no-note = Bản “{ $form }” chưa được duyệt: item.toml chưa có mục [form.{ $form }]. Đối chiếu với bản tiếng Việt, rồi ghi from = "{ $revision }", reviewed_by và on.
content-form-old = Bản “{ $form }” làm theo bản tiếng Việt cũ nên không được gửi. Sửa theo bản mới, rồi ghi from = "{ $revision }" trong [form.{ $form }].
content-form-not-reviewed = Bản “{ $form }” chưa có người đọc lại. Ghi reviewed_by và on trong [form.{ $form }] sau khi đã đọc lại.

# Faults that `check` finds in the content folder: what is wrong, and what to do.

check-unreadable = không đọc được ({ $why }). Kiểm tra thư mục và quyền đọc.
check-stray-top = tệp này không thuộc bài nào. Chuyển vào thư mục của bài, hoặc xoá đi.
check-stray = tệp không dùng đến. Mỗi bài chỉ có item.toml, <ngôn ngữ>.ftl, <ngôn ngữ>.ogg, poster.png và thư mục plans; sửa tên hoặc xoá đi.
check-folder-name = tên thư mục “{ $name }” không dùng được. Đặt tên bằng chữ thường không dấu, số và dấu gạch nối, từ 2 đến 40 ký tự.
check-file-missing = bài này thiếu tệp đó. Thêm tệp vào thư mục.
check-file-empty = tệp chưa có dòng nào. Viết nội dung, hoặc xoá tệp để dùng bản tiếng Việt.
check-text-large = tệp chữ lớn quá { $most }. Rút gọn lại.
check-not-utf8 = có chữ không đọc được. Lưu lại tệp theo bảng mã UTF-8.

check-toml = không đúng cách viết TOML ({ $what }). Sửa dòng này; chữ phải nằm trong dấu nháy kép.
check-field-unknown = không có mục nào tên “{ $key }”. Kiểm tra chính tả, hoặc xoá dòng này.
check-field-missing = thiếu mục { $key }. Thêm dòng { $key } = …
check-field-empty = mục { $key } để trống. Điền nội dung vào.
check-not-text = mục { $key } phải là chữ. Đặt trong dấu nháy kép.
check-not-list = mục { $key } phải là danh sách. Viết { $key } = ["…", "…"]
check-not-flag = mục { $key } chỉ nhận true hoặc false. Sửa lại, không có dấu nháy.
check-date = mục { $key } không phải là một ngày có thật. Viết theo năm-tháng-ngày, ví dụ "2026-11-05".
check-due-outside = hạn tuyên truyền due không nằm giữa ngày ký signed và ngày hết hạn valid_until. Xem lại các ngày này.
check-valid-before-signed = ngày hết hạn valid_until đứng trước ngày ký signed. Xem lại hai ngày này.
check-plan-stray = tệp không dùng đến. Thư mục plans chỉ có kế hoạch học tập, mỗi nơi một tệp <mã nơi>.toml; sửa tên hoặc xoá đi.
check-plan-form = không có hình thức “{ $value }”. Chọn một trong: { $known }.
check-plan-presenter = người trình bày ghi theo chức trách, không ghi tên; không có “{ $value }”. Chọn trong: { $known }.
check-plan-expected = mục expected phải là số người dự kiến, từ 1 đến { $most }. Viết bằng chữ số, không có dấu nháy.
check-plan-days = ngày kết thúc until đứng trước ngày bắt đầu from. Xem lại hai ngày này.
check-kind = không có loại bài “{ $value }”. Chọn một trong: { $known }.
check-number-missing = văn bản của Đảng và Nhà nước (kind = "{ $kind }") phải có số, ký hiệu. Thêm dòng number = "…"
check-topic = không có lĩnh vực “{ $value }”. Chọn trong: { $known }.
check-audience = không có đối tượng “{ $value }”. Chọn trong: { $known }.
check-replaces-unknown = không có bài “{ $item }” để thay. Ghi đúng tên thư mục của bài cũ, và giữ thư mục đó lại.
check-replaces-broken = bài này thay bài “{ $item }”, mà bài đó còn lỗi; sửa bài đó trước, rồi bài này mới phát được.
check-replaces-itself = theo replaces thì bài này thay cho chính nó (qua “{ $item }”). Ghi tên thư mục của bài cũ, hoặc xoá dòng này.
check-same-item = trùng số, nơi ban hành và tiêu đề với bài “{ $item }”. Xoá một trong hai, hoặc sửa tiêu đề.
check-review-half = [form.{ $form }] chỉ có một trong hai mục reviewed_by và on. Ghi đủ cả người đọc lại và ngày, hoặc bỏ cả hai.
check-form-shape = “{ $form }” phải là một mục riêng. Viết [form.<tên bản>] rồi ghi from, reviewed_by, on ở các dòng dưới.
check-form-vietnamese = bản tiếng Việt là bản gốc nên không có mục [form.vi]. Xoá mục này; việc duyệt làm bằng lệnh duyệt.
check-form-no-file = [form.{ $form }] nói về tệp { $file }, mà tệp đó không có. Thêm tệp, hoặc xoá mục này.
check-form-no-from = [form.{ $form }] chưa ghi làm theo bản nào. Nếu đã đối chiếu với bản tiếng Việt hiện nay, ghi from = "{ $revision }".
check-form-from = from = "{ $from }" không phải là mã của một bản. Mã bản tiếng Việt hiện nay là "{ $revision }".

check-fluent = không đúng cách viết Fluent. Mỗi dòng là “tên = nội dung”; dòng viết tiếp thì lùi vào bốn dấu cách.
check-placeable = nội dung không được có dấu { "{" } hoặc { "}" }. Viết thẳng thành câu.
check-attribute = “{ $key }” có dòng bắt đầu bằng dấu chấm và dấu bằng. Viết lại thành câu thường.
check-key-unknown = không có mục nào tên “{ $key }”. Các tên dùng được: title, summary, point-1 đến point-5, action, loudspeaker, faq-1-question, faq-1-answer.
check-point-unknown = “{ $key }” không dùng được: chỉ có point-1 đến point-5. Gộp hoặc bớt ý.
check-key-twice = “{ $key }” đã có ở dòng { $line }. Xoá một trong hai.
check-message-empty = “{ $key }” để trống. Viết nội dung, hoặc xoá dòng này.
check-message-missing = thiếu “{ $key }”. Thêm dòng { $key } = …
check-title-long = tiêu đề có { $count } chữ, nhiều nhất là { $most }. Rút gọn lại.
check-points-count = có { $count } ý, phải có từ 3 đến 5 ý. Thêm hoặc bớt các dòng point-1, point-2…
check-points-gap = thiếu “{ $key }” ở giữa. Đánh số các ý liền nhau từ 1.
check-faq-half = có “{ $key }” mà không có “{ $partner }”. Viết đủ cả câu hỏi và câu trả lời.
check-not-in-vietnamese = bản tiếng Việt không có “{ $key }”. Thêm vào vi.ftl trước, hoặc xoá ở đây.
check-too-long = cả tin dài { $length } ký tự, nhiều nhất là { $most }. Rút gọn các ý.

check-voice-large = tệp tiếng lớn quá { $most }. Nén lại, hoặc đọc ngắn hơn.
check-voice-format = không phải tiếng Opus trong tệp Ogg. Xuất lại tệp ở dạng Opus (.ogg).
check-picture-large = tranh nặng { $size }, lớn quá { $most } (mức của Zalo). Thu nhỏ lại, hoặc lưu với ít màu hơn.
check-picture-format = không phải tranh PNG. Lưu lại ở dạng PNG.
content-script =
    Bài đọc loa: { $title }

    { $said }

    Đọc xong, đồng chí chọn số lần đã đọc; đọc nhiều hơn thì nhắn, ví dụ: đã đọc loa 5 lần
content-read-times = { $times } lần
content-not-read = Chưa đọc
reading-reminder = Tin “{ $title }” về bản từ ngày { $day }, sổ của bản chưa ghi gì. Đã đọc loa thì đồng chí chọn số lần; đã họp thì nhắn, ví dụ: họp bản 40 người
