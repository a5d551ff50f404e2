//! Windows: what the platform refuses because somebody was silent for more than a week is kept until they write.

use crate::oa::Official;
use crate::world::Engine;
use loaban::calendar::Stretch;
use loaban::{outbox, questions};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);
const SILENT: &str = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND reason = 'silent'";

macro_rules! on_both {
    ($($story:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story(super::Engine::Sqlite).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                super::$story(super::Engine::Postgres).await;
            })*
        }
    };
}

on_both!(
    an_answer_to_a_silent_person_is_kept_and_told_once_and_leaves_when_they_write,
    who_never_writes_is_not_waited_for_for_ever,
);

/// How often the reporter was told that something waits for a silent asker.
fn told_of_waiting(here: &Official, reporter: i64) -> usize {
    let all = here.world.platform.private_messages(reporter, here.world.bot);
    all.iter().filter(|m| m.text.contains("người hỏi lâu chưa nhắn")).count()
}

async fn shown(here: &Official, code: &str) -> questions::Listed {
    let parts = here.world.parts();
    questions::show(&parts.core.db, &parts.core.seal, code, here.world.clock.now()).await.unwrap().unwrap()
}

/// Asked, silent for eight days, then answered. The code.
async fn answered_too_late(here: &Official, reporter: i64, resident: &str) -> String {
    let code = here.asks(resident, "Bao giờ có điện?").await;
    here.settle().await;
    here.world.pass(8 * DAY);
    here.settle().await;
    here.world.says(reporter, &format!("/traloi {code} Tháng sau."));
    here.world.comes_to(SILENT, 1).await;
    code
}

async fn an_answer_to_a_silent_person_is_kept_and_told_once_and_leaves_when_they_write(engine: Engine) {
    let Some(here) = Official::new(engine).await else { return };
    let reporter = here.world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = here.zalo.add_person("Bà con");
    let code = answered_too_late(&here, reporter, &resident).await;
    let notice = here.world.person_sees(reporter, "người hỏi lâu chưa nhắn").await;
    assert!(notice.text.contains(&format!("#{code}")), "{}", notice.text);
    here.settle().await;

    // It is not called delivered.
    let text = &here.world.parts().core.text;
    let listed = shown(&here, &code).await;
    assert_eq!(
        (listed.answer, listed.answer_reason),
        (Some(outbox::State::Waiting), Some(loaban::reason::Reason::Silent))
    );
    let line = listed.line(text);
    assert!(line.contains("đã trả lời, chưa tới người hỏi: người nhận lâu chưa nhắn"), "{line}");
    // It is nobody's fault, and holds up nobody.
    let backlog = outbox::backlog(&here.world.parts().core.db).await.unwrap();
    assert!(backlog.iter().all(|b| b.oldest.is_none()), "{backlog:?}");
    let other = here.zalo.add_person("Người khác");
    here.asks(&other, "Bao giờ có nước?").await;
    // It is tried by itself once a day, and told once in all.
    for _ in 0..3 {
        here.world.pass(DAY);
        here.settle().await;
    }
    assert_eq!(told_of_waiting(&here, reporter), 1);
    assert!(!here.chat(&resident).contains("Tháng sau."));
    assert_eq!(here.world.count(SILENT).await, 1);

    // Whatever they write opens the window, and what they then see of their questions is true.
    here.says(&resident, "câu hỏi");
    here.sees(&resident, "Tháng sau.").await;
    here.sees(&resident, "– đã có trả lời, máy đang gửi").await;
    here.settle().await;
    here.says(&resident, "câu hỏi");
    here.sees(&resident, "– đã trả lời").await;
    assert_eq!(shown(&here, &code).await.answer, Some(outbox::State::Sent));
    here.says(&resident, "1");
    here.sees(&resident, &format!("Câu hỏi #{code} đã xong")).await;
    assert_eq!(here.chat(&resident).matches("Người trả lời: báo cáo viên").count(), 1);
    assert_eq!(told_of_waiting(&here, reporter), 1);
    here.close().await;
}

async fn who_never_writes_is_not_waited_for_for_ever(engine: Engine) {
    let ten_days = Stretch::Plain(10 * DAY);
    let Some(here) = Official::with(engine, |s, _, _| s.questions.keep_text = ten_days).await else { return };
    let reporter = here.world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = here.zalo.add_person("Bà con");
    let code = answered_too_late(&here, reporter, &resident).await;
    here.world.pass(9 * DAY);
    here.settle().await;
    assert_eq!(here.world.count(SILENT).await, 1);
    here.world.pass(2 * DAY);
    here.world.comes_to("SELECT COUNT(*) FROM outbox WHERE state = 'failed' AND reason = 'silent'", 1).await;
    let listed = shown(&here, &code).await;
    assert_eq!(
        (listed.answer, listed.answer_reason),
        (Some(outbox::State::Failed), Some(loaban::reason::Reason::Silent))
    );
    // Its words are gone.
    let kept = "SELECT COUNT(*) FROM outbox WHERE kind = 'answer' AND body_sealed IS NOT NULL";
    assert_eq!(here.world.count(kept).await, 0);
    here.close().await;
}
