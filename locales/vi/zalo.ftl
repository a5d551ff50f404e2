# Zalo Official Account: xin quyền, mất quyền.

account-consent-needed =
    Máy chưa gửi được tin qua tài khoản “{ $account }”: Zalo cần người quản trị OA cho phép lại.
    Tin đang chờ và sẽ tự gửi khi có quyền. Việc cần làm: nhờ người vận hành máy chạy lệnh

    loaban zalo authorize { $account }

    rồi gửi đường dẫn cho người quản trị OA bấm đồng ý.

zalo-doctor-database = Tài khoản { $account }: chưa xem được vì thẻ truy cập nằm trong cơ sở dữ liệu; sửa các dòng về cơ sở dữ liệu và khoá trước

zalo-authorize-steps =
    1. Mở đường dẫn này bằng tài khoản Zalo của người quản trị OA { $oa }, rồi bấm đồng ý:

    { $link }

    2. Trình duyệt sẽ chuyển sang một địa chỉ bắt đầu bằng { $redirect }. Trang đó có thể báo lỗi, không sao.
    3. Chép cả địa chỉ trên thanh địa chỉ, dán vào đây rồi Enter (trong 10 phút):
zalo-authorize-later =
    Đường dẫn:

    { $link }

    Chưa có mã. Sau khi người quản trị OA bấm đồng ý, chạy tiếp trong 10 phút:

    loaban zalo authorize { $account } --code "ĐỊA CHỈ VỪA CHÉP"
zalo-authorize-done = Xong. Máy đã có quyền của OA { $oa } và sẽ tự gia hạn. Nếu loaban run đang chạy, tin đang chờ sẽ được gửi trong vòng một phút rưỡi.
zalo-authorize-no-redirect = Chưa biết địa chỉ nhận mã. Đặt [server] public_url, hoặc thêm --redirect với đúng địa chỉ Callback đã ghi ở trang developers.zalo.me (Official Account, Thiết lập chung).
zalo-authorize-no-code = Không thấy mã trong nội dung vừa dán. Chép cả địa chỉ trên thanh địa chỉ, có đoạn code=…
zalo-authorize-other-state = Địa chỉ này là của một lần xin quyền khác. Chạy lại lệnh và dùng đường dẫn mới.
zalo-authorize-other-oa = Người vừa bấm đồng ý quản trị OA { $given }, không phải OA { $oa } trong tệp cài đặt. Đăng nhập đúng OA rồi làm lại, hoặc sửa oa_id.
zalo-authorize-none = Chưa có lần xin quyền nào đang chờ. Chạy loaban zalo authorize { $account } để lấy đường dẫn trước.
zalo-authorize-away = Không kết nối được với Zalo. Xem mạng rồi chạy lại lệnh từ đầu.
zalo-authorize-old = Lần xin quyền này đã quá 10 phút nên mã không còn dùng được. Chạy lại lệnh để lấy đường dẫn mới.
zalo-authorize-app = Zalo từ chối: ứng dụng chưa bật hoặc app_id, app_secret sai ({ $error }). Xem lại ở developers.zalo.me, bật ứng dụng rồi làm lại.
zalo-authorize-redirect = Zalo từ chối: địa chỉ Callback không khớp ({ $error }). Ghi { $redirect } vào Official Account, Thiết lập chung ở developers.zalo.me, hoặc chạy lại với --redirect đúng địa chỉ đã ghi.
zalo-authorize-verifier = Zalo từ chối: mã không đi với đường dẫn này ({ $error }). Chạy lại lệnh, dùng đường dẫn mới.
zalo-authorize-code = Zalo từ chối mã ({ $error }). Mã chỉ dùng một lần trong 10 phút: chạy lại lệnh để lấy đường dẫn mới.
