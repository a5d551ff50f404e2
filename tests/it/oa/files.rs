//! What the account carries besides words, and how it waits when the platform asks it to.

use super::Official;
use crate::live::on_both;
use crate::world::Engine;
use loaban::channel::{Attachment, Chat, Outcome, Reason, Upload};
use loaban::message::{ChatKind, Media, MediaKind, Message, Source};
use loaban::standins::zalo_oa::{Fault, What};
use std::time::Duration;

on_both!(
    pictures_and_documents_are_uploaded_and_go_stale,
    a_full_minute_and_a_lost_answer_mean_what_they_mean,
);

const GROUP: &str = "/v3.0/oa/group/message";
const PICTURE: &[u8] = b"\x89PNG a poster";

fn with(kind: MediaKind, text: &str) -> Message {
    let source = Source::Inline { name: String::new(), base64: String::new() };
    Message { media: Some(Media { kind, source, language: String::new() }), ..Message::text(text) }
}

async fn pictures_and_documents_are_uploaded_and_go_stale(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let editor = zalo.add_person("Biên tập viên");
    let group = official.linked_group(&editor).await;
    official.says(&editor, "trợ giúp");
    official.sees(&editor, "hỏi").await;
    let channel = world.app().channels()["oa"].clone();
    let person = Chat { address: editor.clone(), kind: ChatKind::Private };
    let village = Chat { address: group.clone(), kind: ChatKind::Group };
    assert_eq!(channel.carries(MediaKind::Voice, ChatKind::Private), Attachment::Text);

    let poster = with(MediaKind::Picture, "Lịch tiêm");
    let bytes = Upload::Bytes("poster.png".into(), PICTURE.to_vec());
    let Outcome::Sent { file_id: Some(held), .. } = channel.send(&village, &poster, Some(bytes)).await else {
        panic!("the poster was not sent: {:?}", zalo.requests())
    };
    let seen = official.sees(&group, "Lịch tiêm").await;
    assert_eq!((seen.kind, zalo.file(seen.file.as_deref().unwrap()).as_deref()), ("image", Some(PICTURE)));
    // Again by its handle, without an upload; after a week the handle is dead.
    let uploads = || zalo.requests().iter().filter(|r| r.method.contains("/upload/")).count();
    let before = uploads();
    let sent = channel.send(&person, &poster, Some(Upload::Held(held.clone()))).await;
    assert!(matches!(sent, Outcome::Sent { .. }), "{sent:?}");
    assert_eq!(uploads(), before);
    world.pass(Duration::from_secs(8 * 86_400));
    assert_eq!(channel.send(&village, &poster, Some(Upload::Held(held.clone()))).await, Outcome::StaleFile);
    // And the person has been silent for more than seven days.
    assert_eq!(channel.send(&person, &Message::text("Đến hạn rồi."), None).await, Outcome::Closed);
    zalo.person_is_unreachable(&editor);
    assert_eq!(channel.send(&person, &Message::text("Đến hạn rồi."), None).await, Outcome::Closed);

    // A document carries no words: they follow it.
    let report = with(MediaKind::Document, "Báo cáo tháng 11");
    let bytes = Upload::Bytes("bao-cao.docx".into(), b"PK a report".to_vec());
    assert!(matches!(channel.send(&village, &report, Some(bytes)).await, Outcome::Sent { .. }));
    let tail: Vec<_> =
        zalo.messages(&official.oa, &group).into_iter().rev().take(2).map(|m| m.kind).collect();
    assert_eq!(tail, ["text", "file"]);
    let refused = Outcome::Refused(Reason::Content);
    for (kind, name, bytes) in [
        (MediaKind::Document, "bao-cao.xlsx", b"PK".to_vec()),
        (MediaKind::Picture, "poster.gif", b"GIF89a".to_vec()),
        (MediaKind::Picture, "poster.png", [PICTURE, &vec![0; 1 << 20]].concat()),
    ] {
        let sent = channel.send(&village, &with(kind, "x"), Some(Upload::Bytes(name.into(), bytes))).await;
        assert_eq!(sent, refused, "{name}");
    }
    official.close().await;
}

async fn a_full_minute_and_a_lost_answer_mean_what_they_mean(engine: Engine) {
    let Some(official) = Official::new(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let person = zalo.add_person("Bà con");
    let group = official.linked_group(&person).await;
    official.settle().await;
    let channel = world.app().channels()["oa"].clone();
    let village = Chat { address: group.clone(), kind: ChatKind::Group };
    let says = |text: &str| Message::text(text);
    // It may have arrived, and it has.
    zalo.fault(Fault::new(What::HtmlAfter(502)).on(GROUP));
    assert_eq!(channel.send(&village, &says("một"), None).await, Outcome::Unknown(Reason::NoAnswer));
    official.sees(&group, "một").await;
    // Somebody in front of the platform refused: it surely did not.
    zalo.fault(Fault::new(What::Html(403)).on(GROUP));
    let unreachable = Outcome::Retry { after: None, unreachable: true };
    assert_eq!(channel.send(&village, &says("hai"), None).await, unreachable);
    // A full minute: everybody of the account waits for the next one, and the platform is not even asked.
    zalo.fault(Fault::error(-32, "practice").on(GROUP));
    let Outcome::Retry { after: Some(after), unreachable: false } =
        channel.send(&village, &says("ba"), None).await
    else {
        panic!("no wait")
    };
    let after = after.length();
    assert!(after > Duration::ZERO && after <= Duration::from_secs(70), "{after:?}");
    let asked = zalo.requests().len();
    let elsewhere = Chat { address: person, kind: ChatKind::Private };
    let waits = channel.send(&elsewhere, &says("bốn"), None).await;
    assert!(matches!(waits, Outcome::Retry { after: Some(_), unreachable: false }), "{waits:?}");
    assert_eq!(zalo.requests().len(), asked);
    official.close().await;
}
