# What the machine says in a conversation. Short, warm, one thing at a time.

signature = (Tin do máy gửi, thay mặt { $owner })

# Welcome, help, privacy

welcome =
    Chào bà con! Đây là loa bản trên điện thoại.
    Bà con cứ nhắn câu hỏi vào đây, viết hoặc nói đều được. Máy chuyển tới báo cáo viên và gửi câu trả lời lại.
    Gõ “tin” để xem tin mới, “trợ giúp” để xem cách dùng, “riêng tư” để biết máy giữ lại những gì.
welcome-from-group =
    Chào bà con { $place }! Ở đây bà con hỏi riêng, cả nhóm không thấy.
    Bà con cứ nhắn câu hỏi, viết hoặc nói đều được.
help-resident =
    Bà con có thể:
    • Nhắn câu hỏi vào đây, viết hoặc nói.
    • tin – xem tin mới; tin 1 – đọc cả tin thứ nhất
    • nghe – nghe tin mới nhất
    • câu hỏi – câu hỏi của tôi
    • thu hồi MÃ – rút câu hỏi lại khi chưa có trả lời
    • xem – máy đang giữ gì về tôi; xoá – xoá hết ngay
    • dừng – không nhận tin nữa
    • ngôn ngữ – chọn tiếng
    • riêng tư – máy giữ gì, bao lâu
help-group =
    Trong nhóm này:
    • /hoi và câu hỏi – hỏi báo cáo viên; câu trả lời gửi vào nhóm, cả nhóm thấy
    • /tin – tin mới; /nghe – nghe tin mới nhất
    • Bấm giữ một tin của máy, chọn “Trả lời”, viết câu hỏi, rồi chọn “Gửi câu hỏi”
    Muốn hỏi riêng: bấm “Hỏi riêng” dưới tin, hoặc nhắn thẳng cho máy.
    Đồng chí bí thư: /xacnhan, /sohoc, /hoiho, /tinhhinh
choice-listen-help = Nghe hướng dẫn
help-aloud = Hướng dẫn (giọng do máy đọc)
help-for-role = { $role }: { $how }
help-secretary =
    /hoiho câu hỏi – hỏi hộ bà con không có điện thoại
    /xacnhan BÀI loa 2 – đã đọc loa 2 lần; /xacnhan BÀI hop 40 – đã nói ở buổi họp, khoảng 40 người nghe
    /sohoc BÀI 28/30 học tập – ghi một dòng sổ học
    /tinhhinh – tình hình bản mình
help-reporter =
    Có câu hỏi, máy gửi phiếu tới đây. Đồng chí bấm giữ phiếu đó, chọn “Trả lời”, rồi viết hoặc nói; hoặc gõ /traloi MÃ nội dung. Phiếu không có tên ai; xin đừng dò xem ai đã hỏi.
    /danhsach – câu hỏi đang chờ
    /hoilai MÃ nội dung – hỏi lại người hỏi
    /chuyen MÃ NƠI lý do, hoặc /chuyen MÃ LĨNH VỰC lý do – chuyển người khác
    /trung MÃ MÃ – hai câu là một
    /gac MÃ lý do – không thuộc việc mình, báo lý do cho người hỏi
    /nghi 30/11 – nghỉ đến hết ngày đó; /nghi het – đi làm lại
help-coordinator =
    /moi nhom NƠI, /moi bithu NƠI, /moi baocaovien NƠI – tạo mã mời
    /baocao 11 – báo cáo tháng
help-editor =
    /duyet – bài chờ duyệt; /duyet BÀI – xem cả bài rồi duyệt
    /tralai BÀI lý do – trả lại để sửa
    /phat BÀI thu – gửi thử cho riêng mình
    /phat BÀI, thêm được nơi và giờ: /phat học phí Nà Luồng mai 7h – máy hỏi lại rồi mới phát
    /ketqua – tin đã phát tới đâu; gửi lại, huỷ
    /rutbai BÀI lý do – rút bài, báo cho mọi nơi đã nhận
    /baocao 11 – báo cáo tháng
privacy =
    Máy này của { $owner }. Tin tự động là máy viết; câu trả lời là báo cáo viên viết.
    Máy giữ: câu hỏi và câu trả lời { $text } sau khi xong; ai đã hỏi { $handle }; tiếng nói { $voice }. Hết hạn là xoá. Địa chỉ để trả lời, nơi ở, tiếng đã chọn và lời đồng ý thì giữ tới khi bà con gõ “xoá”. Tất cả được khoá (mã hoá).
    Máy không giữ tên, số điện thoại, ảnh của bà con. Không ai ở xã xem được ai đã hỏi, và không có lệnh nào cho xem.
    Điều máy không giấu được: ứng dụng nhắn tin (Telegram, Zalo) và người quản lý tài khoản đó vẫn thấy ai nhắn cho máy. Telegram là dịch vụ nước ngoài, dữ liệu đi ra ngoài Việt Nam. Trong nhóm, cả nhóm thấy ai hỏi.
    Câu hỏi có thể lộ tín ngưỡng, dân tộc, ý kiến của bà con; đó là dữ liệu nhạy cảm theo luật. Máy không thống kê ai hỏi gì.
    Gõ “xem” để xem máy giữ gì về mình, “xoá” để xoá ngay.
days = { $count } ngày
hours = { $count } giờ
none = không có
some = có
farewell = Vâng, chào bà con. Lúc nào cần cứ nhắn.
go-ahead = Vâng, bà con cứ nói.
who-this-is = Đây là máy của { $owner }, không phải người. Câu hỏi của bà con thì báo cáo viên trả lời; máy chỉ chuyển đi, chuyển về.
who-this-is-phone = Đây là máy của { $owner }, không phải người. Câu hỏi của bà con thì báo cáo viên trả lời; máy chỉ chuyển đi, chuyển về. Muốn hỏi cho chắc, xin gọi { $phone }.
nothing-done = Vâng, máy không làm gì cả.
ask-new = Đây là câu hỏi mới ạ?
choice-new = Phải, gửi đi
choice-not-new = Không
withdraw-sure = Rút lại câu hỏi #{ $code } « { $text } » ạ?
withdraw-sure-voice = Rút lại câu hỏi #{ $code } bằng tiếng nói ạ?
choice-withdraw = Rút lại
choice-not-withdraw = Không, để trả lời
up-sure = Câu hỏi #{ $code } « { $text } »: gửi lên tỉnh thì người của xã không trả lời câu này nữa. Gửi không ạ?
up-sure-voice = Câu hỏi #{ $code } bằng tiếng nói: gửi lên tỉnh thì người của xã không trả lời câu này nữa. Gửi không ạ?
choice-send-up = Gửi lên tỉnh
choice-not-up = Để xã trả lời
up-none = Bà con không có câu hỏi nào đang chờ để gửi lên tỉnh. Gõ “câu hỏi” để xem.
up-already = Câu hỏi #{ $code } đã ở trên tỉnh rồi.
up-too-late = Câu hỏi #{ $code } đã xong nên không gửi lên tỉnh được nữa. Bà con nhắn thành câu hỏi mới nhé.
up-nobody = Trên tỉnh hiện chưa có người trả lời, nên câu hỏi #{ $code } vẫn để xã trả lời.
place-changed = Vâng, từ nay máy ghi bà con ở { $place }.
home-not-known = Máy chưa tìm ra nơi đó. Bà con gõ lại tên bản hoặc tên xã.
erase-sure = Máy sẽ xoá hết những gì đang giữ về bà con, và rút lại câu hỏi chưa trả lời. Đã xoá thì không lấy lại được. Xoá không ạ?
choice-erase = Xoá hết
choice-not-erase = Không xoá
you-are-welcome = Dạ vâng. Bà con cần hỏi gì cứ nhắn vào đây.
unknown-command = Máy không hiểu lệnh này. Gõ /trogiup để xem cách dùng.
unsupported = Máy chưa nhận được ảnh, tệp hay hình dán. Bà con viết hoặc gửi tiếng nói giúp nhé.
only-in-private = Việc này không nói trước cả nhóm. Xin nhắn riêng cho máy rồi gõ lại.

# A question on its way

notice =
    Trước khi chuyển câu hỏi, xin nói rõ:
    { $owner } dùng máy này để chuyển câu hỏi tới báo cáo viên và gửi câu trả lời về. Báo cáo viên không thấy tên và tài khoản của bà con; ứng dụng nhắn tin thì vẫn biết.
    Câu hỏi có thể lộ điều riêng tư (như tín ngưỡng, dân tộc, ý kiến). Hết hạn giữ, máy xoá; gõ “riêng tư” để xem kỹ.
    Bà con có đồng ý để máy dùng câu hỏi này chỉ để trả lời bà con không?
choice-agree = Đồng ý, gửi câu hỏi
choice-decline = Không, xoá đi
notice-voice = Báo cáo viên sẽ nghe thấy tiếng nói của bà con, có thể nhận ra giọng. Gửi tiếng nói, hay bà con viết ra?
ask-spoken = Mình vừa nói tiếng gì ạ? Máy chuyển cho người biết tiếng ấy.
choice-voice = Gửi tiếng nói
choice-write = Để tôi viết
write-then = Vâng, tiếng nói đã xoá. Bà con viết câu hỏi vào đây nhé.
dropped = Vâng, máy đã xoá, không giữ lại gì. Lúc nào cần bà con cứ nhắn.
dropped-group = Vâng, không gửi gì cả.
ask-place = Bà con ở bản nào? Chọn một dòng, hoặc gõ tên bản.
choice-none-of-these = Không có ở đây
type-place = Bà con gõ tên bản hoặc tên xã (không cần dấu).
place-not-known = Máy chưa tìm ra nơi đó. Bà con gõ lại tên bản hoặc tên xã; hoặc gửi luôn không cần chọn.
choice-anywhere = Gửi luôn, không chọn bản
confirm-place = Có phải bà con ở đây không?
no-places = Máy chưa được cài danh sách bản, xã nên chưa chuyển được câu hỏi. Xin bà con báo giúp cho xã.
ask-sure = Đây có phải câu hỏi gửi báo cáo viên không? Câu trả lời sẽ gửi vào nhóm này.
ask-sure-voice = Đây có phải câu hỏi gửi báo cáo viên không? Báo cáo viên sẽ nghe tiếng nói này. Câu trả lời sẽ gửi vào nhóm này.
ask-passed-on = Đây là lời bà con chuyển tiếp của người khác. Có phải bà con muốn gửi làm câu hỏi cho báo cáo viên không?
ask-passed-on-voice = Đây là tiếng nói bà con chuyển tiếp của người khác; báo cáo viên sẽ nghe tiếng nói này. Có phải bà con muốn gửi làm câu hỏi không?
choice-ask = Gửi câu hỏi
choice-not-ask = Không phải
ask-how = Bà con viết luôn câu hỏi vào đây, ví dụ: Nhà tôi có được miễn học phí không?
ask-how-group = Bà con gõ /hoi rồi viết câu hỏi, ví dụ: /hoi Bao giờ bản mình khám sức khoẻ? Cả nhóm sẽ thấy; muốn hỏi riêng thì nhắn thẳng cho máy.
complaint-apart = Việc khiếu nại, tố cáo xin đừng viết ở đây. Bà con nhắn riêng cho máy, máy chỉ nơi nhận đơn.
ask-complaint = Đây có vẻ là việc khiếu nại, tố cáo. Bà con muốn hỏi cách làm, hay muốn gửi đơn?
choice-procedure = Hỏi cách làm
choice-complaint = Muốn gửi đơn
choice-no-complaint = Không phải, cứ gửi như câu hỏi
ask-discretion = Câu này có thể là chuyện riêng. Gửi cho ai ạ? Người không được chọn thì không thấy câu này.
ask-discretion-commune = Câu này có thể là chuyện riêng, và hiện chỉ có người của xã trả lời được. Gửi cho người của xã không ạ?
choice-commune = Người của xã trả lời
choice-province = Chỉ gửi lên tỉnh
choice-not-send = Không gửi nữa
sensitive-apart = Chuyện này xin bà con nhắn riêng cho máy, rồi chọn ai trả lời.
complaint-route =
    Khiếu nại, tố cáo phải đến đúng cơ quan thì mới được giải quyết và bảo vệ người gửi, nên máy không nhận, và không giữ lại lời bà con vừa viết.
    Bà con mang đơn đến nơi tiếp công dân của Uỷ ban nhân dân xã, hoặc gửi qua bưu điện. Cần người giúp viết đơn: Trung tâm Trợ giúp pháp lý nhà nước của tỉnh giúp miễn phí cho người thuộc diện được trợ giúp.
complaint-route-at =
    Khiếu nại, tố cáo phải đến đúng cơ quan thì mới được giải quyết và bảo vệ người gửi, nên máy không nhận, và không giữ lại lời bà con vừa viết.
    Bà con mang đơn đến: { $route }; hoặc gửi qua bưu điện. Cần người giúp viết đơn: Trung tâm Trợ giúp pháp lý nhà nước của tỉnh giúp miễn phí cho người thuộc diện được trợ giúp.
limit-minute = Bà con nhắn nhanh quá, máy chưa đọc kịp. Nghỉ một phút rồi nhắn tiếp nhé; câu hỏi đã có mã thì vẫn được trả lời.
limit-open = Bà con đang có { $most } câu hỏi chờ trả lời, nên câu vừa rồi máy chưa gửi. Có trả lời rồi, bà con hỏi tiếp nhé.
limit-day = Hôm nay bà con đã hỏi { $most } câu, nên câu vừa rồi máy chưa gửi; mai bà con hỏi tiếp nhé. Việc gấp xin gọi cán bộ; khi nguy hiểm gọi 112, 113, 114, 115.
limit-codes = Mã sai nhiều lần quá. Bà con xem lại mã với người đã cấp, mai gõ lại nhé.
too-long = Dài quá, nhiều nhất là { $most } chữ cái. Xin viết ngắn lại; máy chưa gửi gì.
added = Đã thêm vào câu hỏi #{ $code } và báo cho báo cáo viên.
add-too-late = Câu hỏi #{ $code } { $state }. Bà con nhắn thành câu hỏi mới nhé.
choice-over = Việc này đã xong, hoặc đã quá 24 giờ nên máy đã xoá. Nếu chưa thấy mã câu hỏi, bà con nhắn lại nhé.
digit-without-choice = Lúc này không có mục nào để chọn bằng số. Bà con muốn hỏi thì viết thành câu nhé.
digit-out-of-range =
    { $most ->
        [1] Ở đây chỉ có một mục: gửi 1 để chọn.
       *[other] Ở đây chọn được từ 1 đến { $most }. Bà con gửi lại một số nhé.
    }
group-move = Nhóm này đang là loa của { $place }. Chuyển nhóm sang { $to }? Từ đó nhóm không nhận tin của nơi cũ nữa.
choice-move-group = Chuyển nhóm
choice-stay-group = Giữ nguyên
group-stays = Nhóm giữ nguyên như cũ.
group-elsewhere = Nhóm này đang là loa của { $place }, nên chỉ có mã thì chưa chuyển sang { $to } được. Xin đồng chí bí thư ở đây, hoặc biên tập phụ trách cả hai nơi, gõ mã này trong nhóm. Mã vẫn dùng được.
digit-not-yours = Mục này dành cho người khác trong nhóm chọn. Bà con muốn hỏi gì thì gửi câu hỏi của mình nhé.
choice-not-yours = Nút này dành cho người khác, hoặc việc đã xong.

# Group

group-hello =
    Chào cả nhóm! Đây là máy loa bản. Nhóm này chưa được liên kết với bản nào.
    Đồng chí có mã của xã thì gõ: /lienket MÃ
group-linked =
    Nhóm này nay là loa của { $place }.
    Máy của { $owner } sẽ gửi tin tóm tắt nghị quyết, chính sách vào đây. Tin là do máy gửi.
    Muốn hỏi: gõ /hoi và câu hỏi; cả nhóm thấy câu hỏi và câu trả lời. Muốn hỏi riêng: nhắn thẳng cho máy.
    Máy chỉ giữ những gì bà con hỏi máy, không đọc và không lưu chuyện khác trong nhóm.
group-not-linked = Nhóm này chưa được liên kết. Đồng chí có mã của xã thì gõ: /lienket MÃ
group-too-many = Máy này chỉ vào được { $most } nhóm, và đã đủ, nên chưa nhận thêm nhóm này được. Mã vẫn còn dùng được; xin báo xã bớt một nhóm cũ hoặc thêm một tài khoản máy.
link-how = Xin gõ thêm mã, ví dụ: /lienket ABCD2345EF. Mã do xã cấp.
link-in-private = Lệnh này dùng trong nhóm của bản: thêm máy vào nhóm rồi gõ /lienket MÃ ở đó.
code-unknown = Không có mã này. Xin xem lại từng chữ, hoặc xin xã cấp mã mới.
code-used = Mã này đã dùng rồi. Mỗi mã dùng một lần; xin xã cấp mã mới.
code-revoked = Mã này đã bị thu lại. Xin xã cấp mã mới.
code-lapsed = Mã này đã quá 7 ngày, hết hạn. Xin xã cấp mã mới.
code-not-for-group = Mã này dành cho một người, không dành cho nhóm. Đồng chí được mời nhắn riêng cho máy: /start MÃ
code-for-group = Mã này dành cho nhóm của bản. Thêm máy vào nhóm rồi gõ ở đó: /lienket { $code }
code-place-gone = Nơi ghi trong mã không còn trong danh sách. Xin xã cấp mã mới.

# Roles

role-group = Nhóm của bản
role-secretary = Bí thư chi bộ
role-reporter = Báo cáo viên
role-coordinator = Điều phối
role-editor = Biên tập
role-begins =
    Chào đồng chí! Từ nay đồng chí là { $role } ({ $place }).
    { $how }
not-your-role = Lệnh này dành cho: { $roles }. Nếu đồng chí giữ việc đó, xin xã cấp mã mời.
out-of-reach = Nơi này ngoài địa bàn của đồng chí.
place-not-found = Không tìm thấy “{ $typed }”. Gõ tên xã, bản (không cần dấu) hoặc mã nơi.
place-near = Không có nơi nào mang đúng tên “{ $typed }”. Ý đồng chí là nơi nào?
place-several = Có nhiều nơi tên “{ $typed }”. Ý đồng chí là nơi nào?
place-none = Vâng, máy chưa làm gì. Đồng chí gõ lại lệnh với tên đầy đủ của bản, của xã, hoặc mã nơi.

# News

news = Tin mới. Bà con muốn đọc tin nào?
news-none = Chưa có tin nào. Có tin mới máy sẽ gửi vào nhóm của bản.
listen-none = Chưa có tin nào có tiếng để nghe. Gõ /tin để đọc.
choose-language = Bà con chọn tiếng nào?
language-chosen = Vâng, từ nay máy dùng { $language }.
language-draft = Máy còn viết tiếng Việt. Mình cứ nói { $language }: máy chuyển cho người biết { $language }, nếu có.

# My questions, what is kept

my-questions =
    Câu hỏi của bà con:
    { $list }
my-questions-none = Bà con chưa có câu hỏi nào ở đây, hoặc đã quá hạn giữ nên máy đã xoá.
question-line = #{ $code } – { $state }, hỏi { $asked }
question-line-words = #{ $code } « { $text } » – { $state }
question-line-answer =
    #{ $code } « { $text } » – { $state }
    Trả lời: « { $answer } »
question-line-open = #{ $code } « { $text } » – { $state }, chậm nhất hết { $due }
question-line-open-voice = #{ $code } bằng tiếng nói – { $state }, chậm nhất hết { $due }
question-line-late = #{ $code } « { $text } » – { $state }; đã quá hẹn { $due }, máy đang nhắc báo cáo viên
question-line-late-voice = #{ $code } bằng tiếng nói – { $state }; đã quá hẹn { $due }, máy đang nhắc báo cáo viên
withdraw-how = Bà con gõ thêm mã, ví dụ: /thuhoi AB2CD. Nhắn riêng cho máy “câu hỏi” để xem mã.
withdrawn = Đã rút câu hỏi #{ $code }. Báo cáo viên được báo là không cần trả lời nữa.
withdrawn-already = Câu hỏi #{ $code } bà con đã rút rồi.
withdraw-in-private = Trong nhóm chỉ rút được câu hỏi trong nhóm này. Câu hỏi riêng thì xin nhắn riêng cho máy.
withdraw-too-late = Câu hỏi #{ $code } đã xong nên không rút được nữa. Gõ “xoá” để xoá những gì máy giữ.
question-not-yours = Không có câu hỏi #{ $code } của bà con ở đây.
kept =
    Máy đang giữ về bà con:
    • Bản: { $place }
    • Tiếng: { $language }
    • Đồng ý để máy chuyển câu hỏi: { $agreed }
    • Việc được giao: { $roles }
    • Lời đang chờ bà con chọn: { $waits }
    • Câu hỏi: { $questions }
    Địa chỉ để trả lời bà con được khoá (mã hoá). Không có tên, số điện thoại. Gõ “xoá” để xoá ngay.
kept-nothing = Máy không giữ gì về bà con.
erased =
    Đã xoá hết những gì máy giữ về bà con; câu hỏi chưa trả lời thì coi như rút lại.
    Điều không lấy lại được: tin đã gửi đi nằm trong điện thoại người nhận và trên ứng dụng nhắn tin; câu hỏi trong nhóm thì cả nhóm đã thấy.
erased-but-role =
    Đã xoá câu hỏi, nơi ở, tiếng đã chọn và lời đồng ý. Còn giữ việc được giao và địa chỉ để gửi phiếu cho đồng chí; muốn thôi hẳn, xin báo xã.
    Tin đã gửi đi thì không lấy lại được.
stopped = Vâng, máy thôi nhắn, cả câu trả lời đang chờ. Nhắn lại lúc nào, máy gửi lại lúc ấy.
stopped-and-away =
    Vâng, máy sẽ không gửi gì nữa, kể cả phiếu câu hỏi. { $moved } câu hỏi đang chờ đồng chí đã chuyển cho người thay.
    Muốn nhận lại: /nghi het. Muốn thôi hẳn việc này, xin báo xã.
cleared = Cảm ơn bà con. Câu hỏi #{ $code } đã xong.
not-cleared = Vâng, câu hỏi #{ $code } được mở lại. Chỗ nào chưa rõ, bà con bấm giữ tin này, chọn “Trả lời” rồi viết thêm hoặc nói thêm.
not-cleared-erased = Vâng, câu hỏi #{ $code } được mở lại. Lời cũ máy đã xoá khi trả lời xong; bà con bấm giữ tin này, chọn “Trả lời”, rồi viết lại câu hỏi và chỗ chưa rõ.
sent-to-province = Câu hỏi #{ $code } đã chuyển lên tỉnh; người của xã không xem nữa.

# Secretary

relay-how = Đồng chí gõ /hoiho rồi viết câu hỏi của bà con, đừng ghi tên ai. Ví dụ: /hoiho Hộ nghèo có được cấp thẻ bảo hiểm y tế không?
ask-relay = Hỏi hộ bà con câu này ạ? Xin đừng ghi tên ai; có trả lời, máy gửi vào đây.
ask-relay-named = Trong lời này có tên người. Xin đồng chí nhắn lại, bỏ tên đi; không phải tên người thì cứ chọn. Hỏi hộ bà con câu này ạ?
choice-relay = Hỏi hộ bà con
choice-own = Câu hỏi của tôi
item-which = Đồng chí gõ thêm tên bài; hoặc bấm giữ đúng tin đó trong nhóm, chọn “Trả lời”, rồi gõ lệnh.
item-unknown = Không có bài “{ $typed }”. Gõ tên thư mục hoặc số văn bản, ví dụ: hoc-phi, 72-NQ/TW.
item-several = Có nhiều bài giống tên đó: { $list }. Xin gõ tên đầy đủ.
outreach-how = Cách ghi: /xacnhan BÀI loa 2 (đã đọc loa 2 lần) hoặc /xacnhan BÀI hop 40 (đã nói ở buổi họp, khoảng 40 người nghe).
line-loudspeaker = đọc loa { $count } lần
line-meeting = nói ở buổi họp, ước chừng { $count } người nghe
line-session = { $form }, { $present }/{ $total } người
line-noted = Đã ghi: { $what } – { $item }. Cảm ơn đồng chí. Ghi nhầm thì nhắn: sửa { $number } rồi số đúng.
line-corrected = Đã sửa dòng { $number }: { $was } → { $now }.
line-taken-away = đã bỏ
line-was-corrected = { $what } (đã sửa)
line-other-item = Vâng, máy chưa ghi gì. Đồng chí gõ thêm tên bài, ví dụ: /xacnhan hoc-phi loa 2
which-item = Ghi “{ $what }” cho bài nào ạ?
choice-other-item = Bài khác
register =
    Sổ của bản trong kỳ này:
    { $list }
    Ghi nhầm thì nhắn, ví dụ: sửa 1 3 (dòng 1 là 3), sửa 1 0 (bỏ dòng 1)
register-line = { $number }. { $day } – { $what } – { $item }
register-empty = Kỳ này bản chưa ghi gì. Đọc loa xong, đồng chí nhắn: đã đọc loa 2 lần
correct-how = Cách sửa: sửa SỐ_DÒNG SỐ_ĐÚNG, ví dụ: sửa 1 3. Xem các dòng: /so
meeting-how-many = Buổi họp có khoảng bao nhiêu người nghe ạ? Đồng chí nhắn, ví dụ: họp bản 40 người
session-more = Có mặt ({ $present }) nhiều hơn tổng số ({ $total }). Đồng chí viết lại: có mặt/tổng số, ví dụ 28/30
script-none = Chưa có tin nào gửi tới bản để đọc loa. Có tin mới, máy gửi bài đọc vào đây.
script-draft = Bài “{ $item }” chưa được duyệt cho bản, nên chưa đọc loa được.
script-others = Bài trước: { $list }
not-read-yet = Vâng, máy chưa ghi gì. Đọc xong, đồng chí nhắn: đã đọc loa 2 lần
session-how = Cách ghi: /sohoc BÀI CÓ_MẶT/TỔNG hình thức. Ví dụ: /sohoc 72-NQ/TW 28/30 học tập (hoặc quán triệt, tuyên truyền).
form-hoc-tap = học tập
form-quan-triet = quán triệt
form-tuyen-truyen = tuyên truyền
situation =
    { $place }
    Tin gần đây:
    { $items }
    Câu hỏi đang chờ trả lời: { $open }
situation-item = • { $title } – { $state } ({ $at })
situation-no-items = • chưa có tin nào
delivery-waiting = chờ gửi
delivery-sent = đã gửi
delivery-failed = không gửi được
delivery-unknown = không rõ đã tới chưa
delivery-cancelled = đã huỷ

# Reporter

answer-how =
    Máy chưa gửi gì. Đồng chí bấm giữ đúng phiếu câu hỏi, chọn “Trả lời”; hoặc gõ /traloi MÃ nội dung.
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
ask-back-how = Cách dùng: /hoilai MÃ nội dung cần hỏi thêm.
ask-back-sent = Đã hỏi lại người hỏi #{ $code }. Họ trả lời, máy gửi phiếu mới.
ask-back-nobody = Không còn đường hỏi lại người hỏi #{ $code } (họ đã dừng nhận tin, đã xoá, hoặc nhóm không còn).
hand-over-how = Cách dùng: /chuyen MÃ NƠI lý do, hoặc /chuyen MÃ LĨNH VỰC lý do. Ví dụ: /chuyen AB2CD xã Bản Bo, đất ở bên đó. Phải có lý do.
handed-over = Đã chuyển câu hỏi #{ $code } cho người khác, kèm lý do.
hand-over-nobody = Chưa có ai khác nhận được câu hỏi #{ $code }, nên nó vẫn ở chỗ đồng chí.
same-how = Cách dùng: /trung MÃ1 MÃ2. Trả lời câu thứ nhất thì người hỏi câu thứ hai cũng nhận được.
same-noted = Đã ghi: #{ $second } giống #{ $first }. Đồng chí trả lời #{ $first }, cả hai cùng nhận.
same-not = Hai câu này không gộp được: một câu đã gộp vào câu khác, hoặc chỉ một trong hai là việc của tỉnh.
set-aside-how = Cách dùng: /gac MÃ lý do. Lý do được gửi cho người hỏi.
set-aside-done = Đã ghi: không nhận trả lời câu hỏi #{ $code }; máy báo lý do cho người hỏi.
choice-refuse-asker = Hôm nay thôi nhận của người này
refuse-asker-done = Đến hết hôm nay máy không nhận thêm câu hỏi của người vừa hỏi câu ấy, và đã nhắn lại lý do cho họ. Người ấy là ai thì máy không nói với ai. Ngày mai máy lại nhận như thường.
away = Đồng chí nghỉ đến hết ngày { $until }. { $moved } câu hỏi đã chuyển cho người thay. Đi làm lại sớm: /nghi het
away-left = { $left } câu chưa có ai nhận thay, vẫn ở chỗ đồng chí: trả lời trước, hoặc /chuyen cho người khác.
away-how = Cách dùng: /nghi 30/11 (nghỉ đến hết ngày 30/11), /nghi 3 ngày, /nghi 1/12-5/12, /nghi het (đi làm lại).
away-over = Ngày ấy đã qua. Đồng chí nghỉ đến hết ngày nào? Ví dụ: /nghi 3 ngày
away-from = Đã ghi: đồng chí nghỉ từ ngày { $from } đến hết ngày { $until }. Đến hôm đó câu hỏi tự chuyển cho người thay. Thôi nghỉ: /nghi het
away-which = Đồng chí nghỉ đến hết ngày nào? Trong lúc nghỉ, câu hỏi chuyển cho người thay.
choice-away = Nghỉ từ hôm nay đến hết { $until }
choice-away-day = Nghỉ ngày { $day }
choice-away-days = Nghỉ từ { $from } đến hết { $until }
choice-not-away = Chưa nghỉ
wordless = Bà con muốn hỏi gì thì viết thành chữ, hoặc gửi lời nói. Máy chuyển tới cán bộ trả lời.
edited = Máy đã sửa câu hỏi #{ $code } theo tin bà con vừa sửa.
edited-and-told = Câu hỏi #{ $code } đã tới cán bộ, máy vừa báo cán bộ lời bà con mới sửa.
not-away = Vâng, đồng chí vẫn nhận câu hỏi như thường.
back = Chào đồng chí đã đi làm lại. Câu hỏi mới sẽ gửi tới đây.
propose-later = Máy chưa làm được việc đưa câu trả lời ra nhóm (/congkhai). Đồng chí có thể trả lời chung bằng một bài mới.

# Coordinator, editor

invite-how = Cách dùng: /moi nhom NƠI, /moi bithu NƠI, /moi truongban NƠI hoặc /moi baocaovien NƠI. Ví dụ: /moi baocaovien xã Bình Lư
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
return-how = Cách dùng: /tralai BÀI lý do. Ví dụ: /tralai học phí Thiếu ngày áp dụng
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
published = Đang phát “{ $item }”: { $groups } nhóm, { $private } người nhận riêng, từ { $at }.
published-quiet = Sẽ phát “{ $item }”: { $groups } nhóm, { $private } người nhận riêng. Đang giờ nghỉ của bà con nên máy chờ đến { $at }. Việc khẩn cần gửi ngay: nhờ người quản máy phát với `--rank urgent`.
published-none-linked = “{ $item }”: chưa gửi cho ai, vì ở đó chưa có nhóm nào liên kết và chưa ai giữ vai được nhận.
published-all-have-it = “{ $item }”: chưa gửi cho ai, vì mọi nơi ở đó đã có đúng bản này.
published-all-queued = “{ $item }”: chưa gửi thêm cho ai, vì bản này đang chờ gửi ở lần phát trước.
published-all-unknown = “{ $item }”: chưa gửi cho ai, vì lần trước chưa rõ đã tới hay chưa. Cần gửi lại thì nhờ người quản máy.
published-mixed = “{ $item }”: chưa gửi thêm cho ai. Ở đó: { $has } nơi đã có đúng bản này, { $queued } nơi đang chờ gửi, { $unknown } nơi chưa rõ đã tới hay chưa, { $gone } nhóm mất liên kết, { $kept } nhóm ở nơi bài chưa được duyệt.
published-not-released = “{ $item }”: chưa gửi cho ai, vì bài mới được duyệt cho nơi khác. Một đồng chí biên tập có địa bàn tới đây, khác người viết, gõ /duyet trước đã.
published-kept-from = Còn { $groups } nhóm chưa nhận, vì bài chưa được duyệt cho nơi đó. Biên tập ở đó, hoặc cấp trên, gõ /duyet rồi phát lại.
published-all-gone = “{ $item }”: chưa gửi cho ai, vì các nhóm ở đó đã mất liên kết. Xem ai đã đưa máy ra khỏi nhóm, rồi liên kết lại bằng mã mới.
report-here = Báo cáo kỳ { $period }, { $place }. Mở tệp .html để xem và in.
report-how = Viết: /baocao rồi tháng. Ví dụ: /baocao 11, /baocao 11/2026

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
menu-gac = Không nhận trả lời, nói lý do
menu-nghi = Báo nghỉ, báo đi làm lại
menu-moi = Tạo mã mời
menu-duyet = Xem và duyệt bài
menu-tralai = Trả bài lại để sửa
menu-phat = Phát bài tới các nhóm
menu-ketqua = Tin đã phát tới đâu
menu-rutbai = Rút bài đã phát
menu-baocao = Báo cáo tháng
