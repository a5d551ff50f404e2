# What an operator reads in the terminal: short, with what to do next.

cli-place-imported = Địa bàn: thêm { $added }, sửa { $changed }, giữ nguyên { $unchanged }.
cli-place-would-import = Nếu nhập: thêm { $added } địa bàn, sửa { $changed }, giữ nguyên { $unchanged }. Chưa ghi gì.
cli-place-more = … và { $count } thay đổi nữa.
cli-place-along = { $place } → { $to }, từ { $from }: mang theo { $groups } nhóm, { $roles } vai, { $questions } câu hỏi đang mở, cùng bà con đã chọn nơi này.
cli-place-no-identity = Lưu ý, lần sau `loaban run` sẽ không chạy: { $what }
cli-place-left-out = Không đọc: { $what }.
cli-place-households = { $count } hộ
cli-place-begins = từ { $day }
cli-place-ends = đến { $day }
cli-place-ends-into = đến { $day } → { $into }
cli-by-hand-group = Nhóm { $id } ở { $place }: từ { $from } nơi này thành nhiều nơi ({ $into }). Xếp lại bằng `loaban group move { $id } --place MÃ`.
cli-by-hand-group-nowhere = Nhóm { $id } ở { $place }: từ { $from } nơi này không còn. Xếp lại bằng `loaban group move { $id } --place MÃ`, hoặc `loaban group unlink { $id }`.
cli-by-hand-role = Vai { $id } ở { $place }: từ { $from } nơi này thành nhiều nơi ({ $into }). Xếp lại bằng `loaban role move { $id } --place MÃ`.
cli-by-hand-role-nowhere = Vai { $id } ở { $place }: từ { $from } nơi này không còn. Xếp lại bằng `loaban role move { $id } --place MÃ`, hoặc `loaban role end { $id }`.
cli-doctor-places = { $count } địa bàn; nhóm nào, vai nào cũng có nơi.
cli-doctor-places-by-hand = { $what }
cli-place-none = Chưa có địa bàn nào. Nhập trước bằng `loaban place import TỆP`.
cli-place-unknown = Không có địa bàn mang mã “{ $place }”. Xem lại mã trong tệp địa bàn đã nhập.
cli-place-near = Không có địa bàn mang mã “{ $place }”. Có phải: { $near }?
cli-place-ended-nowhere = Địa bàn “{ $place }” đã thôi hoạt động, và chưa ghi nơi kế tiếp. Ghi cột successors trong tệp địa bàn rồi nhập lại, hoặc chọn nơi khác.
cli-place-ended = Địa bàn “{ $place }” đã thôi hoạt động. Nay là: { $near }.

cli-role-group = nhóm
cli-role-secretary = bí thư
cli-role-reporter = báo cáo viên
cli-role-coordinator = điều phối
cli-role-editor = biên tập
cli-role-gone = (không nhận tin nữa)
cli-role-away = vắng đến { $until }
cli-desk-link =
    Đường vào trang làm việc, dùng một lần, trong 10 phút:
    { $url }
cli-role-none = Chưa có ai giữ vai nào. Mời bằng `loaban invite`.
cli-role-unknown = Không có vai nào đang hiệu lực mang mã “{ $role }”. Xem mã ở `loaban role list`.
cli-role-ended = Đã kết thúc vai. Số câu hỏi đã chuyển cho người khác: { $moved }.

cli-invite-usage = Viết `loaban invite VAI --place MÃ`, `loaban invite --list`, hoặc `loaban invite --revoke MÃ`.
cli-invite-none = Không có mã nào còn dùng được.
cli-invite-by-role = do { $role } ({ $place }) tạo
cli-invite-by-shell = tạo ở dòng lệnh
cli-invite-until = đến { $until }
cli-invite-no-topics = --topic chỉ dùng khi mời báo cáo viên (reporter) hoặc điều phối (coordinator).
cli-invite-no-title = --title chỉ dùng khi mời bí thư, trưởng bản (secretary)
cli-invite-one-language = Một nhóm chỉ nghe một thứ tiếng: ghi --language một lần thôi.
cli-invite-not-open = Mã này không có, đã dùng hoặc đã thu hồi, nên không có gì để thu hồi.
cli-invite-revoked = Đã thu hồi mã.
cli-invited-group =
    { $place }: mã mời nhóm là { $code }, dùng một lần, đến { $until }.
    Thêm máy vào nhóm, rồi gõ trong nhóm: /lienket { $code }
cli-invited-group-mention =
    { $place }: mã mời nhóm là { $code }, dùng một lần, đến { $until }.
    Thêm bot vào nhóm, rồi trong nhóm nhắc tên bot kèm mã: @TÊN-BOT lienket { $code }
cli-invited-group-both =
    { $place }: mã mời nhóm là { $code }, dùng một lần, đến { $until }.
    Thêm máy vào nhóm, rồi gõ trong nhóm: /lienket { $code }
    Nhóm Zalo dùng bot thì nhắc tên bot kèm mã: @TÊN-BOT lienket { $code }
cli-invited-role =
    { $place }: mã mời { $role } là { $code }, dùng một lần, đến { $until }.
    Người được mời nhắn riêng cho máy: /start { $code }
cli-topic-unknown = Không có lĩnh vực “{ $topic }”. Chọn trong: { $known }.
cli-language-unknown = Không có ngôn ngữ “{ $language }”. Chọn trong: { $known }.

cli-group-linked = đang nghe
cli-group-gone = đã mất
cli-group-unlinked = đã ngắt
cli-group-none = Chưa có nhóm nào. Tạo mã bằng `loaban invite group --place MÃ`.
cli-group-unknown = Không có nhóm mang mã “{ $group }”. Xem mã ở `loaban group list`.
cli-group-unlinked-before = Nhóm này đã thôi nhận tin từ trước.
cli-group-is-unlinked = Đã ngắt nhóm. Tin đang chờ của nhóm này không gửi nữa.
cli-role-moved = Đã chuyển vai sang { $place }. { $moved } câu hỏi chuyển cho người khác, hoặc về vai này.
cli-group-is-moved = Đã chuyển nhóm sang { $place }.

cli-item-draft = bản nháp
cli-item-submitted = chờ duyệt
cli-item-returned = đã trả lại để sửa
cli-item-released = đã duyệt
cli-item-none = Chưa có bài nào.
cli-item-home-folder = thư mục
cli-item-home-desk = trang
cli-item-unreadable = Không đọc được { $file }: { $why }.
cli-item-import-nothing = { $dir }: không có bài nào trong đó. Cần một thư mục bài (có `item.toml`), hoặc thư mục chứa các thư mục bài.
cli-item-import-faults = Chưa đưa bài nào vào, vì còn lỗi (số lỗi: { $count }). Sửa hết rồi chạy lại.
cli-item-imported = Đã đưa vào: { $item }, bản { $version }.
cli-item-import-same = Không có gì mới: { $item }.
cli-item-import-changed = { $item }: có người vừa lưu bản khác ở trang làm việc. Chưa đưa bài nào vào; xem lại rồi chạy lại.
cli-item-import-home = Từ nay bài này soạn ở trang làm việc; thư mục cùng tên trong [content] dir không dùng nữa: { $items }.
cli-item-exported = Đã ghi { $count } bài vào { $dir }.
cli-item-export-removed = Đã bỏ tệp mà bài không còn: { $file }.
cli-item-export-stray = { $file } không thuộc bài nào; để nguyên.
cli-item-export-draft = Còn đang soạn, chưa nộp, nên không ghi ra: { $items }.
cli-item-export-failed = Không ghi được { $file }: { $why }.
cli-item-faults = Có bài hoặc kế hoạch bị bỏ ra vì còn lỗi (số lỗi: { $count }; xem hết bằng `loaban check`). Lỗi đầu: { $first }
cli-item-unknown = Không có bài “{ $typed }”. Các bài đang có: { $items }.
cli-item-several = “{ $typed }” có thể là nhiều bài: { $items }. Ghi rõ hơn.
cli-item-is-draft = Bài này chưa duyệt nên chưa nhóm nào nhận được. Duyệt bằng `loaban item release { $item } --by TÊN`.
cli-item-is-released = Đã duyệt “{ $item }”: { $forms }.
cli-item-is-withdrawn =
    Đã rút “{ $item }”: huỷ { $cancelled } tin đang chờ; báo rút lại tới { $told } nơi đã nhận, từ { $at }.
    Muốn phát lại: nhờ một người không viết bài này duyệt lại, `loaban item release { $item } --by TÊN`.
cli-item-withdrawn-already = “{ $item }” đã rút từ trước. Nơi nào được báo rồi thì không báo lại.
cli-item-withdrawn-rest = “{ $item }” đã rút từ trước; có nơi chưa nhận được, hoặc chưa rõ đã nhận, giấy báo. Báo lại tới { $told } nơi, từ { $at }.
cli-resend-withdrawn = Bài “{ $item }” đã rút nên không gửi lại. Muốn phát lại: duyệt lại bằng `loaban item release { $item } --by TÊN`, rồi `loaban publish { $item }`.
cli-item-plan = Kế hoạch học tập: { $place }, { $form }, từ { $from } đến { $until }.
cli-item-shared = Đã trả lời ở { $place }, { $day } (mã { $code }): « { $question } » – « { $answer } »
cli-item-plan-numbered = Kế hoạch học tập { $number }: { $place }, { $form }, từ { $from } đến { $until }.
cli-form-not-released = Bản “{ $form }” chưa được duyệt nên chưa gửi. Duyệt lại bài để gửi cả bản này.
cli-locale-draft = Lời của máy bằng “{ $language }” còn là bản nháp, nên bản “{ $form }” chưa gửi; nhóm nhận tiếng Việt.
cli-shown-address = [địa chỉ của máy]
cli-shown-place = [tên bản]
cli-shown-voice = [Tiếng: { $file }]
cli-shown-picture = [Tranh: { $file }]
cli-shown-document = [Tệp: { $file }]

cli-published = Đang phát “{ $item }” tới { $groups } nhóm và { $private } người. Theo dõi: `loaban publication show { $publication }`.
cli-publish-later = Sẽ phát “{ $item }” tới { $groups } nhóm và { $private } người, từ { $at }. Theo dõi: `loaban publication show { $publication }`.
cli-publish-plan = Nếu phát “{ $item }”: tới { $groups } nhóm và { $private } người, từ { $at }. Chưa gửi gì.
cli-publish-quota = Tài khoản { $account }: sẽ dùng { $uses } tin; tháng này còn { $left } trong { $limit } tin.
cli-publish-quota-over = Tài khoản { $account }: cần { $uses } tin, mà tháng này chỉ còn phát được { $room } tin (còn { $left } trong { $limit }, một phần mười để dành trả lời). Phần chưa phát sẽ đợi sang tháng sau.
cli-publish-none-linked = Chưa gửi “{ $item }” cho ai: chưa có nhóm nào liên kết ở đó, cũng chưa ai giữ vai được nhận. Xem `loaban group list`, `loaban role list`.
cli-publish-all-have-it = Chưa gửi “{ $item }” cho ai: mọi nơi ở đó đã có đúng bản này.
cli-publish-all-queued = Chưa gửi thêm “{ $item }” cho ai: bản này đang chờ gửi ở lần phát trước. Xem `loaban publication list`.
cli-publish-all-gone = Chưa gửi “{ $item }” cho ai: các nhóm ở đó đã mất liên kết. Xem `loaban group list`.
cli-publish-all-unknown = Chưa gửi “{ $item }” cho ai: lần trước chưa rõ đã tới hay chưa. Xem `loaban publication list`; gửi lại: `loaban publication resend MÃ --unknown`.
cli-publish-mixed =
    Chưa gửi thêm “{ $item }” cho ai. Ở đó:
    - đã có đúng bản này: { $has }
    - đang chờ gửi: { $queued }
    - chưa rõ đã tới hay chưa: { $unknown } (gửi lại: `loaban publication resend MÃ --unknown`)
    - nhóm mất liên kết: { $gone } (xem `loaban group list`)
    - nhóm ở nơi bài chưa được duyệt: { $kept }
cli-publish-not-released = Chưa gửi “{ $item }” cho ai: bài mới được biên tập duyệt cho nơi khác. Duyệt cho mọi nơi: `loaban item release { $item } --by TÊN`; hoặc biên tập ở đó gõ /duyet.
cli-publish-kept-from = Còn { $groups } nhóm chưa nhận, vì bài chưa được duyệt cho nơi đó. Duyệt (`loaban item release`, hoặc biên tập ở đó gõ /duyet) rồi phát lại.
cli-publish-queued-now = Bản đang chờ mà cần gửi ngay: `loaban publication cancel MÃ`, rồi phát lại với `--rank urgent`. Mã ở `loaban publication list`.
cli-publish-quiet-plan = Đang giờ nghỉ nên tin sẽ chờ đến { $at }. Cần gửi ngay thì phát với `--rank urgent`.
cli-publish-quiet = Đang giờ nghỉ nên tin chờ đến { $at }. Nếu cần gửi ngay: huỷ lần phát này rồi phát lại với `--rank urgent`.
cli-bad-time = “{ $text }” không phải ngày giờ. Viết dạng "2026-12-01 08:00".
cli-time-past = “{ $text }” đã qua. Hẹn một giờ sắp tới, hoặc bỏ --at để phát ngay.
cli-rank-normal = thường
cli-rank-priority = ưu tiên
cli-rank-urgent = khẩn
cli-publication-none = Chưa phát lần nào.
cli-publication-unknown = Không có lần phát “{ $publication }”. Xem mã ở `loaban publication list`.
cli-publication-head = “{ $item }”, từ { $at }
cli-publication-notice = Giấy báo rút bài chưa tới { $place }: { $reason }. Báo lại: `loaban item withdraw { $item } --why LÝ-DO`
cli-publication-cancelled = Đã huỷ tin tới { $groups } nhóm. Tin đã gửi thì không lấy lại được.
cli-publication-resent = Sẽ gửi lại tới { $groups } nhóm.
cli-publication-archived = Đã lâu, nên { $groups } nhóm chỉ còn con số, không gửi lại được nữa; nhóm nào chưa nhận thì phát bài lại.
cli-counts-private = Gửi riêng: chờ { $waiting }, đã gửi { $sent }, hỏng { $failed }, chưa rõ { $unknown }, huỷ { $cancelled }
cli-counts = chờ { $waiting }, đã gửi { $sent }, hỏng { $failed }, chưa rõ { $unknown }, huỷ { $cancelled }
cli-progress = { $done }/{ $all } nhóm, { $trouble } trục trặc, { $pace } nhóm/giây, còn { $left }
cli-delivery-waiting = chờ
cli-delivery-sent = đã gửi
cli-delivery-failed = hỏng
cli-delivery-unknown = chưa rõ
cli-delivery-cancelled = đã huỷ

cli-question-none = Không có câu hỏi nào.
cli-question-unknown = Không có câu hỏi mang mã “{ $code }”.
cli-question-times = Lĩnh vực: { $topic }. Hỏi lúc { $asked }, hẹn trả lời trước { $due }.

cli-report-month = “{ $month }” không phải tháng. Viết dạng 2026-11.
cli-template-no-docx = { $file } không phải tệp Word (.docx).
cli-template-old-word = { $file } là tệp Word đời cũ (.doc) hoặc có mật khẩu. Mở bằng Word, bỏ mật khẩu, lưu lại thành .docx.
cli-template-damaged = { $file } bị hỏng: không đọc được phần { $part }. Mở bằng Word rồi lưu lại.
cli-template-large = { $file } quá lớn ở phần { $part }.
cli-template-filled = Đã điền { $count } ô.
cli-template-unknown = Không có ô nào tên: { $fields }. Các ô này để nguyên. Xem tên đúng bằng `loaban report fields`.
cli-report-due-none = Kỳ { $month } không có tin nào có hạn (due trong item.toml) nên không có bảng.
cli-report-filed-none = Chưa có báo cáo nào được lưu. Khi kỳ kết thúc, `loaban run` tự lưu.
cli-report-filed-period = Kỳ
cli-report-filed-place = Nơi
cli-report-filed-version = Lần
cli-report-filed-at = Lưu lúc
cli-report-filed-checksum = Mã kiểm tra
cli-report-compare-none = Kỳ { $month } của { $place } chưa có báo cáo đã lưu để so.
cli-report-same = Số liệu hôm nay giống hệt bản đã lưu lần { $version } ({ $at }).
cli-report-changed = Khác bản đã lưu lần { $version } ({ $at }) ở { $count } số:
cli-report-no-figure = không có
cli-report-merged-name = Gộp { $count } báo cáo
cli-report-merge-read = Không đọc được tệp { $file }.
cli-report-merge-no-report = { $file } không phải báo cáo JSON của loaban.
cli-report-merge-wrong = { $file } có số không thể đúng (âm, quá lớn, hoặc cộng không khớp). Xin tệp gốc từ nơi gửi.
cli-report-merge-changed = { $file } đã bị sửa: mã kiểm tra không khớp. Xin tệp gốc từ nơi gửi.
cli-report-merge-period = { $file } là báo cáo của kỳ khác với tệp đầu.
cli-report-merge-twice = { $file }: nơi có mã { $place } đã có trong một tệp khác, cộng lại sẽ tính hai lần.
cli-report-keep-running = Chưa giữ gì: { $period } chưa hết nên chưa có báo cáo để nộp.
cli-report-keep-not-ours = Chưa giữ gì: { $file } không phải bản thảo do loaban lập (tệp .docx của lệnh `report`). Mở đúng tệp ấy, điền phần lời rồi lưu lại ở dạng .docx.
cli-report-keep-others = Chưa giữ gì: { $file } là bản thảo báo cáo { $period } của { $place }.
cli-report-keep-long = Chưa giữ gì: { $file } có chỗ dài hơn 8.000 chữ cái ở phần người viết. Xem lại có dán nhầm không.
cli-report-kept = Đã giữ phần lời ở { $count } mục của báo cáo { $period }, cùng bản lưu số { $version }. Bản thảo tháng sau nhắc lại các câu này.
cli-report-keep-nothing = Chưa ghi gì: các chỗ người viết điền trong bản thảo báo cáo { $period } còn để trống. Điền rồi chạy lại; nếu nộp không có phần lời thì bấm “Đã nộp” trong nhóm chat.
cli-report-keep-no-marks = Chưa giữ gì: trong { $file } không còn dấu chỗ người viết điền. Lập lại bản thảo (lệnh `report`), chép phần lời vào đúng chỗ rồi lưu.
cli-report-roots = Có nhiều địa bàn gốc, hãy chọn một bằng --place: { $roots }.

cli-migrated = Đã nâng cơ sở dữ liệu: { $steps } bước.
cli-migrate-nothing = Cơ sở dữ liệu đã ở bản mới nhất.
cli-account-unknown = Tệp cài đặt không có tài khoản “{ $account }”. Xem tên ở các mục [[account]].
cli-account-not-oa = Tài khoản “{ $account }” không phải zalo_oa nên không cần xin quyền.

cli-backup-exists = { $file } đã có. Bản sao lưu không ghi đè; chọn tên khác.
cli-backup-nothing = Chưa có cơ sở dữ liệu để sao lưu. Xem [database] url trong tệp cài đặt.
cli-backup-failed = Không ghi được { $file } ({ $why }). Kiểm tra thư mục, quyền ghi và chỗ trống.
cli-backup-no-tool = Máy này chưa có { $tool }. Cài gói postgresql-client rồi chạy lại.
cli-backup-tool-failed = { $tool } không làm được: { $what }
cli-backed-up =
    Đã sao lưu vào { $file } ({ $size }).
    Bản sao không có khoá niêm phong. Cất { $key } riêng ở nơi khác: thiếu khoá thì không mở lại được.
    Cất cùng khoá tệp { $erased } nếu có: nhờ nó, người đã xin xoá không trở lại khi khôi phục.
cli-restored = Đã khôi phục từ { $file }. Những gì xảy ra sau lúc sao lưu không có trong đó.
cli-restored-erased = Trong bản này lại có { $erased } người đã xin xoá sau lúc sao lưu; máy đã xoá họ lần nữa và không nhắn gì cho họ.
cli-restored-unknown = Chú ý: { $unknown } tin công bố lúc sao lưu còn chờ gửi, có thể đã gửi sau đó; máy không tự gửi lại, nay ghi là “không rõ”. Xem: loaban publication list. Gửi phần đó: loaban publication resend MÃ --unknown.
cli-restored-again = Chú ý: { $again } tin khẩn hoặc tin gửi riêng lúc sao lưu còn chờ sẽ được gửi, có thể có người nhận hai lần.
cli-restored-half = Chú ý: { $half } đợt công bố lúc sao lưu mới ghi được một phần. Muốn gửi cho các nhóm còn lại, chạy loaban publish với tin đó.
cli-restore-no-file = Không có tệp { $file }.
cli-restore-same = Tệp này chính là cơ sở dữ liệu đang dùng. Ghi tên tệp sao lưu.
cli-restore-broken = { $file } không phải bản sao lưu, hoặc đã hỏng. Dùng bản sao lưu khác. Chưa có gì bị thay đổi.
cli-restore-not-ours = { $file } không phải cơ sở dữ liệu của loaban. Chưa có gì bị thay đổi.
cli-restore-from-newer = { $file } do bản loaban mới hơn tạo ra. Cài bản mới đó rồi khôi phục.
cli-restore-practice = { $file } là dữ liệu của phòng tập, không dùng để chạy thật.
cli-key-rotated =
    Đã có khoá niêm phong mới trong { $file }; từ nay mọi thứ niêm phong bằng khoá mới.
    Khoá cũ còn nằm trong tệp, chỉ để đọc, và tự bỏ khi không còn gì cần đến (sớm nhất sau 8 ngày).
    Chép ngay { $file } ra nơi cất riêng. Nhiều máy chạy chung thì chép tệp này sang các máy kia trước khi chạy lại.
cli-key-rotates-at-start =
    Đã có khoá niêm phong mới trong { $file }. `loaban run` đang chạy nên vẫn dùng khoá cũ; khởi động lại là đổi.
    Đổi xong, chép tệp khoá ra nơi cất riêng, đừng để chung với bản sao lưu.
cli-key-running = `loaban run` đang dùng cơ sở dữ liệu này. Dừng nó trước rồi thay khoá.
cli-key-no-file = Khoá nằm ngay trong tệp cài đặt hoặc biến môi trường, không phải trong tệp riêng, nên máy không thay được. Chuyển khoá vào một tệp ([privacy] key = { "{" } file = "…" { "}" }) rồi chạy lại.
cli-key-not-lost = Khoá niêm phong của cơ sở dữ liệu này vẫn còn; không có gì phải làm lại.
cli-key-in-the-way = { $file } là một khoá khác. Đặt lại đúng tệp khoá cũ; nếu đã mất hẳn thì chuyển tệp này đi chỗ khác rồi chạy lại.
cli-key-lost-sure =
    Mất khoá thì không ai mở lại được những gì đã niêm phong. Nếu làm khoá mới:
    · còn: bài, nhóm, các lần phát, số liệu báo cáo;
    · mất: mọi câu hỏi đang mở (tính là rút lại), câu trả lời còn chờ gửi, mọi vai (phải mời lại), mã mời chưa dùng, sự đồng ý của bà con (hỏi lại khi họ nhắn), quyền của Official Account (xin lại).
    Tìm kỹ bản khoá cất riêng trước đã. Chắc chắn thì chạy lại với --yes.
cli-key-lost =
    Đã làm khoá mới { $file }. Số liệu, nhóm và bài còn nguyên; { $questions } câu hỏi đang mở tính là rút lại, { $roles } vai đã kết thúc.
    Làm tiếp: chép khoá ra nơi cất riêng; mời lại người giữ vai (`loaban invite`); báo bà con hỏi lại.
cli-restore-running = `loaban run` đang dùng cơ sở dữ liệu này. Dừng nó trước rồi khôi phục.
cli-restore-newer = Cơ sở dữ liệu hiện tại ({ $database }) có những điều mà bản sao lưu không có, khôi phục sẽ làm mất. Nếu vẫn muốn: cất cơ sở dữ liệu hiện tại đi nơi khác (PostgreSQL: đặt [database] url sang một cơ sở dữ liệu trống) rồi chạy lại.
cli-restore-unreadable = Không đọc được cơ sở dữ liệu hiện tại ({ $database }) nên không biết có mất gì không. Chuyển tệp đó đi nơi khác rồi chạy lại.
cli-restore-no-key = Chú ý: chưa có tệp khoá niêm phong. Đặt lại đúng tệp khoá cũ trước khi chạy máy.
cli-restore-other-key = Chú ý: khoá niêm phong hiện tại không phải của bản sao lưu này. Đặt lại đúng tệp khoá cũ trước khi chạy máy.

cli-identity-template =
    Dán mục sau vào tệp cài đặt rồi sửa cho đúng cơ quan của mình:

    { $template }
cli-check-no-places = Chưa đọc được địa bàn trong { $why } nên chưa đối chiếu được [[identity]] với địa bàn; xem `loaban doctor`.
cli-check-fine = Không có lỗi. Số bài: { $items }.
cli-check-faults = Số lỗi: { $count }. Sửa từng dòng rồi chạy lại.
cli-check-long = gợi ý: cả tin dài { $length } chữ cái, bà con đọc một lượt chừng { $most }; nên bớt ý, phần còn lại để trong bài đọc loa
cli-check-plan-place = không có địa bàn mã “{ $place }”, nên không buổi học nào theo kế hoạch này; tên tệp phải là mã của xã hay nơi lập kế hoạch (xem `loaban place list`)
cli-check-no-locales = không có thư mục ngôn ngữ nào ở đây; mỗi ngôn ngữ là một thư mục, ví dụ vi
cli-check-voice-unknown = không có lời nào tên “{ $voice }” để đọc; dùng help, notice hoặc consent
cli-check-voice-by = giọng “{ $voice }”: by phải là "machine" (máy) hoặc "person" (người)
cli-check-voice-none = giọng “{ $voice }”: thiếu tệp { $voice }.ogg bên cạnh
cli-check-voice-text = giọng “{ $voice }”: thiếu lời { $voice }.txt mà giọng này đọc
cli-check-voice-changed = giọng “{ $voice }” không đọc lời bây giờ trong { $voice }.txt; thu lại, rồi ghi says = "{ $mark }"
cli-check-locale = thiếu hoặc sai; cần hai dòng: name = "…" và status = "reviewed" hoặc "draft"
cli-check-fluent = không đúng cách viết Fluent; mỗi dòng là “tên = nội dung”, dòng viết tiếp thì lùi vào
cli-check-unknown-value = lời “{ $key }” dùng { $named } mà máy không đưa vào; ở đây chỉ có { $given }
cli-check-no-value = lời “{ $key }” dùng { $named }, nhưng máy không đưa giá trị nào vào lời này; bỏ { $named } đi
cli-check-unknown-name = lời “{ $key }” gọi { $named } mà máy không có; viết thẳng nội dung vào đây
cli-check-unsayable = lời “{ $key }” tự gọi lại chính nó nên không nói được; viết thẳng nội dung vào đây
cli-check-empty = lời “{ $key }” để trống; viết nội dung, hoặc xoá dòng này để dùng lời có sẵn
cli-check-unknown-key = máy không có lời nào tên “{ $key }”; kiểm tra chính tả, hoặc xoá dòng này

cli-age-minutes = { $n } phút
cli-age-hours = { $n } giờ
cli-age-days = { $n } ngày

cli-doctor-settings = Cài đặt: { $file }
cli-doctor-settings-bad =
    Cài đặt có lỗi:
    { $faults }
cli-doctor-holidays = Danh sách ngày nghỉ có đến { $until }
cli-doctor-holidays-ending = Danh sách ngày nghỉ chỉ có đến { $until }; sau ngày đó máy đếm sai ngày làm việc. Ghi lịch nghỉ mới vào một tệp và đặt [time] holidays, hoặc cài bản loaban mới
cli-doctor-holidays-over = Danh sách ngày nghỉ đã hết từ { $until }; máy đang đếm sai ngày làm việc. Ghi lịch nghỉ mới vào một tệp và đặt [time] holidays, hoặc cài bản loaban mới
cli-doctor-identity = Máy nói thay: { $owners }
cli-doctor-identity-nowhere = [[identity]] có địa bàn chưa nhập hoặc viết sai mã: { $places }; sửa `place`, xem mã trong tệp địa bàn
cli-act-none = Chưa có quyết định nào được ghi
cli-act-shell = dòng lệnh
cli-act-shell-named = dòng lệnh, { $name }
cli-act-publish = phát
cli-act-cancel = huỷ phần chưa gửi
cli-act-resend = gửi lại
cli-act-offer = nộp bài để duyệt
cli-act-release = duyệt bài
cli-act-withdraw = rút bài
cli-act-invite = tạo mã mời
cli-act-revoke = thu hồi mã mời
cli-act-link = gắn nhóm vào địa bàn
cli-act-move = chuyển nhóm
cli-act-unlink = thôi gửi tới nhóm
cli-act-reassign = chuyển vai
cli-act-end = kết thúc vai
cli-act-answer = trả lời câu hỏi
cli-act-handover = chuyển câu hỏi
cli-act-merge = gộp câu hỏi
cli-act-dismiss = không nhận trả lời câu hỏi
cli-act-return = trả lại bài để sửa
cli-act-rotate-key = thay khoá niêm phong
cli-act-lose-key = làm khoá mới vì mất khoá cũ
cli-act-refuse = thôi nhận câu hỏi của một người đến hết ngày
cli-act-pry = hỏi máy ai đã đặt câu hỏi, máy không cho biết
cli-act-clock = xác nhận giờ máy
cli-act-submit = nộp báo cáo
cli-act-show = đăng câu trả lời cho bản
cli-doctor-content = Bài: { $items }, không lỗi
cli-doctor-content-bad = Có bài hoặc kế hoạch bị bỏ ra vì còn lỗi (số lỗi: { $count }); các bài khác vẫn dùng được. Xem hết bằng `loaban check`; lỗi đầu: { $first }
cli-doctor-database = Cơ sở dữ liệu: { $name }, mở được
cli-doctor-database-none = Chưa có cơ sở dữ liệu; `loaban run` hoặc `loaban migrate` sẽ tạo
cli-doctor-database-away = { $why }
cli-doctor-alive = Máy đang chạy và gửi tin cho: { $accounts }
cli-doctor-alive-idle = Máy đang chạy, chưa gửi cho tài khoản nào
cli-doctor-not-alive = Chưa có `loaban run` nào chạy: tin không đi, câu hỏi không ai trả lời. Chạy `loaban run` hoặc bật lại dịch vụ
cli-doctor-backup = Sao lưu gần nhất: { $age } trước
cli-doctor-backup-old = Sao lưu gần nhất đã { $age }; chạy `loaban backup TỆP` mỗi tuần và cất ở máy khác
cli-doctor-backup-none = Chưa sao lưu lần nào; chạy `loaban backup TỆP` mỗi tuần và cất ở máy khác, cùng khoá niêm phong
cli-doctor-deleted = Hết hạn giữ thì xoá: lần cuối { $at }: { $texts } lời, { $handles } địa chỉ người hỏi, { $rows } dòng cũ, { $updates } tin đến, { $people } người không còn nhắn
cli-doctor-deleted-none = Xoá theo hạn: chưa có gì tới hạn
cli-doctor-rights = Quyền tệp dữ liệu: chỉ chủ của nó đọc được
cli-doctor-rights-open = Người khác trên máy đọc được { $file }; chạy `chmod 600` với tệp này
cli-doctor-wrong-codes = Mã mời gõ sai từ hôm qua: { $count } lần. Có người đang dò mã? Xem lại các mã còn mở, thu hồi mã không cần nữa: `loaban invite --revoke MÃ`.
cli-doctor-private-failed = Tin riêng không tới được người nhận (giấy báo, trả lời, thẻ câu hỏi): { $count }
cli-doctor-sums = Tổng cộng: { $ok } tốt, { $warn } cần xem, { $fail } hỏng
cli-doctor-practice = Cơ sở dữ liệu này là của phòng tập; đặt [database] url khác
cli-doctor-migrations = Bản dữ liệu: mới nhất
cli-doctor-migrations-pending = Bản dữ liệu còn thiếu { $steps } bước; chạy `loaban migrate`
cli-doctor-key = Khoá niêm phong: đúng của cơ sở dữ liệu này
cli-doctor-key-rotating = Khoá niêm phong: đúng; khoá cũ còn để đọc, tự bỏ khi không cần nữa
cli-doctor-key-next = Khoá niêm phong mới chờ trong { $file }; khởi động lại `loaban run` là đổi
cli-doctor-key-alone = Khoá niêm phong: đọc được, chưa đối chiếu với cơ sở dữ liệu
cli-doctor-key-none = Chưa có khoá niêm phong { $file }; sẽ được tạo ở lần chạy đầu, nhớ cất một bản ở nơi khác
cli-doctor-key-lost = Mất khoá niêm phong { $file }; đặt lại tệp khoá cũ, đừng tạo khoá mới
cli-doctor-key-open = Người khác đọc được khoá { $file }; chạy `chmod 600` với tệp này
cli-doctor-key-bad = Khoá niêm phong không đọc được hoặc không đúng dạng; đặt lại tệp khoá cũ
cli-doctor-key-other = Khoá niêm phong không phải của cơ sở dữ liệu này; đặt lại tệp khoá cũ
cli-doctor-private-unknown = Tin riêng có thể chưa tới người nhận vì mất kết nối lúc đang gửi: { $count }; người nhận nhắn cho máy thì trả lời và thẻ câu hỏi được gửi lại. Xem `loaban question list`
cli-doctor-outbox = Tin chờ gửi: { $count }, tin cũ nhất đã { $age }
cli-doctor-outbox-empty = Tin chờ gửi: không có
cli-doctor-outbox-trouble = Tin phát bị hỏng: { $failed }, chưa rõ: { $unknown }; xem `loaban publication list`
cli-doctor-inbox = Tin đến chưa xử lý: { $count }, cũ nhất đã { $age }
cli-doctor-inbox-empty = Tin đến chưa xử lý: không có
cli-doctor-groups = Nhóm đang nghe: { $linked }
cli-doctor-groups-gone = Nhóm đã mất (máy bị đưa ra hoặc nhóm đã giải tán): { $gone }; xem `loaban group list`
cli-doctor-questions = Câu hỏi còn mở: { $count }, cũ nhất đã { $age }, quá hạn { $overdue }
cli-doctor-questions-none = Câu hỏi còn mở: không có
cli-doctor-questions-nobody = Câu hỏi chưa có ai trả lời được: { $count }; mời báo cáo viên hoặc điều phối cho nơi đó
cli-doctor-quota = Hạn mức tháng này của { $account }: đã dùng { $used } trong { $limit } tin, còn { $left }
cli-doctor-quota-closed = Hạn mức tháng này của { $account }: đã dùng { $used } trong { $limit } tin, còn { $left }; tin phát tới nhóm đợi sang tháng sau, chỉ trả lời còn được gửi
cli-doctor-quota-groups = Nhóm của { $account }: { $linked } trong { $most } nhóm được phép
cli-doctor-stopped = { $account }: ứng dụng từ chối { $count } tin vì tài khoản cần xử lý (quyền, gói hoặc ví); tin vẫn đợi. Xem docs/platforms.md
cli-doctor-rows = Mọi dòng trong cơ sở dữ liệu đều đọc được
cli-doctor-row = Bảng { $table }, dòng { $row }: không đọc được, máy bỏ qua dòng này và làm tiếp việc khác. Khôi phục từ bản sao lưu, hoặc gửi dòng này cho người bảo trì (với bảng place: nhập lại tệp địa bàn)
cli-doctor-rows-unread = Chưa đọc hết được các dòng trong cơ sở dữ liệu: máy chủ trả lời quá chậm. Chạy lại lúc vắng việc
cli-doctor-rows-more = Còn { $count } dòng nữa không đọc được; cơ sở dữ liệu hỏng nặng, nên khôi phục từ bản sao lưu
cli-doctor-held = { $account }: nền tảng bắt chờ lâu; { $count } tin còn đợi, tin cuối thêm { $left } nữa (máy không chờ quá một ngày rồi hỏi lại). Xem tài khoản có bị hạn chế không
cli-doctor-quota-people = Người nhắn cho { $account }: { $known } trong { $most } người được phép
cli-doctor-quota-people-scarce = Người nhắn cho { $account }: { $known } trong { $most } người được phép; người đến sau Zalo không cho máy trả lời. Mời bà con hỏi trong nhóm, hoặc mở thêm bot hay dùng Zalo OA
cli-doctor-silent = Tin đợi người nhận nhắn lại cho máy: { $count }
cli-doctor-no-account = Chưa có tài khoản nào; thêm mục [[account]] vào tệp cài đặt
cli-doctor-account = Tài khoản { $account }: { $what }
cli-doctor-account-bad = Tài khoản { $account } chưa dùng được: { $what }
cli-doctor-telegram = Telegram: đã có lệnh chặn ở Việt Nam và dữ liệu ra nước ngoài; chỉ dùng cho cán bộ và chạy thử. Nền tảng không đặt hạn mức tin mỗi tháng
cli-doctor-no-url = Chưa có public_url: không có webhook, không có trang nghe
cli-doctor-media = Tiếng nói đổi được giữa các ứng dụng (ffmpeg): { $accounts }
cli-doctor-media-no-program = Thiếu ffmpeg: tiếng nói không đổi được giữa { $accounts } và tài khoản khác, người nghe chỉ có đường dẫn. Cài: sudo apt-get install ffmpeg
cli-doctor-media-bad-program = ffmpeg của máy này không đổi được tiếng nói cho { $accounts }. Cài bản đủ bộ mã (libopus, aac): sudo apt-get install ffmpeg
cli-doctor-media-no-url = Tài khoản { $account }: chưa có public_url nên chỉ gửi được chữ, không gửi được tiếng nói và tranh. Thêm public_url vào [server]
cli-doctor-url = public_url: { $url }, tới được
cli-doctor-url-away = public_url: { $url }, không tới được từ máy này
cli-doctor-clock = Đồng hồ: lệch { $seconds } giây so với nền tảng
cli-doctor-clock-off = Đồng hồ lệch { $seconds } giây so với nền tảng; chỉnh lại giờ máy (NTP)
cli-doctor-clock-held = Đồng hồ máy nhảy từ { $from } sang { $to }: tạm chưa xoá, chưa nhắc, chưa chốt kỳ báo cáo; hỏi, trả lời và phát bài vẫn chạy. Giờ mới chạy đều một giờ thì tự làm tiếp. Giờ mới đúng: chạy `loaban doctor --trust-clock`; sai: chỉnh lại giờ máy (NTP)
cli-clock-trusted = Đã ghi: giờ máy { $now } là đúng. Việc xoá, nhắc và chốt kỳ làm tiếp ngay
cli-clock-trusted-already = Đã ghi: giờ máy { $now } là đúng. Trước đó không có việc gì phải chờ
cli-doctor-clock-untested = Đồng hồ: chưa đối chiếu được
cli-doctor-disk = Đĩa còn trống: { $free } MB
cli-doctor-disk-full = Đĩa chỉ còn { $free } MB; dọn bớt
cli-doctor-disk-untested = Đĩa: chưa đo được chỗ trống
