//! Every kind of choice that the program opens, in the words that people answer it with.

use super::*;
use crate::message::{Choice, Settle};
use crate::questions::question::Body;
use crate::talk::pending::{Draft, Origin, Pending, PlaceBy, RemarkStep as Step};
use crate::text::{Text, VIETNAMESE, Value};
use crate::understanding::Understanding;
use jiff::civil::date;

/// Sentences as they are said.
struct Words(Text);

impl Words {
    fn say(&self, key: &str) -> String {
        let day = || Value::from("5/12".to_owned());
        let args = [
            ("groups", Value::from(23_i64)),
            ("private", Value::from(4_i64)),
            ("times", Value::from(2_i64)),
            ("number", Value::from(1_i64)),
            ("until", day()),
            ("day", day()),
            ("from", day()),
            ("item", Value::from("Học phí".to_owned())),
            ("at", Value::from("08:00 thứ Năm 26/11".to_owned())),
            ("to", Value::from("Xã Bản Bo".to_owned())),
            ("code", Value::from("AB2CD".to_owned())),
            ("words", Value::from("Bao giờ sửa đường?".to_owned())),
        ];
        self.0.say(VIETNAMESE, key, &args)
    }

    fn choice(&self, key: &str, token: Token) -> Choice {
        Choice::new(self.say(key), &token)
    }

    fn pending(&self, pending: Pending) -> Vec<Choice> {
        pending.asks().1.into_iter().map(|(key, word)| self.choice(key, word.into())).collect()
    }

    fn steps(&self, steps: &[(Step, &str)]) -> Vec<Choice> {
        let token = |at: usize| Token::Remark { name: "ABCDE".into(), number: at + 1 };
        steps.iter().enumerate().map(|(at, (_, key))| self.choice(key, token(at))).collect()
    }
}

fn draft(origin: Origin) -> Draft {
    Draft::new(origin, None, Body::words("bao giờ có điện"))
}

fn place(name: &str) -> Choice {
    Choice::new(name, &Token::HandOver { code: "AB2CD".into(), place: "x".into() })
}

/// What the choices are about, whoever asked.
fn about(choices: &[Choice], steps: &[(Step, &str)]) -> Option<About> {
    let tokens: Vec<Token> = choices.iter().map(|c| Token::decode(&c.token).unwrap()).collect();
    let steps: Vec<Step> = steps.iter().map(|(step, _)| step.clone()).collect();
    if steps.is_empty() { about_what(&tokens) } else { Some(reporting::steps_about(&steps)) }
}

/// A list, the words that say its choices (by number, from 1 on), and words that are none of them.
struct Menu {
    choices: Vec<Choice>,
    steps: Vec<(Step, &'static str)>,
    says: Vec<(&'static str, usize)>,
    none: Vec<&'static str>,
}

fn menu(choices: Vec<Choice>, says: &[(&'static str, usize)], none: &[&'static str]) -> Menu {
    Menu { choices, steps: vec![], says: says.to_vec(), none: none.to_vec() }
}

const YES: [&str; 5] = ["vâng", "có", "đồng ý ạ", "dong y", "được"];
const NO: [&str; 3] = ["không", "thôi", "chưa"];

fn yes_or_no(choices: Vec<Choice>, says: &[(&'static str, usize)], none: &[&'static str]) -> Menu {
    let all = YES.iter().map(|yes| (*yes, 1)).chain(NO.iter().map(|no| (*no, 2)));
    let says: Vec<_> = all.chain(says.iter().copied()).collect();
    // A sentence that only begins so is more than a choice.
    let sentence = ["vâng nhưng bao giờ mới có", "không biết ai trả lời"];
    menu(choices, &says, &[none, &sentence].concat())
}

fn menus(w: &Words) -> Vec<(&'static str, Menu)> {
    let code = || crate::ids::QuestionCode::from("AB2CD");
    let until = date(2026, 12, 5);
    let away = Token::Away { until };
    let settle = |what: Settle| Token::Settle { what, groups: 23, publication: "p".into() };
    let item = |title: &str, token: fn(&str) -> Token| Choice::new(title, &token("hoc-phi"));
    let steps = |steps: Vec<(Step, &'static str)>, says: &[(&'static str, usize)], none: &[&'static str]| {
        Menu { choices: w.steps(&steps), ..Menu { steps, ..menu(vec![], says, none) } }
    };
    let send = || (Step::Send(code()), "choice-send-answer");
    let drop = || (Step::Drop, "choice-send-nothing");
    let places =
        || [place("Xã Bản Bo"), place("Xã Bình Lư"), w.choice("choice-none-of-these", Token::NoSuchPlace)];
    vec![
        (
            "notice",
            yes_or_no(
                w.pending(Pending::Notice(draft(Origin::Private))),
                &[("gửi đi", 1), ("không gửi", 2)],
                &["gửi lên tỉnh"],
            ),
        ),
        (
            "ask-sure",
            yes_or_no(
                w.pending(Pending::Sure(draft(Origin::Beside))),
                &[("gửi câu hỏi", 1), ("không phải", 2)],
                &["câu"],
            ),
        ),
        ("ask-new", yes_or_no(w.pending(Pending::Sure(draft(Origin::Short))), &[("phải", 1)], &["điện"])),
        (
            "relay",
            menu(
                w.pending(Pending::Relay { draft: draft(Origin::Private), place: "x".into(), named: false }),
                &[
                    ("hoi ho ba con", 1),
                    ("vâng", 1),
                    ("câu hỏi của tôi", 2),
                    ("không gửi nữa", 3),
                    ("không", 3),
                ],
                &["bà con", "tôi"],
            ),
        ),
        (
            "voice notice",
            menu(
                w.pending(Pending::Voice(draft(Origin::Private))),
                &[("gửi tiếng nói", 1), ("tiếng nói", 1), ("để tôi viết", 2), ("viết", 2)],
                &["vâng", "không"],
            ),
        ),
        (
            "complaint",
            menu(
                w.pending(Pending::Complaint(draft(Origin::Private))),
                &[("hỏi cách làm", 2), ("cách làm", 2), ("gửi đơn", 1), ("không phải", 3)],
                &["vâng", "tôi muốn kiện"],
            ),
        ),
        (
            "discretion",
            menu(
                w.pending(Pending::Discretion { draft: draft(Origin::Private), desk: true }),
                &[("người của xã", 1), ("xã trả lời", 1), ("chỉ lên tỉnh", 2), ("không gửi nữa", 3)],
                &["vâng"],
            ),
        ),
        (
            "place typed",
            menu(w.pending(Pending::Home { by: PlaceBy::Typing }), &[("không có ở đây", 1)], &["Nà Luồng"]),
        ),
        (
            "clear",
            menu(
                vec![
                    w.choice("choice-clear", Token::Clear { code: code(), clear: true }),
                    w.choice("choice-not-clear", Token::Clear { code: code(), clear: false }),
                ],
                &[],
                &["vâng", "không"],
            ),
        ),
        (
            "to the province",
            yes_or_no(
                vec![
                    w.choice("choice-send-up", Token::UpSure(code())),
                    w.choice("choice-not-up", Token::Never),
                ],
                &[("gửi lên tỉnh", 1), ("để xã trả lời", 2), ("để xã", 2)],
                &["tỉnh", "xã trả lời"],
            ),
        ),
        (
            "withdraw",
            yes_or_no(
                vec![
                    w.choice("choice-withdraw", Token::WithdrawSure(code())),
                    w.choice("choice-not-withdraw", Token::Never),
                ],
                &[("rút", 1), ("rút lại", 1), ("không, để trả lời", 2)],
                &["trả lời"],
            ),
        ),
        (
            "erase",
            yes_or_no(
                vec![w.choice("choice-erase", Token::EraseSure), w.choice("choice-not-erase", Token::Never)],
                &[("xoá hết", 1), ("không xoá", 2)],
                &["hết"],
            ),
        ),
        (
            "move group",
            yes_or_no(
                vec![
                    w.choice("choice-move-group", Token::MoveGroup { invitation: "0".into() }),
                    w.choice("choice-stay-group", Token::StayGroup),
                ],
                &[("chuyển nhóm", 1), ("chuyển", 1), ("giữ nguyên", 2), ("giữ", 2)],
                &["nhóm"],
            ),
        ),
        (
            "away",
            yes_or_no(
                vec![w.choice("choice-away", away.clone()), w.choice("choice-not-away", Token::NotAway)],
                &[("nghỉ", 1), ("chưa nghỉ", 2)],
                &["hôm nay"],
            ),
        ),
        (
            "away, which days",
            menu(
                vec![
                    w.choice("choice-away", away),
                    Choice::new("Nghỉ ngày 6/12", &Token::AwayFrom { from: until, until }),
                    w.choice("choice-not-away", Token::NotAway),
                ],
                &[("hôm nay", 1), ("ngày 6/12", 2), ("chưa nghỉ", 3)],
                &["nghỉ", "vâng"],
            ),
        ),
        (
            "publish",
            yes_or_no(
                vec![
                    w.choice("choice-publish", Token::Decide("0".into())),
                    w.choice("choice-leave-be", Token::LeaveBe),
                ],
                &[("phát", 1), ("phát cho 23 nhóm", 1), ("phát đi", 1), ("thôi", 2)],
                &["nhóm", "khám sức khoẻ", "học phí"],
            ),
        ),
        (
            "publish in private",
            yes_or_no(
                vec![
                    w.choice("choice-publish-private", Token::Decide("0".into())),
                    w.choice("choice-leave-be", Token::LeaveBe),
                ],
                &[("gửi", 1), ("gửi cho 4 người", 1)],
                &["người"],
            ),
        ),
        (
            "release",
            yes_or_no(
                vec![
                    w.choice("choice-release", Token::Decide("0".into())),
                    w.choice("choice-not-release", Token::LeaveBe),
                ],
                &[("duyệt", 1), ("duyet", 1), ("chưa duyệt", 2)],
                &["bài học phí"],
            ),
        ),
        (
            "take back an item",
            yes_or_no(
                vec![
                    w.choice("choice-take-back", Token::Decide("0".into())),
                    w.choice("choice-leave-be", Token::LeaveBe),
                ],
                &[("rút", 1), ("rút, báo 23 nhóm", 1)],
                &["nhóm"],
            ),
        ),
        (
            "which item",
            menu(
                vec![
                    item("Học phí năm học mới", |f| Token::Item(f.into())),
                    item("Khám sức khoẻ miễn phí", |f| Token::Item(f.into())),
                    w.choice("choice-none-of-these", Token::LeaveBe),
                ],
                &[("bài học phí", 1), ("khám sức khoẻ", 2), ("không phải", 3), ("không có ở đây", 3)],
                &["vâng", "phí"],
            ),
        ),
        (
            "which place",
            menu(places().into(), &[("Bản Bo", 1), ("xã bình lư", 2), ("khác", 3)], &["vâng", "xã"]),
        ),
        (
            "news",
            menu(
                vec![
                    item("Học phí năm học mới", |f| Token::News(f.into())),
                    item("Khám sức khoẻ miễn phí", |f| Token::News(f.into())),
                ],
                &[("học phí", 1), ("đọc bài khám sức khoẻ", 2)],
                &["vâng", "không phải", "học phí bao nhiêu?"],
            ),
        ),
        (
            "language",
            menu(
                vec![
                    item("Tiếng Việt", |_| Token::Language("vi".into())),
                    item("Tiếng Mông", |_| Token::Language("hmn-VN".into())),
                ],
                &[("tiếng Việt", 1), ("tieng mong", 2), ("mông", 2)],
                &["tiếng", "vâng"],
            ),
        ),
        (
            "help aloud",
            menu(vec![w.choice("choice-listen-help", Token::HelpAloud)], &[("nghe hướng dẫn", 1)], &["vâng"]),
        ),
        (
            "results",
            menu(
                vec![
                    w.choice("choice-results", Token::Results("p".into())),
                    item("Khám sức khoẻ, 08:00 thứ Sáu 27/11", |_| Token::Results("q".into())),
                ],
                &[("học phí", 1), ("khám sức khoẻ", 2)],
                &["vâng", "không"],
            ),
        ),
        (
            "settle",
            menu(
                vec![
                    w.choice("choice-settle-failed", settle(Settle::Failed)),
                    w.choice("choice-settle-unknown", settle(Settle::Unknown)),
                    w.choice("choice-settle-cancel", settle(Settle::Cancel)),
                ],
                &[("gửi lại chưa tới", 1), ("gửi lại nhóm chưa rõ", 2), ("huỷ", 3)],
                &["vâng", "gửi lại", "nhóm chưa tới", "nhóm", "không"],
            ),
        ),
        (
            "ready sentences",
            menu(
                vec![
                    w.choice("choice-ready", Token::Ready { code: code(), number: 1 }),
                    Choice::new("Gửi câu mẫu 2", &Token::Ready { code: code(), number: 2 }),
                ],
                &[("gửi câu mẫu 1", 1), ("gửi câu mẫu 2", 2)],
                &["vâng", "gửi", "mẫu", "không", "câu mẫu"],
            ),
        ),
        (
            "settled or not",
            menu(
                vec![
                    w.choice("choice-settled", Token::Settled { code: code(), yes: true }),
                    w.choice("choice-not-settled", Token::Settled { code: code(), yes: false }),
                    w.choice("choice-unasked", Token::Unasked),
                ],
                &[("xong rồi", 1), ("chưa xong", 2), ("đừng hỏi nữa", 3)],
                &["vâng", "đường hỏng thì sao"],
            ),
        ),
        (
            "a twin",
            menu(
                vec![
                    w.choice(
                        "choice-twin-answered",
                        Token::Twin { code: code(), twin: "K7XQ2".into(), mark: "0f".into() },
                    ),
                    w.choice("choice-wrong-topic", Token::WrongTopic(code())),
                ],
                &[("trả lời như", 1), ("sai lĩnh vực", 2)],
                &["vâng", "giống", "không"],
            ),
        ),
        (
            "text modules",
            menu(
                vec![
                    w.choice(
                        "choice-module",
                        Token::Module { code: code(), id: "K7".into(), mark: "0f".into() },
                    ),
                    w.choice("choice-leave-be", Token::LeaveBe),
                ],
                &[],
                &["vâng", "có sẵn ở xã", "không"],
            ),
        ),
        (
            "wrong topic",
            menu(
                vec![w.choice("choice-wrong-topic", Token::WrongTopic(code()))],
                &[("sai lĩnh vực", 1), ("sai", 1)],
                &["vâng", "lĩnh vực khác", "không"],
            ),
        ),
        (
            "refuse an asker",
            menu(
                vec![w.choice("choice-refuse-asker", Token::RefuseAsker(code()))],
                &[("hôm nay thôi nhận của người này", 1)],
                &["vâng", "thôi", "người này"],
            ),
        ),
        (
            "which item was read",
            menu(
                vec![
                    Choice::new("Học phí năm học mới", &Token::Line { name: "A".into(), number: 1 }),
                    Choice::new("Khám sức khoẻ", &Token::Line { name: "A".into(), number: 2 }),
                    w.choice("choice-other-item", Token::Line { name: "A".into(), number: 3 }),
                ],
                &[("học phí", 1), ("bài khám sức khoẻ", 2), ("bài khác", 3), ("khác", 3)],
                &["vâng"],
            ),
        ),
        (
            "number of readings",
            menu(
                vec![
                    Choice::new("1 lần", &Token::ReadAloud { item: "a".into(), times: 1 }),
                    w.choice("content-read-times", Token::ReadAloud { item: "a".into(), times: 2 }),
                    w.choice("content-not-read", Token::ReadAloud { item: "a".into(), times: 0 }),
                ],
                &[("2 lần", 2), ("1 lần ạ", 1), ("chưa đọc ạ", 3)],
                &["vâng", "lần"],
            ),
        ),
        ("an answer, perhaps", {
            let of = steps(vec![send(), drop()], &[], &[]);
            Menu {
                steps: of.steps,
                ..yes_or_no(
                    of.choices,
                    &[("gửi", 1), ("gửi làm câu trả lời", 1), ("không gửi gì", 2)],
                    &["trả lời sau"],
                )
            }
        }),
        (
            "which question",
            steps(
                vec![(Step::Send(code()), "choice-question"), (Step::Drop, "choice-no-question")],
                &[],
                &[],
            ),
        ),
        (
            "only puts off",
            steps(
                vec![(Step::Hold(code()), "choice-hold"), send()],
                &[("hẹn", 1), ("hẹn trả lời sau", 1), ("gửi làm câu trả lời", 2), ("gửi", 2)],
                &["vâng", "không", "trả lời", "câu trả lời"],
            ),
        ),
        (
            "asks back",
            steps(
                vec![(Step::AskBack(code()), "choice-ask-back"), send(), drop()],
                &[("hỏi lại", 1), ("gửi", 2), ("không gửi gì", 3)],
                &["vâng", "trả lời"],
            ),
        ),
        (
            "hands over",
            steps(
                vec![(Step::Place(code(), "x".into()), "choice-hand-over"), send(), drop()],
                &[("chuyển", 1), ("bản bo", 1), ("gửi làm câu trả lời", 2), ("không gửi gì", 3)],
                &["vâng"],
            ),
        ),
    ]
}

#[test]
fn every_choice_is_known_by_its_words() {
    let words = Words(Text::load(None).unwrap());
    let understanding = Understanding::embedded();
    for (name, Menu { choices, steps, says, none }) in menus(&words) {
        let offered = Offered::of(&choices);
        let about = about(&choices, &steps).unwrap_or_else(|| panic!("{name}: its words are known"));
        let waits = Waits { about, labels: &offered.labels };
        let meant = |text: &str| understanding.chosen(&waits, text).map(|chosen| chosen.number);
        for (at, choice) in choices.iter().enumerate().filter(|_| about != About::Clear) {
            assert_eq!(meant(&choice.label), Some(at + 1), "{name}: {}", choice.label);
            assert_eq!(
                meant(&crate::text::fold(&choice.label)),
                Some(at + 1),
                "{name}: {} without marks",
                choice.label
            );
        }
        for (text, number) in says {
            assert_eq!(meant(text), Some(number), "{name}: {text}");
        }
        for text in none {
            assert_eq!(meant(text), None, "{name}: {text}");
        }
    }
}
