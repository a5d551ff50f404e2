//! What is spoken to the account is heard elsewhere; what is spoken to its people they open.

use super::Official;
use crate::live::on_both;
use crate::media::with_media;
use crate::world::{Engine, PUBLIC};
use loaban::media::Form;

const BY_AMR: &[u8] = include_bytes!("../../fixtures/question.amr");
const BY_M4A: &[u8] = include_bytes!("../../fixtures/question.m4a");
const ANSWER: &[u8] = include_bytes!("../../../src/practice/answer.ogg");

on_both!(
    voices_of_old_and_new_phones_reach_the_reporter_and_the_answer_is_opened_by_its_address,
    a_released_voice_is_a_line_and_a_picture_is_uploaded,
);

async fn with_address(engine: Engine) -> Option<Official> {
    Official::with(engine, |settings, _, _| settings.public_url = Some(PUBLIC.into())).await
}

async fn open(official: &Official, url: &str) -> reqwest::Response {
    let door = format!("http://{}", official.world.app().address());
    reqwest::get(url.replace(PUBLIC, &door)).await.unwrap()
}

async fn voices_of_old_and_new_phones_reach_the_reporter_and_the_answer_is_opened_by_its_address(
    engine: Engine,
) {
    let Some(official) = with_address(engine).await else { return };
    let (world, zalo) = (&official.world, &official.zalo);
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = zalo.add_person("Bà con");
    official.asks(&resident, "Nhà tôi đi khám có mất tiền không?").await;
    zalo.person_speaks(&resident, &official.oa, BY_AMR).unwrap();
    official.sees(&resident, "có thể nhận ra").await;
    official.says(&resident, "1");
    world.person_sees(reporter, "xin nghe tiếng ở tin dưới").await;
    official.settle().await;
    zalo.person_speaks(&resident, &official.oa, BY_M4A).unwrap();
    official.settle().await;

    let seen = world.platform.private_messages(reporter, world.bot);
    let heard: Vec<_> = seen.iter().filter_map(|m| m.file_id.as_deref()).collect();
    assert_eq!(heard.len(), 2, "{seen:?}");
    for file in heard {
        let sound = world.platform.file_bytes(file).unwrap();
        assert_eq!((Form::of(&sound), &sound[28..36]), (Some(Form::Ogg), &b"OpusHead"[..]));
    }

    // Both are kept, whatever becomes of the addresses at which the account had them.
    world.comes_to("SELECT COUNT(*) FROM kept_file WHERE state = 'kept'", 2).await;
    zalo.lapse_files();

    let card = world.person_sees(reporter, "xin nghe tiếng ở tin dưới").await;
    world.platform.person_sends_voice(reporter, world.bot, ANSWER, 6, Some(card.message_id)).unwrap();
    // The notices were read aloud before.
    official.sees(&resident, "Trả lời câu hỏi #").await;
    official.settle().await;
    let answer = official.sees(&resident, "🔊 Bấm để nghe: ").await;
    let url = answer.text.split("🔊 Bấm để nghe: ").nth(1).unwrap().trim();
    assert!(url.starts_with(&format!("{PUBLIC}/m/")), "{url}");
    // A page for the person, any number of times, for as long as a voice is kept.
    for _ in 0..2 {
        let page = open(&official, url).await;
        assert_eq!(page.status(), 200);
        let page = page.text().await.unwrap();
        let name = url.rsplit('/').next().unwrap();
        assert!(page.contains(&format!("<source src=\"{name}.ogg\" type=\"audio/ogg\">")), "{page}");
    }
    let sound = open(&official, &format!("{url}.ogg")).await.bytes().await.unwrap();
    assert_eq!(sound, ANSWER);
    let sound = open(&official, &format!("{url}.aac")).await.bytes().await.unwrap();
    assert_eq!(Form::of(&sound), Some(Form::Aac));
    world.pass(std::time::Duration::from_secs(7 * 86_400));
    assert_eq!(open(&official, url).await.status(), 404);
    official.close().await;
}

async fn a_released_voice_is_a_line_and_a_picture_is_uploaded(engine: Engine) {
    let Some(mut official) = with_address(engine).await else { return };
    with_media(&mut official.world);
    official.restart().await;
    let (world, zalo) = (&official.world, &official.zalo);
    let secretary = zalo.add_person("Bí thư");
    let group = official.linked_group(&secretary).await;
    world.publishes("kham-suc-khoe").await;
    official.sees(&group, "khám sức khoẻ miễn phí").await;
    official.settle().await;
    let line = official.sees(&group, "Nghe: ").await;
    assert!(line.text.ends_with(&format!("🔊 Bấm để nghe: {PUBLIC}/nghe/kham-suc-khoe/vi")), "{}", line.text);
    assert_eq!(line.kind, "text");
    let shown = zalo.messages(&official.oa, &group);
    let picture = shown.iter().find(|m| m.kind == "image").unwrap();
    let bytes = zalo.file(picture.file.as_deref().unwrap()).unwrap();
    assert_eq!(Form::of(&bytes), Some(Form::Png));
    // The handle of the upload is kept for the next group.
    assert_eq!(world.count("SELECT COUNT(*) FROM uploaded WHERE account = 'oa'").await, 1);
    official.close().await;
}
