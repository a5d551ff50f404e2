//! What an operator reads when the settings are refused. Here and not in `locales/`, because the
//! settings are read before any locale. Each says what is wrong, then what to do; none shows a value,
//! since a value may be a secret in the wrong place.

use std::path::Path;

pub fn no_file(path: &Path) -> String {
    format!(
        "{}: không có tệp cài đặt này; tạo tệp, hoặc chỉ đúng tệp bằng --config TỆP hay biến môi trường LOABAN_CONFIG",
        path.display()
    )
}

pub fn unreadable(path: &Path, why: &str) -> String {
    format!(
        "{}: không đọc được tệp cài đặt ({why}); kiểm tra quyền đọc và lưu tệp ở dạng UTF-8",
        path.display()
    )
}

pub fn syntax(message: &str) -> String {
    format!("không đúng cú pháp TOML ({message}); sửa dòng này, chữ phải nằm trong ngoặc kép")
}

pub fn unknown_key(key: &str, place: &str, allowed: &[&str]) -> String {
    format!("khoá `{key}` không có trong {place}; xoá dòng này hoặc dùng một trong: {}", allowed.join(", "))
}

pub fn missing_key(key: &str, place: &str) -> String {
    format!("thiếu khoá `{key}` trong {place}; thêm dòng `{key} = …`")
}

pub fn empty(key: &str) -> String {
    format!(
        "khoá `{key}` để trống; điền giá trị, hoặc lấy từ nơi khác: {{ env = \"TÊN\" }} hay {{ file = \"TỆP\" }}"
    )
}

pub fn no_env(key: &str, name: &str) -> String {
    format!("`{key}` lấy từ biến môi trường {name} nhưng biến đó chưa đặt hoặc trống; đặt biến rồi chạy lại")
}

pub fn no_secret_file(key: &str, path: &Path) -> String {
    format!("`{key}` lấy từ tệp {} nhưng không đọc được tệp đó; tạo tệp hoặc sửa đường dẫn", path.display())
}

pub fn empty_secret_file(key: &str, path: &Path) -> String {
    format!("`{key}` lấy từ tệp {} nhưng tệp đó trống; ghi giá trị vào tệp", path.display())
}

pub fn empty_key_file(path: &Path) -> String {
    format!(
        "tệp khoá niêm phong {} trống; chép lại khoá đã cất, hoặc xoá tệp để tạo khoá mới nếu cơ sở dữ liệu còn trống",
        path.display()
    )
}

pub fn bad_source(key: &str) -> String {
    format!("`{key}` phải lấy từ đúng một nơi; viết {{ env = \"TÊN\" }} hoặc {{ file = \"TỆP\" }}")
}

pub fn not_a_section(name: &str) -> String {
    format!("`{name}` phải là một mục; viết [{name}] rồi các khoá ở những dòng dưới")
}

pub fn not_accounts() -> String {
    "mỗi tài khoản là một mục riêng; viết [[account]] với hai dấu ngoặc vuông".into()
}

pub fn not_text(key: &str) -> String {
    format!("`{key}` phải là chữ; đặt trong ngoặc kép")
}

pub fn not_number(key: &str, least: i64, most: i64) -> String {
    format!("`{key}` phải là số nguyên từ {least} đến {most}; sửa số này")
}

pub fn not_list(key: &str) -> String {
    format!("`{key}` phải là danh sách chữ; viết [\"một\", \"hai\"]")
}

pub fn bad_listen() -> String {
    "`listen` không phải địa chỉ và cổng; viết dạng \"127.0.0.1:8080\"".into()
}

pub fn bad_metrics() -> String {
    "`metrics` không phải địa chỉ và cổng; viết dạng \"127.0.0.1:9464\", hoặc bỏ dòng này".into()
}

pub fn bad_url(key: &str) -> String {
    format!(
        "`{key}` không phải địa chỉ http:// hoặc https://; viết dạng \"https://máy.chủ/đường-dẫn\", không kèm mật khẩu, ? hay #"
    )
}

pub fn bad_database() -> String {
    "`url` không phải địa chỉ cơ sở dữ liệu; viết \"sqlite://loaban.db\" hoặc \"postgres://người_dùng:mật_khẩu@máy/tên\"".into()
}

pub fn bad_zone() -> String {
    "`zone` không phải múi giờ đã biết; viết dạng \"Asia/Ho_Chi_Minh\"".into()
}

pub fn bad_durability() -> String {
    "`durability` chỉ nhận \"power\" (chịu được mất điện) hoặc \"crash\" (chịu được máy dừng đột ngột, nhanh hơn)".into()
}

pub fn bad_quiet() -> String {
    "`quiet` không phải khung giờ; viết \"21:00-06:00\" (hai giờ khác nhau), hoặc \"off\" để không giữ tin"
        .into()
}

pub fn bad_stretch(key: &str) -> String {
    format!(
        "`{key}` không phải khoảng thời gian; viết số rồi d, h, m hoặc s (\"2d\", \"12h\"), nhiều nhất mười năm"
    )
}

pub fn bad_session() -> String {
    "`session` không hợp lệ; viết \"12h\" hoặc \"1d\", nhiều nhất 30 ngày".into()
}

pub fn keeps_too_short(key: &str, least_days: u64) -> String {
    format!("`{key}` quá ngắn: tin còn cần cho báo cáo, gửi lại và trả lời; đặt ít nhất \"{least_days}d\"")
}

pub fn bad_key() -> String {
    "`key` không phải khoá niêm phong (43 ký tự base64); viết { file = \"loaban.key\" }, tệp được tạo ở lần chạy đầu".into()
}

pub fn bad_name() -> String {
    "`name` nằm trong địa chỉ web nên chỉ gồm chữ thường a-z, số, _ và -, từ 1 đến 32 ký tự; đặt lại tên"
        .into()
}

pub fn duplicate_name(line: usize) -> String {
    format!("tên tài khoản đã dùng ở dòng {line}; đặt tên khác")
}

pub fn bad_platform() -> String {
    let all: Vec<&str> = super::Platform::ALL.iter().map(|platform| platform.as_str()).collect();
    format!("nền tảng này chưa có; dùng một trong: {}", all.join(", "))
}

pub fn bad_receive() -> String {
    "`receive` không hợp lệ; viết \"poll\" hoặc \"webhook\"".into()
}

pub fn cannot_poll(platform: &str) -> String {
    format!("tài khoản {platform} chỉ nhận tin qua webhook; xoá dòng này hoặc viết \"webhook\"")
}

pub fn webhook_without_url() -> String {
    "receive = \"webhook\" cần địa chỉ công khai; thêm `public_url` vào [server], hoặc dùng receive = \"poll\"".into()
}

pub fn webhook_without_secret() -> String {
    "receive = \"webhook\" cần `webhook_secret`; thêm một chuỗi bí mật khó đoán, hoặc dùng receive = \"poll\""
        .into()
}

pub fn bad_webhook_secret(charset: &str, least: usize) -> String {
    format!("`webhook_secret` không dùng được; chỉ dùng {charset}, từ {least} đến 256 ký tự")
}

pub fn bad_secret(key: &str) -> String {
    format!("`{key}` có khoảng trắng hoặc ký tự điều khiển; chép lại cho đúng, trên một dòng")
}

pub fn moved_to_identity(key: &str) -> String {
    format!(
        "`{key}` không còn ở [report]: mỗi cơ quan có một mục [[identity]] với `place` và `owner`; chuyển `{key}` vào đó"
    )
}

pub fn not_identities() -> String {
    "mỗi cơ quan là một mục riêng; viết [[identity]] với hai dấu ngoặc vuông".into()
}

pub fn duplicate_identity(line: usize) -> String {
    format!("địa bàn này đã có [[identity]] ở dòng {line}; mỗi nơi chỉ một cơ quan nói, bỏ một mục")
}

pub fn no_identity() -> String {
    "chưa có mục [[identity]] nào: máy không biết mình nói thay cơ quan nào; thêm một mục, với `place` là mã địa bàn cao nhất".into()
}

pub fn no_identity_for(code: &str, name: &str) -> String {
    format!(
        "chưa có [[identity]] cho {code} ({name}): máy không biết mình nói thay ai ở đó; thêm một mục với place = \"{code}\""
    )
}

pub fn identity_nowhere(code: &str) -> String {
    format!(
        "[[identity]] place = \"{code}\": không có địa bàn này, nên không ai nói ở đâu cả; sửa mã (xem `loaban place list`)"
    )
}

pub fn same_bot(line: usize) -> String {
    format!(
        "bot này đã là một tài khoản ở dòng {line}, mọi tin sẽ tới hai lần; bỏ một trong hai mục [[account]]"
    )
}

pub fn no_holiday_file(path: &Path, why: &str) -> String {
    format!(
        "`holidays`: không đọc được tệp ngày nghỉ {} ({why}); tạo tệp, sửa đường dẫn, hoặc xoá dòng này",
        path.display()
    )
}

pub fn bad_date(key: &str) -> String {
    format!("`{key}` không phải ngày; viết dạng \"2027-02-05\" (năm-tháng-ngày)")
}

pub fn not_yes_or_no(key: &str) -> String {
    format!("`{key}` chỉ nhận true hoặc false, không có ngoặc kép")
}

pub fn not_holidays() -> String {
    "mỗi ngày là một mục; viết [[day]] (ngày nghỉ) hoặc [[working]] (ngày nghỉ phải đi làm), rồi date = \"2027-02-05\""
        .into()
}

pub fn works_anyway() -> String {
    "ngày này vốn là ngày làm việc; [[working]] chỉ dành cho thứ Bảy, Chủ nhật hay ngày lễ phải đi làm; xoá mục này hoặc sửa ngày".into()
}

pub fn off_and_working(day: &str) -> String {
    format!("ngày {day} vừa là ngày nghỉ vừa là ngày làm việc; giữ lại một")
}
