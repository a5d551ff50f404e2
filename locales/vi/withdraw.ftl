# An item is taken back: what those read who got it.

withdrawn-heading = RÚT LẠI TIN – { $title }
withdrawn-group =
    Tin này ({ $cite }) đã gửi vào nhóm trước đây, nay rút lại.
    Bà con đừng làm theo và đừng gửi tiếp. Loa đã đọc tin đó thì xin đọc cả tin rút lại này.
withdrawn-private =
    Tin này ({ $cite }) đã gửi riêng cho đồng chí trước đây, nay rút lại.
    Đồng chí không dùng tin đó nữa; đã nói với bà con thì xin nói lại cho rõ.
withdrawn-reason = Lý do: { $reason }

# Why it is refused.

withdraw-nothing = Bài “{ $item }” chưa được duyệt và chưa phát lần nào, nên không có gì để rút.
withdraw-no-name = Chưa có tên người rút bài. Xin ghi tên người quyết định rút bài này.
withdraw-reason-long = Lý do dài { $length } chữ cái, nhiều nhất là { $most }. Xin viết ngắn lại; máy chưa rút gì.

# What an editor reads in the chat.

withdraw-item-how =
    Viết: /rutbai tên bài, rồi lý do. Ví dụ: /rutbai học phí Ghi nhầm ngày áp dụng
    Nơi nào đã nhận bài thì được báo là tin rút lại, kèm lý do (bỏ trống cũng được). Có bản sửa rồi thì phát bản sửa, không cần rút.
withdraw-item-ask = Rút “{ $item }”? { $groups } nhóm đã nhận sẽ được báo là tin rút lại; tin còn chờ gửi thì huỷ.
withdraw-item-people = { $private } người đã nhận riêng cũng được báo.
withdraw-item-no-reason = Chưa ghi lý do. Muốn ghi, gõ lại: /rutbai BÀI lý do
choice-take-back = Rút, báo { $groups } nhóm
withdraw-item-out-of-reach = Bài “{ $item }” đã phát cả ra ngoài địa bàn của đồng chí, nên máy chưa rút. Xin biên tập của nơi đã phát, hoặc của cấp trên, rút bài này.
item-withdrawn =
    Đã rút “{ $item }”: huỷ { $cancelled } tin đang chờ; báo rút lại tới { $told } nơi đã nhận, từ { $at }.
    Muốn phát lại: nhờ một đồng chí không viết bài này duyệt lại, /duyet { $folder }
item-withdrawn-many =
    Đã rút “{ $item }”: huỷ { $cancelled } tin đang chờ; đang báo rút lại tới mọi nơi đã nhận, từ { $at }.
    Muốn phát lại: nhờ một đồng chí không viết bài này duyệt lại, /duyet { $folder }
item-withdrawn-rest = “{ $item }” đã rút từ trước; có nơi chưa nhận được, hoặc chưa rõ đã nhận, giấy báo. Máy báo lại tới { $told } nơi, từ { $at }.
item-withdrawn-already = “{ $item }” đã rút từ trước. Nơi nào được báo rồi thì máy không báo lại.

# In a village's last items.

delivery-withdrawn = đã rút lại
