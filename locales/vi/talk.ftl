# What the machine says in a conversation. Short, warm, one thing at a time.

signature = (Máy của { $owner })

# Welcome, help, privacy

welcome =
    Chào ạ! Đây là loa bản trên điện thoại, máy của { $owner }.
    Muốn hỏi gì, cứ nhắn hoặc nói vào đây: máy chuyển tới báo cáo viên rồi gửi lại câu trả lời.
    Gõ “tin” để đọc tin, “trợ giúp” để xem cách dùng, “riêng tư” để biết máy giữ gì.
welcome-from-group = Chào ạ! Hỏi ở đây thì nhóm { $place } không thấy. Cứ nhắn hoặc nói câu hỏi.
help-resident =
    Cứ nhắn hoặc nói câu hỏi vào đây. Gõ:
    • tin – đọc tin; nghe – nghe tin mới nhất
    • câu hỏi – câu của mình, đọc lại câu trả lời
    • thu hồi – rút câu hỏi; lên tỉnh – không để xã trả lời
    • đổi bản – ghi lại bản mình ở; ngôn ngữ – chọn tiếng
    • dừng – thôi nhận tin
    • riêng tư – máy giữ gì, bao lâu; xem – giữ gì về mình; xoá – xoá hết
help-own = Muốn hỏi cho mình: /hoi rồi câu hỏi. Đọc tin: tin, nghe. Máy giữ gì: riêng tư, xem, xoá.
help-group =
    Trong nhóm này:
    • /hoi rồi câu hỏi – cả nhóm thấy câu hỏi và câu trả lời
    • /tin – đọc tin; /nghe – nghe tin mới nhất
    • bấm giữ một tin của máy, chọn “Trả lời”, viết câu hỏi
    Hỏi riêng: bấm “Hỏi riêng” dưới tin, hoặc nhắn thẳng cho máy.
    Đồng chí bí thư, trưởng bản: nhắn riêng cho máy “trợ giúp”.
choice-listen-help = Nghe hướng dẫn
help-aloud = Hướng dẫn (giọng máy đọc)
help-spoken = Hướng dẫn, nghe ở đây
help-for-role = { $role }: { $how }
help-secretary =
    Đọc loa, họp xong cứ nhắn: đã đọc loa 2 lần; họp bản 40 người. Máy hỏi bài nào rồi ghi.
    /docloa – bài để đọc loa
    /so – các dòng đã ghi; sửa 1 3 – dòng 1 ghi lại là 3
    /sohoc BÀI 28/30 học tập – ghi một dòng sổ học
    /hoiho câu hỏi – hỏi hộ bà con không có điện thoại, đừng ghi tên ai
    /xacnhan BÀI loa 2 – ghi thẳng cho một bài
    /tinhhinh – tình hình bản mình
help-reporter =
    Có câu hỏi, máy gửi phiếu tới đây. Trả lời: bấm giữ phiếu, chọn “Trả lời”, rồi viết hoặc nói; hoặc gõ mã rồi lời đáp, ví dụ: AB2CD Ngày 15/12. Phiếu không có tên ai; xin đừng dò ai hỏi.
    /danhsach – câu đang chờ
    /hoilai MÃ lời hỏi – hỏi lại cho rõ
    /chuyen MÃ nơi hoặc lĩnh vực, lý do – chuyển người khác
    /trung MÃ MÃ – hai câu là một
    /cosan – câu có sẵn
    /gac MÃ lý do – không thuộc việc mình, báo lý do cho người hỏi
    /nghi 3 ngày – nghỉ; /nghi hết – đi làm lại
help-coordinator =
    /moi nhóm, /moi bí thư, /moi trưởng bản, /moi báo cáo viên, rồi tên nơi – tạo mã mời
    /congkhai MÃ – đưa ra nhóm
    /baocao 11 – báo cáo tháng
help-editor =
    /duyet – bài chờ duyệt; /duyet BÀI – xem cả bài rồi duyệt
    /tralai BÀI lý do – trả lại để sửa
    /phat BÀI thu – gửi thử cho riêng mình
    /phat BÀI, thêm được nơi và giờ: /phat học phí Nà Luồng mai 7h – máy hỏi lại rồi mới phát
    /ketqua – tin đã phát tới đâu; gửi lại, huỷ
    /rutbai BÀI lý do – rút bài, báo cho mọi nơi đã nhận
    /congkhai – câu trả lời đưa ra nhóm, chờ duyệt
    /baocao 11 – báo cáo tháng
privacy =
    Đây là máy của { $owner }. Tin tự động máy viết; câu trả lời báo cáo viên viết.
    Máy giữ: câu hỏi, câu trả lời { $text } sau khi xong; ai đã hỏi { $handle }; tiếng nói, ảnh { $voice }. Hết hạn là xoá. Nơi ở, tiếng đã chọn, lời đồng ý giữ tới khi gõ “xoá”. Tất cả được mã hoá. Máy không giữ tên, số điện thoại, ảnh đại diện.
    Báo cáo viên không thấy ai hỏi; không có lệnh nào cho xem. { $seen } Trong nhóm, cả nhóm thấy ai hỏi.
    Câu hỏi có thể lộ tín ngưỡng, dân tộc, ý kiến: luật coi đó là dữ liệu nhạy cảm. Máy không thống kê ai hỏi gì.
    Gõ “xem” để xem máy giữ gì về mình, “xoá” để xoá ngay.
days = { $count } ngày
hours = { $count } giờ
none = không có
some = có
farewell = Vâng, chào ạ. Lúc nào cần cứ nhắn.
go-ahead = Vâng, cứ nói ạ.
who-this-is = Đây là máy của { $owner }, không phải người. Câu hỏi do báo cáo viên trả lời; máy chỉ chuyển đi, chuyển về.
who-this-is-phone = Đây là máy của { $owner }, không phải người. Câu hỏi do báo cáo viên trả lời; máy chỉ chuyển đi, chuyển về. Muốn hỏi cho chắc, xin gọi { $phone }.
nothing-done = Vâng, máy không làm gì cả.
ask-new = Đây là câu hỏi mới ạ?
choice-new = Phải, gửi đi
choice-not-new = Không
withdraw-sure = Rút lại câu hỏi #{ $code } « { $text } » ạ?
withdraw-sure-voice = Rút lại câu hỏi #{ $code } bằng tiếng nói ạ?
choice-withdraw = Rút lại
choice-not-withdraw = Không, để trả lời
up-sure = Câu hỏi #{ $code } « { $text } »: gửi lên tỉnh thì người xã không trả lời câu này nữa. Gửi không ạ?
up-sure-voice = Câu hỏi #{ $code } bằng tiếng nói: gửi lên tỉnh thì người xã không trả lời câu này nữa. Gửi không ạ?
choice-send-up = Gửi lên tỉnh
choice-not-up = Để xã trả lời
up-none = Không có câu hỏi nào đang chờ để gửi lên tỉnh. Gõ “câu hỏi” để xem.
up-already = Câu hỏi #{ $code } đã ở trên tỉnh rồi.
up-too-late = Câu hỏi #{ $code } đã xong nên không gửi lên tỉnh được nữa. Nhắn thành câu hỏi mới nhé.
up-nobody = Trên tỉnh hiện chưa có người trả lời, nên câu hỏi #{ $code } vẫn để xã trả lời.
place-changed = Vâng, từ nay máy ghi nhà mình ở { $place }.
home-not-known = Máy chưa tìm ra nơi đó. Gõ lại tên bản hoặc tên xã nhé.
erase-sure = Xoá hết những gì máy đang giữ, và rút câu hỏi chưa trả lời? Đã xoá thì không lấy lại được; tin đã gửi đi thì không thu về được. Xoá không ạ?
choice-erase = Xoá hết
choice-not-erase = Không xoá
you-are-welcome = Không có gì ạ. Cần gì cứ nhắn.
unknown-command = Máy chưa hiểu. Gõ “trợ giúp” để xem cách dùng.
unsupported = Máy chưa xem được phim, tệp hay hình dán. Nhắn chữ, gửi ảnh, hoặc bấm micro nói giúp nhé.
who-asked-refused =
    Máy không cho ai biết ai hỏi, kể cả người trả lời. Đã ghi có người hỏi việc này, không ghi câu hỏi nào.
    Cần biết thêm thì hỏi lại: /hoilai MÃ nội dung.
only-in-private = Việc này xin nhắn riêng cho máy.

# A question on its way

notice =
    Máy của { $owner } xin phép dùng câu hỏi này, chỉ để trả lời.
    Người trả lời không biết ai hỏi; { $seen }.
    Câu hỏi có thể lộ chuyện riêng (đạo, dân tộc, ý kiến). Hết hạn giữ, máy xoá. Xem kỹ: gõ “riêng tư”.
    Mình đồng ý không ạ?
notice-changed = Lời xin phép của máy đã đổi. Máy của { $owner } vẫn chỉ dùng câu hỏi để trả lời; { $seen }. Xem kỹ: gõ “riêng tư”. Mình đồng ý không ạ?
notice-aloud = Nghe lời dưới đây (giọng máy đọc)
notice-spoken = Nghe lời dưới đây
notice-again = Máy còn giữ câu hỏi, chưa gửi. Đồng ý gửi không ạ?
seen-app = Zalo thì biết
seen-abroad = Telegram thì biết, và tin đi qua nước ngoài
seen-managers = Zalo và người quản lý trang này thì biết
privacy-seen-app = Zalo và người giữ tài khoản của máy thì biết ai nhắn.
privacy-seen-abroad = Telegram và người giữ tài khoản của máy thì biết ai nhắn; Telegram là dịch vụ nước ngoài, dữ liệu ra khỏi nước.
privacy-seen-managers = Zalo và người quản lý trang này (người của xã) thì xem được ai nhắn.
choice-agree = Đồng ý, gửi
choice-decline = Không, xoá
notice-voice = Người trả lời sẽ nghe giọng nói này và có thể nhận ra. Gửi tiếng nói, hay viết ra ạ?
ask-spoken = Mình vừa nói tiếng gì ạ? Máy chuyển cho người biết tiếng ấy.
choice-voice = Gửi tiếng nói
choice-write = Để viết ra
write-then = Vâng, máy đã xoá, chưa gửi gì. Mình viết câu hỏi vào đây nhé.
ask-shown = Máy đã nhận ảnh. Mình muốn hỏi gì về ảnh này? Viết, hoặc bấm micro nói một câu nhé.
notice-pictures = Gửi kèm ảnh thì người trả lời sẽ xem được (nhiều nhất 4 ảnh). Máy bỏ thông tin nơi chụp, máy chụp. Ảnh có mặt người, số căn cước thì đừng gửi. Gửi kèm ảnh không ạ?
choice-pictures = Gửi kèm ảnh
choice-no-pictures = Không gửi ảnh
picture-left = Ảnh này chưa gửi đi: mỗi lần chỉ kèm một ảnh. Cần gửi thêm thì gửi lại ảnh, ghi mã câu hỏi ở đầu lời kèm.
dropped = Vâng, máy đã xoá, không giữ lại gì. Lúc nào cần cứ nhắn.
dropped-group = Vâng, không gửi gì cả.
ask-place = Nhà mình ở bản nào ạ? Gõ tên bản, hoặc chọn:
choice-none-of-these = Không có ở đây
type-place = Gõ tên bản hoặc tên xã nhé, không cần dấu.
place-not-known = Máy chưa tìm ra nơi đó. Gõ lại tên bản hoặc tên xã; hoặc chọn gửi luôn.
choice-anywhere = Gửi luôn, không chọn bản
confirm-place = Mình ở đây phải không ạ?
no-places = Máy chưa có danh sách bản, xã nên chưa chuyển được câu hỏi. Nhờ báo giúp cho xã.
ask-sure = Gửi câu này cho báo cáo viên ạ? Câu trả lời sẽ gửi vào nhóm này.
ask-sure-voice = Gửi tiếng nói này cho báo cáo viên ạ? Báo cáo viên sẽ nghe thấy. Câu trả lời sẽ gửi vào nhóm này.
ask-passed-on = Đây là lời chuyển tiếp của người khác. Gửi làm câu hỏi cho báo cáo viên ạ?
ask-passed-on-voice = Đây là tiếng nói chuyển tiếp của người khác, báo cáo viên sẽ nghe thấy. Gửi làm câu hỏi ạ?
choice-ask = Gửi câu hỏi
choice-not-ask = Không phải
ask-how = Viết luôn câu hỏi vào đây nhé, ví dụ: Nhà tôi có được miễn học phí không?
ask-how-group = Bà con gõ /hoi rồi viết câu hỏi, ví dụ: /hoi Bao giờ bản mình khám sức khoẻ? Cả nhóm sẽ thấy; muốn hỏi riêng thì nhắn thẳng cho máy.
complaint-apart = Việc khiếu nại, tố cáo xin đừng viết ở đây. Bà con nhắn riêng cho máy, máy chỉ nơi nhận đơn.
ask-complaint = Đây là chuyện không vừa lòng với cán bộ phải không ạ? Máy không nhận đơn, để giữ kín cho mình.
choice-procedure = Hỏi cách làm đơn
choice-complaint = Chỉ nơi gửi đơn
choice-no-complaint = Không phải, gửi câu hỏi
ask-discretion = Câu này có thể là chuyện riêng. Gửi cho ai ạ? Ai không được chọn thì không thấy câu này.
ask-discretion-commune = Câu này có thể là chuyện riêng. Ở đây chỉ có người của xã trả lời được. Gửi không ạ?
choice-commune = Người của xã trả lời
choice-province = Chỉ gửi lên tỉnh
choice-not-send = Không gửi nữa
sensitive-apart = Chuyện này xin bà con nhắn riêng cho máy, rồi chọn ai trả lời.
complaint-route =
    Máy không nhận đơn, để giữ kín cho mình; lời vừa viết máy không giữ lại.
    Gửi đơn: nơi tiếp công dân của Uỷ ban nhân dân xã, hoặc qua bưu điện. Cần người giúp viết: Trung tâm Trợ giúp pháp lý nhà nước của tỉnh, miễn phí cho người thuộc diện được trợ giúp.
complaint-route-at =
    Máy không nhận đơn, để giữ kín cho mình; lời vừa viết máy không giữ lại.
    Gửi đơn: { $route }; hoặc qua bưu điện. Cần người giúp viết: Trung tâm Trợ giúp pháp lý nhà nước của tỉnh, miễn phí cho người thuộc diện được trợ giúp.
limit-minute = Nhắn nhanh quá, máy chưa đọc kịp. Nghỉ một phút rồi nhắn tiếp nhé; câu hỏi đã có mã thì vẫn được trả lời.
limit-open = Đang có { $most } câu hỏi chờ trả lời, nên câu vừa rồi máy chưa gửi. Có trả lời rồi, hỏi tiếp nhé.
limit-day = Hôm nay đã hỏi { $most } câu, nên câu vừa rồi máy chưa gửi; mai hỏi tiếp nhé. Việc gấp xin gọi cán bộ; khi nguy hiểm gọi 112, 113, 114, 115.
limit-codes = Mã sai nhiều lần quá. Xem lại mã với người đã cấp, mai gõ lại nhé.
too-long = Dài quá, nhiều nhất là { $most } chữ cái. Xin viết ngắn lại; máy chưa gửi gì.
added = Đã chuyển thêm lời này cho báo cáo viên, câu hỏi #{ $code }.
add-too-late = Câu hỏi #{ $code } { $state }. Nhắn thành câu hỏi mới nhé.
choice-over = Lựa chọn này đã xong, hoặc quá 24 giờ nên máy đã xoá. Chưa thấy mã câu hỏi thì nhắn lại nhé.
choice-over-answer = Lựa chọn này đã xong, hoặc quá một ngày rồi nên không chọn được nữa. Còn chưa rõ gì, nhắn thành câu hỏi mới nhé.
choice-over-again = Lựa chọn này đã xong, hoặc quá một ngày rồi nên máy không làm nữa. Cần thì nhắn lại từ đầu nhé.
choice-over-role = Lựa chọn này đã xong, hoặc quá một ngày rồi nên máy không làm nữa. Đồng chí cần thì nhắn lại từ đầu.
digit-without-choice = Số này máy chưa hiểu. Muốn hỏi, viết thành câu nhé.
digit-without-choice-reading = Số này máy chưa rõ của việc nào. Đồng chí nhắn cả việc, ví dụ: đã đọc loa 2 lần
digit-passed = Máy chưa rõ số này của mục nào, vì sau danh sách ấy đã có chuyện khác. Nhắn lại thành lời nhé.
digit-out-of-range =
    { $most ->
        [1] Ở đây chỉ có một mục: nhắn 1 để chọn.
       *[other] Ở đây chọn được từ 1 đến { $most }. Nhắn lại một số nhé.
    }
group-move = Nhóm này đang là loa của { $place }. Chuyển nhóm sang { $to }? Từ đó nhóm không nhận tin của nơi cũ nữa.
choice-move-group = Chuyển nhóm
choice-stay-group = Giữ nguyên
group-stays = Nhóm giữ nguyên như cũ.
group-elsewhere = Nhóm này đang là loa của { $place }, nên chỉ có mã thì chưa chuyển sang { $to } được. Xin đồng chí bí thư ở đây, hoặc biên tập phụ trách cả hai nơi, gõ mã này trong nhóm. Mã vẫn dùng được.
digit-not-yours = Mục này dành cho người khác trong nhóm chọn. Bà con muốn hỏi gì thì gửi câu hỏi của mình nhé.
choice-not-yours = Nút này của người hỏi, hoặc việc đã xong.

# Group

group-hello =
    Chào cả nhóm! Đây là máy loa bản. Nhóm này chưa được liên kết với bản nào.
    Đồng chí có mã của xã thì gõ: /lienket MÃ
group-linked =
    Từ nay nhóm này nhận tin của { $owner }, do máy gửi ({ $place }).
    Hỏi: gõ /hoi rồi câu hỏi, cả nhóm thấy câu hỏi và câu trả lời. Hỏi riêng: nhắn thẳng cho máy.
    Máy chỉ giữ những gì bà con hỏi máy, không đọc và không lưu chuyện khác trong nhóm.
group-not-linked = Nhóm này chưa được liên kết. Đồng chí có mã của xã thì gõ: /lienket MÃ
group-too-many = Máy này chỉ vào được { $most } nhóm, và đã đủ, nên chưa nhận thêm nhóm này được. Mã vẫn còn dùng được; xin báo xã bớt một nhóm cũ hoặc thêm một tài khoản máy.
link-how = Xin gõ thêm mã, ví dụ: /lienket ABCD2345EF. Mã do xã cấp.
link-in-private = Lệnh này dùng trong nhóm của bản: thêm máy vào nhóm rồi gõ /lienket MÃ ở đó.
code-unknown = Mã này không đúng. Xem lại từng chữ giúp, hoặc xin xã cấp mã mới.
code-used = Mã này đã dùng. Mỗi mã dùng một lần; xin xã cấp mã mới.
code-revoked = Mã này đã bị thu lại. Xin xã cấp mã mới.
code-lapsed = Mã này quá 7 ngày, hết hạn rồi. Xin xã cấp mã mới.
code-not-for-group = Mã này dành cho một người, không dành cho nhóm. Đồng chí được mời nhắn riêng cho máy: /start MÃ
code-for-group = Mã này dành cho nhóm của bản. Thêm máy vào nhóm rồi gõ ở đó: /lienket { $code }
code-place-gone = Nơi ghi trong mã không còn trong danh sách. Xin xã cấp mã mới.

# Roles

role-group = nhóm của bản
role-secretary = bí thư chi bộ
role-reporter = báo cáo viên
role-coordinator = người điều phối
role-editor = người biên tập
role-begins =
    Máy đã nhận đồng chí: { $role }, { $place }.
    { $how }
not-your-role = Việc này của { $roles }. Đồng chí giữ việc đó thì xin xã cấp mã mời.
out-of-reach = Nơi này ngoài địa bàn của đồng chí.
place-not-found = Không tìm thấy “{ $typed }”. Gõ tên xã, tên bản, không dấu cũng được.
place-near = Không có nơi nào mang đúng tên “{ $typed }”. Ý đồng chí là nơi nào?
place-several = Có nhiều nơi tên “{ $typed }”. Ý đồng chí là nơi nào?
place-none = Vâng, máy chưa làm gì. Đồng chí gõ lại lệnh với tên đầy đủ của bản, của xã.

# News

news = Tin mới. Chọn tin để đọc:
news-none = Chưa có tin nào. Có tin mới máy sẽ gửi vào nhóm của bản.
listen-none = Chưa có tin để nghe. Gõ “tin” để đọc.
choose-language = Dùng tiếng nào ạ?
language-chosen = Vâng, từ nay máy dùng { $language }.
language-draft = Máy còn viết tiếng Việt. Mình cứ nói { $language }: máy chuyển cho người biết { $language }, nếu có.

# My questions, what is kept

my-questions =
    Câu hỏi của mình:
    { $list }
my-questions-none = Chưa có câu hỏi nào ở đây, hoặc đã quá hạn giữ nên máy đã xoá.
question-line = #{ $code } – { $state }, hỏi { $asked }
question-line-words = #{ $code } « { $text } » – { $state }
question-line-answer =
    #{ $code } « { $text } » – { $state }
    Trả lời: « { $answer } »
question-line-open = #{ $code } « { $text } » – { $state }, chậm nhất hết { $due }
question-line-open-voice = #{ $code } bằng tiếng nói – { $state }, chậm nhất hết { $due }
question-line-late = #{ $code } « { $text } » – { $state }; đã quá hẹn { $due }, máy đang nhắc báo cáo viên
question-line-late-voice = #{ $code } bằng tiếng nói – { $state }; đã quá hẹn { $due }, máy đang nhắc báo cáo viên
withdraw-how = Rút câu nào ạ? Gõ thêm mã, ví dụ: thu hồi AB2CD. Nhắn riêng cho máy “câu hỏi” để xem mã.
withdrawn = Đã rút câu hỏi #{ $code }; máy báo để báo cáo viên thôi trả lời.
withdrawn-already = Câu hỏi #{ $code } đã rút rồi.
withdraw-in-private = Trong nhóm chỉ rút được câu hỏi trong nhóm này. Câu hỏi riêng thì xin nhắn riêng cho máy.
withdraw-too-late = Câu hỏi #{ $code } đã xong nên không rút được nữa. Gõ “xoá” để xoá những gì máy giữ.
question-not-yours = Không có câu hỏi #{ $code } ở đây.
kept =
    Máy đang giữ:
    • Nơi ở: { $place }
    • Tiếng: { $language }
    • Đồng ý để máy chuyển câu hỏi: { $agreed }
    • Việc được giao: { $roles }
    • Câu chưa gửi: { $waits }
    • Câu hỏi: { $questions }
    Địa chỉ để trả lời được khoá (mã hoá). Không có tên, số điện thoại. Gõ “xoá” để xoá ngay.
kept-unasked = • Trả lời xong thì đừng hỏi lại việc đã xong chưa.
kept-nothing = Máy không giữ gì cả.
erased =
    Đã xoá hết những gì máy giữ; câu hỏi chưa trả lời thì coi như rút lại.
    Điều không lấy lại được: tin đã gửi đi nằm trong điện thoại người nhận và trên ứng dụng nhắn tin; câu hỏi trong nhóm thì cả nhóm đã thấy.
erased-but-role =
    Đã xoá câu hỏi, nơi ở, tiếng đã chọn và lời đồng ý. Còn giữ việc được giao và địa chỉ để gửi phiếu cho đồng chí; muốn thôi hẳn, xin báo xã.
    Tin đã gửi đi thì không lấy lại được.
stopped = Vâng, máy thôi nhắn, cả câu trả lời đang chờ. Nhắn lại lúc nào, máy gửi lại lúc ấy.
stopped-and-away =
    Vâng, máy sẽ không gửi gì nữa, kể cả phiếu câu hỏi. { $moved } câu hỏi đang chờ đồng chí đã chuyển cho người thay.
    Muốn nhận lại: /nghi het. Muốn thôi hẳn việc này, xin báo xã.
served = Vâng, câu hỏi #{ $code } xong rồi ạ. Còn chỗ chưa rõ, nhắn “chưa rõ” là máy chuyển tới người trả lời.
served-waits = Vâng, câu hỏi #{ $code } đang chờ người trả lời.
served-answered = Câu hỏi #{ $code } đã có trả lời rồi ạ. Đọc xong còn chưa rõ, nhắn “chưa rõ” nhé.
settled-ask = Câu hỏi #{ $code } « { $words } », cán bộ trả lời { $day }. Việc ấy xong chưa ạ?
choice-settled = Xong rồi
choice-not-settled = Chưa xong
choice-unasked = Đừng hỏi nữa
settled = Vâng, cảm ơn ạ.
not-settled = Vâng, máy ghi là chưa xong. Cần cán bộ xem lại câu #{ $code } thì chọn hỏi lại.
choice-ask-again = Hỏi lại cán bộ
unasked = Vâng, trả lời xong máy không hỏi lại nữa. Câu hỏi vẫn gửi như trước.
cleared = Cảm ơn ạ. Câu hỏi #{ $code } đã xong.
not-cleared = Vâng, câu hỏi #{ $code } được mở lại. Chỗ nào chưa rõ, cứ nhắn hoặc nói vào đây.
grouped-not-cleared = Vâng, câu hỏi #{ $code } được mở lại. Chỗ nào chưa rõ, bà con bấm giữ tin này, chọn “Trả lời” rồi viết thêm hoặc nói thêm.
not-cleared-erased = Vâng, câu hỏi #{ $code } được mở lại. Lời cũ máy đã xoá khi trả lời xong; cứ nhắn lại câu hỏi và chỗ chưa rõ vào đây.
grouped-not-cleared-erased = Vâng, câu hỏi #{ $code } được mở lại. Lời cũ máy đã xoá khi trả lời xong; bà con bấm giữ tin này, chọn “Trả lời”, rồi viết lại câu hỏi và chỗ chưa rõ.
sent-to-province = Đã gửi câu hỏi #{ $code } lên tỉnh; người của xã không xem nữa.

# Secretary

relay-how = Đồng chí gõ /hoiho rồi viết câu hỏi của bà con, đừng ghi tên ai. Ví dụ: /hoiho Hộ nghèo có được cấp thẻ bảo hiểm y tế không?
relay-how-aloud = Hoặc nói câu hỏi vào đây, ngay sau tin này.
relay-how-aloud-group = Hoặc trả lời tin này bằng tiếng nói.
ask-relay = Hỏi hộ bà con câu này ạ? Xin đừng ghi tên ai; có trả lời, máy gửi vào đây.
ask-relay-named = Trong lời này có tên người. Xin đồng chí nhắn lại, bỏ tên đi; không phải tên người thì cứ chọn. Hỏi hộ bà con câu này ạ?
choice-relay = Hỏi hộ bà con
choice-own = Câu hỏi của tôi
item-which = Đồng chí gõ thêm tên bài; hoặc bấm giữ đúng tin đó trong nhóm, chọn “Trả lời”, rồi gõ lệnh.
item-unknown = Không có bài “{ $typed }”. Gõ tên bài hoặc số văn bản, ví dụ: học phí, 72-NQ/TW.
item-several = Có nhiều bài giống tên đó: { $list }. Xin gõ tên đầy đủ.
outreach-how = Viết: tên bài, rồi loa 2 (đọc 2 lần) hoặc họp 40 (khoảng 40 người nghe). Ví dụ: /xacnhan học phí loa 2
line-loudspeaker = đọc loa { $count } lần
line-meeting = nói ở buổi họp, ước chừng { $count } người nghe
line-session = { $form }, { $present }/{ $total } người
line-session-held = { $line }; { $how }
held-on = ngày { $day }
held-for = cho { $whom }
held-online = trực tuyến
held-by-plan = theo kế hoạch { $number }
presenter-committee = đảng uỷ viên trình bày
presenter-reporter = báo cáo viên trình bày
presenter-cell-secretary = bí thư chi bộ trình bày
presenter-other = người khác trình bày
audience-members = đảng viên
audience-officials = cán bộ, công chức
audience-unions = đoàn viên, hội viên
audience-residents = bà con
line-noted = Đã ghi: { $what } – { $item }. Cảm ơn đồng chí. Ghi nhầm thì nhắn: sửa { $number } rồi số đúng.
line-corrected = Đã sửa dòng { $number }: { $was } → { $now }.
line-taken-away = đã bỏ
line-was-corrected = { $what } (đã sửa)
line-other-item = Vâng, máy chưa ghi gì. Đồng chí gõ thêm tên bài, ví dụ: /xacnhan học phí loa 2
which-item = Ghi “{ $what }” cho bài nào ạ?
choice-other-item = Bài khác
register =
    Sổ của bản trong kỳ này:
    { $list }
    Ghi nhầm thì nhắn, ví dụ: sửa 1 3 (dòng 1 là 3), sửa 1 0 (bỏ dòng 1)
register-goes-on =
    Sổ của bản trong kỳ này, còn tiếp ở tin sau:
    { $list }
register-line = { $number }. { $day } – { $what } – { $item }
register-empty = Kỳ này bản chưa ghi gì. Đọc loa xong, đồng chí nhắn: đã đọc loa 2 lần
correct-how = Cách sửa: sửa SỐ_DÒNG SỐ_ĐÚNG, ví dụ: sửa 1 3. Xem các dòng: /so
meeting-how-many = Buổi họp có khoảng bao nhiêu người nghe ạ? Đồng chí nhắn, ví dụ: họp bản 40 người
session-more = Có mặt ({ $present }) nhiều hơn tổng số ({ $total }). Đồng chí viết lại: có mặt/tổng số, ví dụ 28/30
script-none = Chưa có tin nào gửi tới bản để đọc loa. Có tin mới, máy gửi bài đọc vào đây.
script-draft = Bài “{ $item }” chưa được duyệt cho bản, nên chưa đọc loa được.
script-others = Bài trước: { $list }
not-read-yet = Vâng, máy chưa ghi gì. Đọc xong, đồng chí nhắn: đã đọc loa 2 lần
session-ahead = Ngày { $day } chưa tới nên máy chưa ghi. Học xong, đồng chí nhắn lại.
session-day-unclear = Máy chưa rõ học ngày nào nên chưa ghi. Đồng chí viết ngày, ví dụ: /sohoc học phí 28/30 ngày 20/11
session-how = Viết: tên bài, rồi có mặt/tổng số. Ví dụ: /sohoc học phí 28/30 học tập (hoặc quán triệt, tuyên truyền). Thêm được ngày và ai trình bày: /sohoc học phí 28/30 hôm qua, báo cáo viên
form-hoc-tap = học tập
form-quan-triet = quán triệt
form-tuyen-truyen = tuyên truyền
situation =
    { $place }
    Tin gần đây:
    { $items }
    Câu hỏi đang chờ trả lời: { $open }
situation-few = dưới { $least }
situation-item = • { $title } – { $state } ({ $at })
situation-no-items = • chưa có tin nào
delivery-waiting = chờ gửi
delivery-sent = đã gửi
delivery-failed = không gửi được
delivery-unknown = không rõ đã tới chưa
delivery-cancelled = đã huỷ

# Reporter

answer-how =
    Máy chưa gửi gì. Trả lời câu nào thì bấm giữ phiếu câu ấy, chọn “Trả lời”; hoặc gõ mã rồi lời đáp.
    Xem câu đang chờ: /danhsach. Muốn hỏi cho mình: /hoi câu hỏi
answer-sent = Máy đang gửi câu trả lời #{ $code } tới người hỏi; nếu không tới được, máy báo lại. Cảm ơn đồng chí.
answer-aloud =
    #{ $code } « { $words } »
    Lời hoặc tiếng nói ngay sau tin này là câu trả lời, máy gửi tới người hỏi. Chưa trả lời được thì đồng chí để đó.
answer-in-words = Máy chưa gửi gì: ứng dụng của người hỏi #{ $code } không nhận được giọng nói. Xin đồng chí viết câu trả lời bằng chữ.
answer-corrected = Máy đang gửi câu trả lời mới cho #{ $code }, có ghi là đính chính.
answer-edit-unsent = Máy chưa gửi lời vừa sửa cho người hỏi #{ $code }: máy không còn giữ câu trả lời viết trong tin đó, hoặc đã có câu trả lời sau. Muốn gửi, đồng chí gõ: /traloi { $code } nội dung.
answer-kept-group = Đã ghi câu trả lời #{ $code }. Máy đang ở ngoài nhóm; khi nhóm thêm máy vào lại, máy gửi ngay. Đồng chí không cần gửi lại.
answer-kept = Đã ghi câu trả lời #{ $code }. Người hỏi đang không nhận tin của máy; khi họ nhắn, máy gửi ngay. Đồng chí không cần gửi lại.
answer-nobody = Đã ghi câu trả lời #{ $code }, nhưng không còn đường gửi tới người hỏi (họ đã dừng nhận tin, đã xoá, hoặc quá hạn giữ).
question-unknown = Không có câu hỏi #{ $code }. Xem lại mã, hoặc gõ /danhsach.
question-out-of-reach = Câu hỏi #{ $code } ngoài địa bàn của đồng chí.
question-own = #{ $code } là câu hỏi của chính đồng chí; xin để người khác trả lời.
question-closed = Câu hỏi #{ $code } { $state }, không cần trả lời nữa. Máy chưa gửi gì.
question-answered-already = Câu hỏi #{ $code } { $state }. Muốn sửa câu trả lời: /traloi { $code } nội dung mới.
thanks-reporter = Vâng, cảm ơn đồng chí. Máy chưa gửi gì cho người hỏi. Xem câu đang chờ trả lời: /danhsach.
said-by-another = Đây là lời đồng chí chuyển tiếp. Máy chưa gửi gì.
offer-answer = Gửi lời này trả lời #{ $code } « { $words } » ạ?
which-question = Lời này trả lời câu nào ạ? Đồng chí chọn câu nào, máy gửi ngay cho người hỏi câu đó.
about-which-question = Lời này về câu nào ạ? Máy chưa gửi gì.
which-question-more = Còn { $more } câu mới hơn: xem /danhsach, rồi gõ mã và lời đáp.
choice-question = #{ $code } « { $words } »
choice-no-question = Không câu nào
ask-hold = Lời này là hẹn trả lời sau, hay đã là câu trả lời cho #{ $code } « { $words } »? Máy chưa gửi gì.
choice-hold = Hẹn trả lời sau, câu vẫn mở
choice-send-answer = Gửi làm câu trả lời
choice-send-nothing = Không gửi gì
hold-kept = Vâng, câu #{ $code } vẫn mở. Khi nào trả lời được, đồng chí gõ: { $code } rồi viết lời đáp.
hold-noted = Vâng, máy chưa gửi gì cho người hỏi, câu hỏi vẫn mở. Xem câu đang chờ: /danhsach
answer-dropped = Vâng, máy chưa gửi gì cho người hỏi.
ask-ask-back = Đồng chí muốn hỏi lại người hỏi #{ $code } « { $words } », hay đó là câu trả lời? Máy chưa gửi gì.
choice-ask-back = Hỏi lại người hỏi
ask-hand-over = Chuyển #{ $code } « { $words } » cho người khác trả lời ạ? Lời đồng chí vừa viết đi kèm làm lý do.
choice-hand-over = Chuyển tới { $to }
hand-over-whom = Chuyển #{ $code } « { $words } » tới ai ạ? Đồng chí viết rõ xã, bản hoặc lĩnh vực, ví dụ: /chuyen { $code } xã Bản Bo, đất ở bên đó
answer-or-thanks = “{ $text }” nghe như lời đã nhận phiếu. Máy chưa gửi gì cho người hỏi. Nếu đúng là câu trả lời, gõ: /traloi { $code } { $text }
open-list =
    { $count } câu hỏi đang chờ, cũ nhất trước:
    { $list }
    Trả lời hoặc xem cả câu: gõ mã, ví dụ { $code }
open-line =
    #{ $code } – { $age }, { $topic }, hạn { $due }
    « { $words } »
open-line-late =
    #{ $code } – { $age }, { $topic }, QUÁ HẠN ({ $due })
    « { $words } »
open-more = … và { $more } câu mới hơn.
age-now = vừa hỏi
age-hours = hỏi { $hours } giờ trước
age-days = hỏi { $days } ngày trước
open-voice = câu hỏi bằng tiếng nói, nghe ở phiếu
open-none = Không có câu hỏi nào đang chờ. Cảm ơn đồng chí.
ask-back-how = Viết: /hoilai AB2CD rồi điều cần hỏi thêm.
ask-back-sent = Đã hỏi lại người hỏi #{ $code }. Họ trả lời, máy gửi phiếu mới.
ask-back-kept = Máy giữ lời hỏi lại về câu hỏi #{ $code }. Người hỏi đang không nhận tin của máy; khi họ nhắn, máy gửi ngay. Đồng chí không cần gửi lại.
ask-back-kept-group = Máy giữ lời hỏi lại về câu hỏi #{ $code }. Máy đang ở ngoài nhóm; khi nhóm thêm máy vào lại, máy gửi ngay. Đồng chí không cần gửi lại.
ask-back-nobody = Không còn đường hỏi lại người hỏi #{ $code } (họ đã xoá, quá hạn giữ, hoặc nhóm không còn).
hand-over-how = Viết: /chuyen AB2CD xã Bản Bo, đất ở bên đó. Nơi hoặc lĩnh vực đều được; phải có lý do.
handed-over = Đã chuyển câu hỏi #{ $code } cho người khác, kèm lý do.
which-topic =
    Câu hỏi #{ $code } đang ghi lĩnh vực { $topic }. Đúng ra là lĩnh vực nào ạ?
    Chuyển nơi khác hay lĩnh vực khác: /chuyen { $code } xã Bản Bo, đất ở bên đó.
hand-over-stays = Đã sửa lĩnh vực câu hỏi #{ $code }: { $topic }. Câu hỏi vẫn ở chỗ đồng chí.
hand-over-nobody = Chưa có ai khác nhận được câu hỏi #{ $code }, nên nó vẫn ở chỗ đồng chí.
modules =
    Câu có sẵn của nơi mình:
    { $list }
    Gửi cho một câu hỏi: /cosan MÃ TÊN. Thêm: /cosan thêm TÊN: lời đáp. Bỏ: /cosan bỏ TÊN.
module-line = { $title }: « { $text } »
modules-none = Chưa viết sẵn câu nào. Viết một câu: /cosan thêm TÊN: lời đáp. Ví dụ: /cosan thêm thẻ: Mang căn cước ra trạm y tế, làm trong ngày.
modules-none-fit = Chưa có sẵn câu nào cùng lĩnh vực với câu #{ $code }. Xem tất cả: /cosan
modules-how = Viết tên, dấu hai chấm, rồi lời đáp. Ví dụ: /cosan thêm thẻ: Mang căn cước ra trạm y tế, làm trong ngày.
module-name-long = Tên nhiều nhất { $most } chữ cái, để gõ cho nhanh. Máy chưa giữ gì.
module-kept = Máy đã giữ câu “{ $title }”: « { $text } »
module-replaced = Máy đã thay câu “{ $title }” bằng lời mới: « { $text } »
modules-full = Đã có { $most } câu. Bỏ bớt rồi hãy thêm: /cosan bỏ TÊN
module-gone = Máy đã bỏ câu “{ $title }”.
module-unknown = Không có câu tên “{ $title }” ở nơi này. Xem tất cả: /cosan
module-shown = { $title }: « { $text } »
module-over = Câu này đã bỏ. Máy chưa gửi gì.
modules-for =
    Câu có sẵn cho câu #{ $code }:

    { $list }

    Chọn câu nào là câu ấy gửi luôn tới người hỏi.
choice-module = Gửi: { $title }
same-how = Viết: /trung MÃ1 MÃ2. Trả lời câu thứ nhất thì người hỏi câu thứ hai cũng nhận được.
same-noted = Đã ghi: #{ $second } giống #{ $first }. Đồng chí trả lời #{ $first }, cả hai cùng nhận.
same-ask =
    Gửi lời này cho người hỏi câu #{ $code }?
    « { $answer } »
same-changed = Câu ấy vừa đổi nên máy chưa làm gì. Bây giờ là thế này:
same-not = Hai câu này không gộp được: một câu đã gộp vào câu khác, hoặc chỉ một trong hai là việc của tỉnh.
set-aside-how = Viết: /gac AB2CD rồi lý do. Lý do được gửi cho người hỏi.
set-aside-done = Đã ghi: nơi này không trả lời câu hỏi #{ $code }; máy báo lý do cho người hỏi.
choice-refuse-asker = Hôm nay thôi nhận của người này
refuse-asker-done = Đến hết hôm nay máy không nhận thêm câu hỏi của người vừa hỏi câu ấy, và đã nhắn lại lý do cho họ. Người ấy là ai thì máy không nói với ai. Ngày mai máy lại nhận như thường.
away = Đồng chí nghỉ đến hết { $until }. { $moved } câu hỏi đã chuyển cho người thay. Đi làm lại sớm: /nghi het
away-left = { $left } câu chưa có ai nhận thay, vẫn ở chỗ đồng chí: trả lời trước, hoặc /chuyen cho người khác.
away-how = Viết: /nghi 30/11 (nghỉ đến hết ngày 30/11), /nghi 3 ngày, /nghi 1/12-5/12, /nghi hết (đi làm lại).
away-over = Ngày ấy đã qua. Đồng chí nghỉ đến hết ngày nào? Ví dụ: /nghi 3 ngày
away-from = Đã ghi: đồng chí nghỉ từ { $from } đến hết { $until }. Đến hôm đó câu hỏi tự chuyển cho người thay. Thôi nghỉ: /nghi het
away-which = Đồng chí nghỉ đến hết ngày nào? Trong lúc nghỉ, câu hỏi chuyển cho người thay.
choice-away = Nghỉ từ hôm nay đến hết { $until }
choice-away-day = Nghỉ { $day }
choice-away-days = Nghỉ từ { $from } đến hết { $until }
choice-not-away = Chưa nghỉ
wordless = Muốn hỏi gì thì viết thành chữ, hoặc nói vào đây. Máy chuyển tới người trả lời.
edited = Máy đã sửa câu hỏi #{ $code } theo tin vừa sửa.
edited-and-told = Câu hỏi #{ $code } đã tới người trả lời; máy vừa báo họ lời mới sửa.
not-away = Vâng, đồng chí vẫn nhận câu hỏi như thường.
back = Chào đồng chí đã đi làm lại. Câu hỏi mới sẽ gửi tới đây.

# Coordinator, editor

share-how =
    Đưa một câu đã trả lời ra nhóm: /congkhai AB2CD
    Rút câu đã đưa: /congkhai thu MÃ
share-cannot = Câu hỏi #{ $code } không đưa ra nhóm được. Chỉ đưa câu đã trả lời bằng chữ, hỏi riêng với máy, khi người hỏi còn nhận tin. Đồng chí có thể viết thành một bài mới.
share-no-groups = Xã chưa có nhóm nào nhận tin, nên chưa đưa ra được.
share-nobody = Cần một người điều phối hoặc biên tập khác duyệt, mà nơi này chưa có ai.
share-question-how =
    Câu hỏi #{ $code }: « { $words } »
    Trả lời: « { $answer } »
    Đồng chí viết lại câu hỏi cho cả bản đọc, nhiều nhất { $most } chữ cái. Bỏ tên người, số riêng, mọi chi tiết lộ ra ai hỏi. Không làm nữa: “thôi”.
share-answer-how = Nay đồng chí viết câu trả lời để đưa ra nhóm, nhiều nhất { $most } chữ cái; hoặc nhắn “giữ nguyên”.
share-same = Đó vẫn là lời của người hỏi. Xin viết lại bằng lời khác, để không ai nhận ra họ.
share-long = Dài quá: { $count } chữ cái, nhiều nhất { $most }. Xin viết gọn lại.
share-empty = Xin viết thành chữ.
share-masked = Máy đã che số riêng (giấy tờ, điện thoại, tài khoản) thành ••••.
share-named = Hình như trong đó có tên người. Có tên thì bấm “Thôi”, rồi viết lại.
share-keep-masked = Câu trả lời cũ có số riêng (giấy tờ, điện thoại, tài khoản), không giữ nguyên được. Xin viết lại, bỏ số ấy.
share-preview =
    Người hỏi đồng ý và người thứ hai duyệt thì nhóm sẽ thấy đúng như sau:

    { $text }
choice-share-ask = Xin ý kiến người hỏi
share-asked = Máy đang xin ý kiến người hỏi #{ $code }, nhiều nhất 7 ngày. Họ đồng ý, máy báo đồng chí. Thôi không đưa: /congkhai thu { $code }
share-no-yes = Người hỏi #{ $code } chưa đồng ý.
share-waits = Người hỏi #{ $code } đã đồng ý. Đang chờ người thứ hai duyệt.
share-release-ask =
    Câu hỏi #{ $code }, người hỏi đã đồng ý. Nhóm sẽ thấy đúng như sau:

    { $text }

    Còn lộ ai hỏi thì trả lại.
choice-share-village = Phát ở bản đã hỏi ({ $groups } nhóm)
choice-share-commune = Phát cả xã ({ $groups } nhóm)
choice-share-return = Trả lại
share-posted = Máy đang đưa ra { $groups } nhóm. Mã để rút: { $code } (/congkhai thu { $code })
share-returned = Đã trả lại #{ $code } cho người đề xuất.
share-given-up = Vâng, máy không đưa #{ $code } ra nhóm.
share-unknown = Mã #{ $code } không có trong các câu đề xuất hay đã đưa ra nhóm ở nơi của đồng chí. Xem: /congkhai
share-withdraw-ask = Rút câu này khỏi các nhóm? « { $words } » Máy báo nhóm đã nhận là đừng làm theo nữa.
choice-share-withdraw = Rút, báo các nhóm
share-withdrawn = Đã rút { $code }; máy báo { $groups } nhóm đã nhận. Máy không trả lời bà con bằng câu này nữa.
share-list =
    Đưa câu trả lời ra nhóm:
    { $list }
share-line-release = #{ $code } – chờ đồng chí duyệt: /congkhai { $code }
share-line-waits = #{ $code } – người hỏi đã đồng ý, chờ người thứ hai duyệt
share-line-no-yes = #{ $code } – người hỏi chưa đồng ý
share-line-shared = { $code } – đã đưa ra nhóm { $day }: « { $words } »
share-agreed = Cảm ơn ạ. Chờ cán bộ duyệt rồi mới đưa ra nhóm, không ghi tên ai. Đổi ý trước lúc ấy: nhắn “thu hồi #{ $code }”.
share-refused = Vâng, máy không đưa câu hỏi #{ $code } ra nhóm.
invite-how = Viết: /moi nhóm, /moi bí thư, /moi trưởng bản hoặc /moi báo cáo viên, rồi tên nơi. Ví dụ: /moi báo cáo viên xã Bình Lư
invited =
    Mã mời { $role } ({ $place }): { $code }
    Đồng chí được mời nhắn riêng cho máy: /start { $code }
    { $link }
    Dùng một lần, hết hạn { $until }. Chỉ đưa cho đúng người.
invited-group =
    Mã cho nhóm ({ $place }): { $code }
    Thêm máy vào nhóm rồi gõ trong nhóm: /lienket { $code }
    Dùng một lần, hết hạn { $until }.
release-list =
    Bài chờ duyệt:
    { $list }
    Xem cả bài rồi duyệt: /duyet BÀI. Cần sửa: /tralai BÀI lý do
release-line = • { $title } ({ $folder })
release-line-returned = • { $title } ({ $folder }) – đã trả lại để sửa
release-ask =
    Trên đây là bài “{ $item }” ({ $forms }), đúng như các nhóm sẽ thấy.
    Đồng chí đã đọc kỹ và duyệt bài này?
release-changed = Bài đã đổi từ lúc máy gửi xem. Xin đọc lại bài mới.
release-already = “{ $item }” đã được duyệt cho nơi của đồng chí rồi.
choice-release = Duyệt
choice-not-release = Chưa duyệt
form-text = chữ { $language }
form-voice = tiếng nói { $language }
form-poster = tranh
release-none = Không có bài nào chờ duyệt.
released =
    Đã duyệt “{ $item }” ({ $forms }) cho { $places }.
    Phát: /phat { $folder }
item-likely = Không có bài nào tên đúng là “{ $typed }”. Ý đồng chí là bài nào?
choice-leave-be = Thôi
left-be = Vâng, máy chưa làm gì.
return-how = Viết: /tralai tên bài, rồi lý do. Ví dụ: /tralai học phí Thiếu ngày áp dụng
return-released = “{ $item }” đã duyệt rồi nên không trả lại được. Muốn rút: /rutbai
returned-to-author = Đã trả lại “{ $item }”, máy đã nhắn người viết.
returned-to-editors = Đã trả lại “{ $item }”. Máy không biết tài khoản của người viết nên đã nhắn các đồng chí biên tập.
returned-to-nobody = Đã ghi: trả lại “{ $item }” để sửa. Máy không biết tài khoản của người viết; xin đồng chí nhắn họ.
told-returned =
    Bài “{ $item }” được trả lại để sửa. Lý do:
    « { $reason } »
    Sửa xong, bài lại chờ duyệt.
publish-how =
    Viết: /phat BÀI. Thêm được nơi và giờ: /phat học phí Nà Luồng mai 7h. Máy nói phát tới đâu, lúc nào, rồi mới hỏi.
    Gửi thử cho riêng mình: /phat BÀI thu
publish-ask =
    Phát “{ $item }”?
    Nơi nhận: { $places } – { $groups } nhóm.
    Lúc gửi: { $when }. Tốn { $messages } tin nhắn.
publish-ask-private =
    Gửi riêng “{ $item }”?
    Nơi nhận: { $places } – { $private } người.
    Lúc gửi: { $when }. Tốn { $messages } tin nhắn.
publish-at-once = ngay khi đồng chí chọn
publish-at = { $at }
publish-after-quiet = { $at } (đang giờ nghỉ của bà con nên máy chờ)
publish-more-places = và { $count } nơi nữa
publish-quota = Tài khoản { $account }: cần { $uses } tin, tháng này còn { $left } tin để phát.
publish-quota-over = Tài khoản { $account }: cần { $uses } tin mà tháng này chỉ còn { $left } để phát; phần thiếu chờ sang tháng.
publish-kept-from = { $groups } nhóm chưa nhận được, vì bài chưa duyệt cho nơi đó.
publish-changed = Từ lúc máy hỏi đã có thay đổi, máy chưa làm gì. Xin xem lại.
publish-past = { $at } đã qua rồi. Xin ghi giờ khác, ví dụ: mai 7h
choice-publish = Phát cho { $groups } nhóm
choice-publish-private = Gửi cho { $private } người
results-none = Chưa có tin nào được phát ở nơi của đồng chí.
results-none-of = “{ $item }” chưa phát lần nào ở nơi của đồng chí.
results-list =
    Các lần phát gần đây:
    { $list }
results-line = • { $item } ({ $at }): { $counts }
choice-results = { $item }, { $at }
results-head = “{ $item }”, { $at }
results-groups = Nhóm: { $counts }
results-archived = Đã lâu, nên { $groups } nhóm chỉ còn con số.
results-private = Người nhận riêng: { $counts }
results-why = • { $state } { $groups }: { $places } – { $reason }
results-withdrawn = Bài đã rút nên không gửi lại.
choice-settle-failed = Gửi lại { $groups } nhóm chưa tới
choice-settle-unknown = Gửi lại { $groups } nhóm chưa rõ
choice-settle-cancel = Huỷ { $groups } nhóm đang chờ
settled-again = Máy đang gửi lại “{ $item }” tới { $groups } nhóm. Xem kết quả: /ketqua
settled-nobody = “{ $item }”: máy chưa gửi lại được nhóm nào, vì các nhóm ấy không còn nghe máy. Xem lý do: /ketqua
settled-cancel = Đã huỷ “{ $item }” với { $groups } nhóm đang chờ.
publish-outdated = Bài “{ $item }” chỉ có giá trị đến hết ngày { $date }, nên không phát nữa. Còn đúng thì sửa hạn của bài.
publish-draft = Bài “{ $item }” chưa được duyệt nên chưa phát được. Một đồng chí khác người viết đọc lại rồi duyệt: /duyet
publish-unknown-place = Không có nơi nào mang mã “{ $place }”. Xem lại mã trong tệp địa bàn đã nhập.
published =
    { $private ->
        [0] Đang phát “{ $item }” tới { $groups } nhóm, từ { $at }.
       *[other] Đang phát “{ $item }”: { $groups } nhóm, { $private } người nhận riêng, từ { $at }.
    }
published-quiet =
    { $private ->
        [0] Sẽ phát “{ $item }” tới { $groups } nhóm. Đang giờ nghỉ của bà con nên máy chờ đến { $at }. Việc khẩn cần gửi ngay: nhờ người quản máy phát khẩn.
       *[other] Sẽ phát “{ $item }”: { $groups } nhóm, { $private } người nhận riêng. Đang giờ nghỉ của bà con nên máy chờ đến { $at }. Việc khẩn cần gửi ngay: nhờ người quản máy phát khẩn.
    }
published-none-linked = “{ $item }”: chưa gửi cho ai, vì ở đó chưa có nhóm nào liên kết và chưa ai giữ vai được nhận.
published-all-have-it = “{ $item }”: chưa gửi cho ai, vì mọi nơi ở đó đã có đúng bài này.
published-all-queued = “{ $item }”: chưa gửi thêm cho ai, vì bài này đang chờ gửi ở lần phát trước.
published-all-unknown = “{ $item }”: chưa gửi cho ai, vì lần trước chưa rõ đã tới hay chưa. Cần gửi lại thì nhờ người quản máy.
published-mixed = “{ $item }”: chưa gửi thêm cho ai. Ở đó: { $has } nơi đã có đúng bài này, { $queued } nơi đang chờ gửi, { $unknown } nơi chưa rõ đã tới hay chưa, { $gone } nhóm mất liên kết, { $kept } nhóm ở nơi bài chưa được duyệt.
published-not-released = “{ $item }”: chưa gửi cho ai, vì bài mới được duyệt cho nơi khác. Một đồng chí biên tập có địa bàn tới đây, khác người viết, gõ /duyet trước đã.
published-kept-from = Còn { $groups } nhóm chưa nhận, vì bài chưa được duyệt cho nơi đó. Biên tập ở đó, hoặc cấp trên, gõ /duyet rồi phát lại.
published-all-gone = “{ $item }”: chưa gửi cho ai, vì các nhóm ở đó đã mất liên kết. Xem ai đã đưa máy ra khỏi nhóm, rồi liên kết lại bằng mã mới.
report-here = Báo cáo { $period }, { $place }.
report-files = Tệp .docx để sửa và ký gửi, .html để xem và in.
report-link = 📄 Bấm để lấy tệp, mở được đến { $until }: { $url }
report-how = Viết: /baocao rồi tháng. Ví dụ: /baocao 11, /baocao 11/2026
report-handed-in = Đã ghi: báo cáo { $period } đã nộp. Máy không nhắc nữa.
report-handed-in-before = Báo cáo { $period } đã ghi là nộp rồi.
report-not-over = Chưa ghi: { $period } chưa hết nên chưa có báo cáo để nộp.
choice-handed-in = Đã nộp
choice-over-handed-in = Lựa chọn này quá một ngày rồi. Báo cáo nộp rồi thì viết: /baocao { $month } đã nộp
closing-here = Báo cáo { $period } của { $place } đã có. Hạn gửi: { $due }. Đây là bản thảo; đồng chí đọc lại, điền phần lời rồi ký gửi.
closing-done = Đã làm: gửi tới nơi { $sent }/{ $all } lượt tin; trả lời { $answered }/{ $total } câu hỏi.
closing-done-below = Đã làm: gửi tới nơi { $sent }/{ $all } lượt tin.
closing-missing = Còn thiếu: { $count } nơi chưa có đủ số liệu đọc loa, cuộc họp, buổi học.
closing-missing-nothing = Còn thiếu: không có, nơi nào cũng đã báo.
closing-decide = Cần quyết: { $overdue } câu hỏi quá hạn; { $failed } lượt tin không tới hoặc chưa rõ, gõ /ketqua để xem và gửi lại.
closing-decide-overdue = Cần quyết: { $overdue } câu hỏi quá hạn.
closing-decide-failed = Cần quyết: { $failed } lượt tin không tới hoặc chưa rõ, gõ /ketqua để xem và gửi lại.
closing-decide-nothing = Cần quyết: không có việc gì.
closing-due = Nhắc: báo cáo { $period } của { $place } đến hạn gửi { $due }. Gõ /baocao để lấy lại tệp.

# The menu

menu-tin = Tin mới
menu-nghe = Nghe tin mới nhất
menu-cauhoi = Câu hỏi của tôi
menu-thuhoi = Rút câu hỏi lại
menu-dung = Thôi nhận tin
menu-xem = Máy giữ gì về tôi
menu-riengtu = Máy giữ gì, bao lâu
menu-trogiup = Cách dùng
menu-hoiho = Hỏi hộ bà con
menu-xacnhan = Ghi đã đọc loa, đã họp
menu-sohoc = Ghi sổ học
menu-tinhhinh = Tình hình của bản
menu-danhsach = Câu hỏi đang chờ
menu-traloi = Trả lời một câu hỏi
menu-hoilai = Hỏi lại người hỏi
menu-chuyen = Chuyển câu hỏi cho nơi khác
menu-trung = Hai câu hỏi là một
menu-cosan = Câu có sẵn để trả lời
menu-gac = Không nhận trả lời, nói lý do
menu-nghi = Báo nghỉ, báo đi làm lại
menu-moi = Tạo mã mời
menu-congkhai = Đưa câu trả lời ra nhóm
menu-duyet = Xem và duyệt bài
menu-tralai = Trả bài lại để sửa
menu-phat = Phát bài tới các nhóm
menu-ketqua = Tin đã phát tới đâu
menu-rutbai = Rút bài đã phát
menu-baocao = Báo cáo tháng
