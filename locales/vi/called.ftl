# Where in a group only a mention reaches the machine (Zalo Bot), and where it is not told what was quoted.

called-help-group =
    Trong nhóm này máy chỉ nghe khi được gọi tên: gõ @ rồi chọn tên máy, sau đó viết:
    • câu hỏi – hỏi báo cáo viên; câu trả lời gửi vào nhóm, cả nhóm thấy
    • tin – tin mới; nghe – nghe tin mới nhất
    Muốn hỏi riêng: nhắn thẳng cho máy.
    Đồng chí bí thư: xacnhan, sohoc, hoiho, tinhhinh (cũng gõ @ và tên máy trước)
called-ask-how-group = Bà con gõ @, chọn tên máy, rồi viết câu hỏi, ví dụ: Bao giờ bản mình khám sức khoẻ? Cả nhóm sẽ thấy; muốn hỏi riêng thì nhắn thẳng cho máy.
called-group-linked =
    Nhóm này nay là loa của { $place }.
    Máy của { $owner } sẽ gửi tin tóm tắt nghị quyết, chính sách vào đây. Tin là do máy gửi.
    Muốn hỏi: gõ @, chọn tên máy, rồi viết câu hỏi; cả nhóm thấy câu hỏi và câu trả lời. Muốn hỏi riêng: nhắn thẳng cho máy.
    Máy chỉ nghe và chỉ giữ những gì bà con hỏi máy; chuyện khác trong nhóm không tới máy.
called-group-not-linked = Nhóm này chưa được liên kết. Đồng chí có mã của xã thì gõ @, chọn tên máy, rồi viết: lienket MÃ
called-link-how = Xin viết thêm mã sau tên máy, ví dụ: lienket ABCD2345EF. Mã do xã cấp.
called-content-ask-group = Hỏi: gõ @, chọn tên máy, rồi viết câu hỏi (cả nhóm thấy).

unquoted-card-how = Trả lời: gõ /traloi { $code } rồi viết nội dung; muốn nói: gõ /traloi { $code }, rồi gửi tiếng nói. Không phải việc mình: /chuyen hoặc /gac.
unquoted-reminder = Nhắc đồng chí: câu hỏi #{ $code } đã đến hạn trả lời ({ $due }). Gõ /traloi { $code } rồi viết nội dung.
unquoted-answer-how =
    Máy chưa gửi gì. Đồng chí trả lời câu nào thì gõ mã của câu đó: /traloi MÃ nội dung; muốn nói: gõ /traloi MÃ, rồi gửi tiếng nói.
    Xem câu đang chờ: /danhsach. Muốn hỏi cho mình: /hoi câu hỏi
called-choose-by-digit = Gõ @, chọn tên máy, rồi gõ số của dòng muốn chọn, ví dụ: @Loa Bản 1
called-asked-back =
    Về câu hỏi #{ $code }, báo cáo viên cần hỏi thêm:
    « { $text } »
    Bà con gõ @, chọn tên máy, rồi viết #{ $code } và lời đáp.
unquoted-asked-back =
    Về câu hỏi #{ $code }, báo cáo viên cần hỏi thêm:
    « { $text } »
    Bà con nhắn lại cho máy: viết #{ $code } rồi viết lời đáp.
unquoted-not-cleared = Vâng, câu hỏi #{ $code } được mở lại. Chỗ nào chưa rõ, bà con nhắn: viết #{ $code } rồi viết thêm.
unquoted-not-cleared-erased = Vâng, câu hỏi #{ $code } được mở lại. Lời cũ máy đã xoá khi trả lời xong; bà con nhắn: viết #{ $code }, rồi viết lại câu hỏi và chỗ chưa rõ.
unquoted-item-which = Đồng chí gõ lệnh rồi thêm tên bài.
unquoted-help-reporter =
    Có câu hỏi, máy gửi phiếu tới đây. Đồng chí trả lời: gõ /traloi MÃ nội dung; muốn nói: gõ /traloi MÃ, rồi gửi tiếng nói. Phiếu không có tên ai; xin đừng dò xem ai đã hỏi.
    /danhsach – câu hỏi đang chờ
    /hoilai MÃ nội dung – hỏi lại người hỏi
    /chuyen MÃ NƠI lý do, hoặc /chuyen MÃ LĨNH VỰC lý do – chuyển người khác
    /trung MÃ MÃ – hai câu là một
    /gac MÃ lý do – không thuộc việc mình, báo lý do cho người hỏi
    /nghi 30/11 – nghỉ đến hết ngày đó; /nghi het – đi làm lại
