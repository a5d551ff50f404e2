# Where in a group only a mention reaches the machine (Zalo Bot), and where it is not told what was quoted.

called-help-group =
    Trong nhóm này máy chỉ nghe khi được gọi tên: gõ @ rồi chọn tên máy, sau đó viết:
    • câu hỏi – hỏi báo cáo viên; câu trả lời gửi vào nhóm, cả nhóm thấy
    • tin – tin mới; nghe – nghe tin mới nhất
    Muốn hỏi riêng: nhắn thẳng cho máy.
    Đồng chí bí thư: xacnhan, sohoc, hoiho, tinhhinh (cũng gõ @ và tên máy trước)
called-ask-how-group = Bà con gõ @, chọn tên máy, rồi viết câu hỏi, ví dụ: Bao giờ bản mình khám sức khoẻ? Cả nhóm sẽ thấy; muốn hỏi riêng thì nhắn thẳng cho máy.
called-unsupported-group = Máy chưa nhận được ảnh và tệp, nên chưa nhận câu hỏi. Bà con gõ @, chọn tên máy, rồi viết câu hỏi giúp nhé.
called-group-linked =
    Nhóm này nay là loa của { $place }.
    Máy của { $owner } sẽ gửi tin tóm tắt nghị quyết, chính sách vào đây. Tin là do máy gửi.
    Muốn hỏi: gõ @, chọn tên máy, rồi viết câu hỏi; cả nhóm thấy câu hỏi và câu trả lời. Muốn hỏi riêng: nhắn thẳng cho máy.
    Máy chỉ nghe và chỉ giữ những gì bà con hỏi máy; chuyện khác trong nhóm không tới máy.
called-group-not-linked = Nhóm này chưa được liên kết. Đồng chí có mã của xã thì gõ @, chọn tên máy, rồi viết: lienket MÃ
called-link-how = Xin viết thêm mã sau tên máy, ví dụ: lienket ABCD2345EF. Mã do xã cấp.
called-content-ask-group = Muốn hỏi: gõ @, chọn tên máy, rồi viết câu hỏi; cả nhóm sẽ thấy.

unquoted-card-how = Trả lời: gõ /traloi { $code } rồi viết nội dung. Không phải việc mình: /chuyen hoặc /gac.
unquoted-reminder = Nhắc đồng chí: câu hỏi #{ $code } đã đến hạn trả lời ({ $due }). Gõ /traloi { $code } rồi viết nội dung.
unquoted-answer-how =
    Máy chưa gửi gì. Đồng chí trả lời câu nào thì gõ mã của câu đó: /traloi MÃ nội dung.
    Xem câu đang chờ: /danhsach. Muốn hỏi cho mình: /hoi câu hỏi
