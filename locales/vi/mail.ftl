# What is the same under every message: how to choose, and warnings to the editors.

choose-by-digit = Gửi số của dòng muốn chọn, ví dụ: 1
quota-warning = Tài khoản “{ $account }” đã dùng { $used } trong { $limit } tin của tháng này, còn { $left }. Khi còn một phần mười, máy ngừng phát tin tới các nhóm và chỉ gửi trả lời; tin chưa phát sẽ đợi sang tháng sau.
