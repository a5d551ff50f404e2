//! The grammar of the command line.

use crate::config::Platform;
use crate::content;
use crate::roster::Invited;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// One command line.
#[derive(Debug, Parser)]
#[command(
    name = "loaban",
    version,
    about = "Loa bản: máy đưa tin chính thống tới bản làng và nhận câu hỏi của bà con"
)]
pub struct Line {
    /// The settings file.
    #[arg(
        long,
        global = true,
        display_order = 900,
        value_name = "FILE",
        help = "Tệp cài đặt (mặc định: $LOABAN_CONFIG, hoặc loaban.toml)"
    )]
    pub config: Option<PathBuf>,
    /// One JSON document instead of sentences.
    #[arg(
        long,
        global = true,
        display_order = 901,
        help = "In ra đúng một tài liệu JSON, cho chương trình khác đọc"
    )]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What an operator can ask for.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The practice room.
    #[command(about = "Phòng tập: chạy thử tất cả trên máy này, không cần mạng")]
    Demo {
        /// Where its page listens; loopback only.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = loopback, help = "Địa chỉ trang phòng tập")]
        listen: SocketAddr,
        /// Where its files stay.
        #[arg(long, value_name = "DIR", help = "Giữ lại dữ liệu phòng tập trong thư mục này")]
        keep: Option<PathBuf>,
    },
    /// The bot process.
    #[command(about = "Chạy máy: mọi tài khoản, lịch việc và cửa web")]
    Run,
    /// Faults of settings, content and words.
    #[command(about = "Kiểm tra cài đặt, bài và lời, không cần mạng")]
    Check,
    /// The state of everything that is needed.
    #[command(about = "Khám máy: cơ sở dữ liệu, tài khoản, đồng hồ, đĩa, khoá, tin và câu hỏi tồn")]
    Doctor {
        /// The newest decisions instead.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000), help = "Chỉ xem N quyết định mới nhất: ai (vai nào) đã phát, huỷ, duyệt, mời … và lúc nào")]
        acts: Option<u32>,
        /// The clock is right, although it jumped.
        #[arg(
            long,
            conflicts_with = "acts",
            help = "Xác nhận giờ máy bây giờ là đúng (sau khi đồng hồ nhảy hơn một ngày): việc xoá, nhắc và chốt kỳ làm tiếp ngay"
        )]
        trust_clock: bool,
    },
    /// Brings the database up to date.
    #[command(about = "Nâng cơ sở dữ liệu lên bản mới nhất")]
    Migrate,
    /// Places.
    #[command(subcommand, about = "Địa bàn")]
    Place(Place),
    /// A one-time code.
    #[command(about = "Tạo hoặc thu hồi mã mời dùng một lần")]
    Invite(Invite),
    /// Who hears.
    #[command(subcommand, about = "Nhóm chat của bản")]
    Group(Group),
    /// Who answers.
    #[command(subcommand, about = "Người giữ vai: bí thư, báo cáo viên, điều phối, biên tập")]
    Role(Role),
    /// The desk.
    #[command(subcommand, about = "Trang làm việc của xã: lấy đường vào")]
    Desk(Desk),
    /// Items.
    #[command(subcommand, about = "Bài trong thư mục content")]
    Item(Item),
    /// Publishes an item.
    #[command(about = "Phát một bài tới các nhóm")]
    Publish(Publish),
    /// What was published.
    #[command(subcommand, about = "Các lần phát")]
    Publication(Publication),
    /// Questions.
    #[command(subcommand, about = "Câu hỏi của bà con (không có tên, không có nội dung)")]
    Question(Question),
    /// The month in numbers.
    #[command(about = "Báo cáo tháng")]
    Report(Report),
    /// Zalo Official Accounts.
    #[command(subcommand, about = "Zalo Official Account")]
    Zalo(Zalo),
    /// The sealing key.
    #[command(subcommand, about = "Khoá niêm phong")]
    Key(Key),
    /// A consistent copy.
    #[command(about = "Sao lưu cơ sở dữ liệu trong khi máy vẫn chạy (không kèm khoá niêm phong)")]
    Backup {
        /// The new file.
        #[arg(value_name = "FILE", help = "Tệp sao lưu mới")]
        file: PathBuf,
    },
    /// Puts a copy back.
    #[command(about = "Khôi phục cơ sở dữ liệu từ bản sao lưu")]
    Restore {
        /// The backup.
        #[arg(value_name = "FILE", help = "Tệp sao lưu")]
        file: PathBuf,
    },
}

/// `place …`
#[derive(Debug, Subcommand)]
pub enum Place {
    /// From a table.
    #[command(about = "Nhập địa bàn từ tệp .csv hoặc .xlsx")]
    Import {
        /// The table.
        #[arg(
            value_name = "FILE",
            help = "Cột: code, name, kind, parent; có thể thêm from, until, successors, phone, households"
        )]
        file: PathBuf,
        /// Nothing is changed.
        #[arg(long, help = "Chỉ xem sẽ đổi những gì, không ghi")]
        dry_run: bool,
    },
    /// All of them.
    #[command(about = "Mọi địa bàn, cấp trên trước cấp dưới")]
    List {
        /// Only there.
        #[arg(long, value_name = "CODE", help = "Chỉ địa bàn này và bên dưới")]
        below: Option<String>,
    },
}

/// What an invitation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InviteRole {
    /// A chat group.
    #[value(help = "nhóm chat của bản")]
    Group,
    /// A village secretary.
    #[value(help = "bí thư chi bộ, trưởng bản")]
    Secretary,
    /// A reporter.
    #[value(help = "báo cáo viên, người trả lời")]
    Reporter,
    /// A coordinator.
    #[value(help = "người điều phối câu hỏi")]
    Coordinator,
    /// An editor.
    #[value(help = "biên tập, người duyệt bài")]
    Editor,
}

impl From<InviteRole> for Invited {
    fn from(role: InviteRole) -> Invited {
        match role {
            InviteRole::Group => Invited::Group,
            InviteRole::Secretary => Invited::Secretary,
            InviteRole::Reporter => Invited::Reporter,
            InviteRole::Coordinator => Invited::Coordinator,
            InviteRole::Editor => Invited::Editor,
        }
    }
}

/// `invite …`
#[derive(Debug, Args)]
#[command(
    override_usage = "loaban invite <ROLE> --place <CODE> [--topic <T>]... [--language <L>]... [--name <TEXT>] [--title <TEXT>]\n       loaban invite --list\n       loaban invite --revoke <CODE>"
)]
pub struct Invite {
    /// For whom.
    #[arg(value_name = "ROLE", required_unless_present_any = ["revoke", "list"], requires = "place", help = "Mời ai")]
    pub role: Option<InviteRole>,
    /// For which place.
    #[arg(long, value_name = "CODE", help = "Mã địa bàn")]
    pub place: Option<String>,
    /// Which topics.
    #[arg(long, value_name = "T", help = "Lĩnh vực ưu tiên (báo cáo viên, điều phối); dùng được nhiều lần")]
    pub topic: Vec<String>,
    /// Which languages.
    #[arg(long, value_name = "L", help = "Ngôn ngữ (nhóm: tiếng của nhóm); dùng được nhiều lần")]
    pub language: Vec<String>,
    /// The holder's name.
    #[arg(long, value_name = "TEXT", help = "Tên người giữ vai; chỉ lưu khi ghi ở đây, dạng niêm phong")]
    pub name: Option<String>,
    /// What the holder is called.
    #[arg(long, value_name = "TEXT", help = "Chức danh để xưng hô (bí thư), ví dụ: Trưởng bản")]
    pub title: Option<String>,
    /// Which codes can be used.
    #[arg(long, conflicts_with_all = ["role", "place", "topic", "language", "name", "title", "revoke"], help = "Các mã còn dùng được: cho vai nào, nơi nào, ai tạo, đến khi nào (không in mã)")]
    pub list: bool,
    /// Takes a code back.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["role", "place", "topic", "language", "name", "title"], help = "Thu hồi một mã chưa dùng")]
    pub revoke: Option<String>,
}

/// `group …`
#[derive(Debug, Subcommand)]
pub enum Group {
    /// All of them.
    #[command(about = "Mọi nhóm, theo địa bàn")]
    List,
    /// No more messages there.
    #[command(about = "Thôi gửi tin tới nhóm này")]
    Unlink {
        /// Ours.
        #[arg(value_name = "GROUP", help = "Mã nhóm, xem ở `group list`")]
        group: String,
    },
    /// To another place.
    #[command(about = "Chuyển nhóm sang địa bàn khác")]
    Move {
        /// Ours.
        #[arg(value_name = "GROUP", help = "Mã nhóm, xem ở `group list`")]
        group: String,
        /// The new one.
        #[arg(long, value_name = "CODE", help = "Mã địa bàn mới")]
        place: String,
    },
}

/// `desk …`
#[derive(Debug, Subcommand)]
pub enum Desk {
    /// A way in.
    #[command(
        about = "Đường vào trang làm việc cho một vai: dùng một lần, trong 10 phút (như /trang trong chat)"
    )]
    Link {
        /// Ours.
        #[arg(value_name = "ROLE", help = "Mã vai, xem ở `role list`")]
        role: String,
    },
}

/// `role …`
#[derive(Debug, Subcommand)]
pub enum Role {
    /// All in force.
    #[command(about = "Mọi vai đang có hiệu lực")]
    List,
    /// To another place.
    #[command(about = "Chuyển một vai sang địa bàn khác; câu hỏi ngoài địa bàn mới chuyển cho người khác")]
    Move {
        /// Ours.
        #[arg(value_name = "ROLE", help = "Mã vai, xem ở `role list`")]
        role: String,
        /// The new one.
        #[arg(long, value_name = "CODE", help = "Mã địa bàn mới")]
        place: String,
    },
    /// Ends one.
    #[command(about = "Kết thúc một vai; câu hỏi đang giữ chuyển cho người khác")]
    End {
        /// Ours.
        #[arg(value_name = "ROLE", help = "Mã vai, xem ở `role list`")]
        role: String,
    },
}

/// `item …`
#[derive(Debug, Subcommand)]
pub enum Item {
    /// All of them.
    #[command(about = "Mọi bài và tình trạng duyệt")]
    List,
    /// As a group sees it.
    #[command(about = "Xem bài đúng như nhóm sẽ thấy")]
    Show {
        /// Folder, number or beginning of the headline.
        #[arg(value_name = "ITEM", help = "Tên thư mục, số văn bản hoặc đầu tiêu đề")]
        item: String,
        /// For a reader of this language.
        #[arg(long, value_name = "L", default_value = crate::text::VIETNAMESE, help = "Ngôn ngữ của nhóm")]
        language: String,
        /// On this platform.
        #[arg(long, value_name = "P", default_value = "telegram", value_parser = platform, help = "Nền tảng: telegram, zalo_bot, zalo_oa")]
        platform: Platform,
    },
    /// From folders to the desk.
    #[command(about = "Đưa bài từ thư mục vào trang làm việc; sai chỗ nào thì không đưa bài nào vào")]
    Import {
        /// Of one item, or of many.
        #[arg(
            value_name = "DIR",
            help = "Thư mục một bài (có item.toml), hoặc thư mục chứa các thư mục bài"
        )]
        dir: PathBuf,
    },
    /// All items as folders.
    #[command(about = "Ghi mọi bài ra thư mục, đúng từng byte")]
    Export {
        /// Where to.
        #[arg(value_name = "DIR", help = "Thư mục nhận các thư mục bài")]
        dir: PathBuf,
    },
    /// The second pair of eyes.
    #[command(about = "Duyệt bài (người duyệt không được là người viết)")]
    Release {
        /// Folder, number or beginning of the headline.
        #[arg(value_name = "ITEM", help = "Tên thư mục, số văn bản hoặc đầu tiêu đề")]
        item: String,
        /// Who says so.
        #[arg(long, value_name = "NAME", help = "Tên người đã đọc lại và duyệt")]
        by: String,
    },
    /// Takes one back, without a replacement.
    #[command(about = "Rút bài: huỷ tin đang chờ, thu lại việc duyệt, báo cho mọi nơi đã nhận")]
    Withdraw {
        /// Folder, number or beginning of the headline.
        #[arg(value_name = "ITEM", help = "Tên thư mục, số văn bản hoặc đầu tiêu đề")]
        item: String,
        /// Told to everybody who got it.
        #[arg(
            long,
            alias = "reason",
            value_name = "TEXT",
            default_value = "",
            help = "Lý do, gửi cho mọi nơi đã nhận"
        )]
        why: String,
        /// Who says so.
        #[arg(long, value_name = "NAME", help = "Tên người quyết định rút")]
        by: Option<String>,
    },
}

/// How urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Rank {
    /// Like any other.
    #[value(help = "như mọi tin")]
    Normal,
    /// Before the others.
    #[value(help = "trước các tin khác")]
    Priority,
    /// Also in quiet hours.
    #[value(help = "gửi cả trong giờ nghỉ")]
    Urgent,
}

impl From<Rank> for content::Rank {
    fn from(rank: Rank) -> content::Rank {
        match rank {
            Rank::Normal => content::Rank::Normal,
            Rank::Priority => content::Rank::Priority,
            Rank::Urgent => content::Rank::Urgent,
        }
    }
}

/// `publish …`
#[derive(Debug, Args)]
pub struct Publish {
    /// Folder, number or beginning of the headline.
    #[arg(value_name = "ITEM", help = "Tên thư mục, số văn bản hoặc đầu tiêu đề")]
    pub item: String,
    /// Where; everywhere without it.
    #[arg(
        long,
        value_name = "CODE",
        help = "Chỉ địa bàn này và bên dưới; dùng được nhiều lần (mặc định: mọi nơi)"
    )]
    pub place: Vec<String>,
    /// Not before.
    #[arg(long, value_name = "TIME", help = "Hẹn giờ, theo [time].zone: \"2026-12-01 08:00\"")]
    pub at: Option<String>,
    /// How urgent.
    #[arg(
        long,
        value_enum,
        default_value = "normal",
        value_name = "RANK",
        help = "Mức gấp; urgent gửi cả trong giờ nghỉ"
    )]
    pub rank: Rank,
    /// Says what would happen.
    #[arg(long, help = "Chỉ cho biết sẽ tới bao nhiêu nhóm, không gửi gì")]
    pub dry_run: bool,
}

/// `publication …`
#[derive(Debug, Subcommand)]
pub enum Publication {
    /// All of them.
    #[command(about = "Mọi lần phát, mới nhất trước")]
    List,
    /// Group by group.
    #[command(about = "Từng nhóm: chờ, đã gửi, hỏng (vì sao), chưa rõ")]
    Show {
        /// Ours.
        #[arg(value_name = "ID", help = "Mã lần phát")]
        id: String,
        /// Until nothing waits.
        #[arg(long, help = "Theo dõi đến khi không còn tin chờ")]
        watch: bool,
    },
    /// Takes back what has not gone out.
    #[command(about = "Huỷ những tin chưa gửi")]
    Cancel {
        /// Ours.
        #[arg(value_name = "ID", help = "Mã lần phát")]
        id: String,
    },
    /// Once more.
    #[command(about = "Gửi lại tin hỏng, hoặc tin chưa rõ đã tới hay chưa", group(ArgGroup::new("which").required(true)))]
    Resend {
        /// Ours.
        #[arg(value_name = "ID", help = "Mã lần phát")]
        id: String,
        /// What did not arrive.
        #[arg(long, group = "which", help = "Những tin hỏng")]
        failed: bool,
        /// What may have arrived.
        #[arg(long, group = "which", help = "Những tin chưa rõ; nhóm có thể nhận hai lần")]
        unknown: bool,
    },
}

/// `question …`
#[derive(Debug, Subcommand)]
pub enum Question {
    /// All of them.
    #[command(about = "Mọi câu hỏi, cũ nhất trước")]
    List {
        /// Not answered yet.
        #[arg(long, help = "Chỉ câu hỏi còn mở")]
        open: bool,
        /// Past their time.
        #[arg(long, help = "Chỉ câu hỏi quá hạn")]
        overdue: bool,
    },
    /// One of them.
    #[command(about = "Một câu hỏi: ở đâu, đến đâu, vì sao")]
    Show {
        /// Five characters.
        #[arg(value_name = "CODE", help = "Mã câu hỏi, ví dụ 7K2MQ")]
        code: String,
    },
}

/// A file type of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The Party's format.
    #[value(help = "văn bản theo thể thức của Đảng")]
    Docx,
    /// A workbook.
    #[value(help = "bảng tính")]
    Xlsx,
    /// A printable page.
    #[value(help = "trang để đọc và in")]
    Html,
    /// A table.
    #[value(help = "bảng chữ")]
    Csv,
    /// The source of every other.
    #[value(help = "số liệu gốc")]
    Json,
}

impl Format {
    /// The end of its file's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
            Format::Html => "html",
            Format::Csv => "csv",
            Format::Json => "json",
        }
    }
}

/// `report …`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Report {
    /// What else there is to do with reports.
    #[command(subcommand)]
    pub action: Option<Reports>,
    /// The month of the period's last day.
    #[arg(value_name = "YYYY-MM", required = true, help = "Tháng báo cáo, ví dụ 2026-11")]
    pub month: Option<String>,
    /// For which place.
    #[arg(long, value_name = "CODE", help = "Mã địa bàn (mặc định: gốc duy nhất)")]
    pub place: Option<String>,
    /// Which files.
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        value_delimiter = ',',
        default_value = "html,json",
        help = "Loại tệp, cách nhau dấu phẩy"
    )]
    pub format: Vec<Format>,
    /// The office's own form, filled in instead.
    #[arg(long, value_name = "FILE.docx", help = "Điền vào mẫu Word của cơ quan, thay cho các tệp trên")]
    pub template: Option<PathBuf>,
    /// Where they go.
    #[arg(long, value_name = "DIR", default_value = ".", help = "Thư mục ghi tệp")]
    pub out: PathBuf,
}

/// What else there is to do with reports.
#[derive(Debug, Subcommand)]
pub enum Reports {
    /// What was filed.
    #[command(about = "Các báo cáo đã lưu khi kỳ kết thúc")]
    Filed,
    /// What changed since.
    #[command(about = "So báo cáo đã lưu với số liệu hôm nay")]
    Compare {
        /// The month of the period's last day.
        #[arg(value_name = "YYYY-MM", help = "Tháng báo cáo, ví dụ 2026-11")]
        month: String,
        /// For which place.
        #[arg(long, value_name = "CODE", help = "Mã địa bàn (mặc định: gốc duy nhất)")]
        place: Option<String>,
    },
    /// Which places had told of what, by its day.
    #[command(about = "Bảng hạn tuyên truyền: từng tin có hạn, từng nơi, một trang ngang để in")]
    Due {
        /// The month of the period's last day.
        #[arg(value_name = "YYYY-MM", help = "Tháng báo cáo, ví dụ 2026-11")]
        month: String,
        /// For which place.
        #[arg(long, value_name = "CODE", help = "Mã địa bàn (mặc định: gốc duy nhất)")]
        place: Option<String>,
        /// Where it goes.
        #[arg(long, value_name = "DIR", default_value = ".", help = "Thư mục ghi tệp")]
        out: PathBuf,
    },
    /// What an author wrote is kept, and the report was handed in.
    #[command(about = "Báo cáo đã nộp: giữ phần lời trong bản thảo đã sửa, để bản thảo tháng sau nhắc lại")]
    Keep {
        /// The month of the period's last day.
        #[arg(value_name = "YYYY-MM", help = "Tháng báo cáo, ví dụ 2026-11")]
        month: String,
        /// The draft.
        #[arg(value_name = "FILE.docx", help = "Bản thảo .docx của tháng ấy, đã điền phần lời")]
        file: PathBuf,
        /// For which place.
        #[arg(long, value_name = "CODE", help = "Mã địa bàn (mặc định: gốc duy nhất)")]
        place: Option<String>,
    },
    /// What a form may have.
    #[command(about = "Tên các ô mà mẫu Word của cơ quan có thể dùng")]
    Fields,
    /// Several installations' reports become one.
    #[command(about = "Gộp các tệp JSON của nhiều nơi cài đặt thành một báo cáo")]
    Merge {
        /// Reports as JSON.
        #[arg(value_name = "FILE", required = true, help = "Tệp báo cáo .json")]
        files: Vec<PathBuf>,
        /// Where it goes.
        #[arg(long, value_name = "DIR", default_value = ".", help = "Thư mục ghi tệp")]
        out: PathBuf,
    },
}

/// `key …`
#[derive(Debug, Subcommand)]
pub enum Key {
    /// A new key; the one so far reads until nothing needs it.
    #[command(
        about = "Thay khoá niêm phong: khoá mới niêm phong từ nay, khoá cũ chỉ còn để đọc cho đến khi không cần nữa"
    )]
    Rotate,
    /// The key is lost.
    #[command(
        about = "Khoá đã mất hẳn: làm khoá mới, giữ số liệu, nhóm và bài; câu hỏi, vai và người đã đồng ý phải làm lại"
    )]
    Lost {
        /// Sure.
        #[arg(long, help = "Đã đọc những gì sẽ mất và đồng ý")]
        yes: bool,
    },
}

/// `zalo …`
#[derive(Debug, Subcommand)]
pub enum Zalo {
    /// The administrator's consent.
    #[command(about = "Xin quyền từ người quản trị Official Account")]
    Authorize {
        /// Its name in the settings.
        #[arg(value_name = "ACCOUNT", help = "Tên tài khoản trong tệp cài đặt")]
        account: String,
        /// The callback address that came back, or the code in it.
        #[arg(
            long,
            value_name = "CODE",
            help = "Địa chỉ (hoặc mã) nhận được sau khi đồng ý; không có thì hỏi"
        )]
        code: Option<String>,
        /// The callback address, if it is not the public one.
        #[arg(
            long,
            value_name = "URL",
            help = "Địa chỉ Callback đã ghi ở developers.zalo.me, nếu khác public_url"
        )]
        redirect: Option<String>,
    },
}

fn platform(text: &str) -> Result<Platform, String> {
    Platform::of(text).ok_or_else(|| Platform::names().join(", "))
}

/// The practice room is open to whoever reaches it, so nobody else's machine may.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let text = text.replace("localhost", "127.0.0.1");
    // A bare port is an address, too (contract 1).
    let text = if text.parse::<u16>().is_ok() { format!("127.0.0.1:{text}") } else { text };
    let address: SocketAddr = text.parse().map_err(|_| "127.0.0.1:8080".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("phòng tập chỉ mở trên máy này: 127.0.0.1".into())
    }
}
