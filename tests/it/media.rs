//! Voices and pictures from one platform to another.

use crate::stories;
use crate::world::phones::Phone;
use crate::world::{PUBLIC, World, code_in};
use loaban::config::Platform;
use loaban::media::{Converter, Form};
use loaban::standins::telegram::{Fault, What};
use loaban::standins::zalo_bot::{Kind, Seen};
use serde_json::json;
use std::path::Path;

/// Five seconds of speech, as a phone on Telegram records it.
const SPOKEN: &[u8] = include_bytes!("../../src/practice/question.ogg");
const ANSWER: &[u8] = include_bytes!("../../src/practice/answer.ogg");

const BOTH: &[Platform] = &[Platform::ZaloBot, Platform::Telegram];

stories!(on BOTH;
    a_voice_asked_in_one_app_is_heard_in_the_other_and_so_is_the_answer,
    a_released_voice_and_picture_reach_every_chat_as_it_can_carry_them,
    without_a_public_address_words_say_what_to_do,
    a_voice_that_its_platform_gave_away_is_missed_in_words,
    the_help_is_heard_in_both_apps,
    asked_on_telegram_a_voice_is_heard_on_zalo,
    a_reporter_on_zalo_answers_aloud,
    an_address_of_a_voice_ends_with_what_was_said_in_it,
    what_was_said_outlives_its_platforms_address_and_not_its_own_time,
    a_process_that_dies_while_it_fetches_loses_nothing,
);

/// The same speech as a phone on Zalo sends it.
async fn as_aac(sound: &[u8]) -> Vec<u8> {
    Converter::find().convert(sound.to_vec(), Form::Aac).await.expect("ffmpeg: ./tests/run installs it")
}

/// The bot's messages to somebody on Zalo of one kind.
fn got(world: &World, phone: &Phone, kind: Kind) -> Vec<Seen> {
    let all = world.zalo.private_messages(phone.zalo_bot(), world.zalo_bot);
    all.into_iter().filter(|m| m.from_bot && m.kind == kind).collect()
}

async fn fetch(world: &World, url: &str) -> reqwest::Response {
    let door = format!("http://{}", world.app().address());
    reqwest::get(url.replace(PUBLIC, &door)).await.unwrap()
}

/// Speaks on Zalo for the first time.
async fn asks_aloud(world: &World, resident: &Phone, sound: &[u8]) -> String {
    world.zalo.person_sends_voice(resident.zalo_bot(), &world.zalo_bot.to_string(), sound, None).unwrap();
    agrees_to_voice(world, resident).await
}

/// Says yes to everything, and where they live. Returns the code.
async fn agrees_to_voice(world: &World, resident: &Phone) -> String {
    world.reads(resident, "xin phép dùng câu hỏi này").await;
    world.chooses(resident, "Đồng ý, gửi").await;
    world.reads(resident, "sẽ nghe giọng nói này").await;
    world.chooses(resident, "Gửi tiếng nói").await;
    world.reads(resident, "Nhà mình ở bản nào ạ?").await;
    world.tells(resident, "Nà Luồng");
    code_in(&world.reads(resident, "Đã nhận câu hỏi").await.text)
}

async fn a_voice_asked_in_one_app_is_heard_in_the_other_and_so_is_the_answer(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(Platform::ZaloBot, "Bà con");
    let code = asks_aloud(&world, &resident, &as_aac(SPOKEN).await).await;

    let heard = world.person_sees(reporter, &format!("Tiếng của câu hỏi #{code}")).await;
    let sound = world.platform.file_bytes(heard.file_id.as_deref().unwrap()).unwrap();
    assert_eq!(Form::of(&sound), Some(Form::Ogg));
    assert_eq!(&sound[28..36], b"OpusHead");

    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    world.platform.person_sends_voice(reporter, world.bot, ANSWER, 6, Some(card.message_id)).unwrap();
    world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    world.settle().await;
    let voices = got(&world, &resident, Kind::Voice);
    // Before it both notices, read aloud, because they spoke.
    let [_, _, voice] = voices.as_slice() else { panic!("three voices, not {}", voices.len()) };
    let url = voice.url.clone().unwrap();
    assert!(url.starts_with(&format!("{PUBLIC}/m/")) && url.ends_with(".aac"), "{url}");
    // Every fetch of the platform brought the same sound.
    let fetched: Vec<_> = voice.fetched.iter().map(|f| world.zalo.file_bytes(f.as_ref().unwrap())).collect();
    assert!(fetched.len() >= 2 && fetched.windows(2).all(|two| two[0] == two[1]));
    assert_eq!(Form::of(fetched[0].as_ref().unwrap()), Some(Form::Aac));
    // A day later nobody can open it any more.
    assert_eq!(fetch(&world, &url).await.status(), 200);
    world.pass(std::time::Duration::from_secs(86_400));
    let late = fetch(&world, &url).await;
    assert_eq!(late.status(), 404);
    assert!(late.text().await.unwrap().contains("không còn mở được"));

    world.close().await;
}

/// From the next start on: the sample item with its voice reviewed and a picture, in a folder of its own.
pub fn with_media(world: &mut World) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/kham-suc-khoe");
    let to = world.dir.path().join("content/kham-suc-khoe");
    std::fs::create_dir_all(&to).unwrap();
    for file in ["item.toml", "vi.ftl", "vi.ogg"] {
        std::fs::copy(from.join(file), to.join(file)).unwrap();
    }
    let about = std::fs::read_to_string(to.join("item.toml")).unwrap();
    let note = about.find("[form.vi-voice]").unwrap();
    let head = &about[..about.find("# Not reviewed yet").unwrap()];
    let reviewed = format!("{head}{}\nreviewed_by = \"Mẫu\"\non = 2026-01-05\n", about[note..].trim_end());
    std::fs::write(to.join("item.toml"), reviewed).unwrap();
    std::fs::write(to.join("poster.png"), PICTURE).unwrap();
    world.change(|s| s.content = to.parent().unwrap().to_owned());
}

/// 640 × 400 pixels, as far as anybody looks.
const PICTURE: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\x80\0\0\x01\x90\x08\x02\0\0\0\0\0\0\0\0\0\0\0IDAT";

async fn a_released_voice_and_picture_reach_every_chat_as_it_can_carry_them(mut world: World) {
    with_media(&mut world);
    world.restart().await;
    assert_eq!(world.parts().shelf.faults(), []);
    let (there, here) = (world.phone(Platform::ZaloBot, "Bí thư"), world.phone(Platform::Telegram, "Bí thư"));
    let on_zalo = world.village("lc-binhlu-naluong", &[&there]).await;
    let on_telegram = world.village("lc-binhlu-suoimay", &[&here]).await;
    let published = world.publishes("kham-suc-khoe").await;
    assert_eq!(published.groups, 2);
    world.reads_in(&on_zalo, "khám sức khoẻ miễn phí").await;
    world.settle().await;

    // Telegram is given both; a group on Zalo a line with the page, and the address of the picture.
    let seen: Vec<_> = world.notes_in(&on_telegram).into_iter().filter(|n| n.file.is_some()).collect();
    assert_eq!(seen.len(), 2, "{seen:?}");
    let shown = world.zalo.messages(on_zalo.zalo_bot());
    assert!(shown.iter().all(|m| m.kind != Kind::Voice));
    let line = shown.iter().find(|m| m.text.contains("Nghe: ")).unwrap();
    let page = format!("{PUBLIC}/nghe/kham-suc-khoe/vi");
    assert!(line.text.ends_with(&format!("🔊 Bấm để nghe: {page}")), "{}", line.text);
    let page = fetch(&world, &page).await;
    assert_eq!(
        (page.status().as_u16(), page.headers()["content-type"].to_str().unwrap()),
        (200, "text/html; charset=utf-8")
    );
    let sound = fetch(&world, &format!("{PUBLIC}/nghe/kham-suc-khoe/vi.ogg")).await;
    assert_eq!(sound.headers()["content-type"], "audio/ogg");
    let picture = shown.iter().find(|m| m.kind == Kind::Photo).unwrap();
    let url = picture.url.as_deref().unwrap();
    assert!(url.starts_with(&format!("{PUBLIC}/m/")) && url.ends_with(".png"), "{url}");
    assert!(picture.fetched.len() >= 2 && picture.fetched.iter().all(Option::is_some));
    assert_eq!(world.zalo.file_bytes(picture.file_id.as_deref().unwrap()).unwrap(), PICTURE);

    // In private Zalo speaks: the platform fetches the public address.
    world.tells(&there, "nghe");
    world.reads(&there, "Nghe: ").await;
    world.settle().await;
    let voices = got(&world, &there, Kind::Voice);
    let url = voices[0].url.as_deref().unwrap();
    assert_eq!(url, format!("{PUBLIC}/nghe/kham-suc-khoe/vi.aac"));
    assert!(voices[0].fetched.len() >= 2 && voices[0].fetched.iter().all(Option::is_some));

    // Each part has arrived as what it was: the group's state is its text's.
    assert_eq!(
        world.count("SELECT COUNT(*) FROM outbox WHERE kind = 'announcement' AND state = 'sent'").await,
        6
    );
    let report = world.report("lc", "2026-12").await;
    assert_eq!((&report["delivery"]["planned"], &report["delivery"]["sent"]), (&2.into(), &2.into()));
    world.close().await;
}

async fn without_a_public_address_words_say_what_to_do(mut world: World) {
    with_media(&mut world);
    world.restart().await;
    assert_eq!(world.parts().shelf.faults(), []);
    let (there, here) = (world.phone(Platform::ZaloBot, "Bí thư"), world.phone(Platform::Telegram, "Bí thư"));
    let on_zalo = world.village("lc-binhlu-naluong", &[&there]).await;
    world.village("lc-binhlu-suoimay", &[&here]).await;
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let poll = |s: &mut loaban::config::Settings| {
        s.public_url = None;
        for account in &mut s.accounts {
            account.receive = loaban::config::Receive::Poll;
        }
    };
    world.change(poll);
    world.restart().await;
    world.publishes("kham-suc-khoe").await;
    world.reads_in(&on_zalo, "khám sức khoẻ miễn phí").await;
    world.settle().await;
    // A village's messages are counted: none is spent on saying that there is no voice.
    let shown = world.zalo.messages(on_zalo.zalo_bot());
    assert!(shown.iter().all(|m| !m.text.contains("Nghe: ") && m.kind == Kind::Text));
    let uncarried =
        "SELECT COUNT(*) FROM outbox WHERE account = 'bot' AND state = 'failed' AND reason = 'uncarried'";
    assert_eq!(world.count(uncarried).await, 2);
    assert_eq!(
        world.count("SELECT COUNT(*) FROM outbox WHERE account = 'tg' AND part > 0 AND state = 'sent'").await,
        2
    );
    let report = world.report("lc", "2026-12").await;
    assert_eq!((&report["delivery"]["sent"], &report["delivery"]["failed"]), (&2.into(), &0.into()));

    // What somebody says to one person is answered in words.
    world.tells(&there, "nghe");
    world.reads(&there, "🔊 Ở đây không nghe được").await;

    // A voice that the asker could not hear is not taken for an answer: the reporter is told to write.
    let resident = world.phone(Platform::ZaloBot, "Bà con");
    let code = world.asks_first(&resident, "Khám sức khoẻ có mất tiền không?").await;
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    world.platform.person_sends_voice(reporter, world.bot, ANSWER, 6, Some(card.message_id)).unwrap();
    world.person_sees(reporter, "Xin đồng chí viết câu trả lời bằng chữ").await;
    world.quotes(reporter, &card, "Không mất tiền.");
    world.reads(&resident, "Không mất tiền.").await;

    // Once there is an address, what could not go can.
    world.change(|s| s.public_url = Some(PUBLIC.into()));
    world.restart().await;
    let publication = published(&world).await;
    world.parts().publisher.resend(&publication, loaban::outbox::Again::Failed).await.unwrap();
    world.app().wake();
    world.settle().await;
    let shown = world.zalo.messages(on_zalo.zalo_bot());
    assert_eq!(shown.iter().filter(|m| m.text.contains("/nghe/kham-suc-khoe/vi")).count(), 1);
    assert_eq!(shown.iter().filter(|m| m.kind == Kind::Photo).count(), 1);
    world.close().await;
}

async fn published(world: &World) -> loaban::ids::PublicationId {
    let all = loaban::content::publications(&world.parts().core.db).await.unwrap();
    all[0].id.clone()
}

async fn a_voice_that_its_platform_gave_away_is_missed_in_words(world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(Platform::ZaloBot, "Bà con");
    world.tells(&resident, "xin chào");
    world.settle().await;
    // By the time everything was agreed to, the address of the sound is dead.
    let from = resident.zalo_bot();
    let update = json!({"event_name": "message.voice.received", "message": {
        "message_id": "f0f1f2f3f4f5f6f7f8f9", "date": world.clock.now(), "message_type": "CHAT_VOICE",
        "chat": {"id": from, "chat_type": "PRIVATE"},
        "from": {"id": from, "display_name": "x", "is_bot": false},
        "voice_url": format!("{}/media/gone.aac", world.zalo.url())}});
    world.zalo.raw_update(world.zalo_bot, update).unwrap();
    let code = agrees_to_voice(&world, &resident).await;
    let missed = world.person_sees(reporter, &format!("Tiếng của câu hỏi #{code}")).await;
    assert!(missed.text.ends_with("🔊 Tiếng này hết hạn. Nói lại, hoặc viết giúp nhé."), "{}", missed.text);
    world.close().await;
}

async fn asked_on_telegram_a_voice_is_heard_on_zalo(world: World) {
    let reporter = world.official(Platform::ZaloBot, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    world.platform.person_sends_voice(resident, world.bot, SPOKEN, 5, None).unwrap();
    world.presses(resident, "Đồng ý, gửi").await;
    world.presses(resident, "Gửi tiếng nói").await;
    world.is_from(resident, "Nà Luồng").await;
    let code = code_in(&world.person_sees(resident, "Đã nhận câu hỏi").await.text);
    world.reads(&reporter, &format!("Tiếng của câu hỏi #{code}")).await;
    world.settle().await;
    let voices = got(&world, &reporter, Kind::Voice);
    let url = voices[0].url.as_deref().unwrap();
    assert!(url.starts_with(&format!("{PUBLIC}/m/")) && url.ends_with(".aac"), "{url}");
    // Neither the account nor the platform's handle can be read from it.
    assert!(!url.contains("standin"), "{url}");
    let sound = world.zalo.file_bytes(voices[0].file_id.as_deref().unwrap()).unwrap();
    assert_eq!(Form::of(&sound), Some(Form::Aac));
    // The stand-in was asked for the sound by us alone, however often its address was fetched:
    let asked = world.platform.requests().into_iter().filter(|r| r.method == "getFile").count();
    // Once for who hears it and once for keeping, at most.
    assert!((1..=2).contains(&asked), "{asked}");
    assert_eq!(voices[0].fetched.len(), 2);
    world.close().await;
}

/// On Zalo Bot nobody tells the machine which card a voice quotes: the reporter says so first.
async fn a_reporter_on_zalo_answers_aloud(world: World) {
    let reporter = world.official(Platform::ZaloBot, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.platform.add_person("Bà con");
    world.says(resident, "Khám sức khoẻ có mất tiền không?");
    world.presses(resident, "Đồng ý, gửi").await;
    world.is_from(resident, "Nà Luồng").await;
    let code = code_in(&world.person_sees(resident, "Đã nhận câu hỏi").await.text);
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let says = |sound: &[u8]| {
        world.zalo.person_sends_voice(reporter.zalo_bot(), &world.zalo_bot.to_string(), sound, None).unwrap();
    };
    let sound = as_aac(SPOKEN).await;
    says(&sound);
    world.reads(&reporter, "Gửi lời này trả lời").await;
    world.tells(&reporter, &format!("/traloi {code}"));
    world.reads(&reporter, "ngay sau tin này là câu trả lời").await;
    says(&sound);
    let heard = world.person_sees(resident, &format!("Trả lời câu hỏi #{code}")).await;
    assert!(heard.from_bot);
    world.settle().await;
    let voices =
        world.platform.private_messages(resident, world.bot).into_iter().filter(|m| m.file_id.is_some());
    assert_eq!(voices.count(), 1);
    // It was said once: the next voice is no answer again.
    says(&sound);
    world.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM outbox WHERE kind = 'answer' AND part = 0").await, 1);
    world.close().await;
}

/// However a question ends, and whoever was sent an address of a voice in it: that address is the last that is left of it.
async fn an_address_of_a_voice_ends_with_what_was_said_in_it(world: World) {
    let there = world.official(Platform::ZaloBot, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let newest = |phone: &Phone| got(&world, phone, Kind::Voice).last().unwrap().url.clone().unwrap();
    for how in ["thu hồi", "/gac {code} không phải việc của xã", "/traloi {code} Không mất tiền.", "xoá"]
    {
        let resident = world.platform.add_person("Bà con");
        world.platform.person_sends_voice(resident, world.bot, SPOKEN, 5, None).unwrap();
        world.presses(resident, "Đồng ý, gửi").await;
        world.presses(resident, "Gửi tiếng nói").await;
        world.is_from(resident, "Nà Luồng").await;
        let code = code_in(&world.person_sees(resident, "Đã nhận câu hỏi").await.text);
        world.reads(&there, &format!("Tiếng của câu hỏi #{code}")).await;
        world.settle().await;
        let url = newest(&there);
        assert_eq!(fetch(&world, &url).await.status(), 200, "{how}");
        let words = how.replace("{code}", &code);
        if words.starts_with('/') {
            world.tells(&there, &words);
        } else {
            world.says(resident, &words);
        }
        if how == "xoá" {
            world.presses(resident, "Xoá hết").await;
        }
        world.comes_to("SELECT COUNT(*) FROM question WHERE state = 'open'", 0).await;
        assert_eq!(fetch(&world, &url).await.status(), 404, "{how}");
        // Whoever has everything deleted leaves no sealed sound behind either, not for a moment.
        let left = match how {
            "thu hồi" => 1,
            "/gac {code} không phải việc của xã" => 2,
            _ => 3,
        };
        assert_eq!(world.count(ANY_KEPT).await, left, "{how}");
    }
    // An answer is heard after the question is closed, until whoever asked has everything deleted.
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-taleng").await;
    let resident = world.phone(Platform::ZaloBot, "Bà con");
    world.tells(&resident, "Bao giờ sửa cầu?");
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.lives(&resident, "Hoa Đào").await;
    let code = code_in(&world.reads(&resident, "Đã nhận câu hỏi").await.text);
    let card = world.person_sees(reporter, &format!("Câu hỏi #{code}")).await;
    world.platform.person_sends_voice(reporter, world.bot, ANSWER, 6, Some(card.message_id)).unwrap();
    world.reads(&resident, &format!("Trả lời câu hỏi #{code}")).await;
    world.settle().await;
    let url = newest(&resident);
    assert_eq!(fetch(&world, &url).await.status(), 200);
    world.erases(&resident, "Đã xoá hết").await;
    assert_eq!(fetch(&world, &url).await.status(), 404);
    world.close().await;
}

/// What is kept, and how many pieces of it.
const KEPT: &str = "SELECT COUNT(*) FROM kept_file WHERE state = 'kept'";
const ANY_KEPT: &str = "SELECT COUNT(*) FROM kept_file";
const PIECES: &str = "SELECT COUNT(*) FROM kept_piece";

/// A voice is fetched when its question is stored, and not before everything was agreed to; it is there as long as the
/// question has it, whatever becomes of the platform's address.
async fn what_was_said_outlives_its_platforms_address_and_not_its_own_time(mut world: World) {
    let reporter = world.official(Platform::ZaloBot, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let newest = |world: &World| got(world, &reporter, Kind::Voice).last().unwrap().url.clone().unwrap();
    let (there, here) = (world.phone(Platform::ZaloBot, "Bà con"), world.phone(Platform::Telegram, "Bà con"));
    let mut asked = vec![];
    for phone in [&there, &here] {
        match phone {
            Phone::Telegram(user) => {
                world.platform.person_sends_voice(*user, world.bot, SPOKEN, 5, None).map(drop).unwrap();
            }
            _ => drop(world.tells_aloud(phone)),
        }
        world.reads(phone, "xin phép dùng câu hỏi này").await;
        world.settle().await;
        assert_eq!(world.count(ANY_KEPT).await, asked.len() as i64, "kept before it was agreed to");
        let code = agrees_to_voice(&world, phone).await;
        world.reads(&reporter, &format!("Tiếng của câu hỏi #{code}")).await;
        world.settle().await;
        asked.push((code, newest(&world)));
        world.comes_to(KEPT, asked.len() as i64).await;
    }
    // No moment of it is left that could be joined to anything.
    assert_eq!(world.count("SELECT COUNT(*) FROM kept_file WHERE not_before <> 0").await, 0);
    world.zalo.lapse_files();
    world.platform.lapse_files();
    // Nothing is remembered any more either.
    world.restart().await;
    for (code, url) in &asked {
        let heard = fetch(&world, url).await;
        assert_eq!(heard.status(), 200, "{code}");
        assert_eq!(Form::of(&heard.bytes().await.unwrap()), Some(Form::Aac));
    }
    // Answered: nobody opens it any more, and after its time nobody has it.
    for (code, url) in &asked {
        world.tells(&reporter, &format!("/traloi {code} Không mất tiền."));
        world
            .comes_to(
                &format!("SELECT COUNT(*) FROM question WHERE code = '{code}' AND state = 'answered'"),
                1,
            )
            .await;
        assert_eq!(fetch(&world, url).await.status(), 404);
    }
    world.pass(std::time::Duration::from_secs(6 * 86_400));
    world.comes_to(KEPT, 2).await;
    world.pass(std::time::Duration::from_secs(86_401));
    world.comes_to(ANY_KEPT, 0).await;
    assert_eq!(world.count(PIECES).await, 0);
    world.close().await;
}

async fn a_process_that_dies_while_it_fetches_loses_nothing(mut world: World) {
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(Platform::Telegram, "Bà con");
    world.platform.fault(Fault::new(What::HangBefore).on("getFile"));
    world.tells_aloud(&resident);
    let code = agrees_to_voice(&world, &resident).await;
    // The reporter waits for none of it: the app that holds the sound shows it.
    world.person_sees(reporter, &format!("Tiếng của câu hỏi #{code}")).await;
    world.comes_to("SELECT COUNT(*) FROM kept_file WHERE state = 'wanted' AND tries = 1", 1).await;
    world.crash().await;
    world.start().await;
    // Nobody knows that it died: it could still be fetching.
    world.pass(std::time::Duration::from_secs(120));
    world.settle().await;
    assert_eq!(world.count(KEPT).await, 0);
    world.pass(std::time::Duration::from_secs(61));
    world.comes_to(KEPT, 1).await;
    assert_eq!(world.count(PIECES).await, 1);
    world.close().await;
}

async fn the_help_is_heard_in_both_apps(world: World) {
    let (there, here) = (world.phone(Platform::ZaloBot, "Bà con"), world.platform.add_person("Bà con"));
    world.tells(&there, "trợ giúp");
    world.reads(&there, "Nghe hướng dẫn").await;
    world.chooses(&there, "Nghe hướng dẫn").await;
    world.reads(&there, "Hướng dẫn").await;
    world.says(here, "/start");
    world.says(here, "trợ giúp");
    world.presses(here, "Nghe hướng dẫn").await;
    let spoken = loop {
        let seen = world.platform.private_messages(here, world.bot);
        if let Some(m) = seen.into_iter().find(|m| m.from_bot && m.file_id.is_some()) {
            break m;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    let sound = world.platform.file_bytes(spoken.file_id.as_deref().unwrap()).unwrap();
    assert_eq!(Form::of(&sound), Some(Form::Ogg));
    world.settle().await;
    let voices = got(&world, &there, Kind::Voice);
    let sound = world.zalo.file_bytes(voices[0].file_id.as_deref().unwrap()).unwrap();
    assert_eq!(Form::of(&sound), Some(Form::Aac));
    world.close().await;
}
