# Where in a group only a mention reaches the machine (Zalo Bot), and where it is not told what was quoted.

called-help-group =
    Trong nhóm này máy chỉ nghe khi được gọi tên: gõ @ rồi chọn tên máy, sau đó viết:
    • câu hỏi – cả nhóm thấy câu hỏi và câu trả lời
    • tin – đọc tin; nghe – nghe tin mới nhất
    Hỏi riêng: nhắn thẳng cho máy.
    Đồng chí bí thư, trưởng bản: nhắn riêng cho máy “trợ giúp”.
called-ask-how-group = Bà con gõ @, chọn tên máy, rồi viết câu hỏi, ví dụ: Bao giờ bản mình khám sức khoẻ? Cả nhóm sẽ thấy; muốn hỏi riêng thì nhắn thẳng cho máy.
called-group-linked =
    Từ nay nhóm này nhận tin của { $owner }, do máy gửi ({ $place }).
    Hỏi: gõ @, chọn tên máy, rồi viết câu hỏi, cả nhóm thấy câu hỏi và câu trả lời. Hỏi riêng: nhắn thẳng cho máy.
    Máy chỉ nghe và chỉ giữ những gì bà con hỏi máy; chuyện khác trong nhóm không tới máy.
called-group-not-linked = Nhóm này chưa được liên kết. Đồng chí có mã của xã thì gõ @, chọn tên máy, rồi viết: lienket MÃ
called-link-how = Xin viết thêm mã sau tên máy, ví dụ: lienket ABCD2345EF. Mã do xã cấp.
called-content-ask-group = Hỏi: gõ @, chọn tên máy, rồi viết câu hỏi (cả nhóm thấy).

unquoted-card-how = Trả lời: gõ { $code } rồi lời đáp; muốn nói: gõ { $code }, rồi gửi tiếng nói. Không phải việc mình: /chuyen hoặc /gac.
unquoted-reminder = Nhắc đồng chí: câu hỏi #{ $code } đã đến hạn trả lời ({ $due }). Gõ { $code } rồi lời đáp.
unquoted-answer-how =
    Máy chưa gửi gì. Trả lời câu nào thì gõ mã câu ấy rồi lời đáp; muốn nói: gõ mã, rồi gửi tiếng nói.
    Xem câu đang chờ: /danhsach. Muốn hỏi cho mình: /hoi câu hỏi
called-choose-by-digit = Gõ @, chọn tên máy, rồi gõ số của dòng mình chọn.
called-asked-back =
    Báo cáo viên hỏi thêm về câu hỏi #{ $code }:
    « { $text } »
    Bà con gõ @, chọn tên máy, rồi viết #{ $code } và lời đáp.
unquoted-item-which = Đồng chí gõ lệnh rồi thêm tên bài.
unquoted-help-reporter =
    Có câu hỏi, máy gửi phiếu tới đây. Trả lời: gõ mã rồi lời đáp, ví dụ: AB2CD Ngày 15/12; muốn nói: gõ mã, rồi gửi tiếng nói. Phiếu không có tên ai; xin đừng dò ai hỏi.
    /danhsach – câu đang chờ
    /hoilai MÃ lời hỏi – hỏi lại cho rõ
    /chuyen MÃ nơi hoặc lĩnh vực, lý do – chuyển người khác
    /trung MÃ MÃ – hai câu là một
    /cosan – câu có sẵn
    /gac MÃ lý do – không thuộc việc mình, báo lý do cho người hỏi
    /nghi 3 ngày – nghỉ; /nghi hết – đi làm lại
unquoted-asked-back =
    Báo cáo viên hỏi thêm về câu hỏi #{ $code }:
    « { $text } »
    Bà con nhắn lại cho máy: viết #{ $code } rồi viết lời đáp.
unquoted-not-cleared = Vâng, câu hỏi #{ $code } được mở lại. Chỗ nào chưa rõ, bà con nhắn: viết #{ $code } rồi viết thêm.
unquoted-not-cleared-erased = Vâng, câu hỏi #{ $code } được mở lại. Lời cũ máy đã xoá khi trả lời xong; bà con nhắn: viết #{ $code }, rồi viết lại câu hỏi và chỗ chưa rõ.
