//! Every sentence of the conversation, in order, with sample values: a change of wording is seen in review.
//! Each part of the files has its own snapshot.

use loaban::text::{Text, Value};

/// What stands in a placeable, whatever the sentence.
const SAMPLES: &[(&str, &str)] = &[
    ("agreed", "09:00 thứ Tư 25/11"),
    ("answer", "Mười ngày."),
    ("least", "5"),
    ("asked", "09:00 thứ Tư 25/11"),
    ("at", "14:30 thứ Năm 26/11"),
    ("cancelled", "2"),
    ("code", "AB2CD"),
    ("count", "3"),
    ("date", "31/12/2027"),
    ("due", "09:00 thứ Sáu 27/11"),
    ("folder", "hoc-phi"),
    ("form", "quán triệt"),
    ("forms", "vi, vi-voice"),
    ("first", "AB2CD"),
    ("groups", "12"),
    ("handle", "7 ngày"),
    ("gone", "1"),
    ("has", "2"),
    ("how", "/danhsach – câu đang chờ"),
    ("item", "Con em học trường công không phải nộp học phí"),
    ("from", "thứ Bảy 28/11"),
    ("items", "• Khám sức khoẻ miễn phí – đã gửi (14:30 thứ Năm 26/11)"),
    ("language", "Tiếng Mông"),
    ("left", "2"),
    ("link", "https://t.me/LoaBanBot?start=ABCD2345EF"),
    ("list", "• một\n• hai"),
    ("most", "4000"),
    ("moved", "2"),
    ("open", "4"),
    ("owner", "Đảng uỷ xã Mẫu (phòng tập)"),
    ("period", "tháng 11/2026"),
    ("sent", "40"),
    ("all", "42"),
    ("answered", "5"),
    ("overdue", "1"),
    ("failed", "2"),
    ("month", "11/2026"),
    ("phone", "0213 0000 000"),
    ("place", "bản Nà Luồng, xã Bình Lư"),
    ("present", "28"),
    ("private", "0"),
    ("queued", "1"),
    ("questions", "#AB2CD – đang chờ trả lời, hỏi lúc 09:00 thứ Tư 25/11"),
    ("reason", "việc của trạm y tế"),
    ("role", "báo cáo viên"),
    ("roles", "báo cáo viên, người điều phối"),
    ("route", "Trụ sở tiếp công dân xã Mẫu, thứ Năm hằng tuần"),
    ("second", "EF3GH"),
    ("seen", "Zalo thì biết"),
    ("state", "đang chờ trả lời"),
    ("text", "90 ngày"),
    ("title", "Khám sức khoẻ miễn phí"),
    ("to", "bản Suối Mây, xã Bình Lư"),
    ("told", "3"),
    ("topic", "Y tế, bảo hiểm y tế"),
    ("total", "30"),
    ("typed", "ba na luog"),
    ("unknown", "1"),
    ("until", "thứ Hai 30/11"),
    ("voice", "7 ngày"),
    ("places", "xã Bình Lư"),
    ("kept", "1"),
    ("waits", "không có"),
    ("words", "Bao giờ sửa đường?"),
    ("account", "zalo"),
    ("counts", "đã gửi 9, không gửi được 3"),
    ("messages", "24"),
    ("uses", "24"),
    ("when", "07:00 thứ Năm 26/11"),
    ("age", "hỏi 2 ngày trước"),
    ("why", "báo cáo viên gần nhất"),
    ("day", "thứ Năm 26/11"),
    ("days", "2"),
    ("hours", "5"),
    ("more", "3"),
    ("host", "abc chấm vn"),
    ("limit", "3000"),
    ("used", "2400"),
    ("url", "https://loa.xa.vn/nghe/x"),
    ("revision", "3f2a"),
    ("now", "đọc loa 2 lần"),
    ("number", "1"),
    ("was", "đọc loa 20 lần"),
    ("what", "đọc loa 3 lần"),
    ("line", "quán triệt, 28/30 người"),
    ("whom", "đảng viên"),
    ("question", "Đi khám có phải nộp tiền không?"),
    ("source", "Khám sức khoẻ miễn phí (72-NQ/TW), Bộ Chính trị, 9/9/2025"),
];

/// The sentences of one part (what stands under a comment of the file), as people read them.
fn part(file: &str, heading: &str) -> String {
    let text = Text::load(None).unwrap();
    let values: Vec<(&str, Value<'_>)> =
        SAMPLES.iter().map(|(name, value)| (*name, (*value).into())).collect();
    let start = file.find(&format!("# {heading}\n")).unwrap_or_else(|| panic!("no part “{heading}”"));
    let mut shown = vec![];
    for line in file[start..].lines().skip(1).take_while(|line| !line.starts_with('#')) {
        for name in line.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next()) {
            assert!(SAMPLES.iter().any(|(known, _)| *known == name), "no sample for {name}");
        }
        let key =
            line.split_once(" =").map(|(key, _)| key).filter(|key| !key.is_empty() && !key.contains(' '));
        shown.extend(key.map(|key| format!("[{key}]\n{}\n", text.say("vi", key, &values))));
    }
    shown.join("\n")
}

const TALK: &str = include_str!("../../../locales/vi/talk.ftl");
const QUESTIONS: &str = include_str!("../../../locales/vi/questions.ftl");
const WITHDRAW: &str = include_str!("../../../locales/vi/withdraw.ftl");
const CONTENT: &str = include_str!("../../../locales/vi/content.ftl");
const MAIL: &str = include_str!("../../../locales/vi/mail.ftl");
const MEDIA: &str = include_str!("../../../locales/vi/media.ftl");

/// Holds one part, and in it what was worked out by hand.
macro_rules! parts {
    ($($name:ident: $file:ident, $heading:literal, $by_hand:expr;)*) => {
        $(#[test]
        fn $name() {
            let shown = part($file, $heading);
            for phrase in $by_hand {
                assert!(shown.contains(phrase), "“{phrase}” is not in:\n{shown}");
            }
            insta::assert_snapshot!(stringify!($name), shown);
        })*
    };
}

parts! {
    welcome_help_and_privacy: TALK, "Welcome, help, privacy",
        ["thu hồi – rút câu hỏi", "ai đã hỏi 7 ngày; tiếng nói, ảnh 7 ngày", "không có lệnh nào cho xem"];
    a_question_on_its_way: TALK, "A question on its way",
        ["[choice-agree]\nĐồng ý, gửi\n", "nhiều nhất là 4000 chữ cái", "Uỷ ban nhân dân xã"];
    a_group: TALK, "Group",
        ["Từ nay nhóm này nhận tin của", "quá 7 ngày", "không lưu chuyện khác trong nhóm"];
    roles: TALK, "Roles",
        ["Máy đã nhận đồng chí: báo cáo viên", "Việc này của báo cáo viên, người điều phối.", "Không tìm thấy “ba na luog”"];
    news: TALK, "News",
        ["Chọn tin để đọc", "từ nay máy dùng Tiếng Mông", "Máy còn viết tiếng Việt"];
    my_questions_and_what_is_kept: TALK, "My questions, what is kept",
        ["Đã rút câu hỏi #AB2CD;", "2 câu hỏi đang chờ đồng chí đã chuyển", "Điều không lấy lại được"];
    a_secretary: TALK, "Secretary",
        ["Đã ghi: đọc loa 3 lần", "ước chừng 3 người nghe", "quán triệt, 28/30 người"];
    a_reporter: TALK, "Reporter",
        ["QUÁ HẠN (09:00 thứ Sáu 27/11)", "#EF3GH giống #AB2CD", "2 câu chưa có ai nhận thay"];
    a_coordinator_and_an_editor: TALK, "Coordinator, editor",
        ["/lienket AB2CD", "12 nhóm, 0 người nhận riêng, từ 14:30 thứ Năm 26/11", "Báo cáo tháng 11/2026, bản"];
    the_menu: TALK, "The menu",
        ["[menu-gac]\nKhông nhận trả lời, nói lý do"];
    an_item_is_taken_back: WITHDRAW, "What an editor reads in the chat.",
        ["huỷ 2 tin đang chờ; báo rút lại tới 3 nơi", "duyệt lại, /duyet hoc-phi", "/rutbai học phí Ghi nhầm"];
    receipts_cards_and_answers: QUESTIONS, "Receipts, cards, answers.",
        ["trước 09:00 thứ Sáu 27/11", "Công an 113", "chưa rõ câu trả lời trước: « Mười ngày. »"];
    where_only_a_mention_reaches_the_machine: CALLED,
        "Where in a group only a mention reaches the machine (Zalo Bot), and where it is not told what was quoted.",
        ["gõ @, chọn tên máy, rồi viết", "gõ AB2CD rồi lời đáp"];
    what_the_platform_keeps_from_the_machine: WITHHELD,
        "Something came that the platform keeps from the machine: a file, or whatever a protected person sent.",
        ["ứng dụng không cho máy xem"];
    under_every_message: MAIL, "A link in what people write says where it leads: “abc chấm vn”.",
        ["Nhắn số của dòng mình chọn."];
    in_place_of_a_voice_or_a_file: MEDIA,
        "Words in place of a voice, a picture or a file that a chat cannot carry, and of the page that opens it.",
        ["Ở đây không nghe được"];
    why_a_release_is_refused: CONTENT, "Why a release is refused, or a form stays behind.",
        ["Người viết không tự duyệt bài của mình"];
    in_a_villages_last_items: WITHDRAW, "In a village's last items.", ["đã rút lại"];
    why_a_message_did_not_arrive: QUESTIONS, "Why a message did not arrive, for people.",
        ["người nhận đã chặn máy", "máy đã bị đưa ra khỏi nhóm", "không rõ đã tới chưa"];
}

#[test]
fn every_sentence_is_in_a_part() {
    let headings = [
        "Welcome",
        "A question",
        "Group",
        "Roles",
        "News",
        "My questions",
        "Secretary",
        "Reporter",
        "Coordinator",
        "The menu",
    ];
    let found: Vec<&str> = TALK.lines().filter_map(|line| line.strip_prefix("# ")).skip(1).collect();
    assert_eq!(found.len(), headings.len(), "{found:?}");
    assert!(found.iter().zip(headings).all(|(line, heading)| line.starts_with(heading)), "{found:?}");
    assert_eq!(QUESTIONS.lines().filter(|line| line.starts_with("# ")).count(), 2);
}

const CALLED: &str = include_str!("../../../locales/vi/called.ftl");
const WITHHELD: &str = include_str!("../../../locales/vi/withheld.ftl");
/// The most letters of one message in private, with the signature below it.
const MOST_LETTERS: usize = 700;
/// What may be longer, and why.
const LONG: &[(&str, &str)] = &[];

#[test]
fn no_sentence_in_private_is_longer_than_a_small_screen() {
    let text = Text::load(None).unwrap();
    let mut lengths = vec![];
    // The forms for platforms that tell no quotes and hear only mentions stand beside the others.
    for file in [TALK, QUESTIONS, WITHDRAW, CALLED, WITHHELD] {
        for line in file.lines().filter(|line| !line.starts_with([' ', '#', '[', '*'])) {
            let Some((key, _)) = line.split_once(" =") else { continue };
            // What a role is told when it begins holds its help: a coordinator's is the longest.
            let mut values: Vec<(&str, Value<'_>)> =
                SAMPLES.iter().map(|(name, value)| (*name, (*value).into())).collect();
            let how = ["help-reporter", "help-coordinator"].map(|key| text.say("vi", key, &[])).join("\n");
            if key == "role-begins" {
                values.retain(|(name, _)| *name != "how");
                values.push(("how", how.as_str().into()));
            }
            let said =
                format!("{}\n\n{}", text.say("vi", key, &values), text.say("vi", "signature", &values));
            lengths.push((said.chars().count(), key));
        }
    }
    lengths.sort_unstable();
    lengths.reverse();
    println!("the longest: {:?}", &lengths[..8.min(lengths.len())]);
    for (length, key) in &lengths {
        let named = LONG.iter().any(|(long, _)| long == key);
        assert!(*length <= MOST_LETTERS || named, "{key} has {length} letters, more than {MOST_LETTERS}");
        assert!(
            *length > MOST_LETTERS || !named,
            "{key} is not long any more ({length}); take it off the list"
        );
    }
}
