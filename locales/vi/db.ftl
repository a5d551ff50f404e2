# What is wrong with the database, said to whoever typed a command or reads `doctor`: what happened, where, what to do.

db-away = Không kết nối được cơ sở dữ liệu ở { $where }. Kiểm tra máy chủ có đang chạy không, mạng có thông không, và [database] url trong tệp cài đặt; rồi chạy lại.
db-denied = Máy chủ cơ sở dữ liệu ở { $where } không cho vào. Kiểm tra tên người dùng, mật khẩu và tên cơ sở dữ liệu ở [database] url; cơ sở dữ liệu phải được tạo sẵn.
db-full = Hết chỗ trên ổ đĩa của cơ sở dữ liệu { $where }. Dọn bớt để có chỗ trống rồi chạy lại; dữ liệu cũ vẫn còn nguyên.
db-held = Một chương trình khác đang giữ khoá ghi của cơ sở dữ liệu { $where }. Đợi chương trình đó xong, hoặc tắt nó, rồi chạy lại.
db-unwritable = Không đọc hoặc không ghi được cơ sở dữ liệu { $where }. Kiểm tra thư mục có đó không, quyền ghi và ổ đĩa; rồi chạy lại.
db-broken = { $where } không phải cơ sở dữ liệu, hoặc đã hỏng. Cất tệp đó đi nơi khác rồi khôi phục từ bản sao lưu bằng `loaban restore`.
db-replaced = Tệp cơ sở dữ liệu { $where } đã bị xoá hoặc bị thay bằng tệp khác trong khi `loaban run` đang chạy; máy đã dừng, không nhận thêm gì. Muốn dùng bản sao lưu: để `loaban run` tắt, rồi chạy `loaban restore`.
db-slow = Cơ sở dữ liệu { $where } trả lời quá chậm. Xem máy có đang quá tải không rồi chạy lại.
db-unknown-word = Dòng { $row } của bảng { $table }, cột { $column }, có từ mà chương trình này không biết: do một bản loaban mới hơn ghi, hoặc đã bị sửa bằng tay. Chạy bản loaban mới hơn; nếu vẫn không được thì khôi phục bản sao lưu bằng `loaban restore`.
db-fault = Không làm được vì một lỗi chưa lường trước: { $what }. Chạy `loaban doctor` để xem còn gì hỏng, rồi gửi dòng này cho người bảo trì.
db-no-room = hết chỗ trống
db-no-writing = không ghi được
