# What is the same under every message: how to choose, and warnings to the editors.

# A link in what people write says where it leads: “abc chấm vn”.
link-host = (trang { $host })
link-strange = (trang lạ, tên có chữ giả: { $host })
link-dot = chấm
choose-by-digit = Gửi số của dòng muốn chọn, ví dụ: 1
quota-warning = Tài khoản “{ $account }” đã dùng { $used } trong { $limit } tin của tháng này, còn { $left }. Khi còn một phần mười, máy ngừng phát tin tới các nhóm và chỉ gửi trả lời; tin chưa phát sẽ đợi sang tháng sau.
