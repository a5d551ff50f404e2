# What a visitor of a public page reads.

web-voice = Bản nghe, { $language }.
web-voice-synthetic = Bản nghe, { $language }. Giọng này do máy đọc.
web-no-voice-title = Không có bản nghe
web-no-voice = Không có bản nghe này, hoặc bản nghe chưa được duyệt. Xin mở lại đường dẫn trong tin nhắn, hoặc hỏi lại người gửi.

web-report-title = Báo cáo { $period }
web-report-document = Tệp Word (.docx), để sửa và ký gửi
web-report-page = Trang xem và in (.html)
web-report-workbook = Bảng số liệu (.xlsx)
web-report-json = Số liệu cho máy khác (.json)
web-report-note = Ai có đường dẫn này cũng mở được, trong một ngày. Hết hạn thì nhắn /baocao để lấy đường dẫn mới.

# Errors.

web-no-page-title = Không có trang này
web-no-page = Đường dẫn có thể bị chép thiếu hoặc sai. Xin mở lại đường dẫn trong tin nhắn, hoặc hỏi lại người gửi.
web-no-file-title = Không mở được
web-no-method-title = Không mở được theo cách này
web-no-method = Địa chỉ này chỉ để mở xem. Xin bấm vào đường dẫn trong tin nhắn.
web-not-ours-title = Trang này chỉ mở trên máy đang chạy nó
web-not-ours = Xin mở đúng địa chỉ mà chương trình đã in ra, trên chính máy đó.
web-busy-title = Chưa mở được lúc này
web-busy = Hệ thống đang bận hoặc đang được sửa. Xin mở lại sau ít phút.
