//! The month is over: its report is filed, comes to whoever writes it, and what comes later changes nothing in it.

use crate::stories;
use crate::world::phones::Phone;
use crate::world::{PUBLIC, World};
use loaban::acts::By;
use loaban::report::{self, Document, NoDraft, Passage, Period, Report, Sentences};
use loaban::standins::telegram::{Fault, Kind};
use std::io::{Cursor, Read, Write};
use std::time::Duration;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

stories!(
    the_report_comes_when_the_month_is_over_and_stays,
    an_item_for_role_holders_and_a_lost_answer_stand_in_the_report,
    what_an_author_wrote_is_offered_the_month_after,
    the_command_line_says_that_it_was_handed_in,
);
stories!(on each;
    who_handed_it_in_is_reminded_no_more,
    what_was_handed_in_is_said_in_words_and_by_its_own_editor_only,
    where_no_files_arrive_an_address_opens_them_for_a_day,
    without_a_public_address_it_is_said_once_where_the_files_are,
);

const DAY: Duration = Duration::from_secs(86_400);

async fn the_report_comes_when_the_month_is_over_and_stays(mut world: World) {
    let editor = world.enrolled("Biên tập", "editor", "lc-binhlu").await;
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.linked_group("lc-binhlu-naluong", secretary).await;
    world.publishes("hoc-phi").await;
    world.settle().await;
    world.says(secretary, "/xacnhan hoc-phi loa 3");
    world.person_sees(secretary, "Đã ghi").await;

    // The period ends at midnight, and nobody is woken.
    world.pass_until("2026-12-15 00:30");
    world.comes_to("SELECT COUNT(*) FROM report_filed", 1).await;
    world.pass_until("2026-12-15 06:30");
    let told = world.person_sees(editor, "Báo cáo tháng 12/2026 của xã Bình Lư đã có").await;
    assert!(
        told.caption.contains("Đã làm: gửi tới nơi 1/1 lượt tin; trả lời 0/0 câu hỏi."),
        "{}",
        told.caption
    );
    assert!(
        told.caption.contains("Còn thiếu:") && told.caption.contains("Cần quyết: không có việc gì."),
        "{}",
        told.caption
    );
    let files = || {
        let all = world.platform.private_messages(editor, world.bot);
        all.into_iter().filter(|m| m.kind == Kind::Document).count()
    };
    world.settle().await;
    assert_eq!(files(), 2);
    // Each month anew, so that a restart makes no report again.
    assert_eq!(
        world.count("SELECT COUNT(*) FROM mark WHERE name = 'reports filed' AND value = '2026-12'").await,
        1
    );
    let december = Period::parse("2026-12").unwrap();
    let filed = report::all_filed(&world.parts().core.db).await.unwrap();
    let filed: Vec<_> = filed.iter().filter(|one| one.period == december).collect();
    assert_eq!(filed.iter().map(|f| (f.place.as_str(), f.version)).collect::<Vec<_>>(), [("lc-binhlu", 1)]);
    let before: Document = serde_json::from_str(&filed[0].document).unwrap();
    assert_eq!(before.outreach.loudspeaker_readings, Some(3));

    // What is put right afterwards stands in the next report, and the filed one says the same for ever.
    world.says(secretary, "/xacnhan hoc-phi loa 2");
    world.person_sees(secretary, "2 lần").await;
    let again: Document = serde_json::from_value(world.report("lc-binhlu", "2026-12").await).unwrap();
    assert!(report::changed(&before, &again).is_empty());
    // A restart files and sends nothing again; before the report is due whoever writes it is reminded.
    world.restart().await;
    world.pass_until("2026-12-17 08:30");
    world.person_sees(editor, "Nhắc: báo cáo tháng 12/2026 của xã Bình Lư đến hạn gửi").await;
    world.settle().await;
    let of_december = report::all_filed(&world.parts().core.db).await.unwrap();
    assert_eq!(of_december.iter().filter(|one| one.period == december).count(), 1);
    world.close().await;
}

async fn an_item_for_role_holders_and_a_lost_answer_stand_in_the_report(world: World) {
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let published = world.publishes("giao-duc").await;
    assert_eq!((published.groups, published.private), (0, 2));
    world.person_sees(secretary, "giáo dục").await;
    world.person_sees(reporter, "giáo dục").await;
    // The platform takes no answer for whoever asked.
    let resident = world.platform.add_person("Bà con");
    let code = world.asks(resident, "Bao giờ sửa đường vào bản?", "lc-binhlu-naluong").await;
    world.person_sees(reporter, &format!("#{code}")).await;
    world.settle().await;
    world.platform.fault(Fault::error(400, "Bad Request: can't parse entities").in_chat(resident));
    world.says(reporter, &format!("/traloi {code} Sửa trong tháng sau."));
    world
        .comes_to("SELECT COUNT(*) FROM outbox WHERE kind = 'answer' AND state = 'failed' AND part = 0", 1)
        .await;
    world.pass(DAY);
    world.settle().await;
    let month = world.report("lc-binhlu", "2026-12").await;
    let item = &month["items"][0];
    assert_eq!((&item["item"], &item["groups"]), (&"giao-duc".into(), &0.into()), "{month}");
    assert_eq!((&item["private"]["planned"], &item["private"]["sent"]), (&2.into(), &2.into()), "{month}");
    assert!(item["title"].as_str().unwrap().contains(' '), "{month}");
    let q = &month["questions"];
    assert_eq!((&q["answered"], &q["not_delivered"]), (&1.into(), &1.into()), "{q}");
    assert_eq!(
        world.report("lc-binhlu-naluong", "2026-12").await["questions"]["received"],
        serde_json::Value::Null
    );
    world.close().await;
}

const DECEMBER: &str = "2026-12";

async fn made(world: &World, period: &str) -> Report {
    let (parts, period) = (world.parts(), Period::parse(period).unwrap());
    let tree = parts.atlas.tree().await.unwrap();
    report::build(parts.reports(), &tree, "lc-binhlu", period, world.clock.now()).await.unwrap()
}

/// The draft, with words written over its first empty line.
fn written(report: &Report, world: &World, words: &str) -> Vec<u8> {
    let file = report.docx(&world.parts().core.text).unwrap();
    let mut from = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(vec![]));
    for i in 0..from.len() {
        let mut part = from.by_index(i).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        to.start_file(&name, SimpleFileOptions::default()).unwrap();
        to.write_all(text.replacen("…… (người viết báo cáo điền)", words, 1).as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn words_of(file: &[u8]) -> String {
    let (mut zip, mut text) = (ZipArchive::new(Cursor::new(file)).unwrap(), String::new());
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

async fn keeps(world: &World, report: &Report, file: &[u8]) -> Result<(i64, Sentences), NoDraft> {
    let parts = world.parts();
    let mut tx = parts.core.db.write().await.unwrap();
    let kept = report::keep_draft(&mut tx, report, file, &parts.core.text, world.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    kept
}

/// What is read back from a draft is offered in the next one, and what is read back later changes no draft of a month that
/// is over.
async fn what_an_author_wrote_is_offered_the_month_after(world: World) {
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.says(secretary, "/xacnhan hoc-phi loa 3");
    world.person_sees(secretary, "Đã ghi").await;
    world.pass_until("2026-12-16 09:00");
    let december = made(&world, DECEMBER).await;
    assert!(!words_of(&december.docx(&world.parts().core.text).unwrap()).contains("Tháng trước viết"));
    let draft = written(&december, &world, "Bà con yên tâm &amp; phấn khởi.");
    let (version, kept) = keeps(&world, &december, &draft).await.unwrap();
    assert_eq!((version, kept.len()), (1, 1));
    assert_eq!(kept[&Passage::Mood], "Bà con yên tâm & phấn khởi.");
    // No editor works there: the report was filed by this.
    world.comes_to("SELECT COUNT(*) FROM report_filed WHERE place = 'lc-binhlu'", 1).await;

    // A draft of another month is none of this one's, and nothing of it is kept.
    let other = written(&made(&world, "2026-11").await, &world, "Của tháng khác.");
    let november = Period::parse("2026-11").unwrap();
    assert_eq!(keeps(&world, &december, &other).await, Err(NoDraft::Others("lc-binhlu".into(), november)));
    world.comes_to("SELECT COUNT(*) FROM report_sentence", 1).await;

    let offered = "[Tháng trước viết: Bà con yên tâm &#38; phấn khởi.]";
    let of_january = |report: Report| report.docx(&world.parts().core.text).unwrap();
    let running = of_january(made(&world, "2027-01").await);
    assert!(words_of(&running).contains(offered), "{}", words_of(&running));
    // What is read back again takes its place, as long as the month runs.
    let again = written(&december, &world, "Bà con yên tâm.");
    assert_eq!(keeps(&world, &december, &again).await.unwrap().0, 1);
    world.pass_until("2027-01-16 09:00");
    let january = of_january(made(&world, "2027-01").await);
    assert!(words_of(&january).contains("[Tháng trước viết: Bà con yên tâm.]"));
    // Then it stands: the same report gives the same bytes.
    keeps(&world, &december, &draft).await.unwrap();
    assert!(january == of_january(made(&world, "2027-01").await));
    assert!(!words_of(&of_january(made(&world, "2027-02").await)).contains("Tháng trước viết"));
    world.close().await;
}

async fn the_command_line_says_that_it_was_handed_in(world: World) {
    let editor = world.enrolled("Biên tập", "editor", "lc-binhlu").await;
    let other = world.enrolled("Biên tập tỉnh", "editor", "lc").await;
    let secretary = world.enrolled("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.says(secretary, "/xacnhan hoc-phi loa 3");
    world.person_sees(secretary, "Đã ghi").await;
    world.pass_until("2026-12-15 06:30");
    world.person_sees(editor, "Báo cáo tháng 12/2026 của xã Bình Lư đã có").await;
    world.person_sees(other, "Báo cáo tháng 12/2026 của tỉnh Lai Châu đã có").await;
    let parts = world.parts();
    let december = Period::parse(DECEMBER).unwrap();
    let mut tx = parts.core.db.write().await.unwrap();
    for is_new in [true, false] {
        let with = (&parts.core.seal, world.clock.now());
        let done = report::hand_in(&mut tx, with, By::Shell(None), "lc-binhlu", december).await.unwrap();
        assert_eq!(done, is_new);
    }
    tx.commit().await.unwrap();
    world.comes_to("SELECT COUNT(*) FROM act WHERE deed = 'submit' AND about = 'lc-binhlu 2026-12'", 1).await;
    world.pass_until("2026-12-17 08:30");
    // The other report is not handed in.
    world.person_sees(other, "Nhắc: báo cáo tháng 12/2026 của tỉnh Lai Châu").await;
    world.pass_until("2026-12-20 08:30");
    world.settle().await;
    assert!(!world.private(editor).contains("Nhắc: báo cáo"), "{}", world.private(editor));
    world.close().await;
}

/// An Official Account may write to who wrote to it lately.
async fn write(world: &World, editors: &[&Phone]) {
    for editor in editors.iter().filter(|editor| matches!(editor, Phone::ZaloOa(_))) {
        world.told(editor, "/baocao tháng này", "Báo cáo tháng").await;
    }
}

/// The month is over, and its report has come to its editors.
async fn closed(world: &World, editors: &[&Phone]) {
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.told(&secretary, "/xacnhan hoc-phi loa 3", "Đã ghi").await;
    world.pass_until("2026-12-14 20:00");
    write(world, editors).await;
    world.pass_until("2026-12-15 06:30");
    for editor in editors {
        world.reads(editor, "Báo cáo tháng 12/2026 của xã Bình Lư đã có").await;
    }
}

async fn who_handed_it_in_is_reminded_no_more(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let second = world.enrols("Biên tập khác", "editor", "lc-binhlu").await;
    closed(&world, &[&editor, &second]).await;
    world.pass_until("2026-12-16 20:00");
    write(&world, &[&editor, &second]).await;
    world.pass_until("2026-12-17 08:30");
    for phone in [&editor, &second] {
        let reminder = world.reads(phone, "Nhắc: báo cáo tháng 12/2026 của xã Bình Lư đến hạn gửi").await;
        assert_eq!(reminder.choices, ["Đã nộp"], "{reminder:?}");
    }
    world.chooses(&editor, "Đã nộp").await;
    world.reads(&editor, "Đã ghi: báo cáo tháng 12/2026 đã nộp. Máy không nhắc nữa.").await;
    world.comes_to("SELECT COUNT(*) FROM act WHERE deed = 'submit' AND role IS NOT NULL", 1).await;
    // It is said once; the other editor hears so, and so does whoever presses again.
    let said = "Báo cáo tháng 12/2026 đã ghi là nộp rồi.";
    let before = world.notes(&second).len();
    world.chooses(&second, "Đã nộp").await;
    world.anew(&second, before, said).await;
    world.told(&editor, "/baocao 12 đã nộp", said).await;
    world.pass_until("2026-12-19 20:00");
    write(&world, &[&editor, &second]).await;
    world.pass_until("2026-12-20 08:30");
    world.settle().await;
    for phone in [&editor, &second] {
        let reminders = world.notes(phone).iter().filter(|n| n.text.contains("Nhắc: báo cáo")).count();
        assert_eq!(reminders, 1);
    }
    world.close().await;
}

async fn what_was_handed_in_is_said_in_words_and_by_its_own_editor_only(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let coordinator = world.enrols("Điều phối", "coordinator", "lc-binhlu").await;
    closed(&world, &[&editor]).await;
    world.told(&coordinator, "/baocao đã nộp", "Việc này của người biên tập").await;
    world.told(&editor, "/baocao tháng này đã nộp", "Chưa ghi: tháng 1/2027 chưa hết").await;
    world.told(&editor, "/baocao của tôi đã nộp", "Viết: /baocao rồi tháng").await;
    world.comes_to("SELECT COUNT(*) FROM report_handed_in", 0).await;
    // After a day the choice is over, and says how it is said now.
    let note = world.reads(&editor, "Báo cáo tháng 12/2026 của xã Bình Lư đã có").await;
    world.pass(DAY + Duration::from_secs(3_600));
    let over = world.is_answered_on_choosing(&editor, &note, "Đã nộp").await;
    assert!(over.contains("/baocao 12/2026 đã nộp"), "{over}");
    world.told(&editor, "/baocao 12/2026 đã nộp", "Đã ghi: báo cáo tháng 12/2026 đã nộp.").await;
    world.told(&editor, "báo cáo đã nộp", "Báo cáo tháng 12/2026 đã ghi là nộp rồi.").await;
    world.pass_until("2026-12-20 08:30");
    world.settle().await;
    world.nobody_reads(&[&editor], "Nhắc: báo cáo").await;
    world.close().await;
}

/// What an address of ours opens.
async fn opens(world: &World, url: &str) -> (u16, String, Vec<u8>) {
    let door = format!("http://{}", world.app().address());
    let got = reqwest::get(url.replace(PUBLIC, &door)).await.unwrap();
    let kind = got.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    (got.status().as_u16(), kind.unwrap_or_default(), got.bytes().await.unwrap().to_vec())
}

fn address_in(text: &str) -> Option<String> {
    let at = text.find(&format!("{PUBLIC}/m/"))?;
    text[at..].split_whitespace().next().map(str::to_owned)
}

async fn where_no_files_arrive_an_address_opens_them_for_a_day(world: World) {
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    closed(&world, &[&editor]).await;
    let note = world.reads(&editor, "Báo cáo tháng 12/2026 của xã Bình Lư đã có").await;
    world.settle().await;
    assert_eq!(note.file.is_some(), world.has_buttons(), "{note:?}");
    if world.has_buttons() {
        assert_eq!(address_in(&note.text), None);
        return world.close().await;
    }
    // One message, and it says until when.
    assert!(note.text.contains("📄 Bấm để lấy tệp, mở được đến 06:30 thứ Tư 16/12: "), "{}", note.text);
    assert!(!note.text.contains("không nhận được tệp"), "{}", note.text);
    let url = address_in(&note.text).unwrap();
    let (status, _, page) = opens(&world, &url).await;
    let page = String::from_utf8(page).unwrap();
    assert_eq!(status, 200);
    assert!(page.contains("<h1>Báo cáo tháng 12/2026</h1>") && !page.contains("<script"), "{page}");
    let december = made(&world, DECEMBER).await;
    let text = &world.parts().core.text;
    for (ending, bytes) in [
        ("docx", december.docx(text).unwrap()),
        ("html", december.html(text).into_bytes()),
        ("xlsx", december.xlsx(text).unwrap()),
        ("json", december.json().into_bytes()),
    ] {
        assert!(page.contains(&format!(".{ending}\"")), "{page}");
        let (status, _, got) = opens(&world, &format!("{url}.{ending}")).await;
        assert_eq!(status, 200);
        assert!(got == bytes, "{ending} is the file itself");
    }
    assert_eq!(opens(&world, &format!("{url}.exe")).await.0, 404);
    // What is asked for is one message, too.
    let before = world.notes(&editor).len();
    let told = world.told(&editor, "/baocao 12", "Báo cáo tháng 12/2026, xã Bình Lư").await;
    world.settle().await;
    assert!(address_in(&told.text).is_some(), "{}", told.text);
    assert_eq!(world.notes(&editor).iter().skip(before).filter(|n| n.from_bot).count(), 1);
    world.pass_until("2026-12-16 06:31");
    assert_eq!(opens(&world, &url).await.0, 404);
    assert_eq!(opens(&world, &format!("{url}.docx")).await.0, 404);
    world.close().await;
}

async fn without_a_public_address_it_is_said_once_where_the_files_are(mut world: World) {
    // An Official Account only pushes.
    if world.has_buttons() || world.settings().accounts.iter().any(|a| a.oa.is_some()) {
        return world.close().await;
    }
    world.stop().await;
    world.change(|settings| {
        settings.public_url = None;
        for account in &mut settings.accounts {
            account.receive = loaban::config::Receive::Poll;
            account.webhook_secret = None;
        }
    });
    world.start().await;
    let editor = world.enrols("Biên tập", "editor", "lc-binhlu").await;
    let before = world.notes(&editor).len();
    let told = world.told(&editor, "/baocao 2026-12", "Báo cáo tháng 12/2026, xã Bình Lư").await;
    world.settle().await;
    assert!(
        told.text.contains("Ứng dụng này không nhận được tệp. Xin lấy tệp ở máy chủ của xã."),
        "{told:?}"
    );
    assert_eq!(world.notes(&editor).iter().skip(before).filter(|n| n.from_bot).count(), 1);
    world.close().await;
}
