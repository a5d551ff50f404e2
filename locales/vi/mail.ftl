# What is the same under every message: how to choose, and warnings to the editors.

# A link in what people write says where it leads: “abc chấm vn”.
link-host = (trang { $host })
link-strange = (trang lạ, tên có chữ giả: { $host })
link-dot = chấm
choose-by-digit = Nhắn số của dòng mình chọn.
quota-warning = Tài khoản “{ $account }”: tháng này máy đã gửi { $used } trong { $limit } tin, còn { $left }. Còn một phần mười thì máy thôi phát tin, chỉ gửi trả lời; tin chưa phát chờ sang tháng sau.
