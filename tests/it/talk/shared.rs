//! An answer goes back to the village: written anew without names, agreed to by who asked, released by another; and nothing
//! leads from it to anybody.

use super::sensitive;
use crate::attack::joins::all_rows;
use crate::stories;
use crate::world::phones::{Group, Phone};
use crate::world::{World, code_in};
use std::time::Duration;

stories!(on each;
    an_answer_is_written_anew_agreed_to_released_and_told_again,
    without_a_yes_nothing_is_posted_and_nobody_learns_why,
    who_wants_no_messages_cannot_be_told_from_who_is_silent,
    a_yes_is_taken_back_until_it_is_posted,
    what_cannot_be_posted_is_refused_alike,
    who_proposed_or_answered_releases_nothing,
    erased_after_it_was_posted_leaves_the_words_and_no_way_back,
    an_answer_that_cites_an_item_falls_out_with_it,
    a_yes_is_to_the_words_that_were_read_and_a_no_stays,
    a_small_village_is_not_told_to_who_releases,
);

const ASKED: &str = "Nhà em ở đầu bản có cháu nhỏ, bao giờ bản mình mới có điện lưới ạ?";
const ANEW: &str = "Bao giờ bản có điện lưới?";
const ANSWER: &str = "Cuối năm 2027 kéo xong.";
const PROPOSALS: &str = "SELECT COUNT(*) FROM proposal";
const SHARED: &str = "SELECT COUNT(*) FROM shared_answer";
const POSTED: &str = "BÀ CON HỎI";

/// Who it takes, and two villages of one commune.
struct Commune {
    reporter: Phone,
    coordinator: Phone,
    editor: Phone,
    resident: Phone,
    group: Group,
    beside: Group,
}

async fn commune(world: &World) -> Commune {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let member = world.person("Người trong bản");
    let group = world.village("lc-binhlu-naluong", &[&member]).await;
    let beside = world.village("lc-binhlu-suoimay", &[&member]).await;
    let resident = world.person("Bà con");
    Commune { reporter, coordinator, editor, resident, group, beside }
}

/// Asked and answered in private. Returns the code.
async fn answered(world: &World, at: &Commune) -> String {
    let code = world.asks_first(&at.resident, ASKED).await;
    world.told(&at.reporter, &format!("/traloi {code} {ANSWER}"), "Máy đang gửi câu trả lời").await;
    world.reads(&at.resident, ANSWER).await;
    code
}

/// Proposed in other words, and who asked is asked.
async fn proposes(world: &World, at: &Commune, code: &str) {
    let theirs = world.notes(&at.resident).len();
    writes_anew(world, at, code).await;
    world.anew(&at.resident, theirs, "xin phép đưa ra nhóm").await;
}

/// What whoever proposes does and reads.
async fn writes_anew(world: &World, at: &Commune, code: &str) {
    world.told(&at.coordinator, &format!("/congkhai {code}"), "viết lại câu hỏi cho cả bản đọc").await;
    world.told(&at.coordinator, ANEW, "Nay đồng chí viết câu trả lời").await;
    world.told(&at.coordinator, "giữ nguyên", "nhóm sẽ thấy đúng như sau").await;
    let before = world.notes(&at.coordinator).len();
    world.chooses(&at.coordinator, "Xin ý kiến người hỏi").await;
    world.anew(&at.coordinator, before, "Máy đang xin ý kiến người hỏi").await;
}

async fn agrees(world: &World, at: &Commune) {
    let before = [&at.resident, &at.coordinator, &at.editor].map(|phone| world.notes(phone).len());
    world.chooses(&at.resident, "Đồng ý").await;
    world.anew(&at.resident, before[0], "Chờ cán bộ duyệt").await;
    world.anew(&at.coordinator, before[1], "đã đồng ý").await;
    world.anew(&at.editor, before[2], "chờ đồng chí duyệt").await;
}

async fn looks(world: &World, at: &Commune) {
    let before = world.notes(&at.editor).len();
    world.chooses(&at.editor, "Xem rồi duyệt").await;
    world.anew(&at.editor, before, "Còn lộ ai hỏi thì trả lại").await;
}

/// All of it, in the village alone. Returns the code of what was released.
async fn posts(world: &World, at: &Commune, code: &str) -> String {
    proposes(world, at, code).await;
    agrees(world, at).await;
    looks(world, at).await;
    world.chooses(&at.editor, "Phát ở bản đã hỏi (1 nhóm)").await;
    let said = world.reads(&at.editor, "Mã để rút: ").await.text;
    world.reads_in(&at.group, POSTED).await;
    let from = said.find("Mã để rút: ").unwrap() + "Mã để rút: ".len();
    said[from..from + 5].to_owned()
}

async fn an_answer_is_written_anew_agreed_to_released_and_told_again(world: World) {
    let at = commune(&world).await;
    let code = answered(&world, &at).await;
    let begun =
        world.told(&at.coordinator, &format!("/congkhai {code}"), "viết lại câu hỏi cho cả bản đọc").await;
    assert!(begun.text.contains(ASKED) && begun.text.contains(ANSWER), "{}", begun.text);
    // The asker's own words are none of the coordinator's, however they are typed.
    world.told(&at.coordinator, &ASKED.to_uppercase(), "vẫn là lời của người hỏi").await;
    world.told(&at.coordinator, &"dài ".repeat(80), "Dài quá").await;
    world
        .told(&at.coordinator, "Bản Nà Luồng bao giờ có điện, gọi 0912 345 678?", "Máy đã che số riêng")
        .await;
    // A command and what is said of another question are no words for a village.
    world.told(&at.coordinator, "danh sách", "Không có câu hỏi nào đang chờ").await;
    world.told(&at.coordinator, "thôi", "máy chưa làm gì").await;
    proposes(&world, &at, &code).await;
    let asked = world.reads(&at.resident, "xin phép đưa ra nhóm").await;
    assert!(asked.text.contains("bản Nà Luồng (mẫu)") && asked.text.contains("xã Bình Lư"), "{}", asked.text);
    assert!(!asked.text.contains("đầu bản"), "what would be posted, and no more: {}", asked.text);
    if world.has_buttons() {
        insta::assert_snapshot!("asked", asked.text.replace(&code, "AB2CD"));
    }
    assert_eq!(world.count(SHARED).await, 0);
    agrees(&world, &at).await;
    // Nobody releases what they proposed.
    world.told(&at.coordinator, &format!("/congkhai {code}"), "Đang chờ người thứ hai duyệt").await;
    looks(&world, &at).await;
    world.chooses(&at.editor, "Phát ở bản đã hỏi (1 nhóm)").await;
    let post = world.reads_in(&at.group, POSTED).await;
    if world.has_buttons() {
        insta::assert_snapshot!("posted", post.text);
    }
    assert!(!post.text.contains(&code) && !post.text.contains("đầu bản"), "{}", post.text);
    let said = world.reads(&at.editor, "Mã để rút: ").await.text;
    let shared = said.split("Mã để rút: ").nth(1).unwrap()[..5].to_owned();
    assert_ne!(shared, code);
    world.settle().await;
    assert!(!world.notes_in(&at.beside).iter().any(|note| note.text.contains(POSTED)), "the other village");
    assert_eq!((world.count(PROPOSALS).await, world.count(SHARED).await), (0, 1));
    // Counted at the commune, of no question and no item.
    let fact = "SELECT COUNT(*) FROM fact WHERE detail LIKE '%answer_shared%'";
    assert_eq!(world.count(&format!("{fact} AND place = 'lc-binhlu' AND ref = '' AND item = ''")).await, 1);
    assert_eq!(world.count(fact).await, 1);
    assert_eq!(world.report("lc-binhlu", "2026-12").await["questions"]["published"], 1);
    // Whoever asks the like in the commune is told, and nobody beside it.
    let (neighbour, stranger) = (world.person("Bản khác"), world.person("Xã khác"));
    world.asks_from(&neighbour, "bao giờ thì bản em có điện lưới", "Suối Mây").await;
    let known = world.reads(&neighbour, "Đã trả lời ở xã Bình Lư").await;
    assert!(known.text.contains(ANSWER) && known.text.contains("thứ Tư 25/11"), "{}", known.text);
    if world.has_buttons() {
        insta::assert_snapshot!("known", known.text);
    }
    world.asks_from(&stranger, "bao giờ thì bản em có điện lưới", "Nà Mây").await;
    world.nobody_reads(&[&stranger], "Đã trả lời ở").await;
    // Taken back, whoever may have read it is told, and nobody gets it as an answer any more.
    let list = world.told(&at.coordinator, "/congkhai", "đã đưa ra nhóm").await;
    assert!(list.text.contains(&shared), "{}", list.text);
    world.told(&at.coordinator, &format!("/congkhai thu {shared}"), "Rút câu này khỏi các nhóm?").await;
    world.chooses(&at.coordinator, "Rút, báo các nhóm").await;
    world.reads(&at.coordinator, "máy báo 1 nhóm đã nhận").await;
    world.reads_in(&at.group, "nay đã rút").await;
    assert_eq!(world.count(SHARED).await, 0);
    let before = world.notes(&neighbour).len();
    world.asks_again(&neighbour, "bao giờ thì bản em mới có điện lưới").await;
    world.settle().await;
    let anew = world.notes(&neighbour).split_off(before);
    assert!(!anew.iter().any(|note| note.text.contains("Đã trả lời ở")), "{anew:#?}");
    assert!(!world.notes_in(&at.beside).iter().any(|note| note.text.contains("nay đã rút")));
    world.close().await;
}

async fn without_a_yes_nothing_is_posted_and_nobody_learns_why(world: World) {
    let at = commune(&world).await;
    let code = answered(&world, &at).await;
    proposes(&world, &at, &code).await;
    world.told(&at.coordinator, &format!("/congkhai {code}"), "chưa đồng ý").await;
    let before = world.notes(&at.coordinator).len();
    world.chooses(&at.resident, "Không").await;
    world.reads(&at.resident, &format!("máy không đưa câu hỏi #{code} ra nhóm")).await;
    world.settle().await;
    assert_eq!(world.notes(&at.coordinator).len(), before, "a no is silence");
    world.told(&at.coordinator, &format!("/congkhai {code}"), "chưa đồng ý").await;
    // Another's silence is a no as well, and is said in the same words.
    let other = world.person("Bà con khác");
    let second = Commune { resident: other, ..at };
    let silent = answered(&world, &second).await;
    proposes(&world, &second, &silent).await;
    world.pass(Duration::from_secs(8 * 86_400));
    world.comes_to(PROPOSALS, 0).await;
    // Where a platform lets nobody be written to who is silent, it comes when they write.
    world.tells(&second.coordinator, "/danhsach");
    let no = world.reads(&second.coordinator, &format!("Người hỏi #{code} chưa đồng ý, nên")).await;
    let silence = world.reads(&second.coordinator, &format!("Người hỏi #{silent} chưa đồng ý, nên")).await;
    assert_eq!(no.text.replace(&code, ""), silence.text.replace(&silent, ""));
    world.nobody_reads(&[&second.editor], "chờ đồng chí duyệt").await;
    assert!(!world.notes_in(&second.group).iter().any(|note| note.text.contains(POSTED)));
    // The handle has lapsed: it is refused like whatever cannot be.
    world.told(&second.coordinator, &format!("/congkhai {silent}"), "không đưa ra nhóm được").await;
    world.close().await;
}

async fn who_wants_no_messages_cannot_be_told_from_who_is_silent(world: World) {
    let at = commune(&world).await;
    let code = answered(&world, &at).await;
    world.told(&at.resident, "dừng", "máy thôi nhắn").await;
    // Proposed, looked at and given up on in the same words as of who is only silent.
    writes_anew(&world, &at, &code).await;
    world.told(&at.coordinator, &format!("/congkhai {code}"), "chưa đồng ý").await;
    world.settle().await;
    world.nobody_reads(&[&at.resident], POSTED).await;
    world.pass(Duration::from_secs(8 * 86_400));
    world.comes_to(PROPOSALS, 0).await;
    world.tells(&at.coordinator, "/danhsach");
    world.reads(&at.coordinator, &format!("Người hỏi #{code} chưa đồng ý, nên")).await;
    world.close().await;
}

async fn a_yes_is_taken_back_until_it_is_posted(world: World) {
    let at = commune(&world).await;
    let code = answered(&world, &at).await;
    proposes(&world, &at, &code).await;
    // Days later, when what was asked has scrolled away; the question is not opened again by it.
    world.pass(Duration::from_secs(2 * 86_400));
    world.told(&at.resident, &format!("#{code} đồng ý ạ"), "Chờ cán bộ duyệt").await;
    world.told(&at.editor, &format!("/congkhai {code}"), "Còn lộ ai hỏi thì trả lại").await;
    world.told(&at.resident, &format!("thu hồi {code}"), "máy không đưa câu hỏi").await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open'").await, 0);
    world.chooses(&at.editor, "Phát ở bản đã hỏi (1 nhóm)").await;
    world.settle().await;
    assert!(!world.notes_in(&at.group).iter().any(|note| note.text.contains(POSTED)));
    // Who asks for no more messages takes everything back, who has everything deleted as well.
    for leaves in ["dừng", "xoá"] {
        let resident = world.person("Bà con khác");
        let one = Commune { resident, ..commune_again(&at) };
        let code = answered(&world, &one).await;
        proposes(&world, &one, &code).await;
        agrees(&world, &one).await;
        looks(&world, &one).await;
        match leaves {
            "dừng" => {
                world.tells(&one.resident, "dừng");
                world.settle().await;
            }
            _ => {
                world.erases(&one.resident, "Đã xoá").await;
            }
        }
        world.chooses(&one.editor, "Phát cả xã (2 nhóm)").await;
        world.settle().await;
        assert!(!world.notes_in(&one.group).iter().any(|note| note.text.contains(POSTED)), "{leaves}");
        let proposed = format!("{PROPOSALS} WHERE question = '{code}'");
        assert_eq!(world.count(&proposed).await, i64::from(leaves == "dừng"));
    }
    assert_eq!(world.count(SHARED).await, 0);
    world.close().await;
}

fn commune_again(at: &Commune) -> Commune {
    Commune {
        reporter: at.reporter.clone(),
        coordinator: at.coordinator.clone(),
        editor: at.editor.clone(),
        resident: at.resident.clone(),
        group: at.group.clone(),
        beside: at.beside.clone(),
    }
}

async fn what_cannot_be_posted_is_refused_alike(world: World) {
    let at = commune(&world).await;
    let resident = world.knows("Bà con khác").await;
    let open = world.asks_again(&resident, "Bao giờ sửa đường vào bản?").await;
    let delicate =
        sensitive::asks(&world, &resident, "Theo đạo thì có bị phạt không?", sensitive::COMMUNE).await;
    world.told(&at.reporter, &format!("/traloi {delicate} Không."), "Máy đang gửi câu trả lời").await;
    world.joins(&resident, &at.group);
    let asked = world.told_in(&resident, &at.group, "/hoi Bao giờ phát gạo?", "Đã nhận câu hỏi").await;
    let seen = code_in(&asked.text);
    world.told(&at.reporter, &format!("/traloi {seen} Mồng mười."), "Máy đang gửi câu trả lời").await;
    let mut said = vec![];
    for code in [&open, &delicate, &seen] {
        let told = world.told(&at.coordinator, &format!("/congkhai {code}"), "không đưa ra nhóm được").await;
        said.push(told.text.replace(code.as_str(), ""));
    }
    assert!(said.windows(2).all(|two| two[0] == two[1]), "{said:#?}");
    assert_eq!(world.count(PROPOSALS).await, 0);
    // What follows is no rewriting.
    world.told(&at.coordinator, "/congkhai", "Đưa một câu đã trả lời ra nhóm").await;
    world.told(&at.coordinator, "/congkhai thu ZZZZZ", "Mã #ZZZZZ không có trong các câu đề xuất").await;
    // A secretary has no such command.
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.told(&secretary, &format!("/congkhai {open}"), "Việc này của").await;
    world.close().await;
}

async fn who_proposed_or_answered_releases_nothing(world: World) {
    let at = commune(&world).await;
    // The coordinator is an editor, too, and another coordinator answered.
    let more = world.invite("editor", "lc-binhlu", "").await;
    world.told(&at.coordinator, &format!("/start {more}"), "Máy đã nhận đồng chí: ").await;
    let answers = world.enrols("Điều phối hai", "coordinator", "lc-binhlu").await;
    let code = world.asks_first(&at.resident, ASKED).await;
    world.told(&answers, &format!("/traloi {code} {ANSWER}"), "Máy đang gửi câu trả lời").await;
    proposes(&world, &at, &code).await;
    agrees(&world, &at).await;
    world.nobody_reads(&[&at.coordinator, &answers], "chờ đồng chí duyệt").await;
    for one in [&at.coordinator, &answers] {
        world.told(one, &format!("/congkhai {code}"), "Đang chờ người thứ hai duyệt").await;
    }
    // Sent back, it can be proposed in better words.
    looks(&world, &at).await;
    world.chooses(&at.editor, "Trả lại").await;
    world.reads(&at.coordinator, "được trả lại để viết kỹ hơn").await;
    assert_eq!(world.count(PROPOSALS).await, 0);
    proposes(&world, &at, &code).await;
    world.told(&at.coordinator, &format!("/congkhai thu {code}"), "máy không đưa").await;
    assert_eq!((world.count(PROPOSALS).await, world.count(SHARED).await), (0, 0));
    world.close().await;
}

async fn erased_after_it_was_posted_leaves_the_words_and_no_way_back(world: World) {
    let at = commune(&world).await;
    let code = answered(&world, &at).await;
    let shared = posts(&world, &at, &code).await;
    let post = world.reads_in(&at.group, POSTED).await;
    world.erases(&at.resident, "Đã xoá").await;
    world.settle().await;
    assert_eq!(world.reads_in(&at.group, POSTED).await.text, post.text);
    assert_eq!(world.count(SHARED).await, 1);
    // Neither row names the other, and none holds both codes.
    let rows = all_rows(&world.parts().core.db).await;
    let both: Vec<&str> = rows
        .iter()
        .filter(|row| row.holds(&code) && row.holds(&shared))
        .map(|row| row.table.as_str())
        .collect();
    assert_eq!(both, Vec::<&str>::new());
    let of_release = |row: &&crate::attack::joins::AnyRow| {
        row.table == "shared_answer" || row.holds("answer_shared") || row.holds(&shared)
    };
    assert!(rows.iter().filter(of_release).count() >= 3);
    assert!(rows.iter().filter(of_release).all(|row| !row.holds(&code)));
    for words in [ANEW, "đầu bản", ANSWER] {
        assert!(!rows.iter().any(|row| row.holds(words)), "“{words}” stands in the clear");
    }
    world.close().await;
}

async fn an_answer_that_cites_an_item_falls_out_with_it(world: World) {
    let at = commune(&world).await;
    world.publishes("hoc-phi").await;
    world.reads_in(&at.group, "không phải nộp học phí").await;
    let resident = world.knows("Bà con khác").await;
    let at = Commune { resident, ..at };
    let code = world.asks_again(&at.resident, ASKED).await;
    world.told(&at.reporter, &format!("/traloi {code} {ANSWER}"), "Máy đang gửi câu trả lời").await;
    under(&world, &code, "hoc-phi").await;
    posts(&world, &at, &code).await;
    let post = world.reads_in(&at.group, POSTED).await;
    assert!(post.text.contains("Theo: Con em học trường công không phải nộp học phí"), "{}", post.text);
    let neighbour = world.person("Bản khác");
    world.asks_from(&neighbour, "bao giờ thì bản em có điện lưới", "Suối Mây").await;
    world.reads(&neighbour, "Đã trả lời ở xã Bình Lư").await;
    let parts = world.parts();
    let library = parts.shelf.library();
    parts
        .publisher
        .withdraw(library.get("hoc-phi").unwrap(), Some("Người duyệt"), "console", "sai")
        .await
        .unwrap();
    let before = world.notes(&neighbour).len();
    world.asks_again(&neighbour, "bao giờ thì bản em mới có điện lưới").await;
    world.settle().await;
    let anew = world.notes(&neighbour).split_off(before);
    assert!(!anew.iter().any(|note| note.text.contains("Đã trả lời ở")), "{anew:#?}");
    world.close().await;
}

/// The question is as though it had been asked under this item.
async fn under(world: &World, code: &str, item: &str) {
    let core = &world.parts().core;
    let sql = format!("SELECT body FROM question WHERE code = '{code}'");
    let sealed: String =
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(core.db.read()).await.unwrap();
    let mut body: serde_json::Value = serde_json::from_str(&core.seal.unseal(&sealed).unwrap()).unwrap();
    body["under"] = serde_json::json!({ "item": item, "title": "", "topic": null, "ready": [] });
    let mut tx = core.db.write().await.unwrap();
    let sql = "UPDATE question SET body = $1 WHERE code = $2";
    let sealed = core.seal.seal(&body.to_string());
    sqlx::query(sql).bind(sealed).bind(code).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Whoever asked said yes or no to words that they read, and to no others that are proposed since.
async fn a_yes_is_to_the_words_that_were_read_and_a_no_stays(world: World) {
    let at = commune(&world).await;
    let code = answered(&world, &at).await;
    proposes(&world, &at, &code).await;
    let first = world.reads(&at.resident, "xin phép đưa ra nhóm").await;
    world.told(&at.coordinator, &format!("/congkhai thu {code}"), &code).await;
    assert_eq!(world.count(PROPOSALS).await, 0);
    world.told(&at.coordinator, &format!("/congkhai {code}"), "viết lại câu hỏi cho cả bản đọc").await;
    world.told(&at.coordinator, "Nhà ở đầu bản có cháu nhỏ hỏi bao giờ có điện?", "Nay đồng chí viết").await;
    world.told(&at.coordinator, "giữ nguyên", "nhóm sẽ thấy đúng như sau").await;
    let theirs = world.notes(&at.resident).len();
    world.chooses(&at.coordinator, "Xin ý kiến người hỏi").await;
    world.anew(&at.resident, theirs, "đầu bản").await;
    if world.has_buttons() {
        // The first message still has its buttons.
        let popped = world.is_answered_on_choosing(&at.resident, &first, "Đồng ý").await;
        assert!(!popped.contains("Chờ cán bộ duyệt"), "{popped}");
        world.settle().await;
        world.nobody_reads(&[&at.editor], "chờ đồng chí duyệt").await;
    }
    let before = world.notes(&at.resident).len();
    world.chooses(&at.resident, "Không").await;
    world.anew(&at.resident, before, "").await;
    // Given up or not: they are not asked once more.
    for _ in 0..2 {
        world.told(&at.coordinator, &format!("/congkhai thu {code}"), &code).await;
        world.told(&at.coordinator, &format!("/congkhai {code}"), "chưa đồng ý").await;
    }
    world.settle().await;
    let asked = world.notes(&at.resident).iter().filter(|n| n.text.contains("xin phép đưa ra nhóm")).count();
    assert_eq!((asked, world.count(PROPOSALS).await), (2, 1));
    world.close().await;
}

/// The card said the commune: what releases it says no more.
async fn a_small_village_is_not_told_to_who_releases(world: World) {
    let at = commune(&world).await;
    let code = world.asks_from(&at.resident, ASKED, "Suối Mây").await;
    world.told(&at.reporter, &format!("/traloi {code} {ANSWER}"), "Máy đang gửi câu trả lời").await;
    world.reads(&at.resident, ANSWER).await;
    proposes(&world, &at, &code).await;
    agrees(&world, &at).await;
    looks(&world, &at).await;
    let asked = world.reads(&at.editor, "Còn lộ ai hỏi thì trả lại").await;
    assert!(asked.choices.iter().all(|choice| !choice.contains("bản đã hỏi")), "{:?}", asked.choices);
    assert!(!asked.text.contains("Suối Mây"), "{}", asked.text);
    world.chooses(&at.editor, "Phát cả xã (2 nhóm)").await;
    world.reads_in(&at.group, POSTED).await;
    world.reads_in(&at.beside, POSTED).await;
    world.close().await;
}
