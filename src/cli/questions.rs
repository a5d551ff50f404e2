//! `question list|show`: no names, no accounts, no texts; why each went where it went.

use super::{Answer, Shell, today};
use crate::questions;
use anyhow::Result;
use jiff::Timestamp;

pub async fn list(shell: &Shell, open: bool, overdue: bool) -> Result<Answer> {
    let parts = shell.parts().await?;
    let all =
        questions::list(&parts.core.db, &parts.core.seal, open, overdue, parts.core.clock.now()).await?;
    let (tree, day) = (parts.atlas.tree().await?, today(&parts));
    let all: Vec<_> = all.into_iter().map(|q| q.shown(&tree, day)).collect();
    let mut text: String = all.iter().map(|q| format!("{}\n", q.line(&shell.text).trim_end())).collect();
    if all.is_empty() {
        text = shell.line("cli-question-none", &[]);
    }
    Answer::new(text, all)
}

pub async fn show(shell: &Shell, code: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let found =
        questions::show(&parts.core.db, &parts.core.seal, code.trim(), parts.core.clock.now()).await?;
    let q = found.ok_or_else(|| shell.refused("cli-question-unknown", &[("code", code.into())]))?;
    let q = q.shown(&*parts.atlas.tree().await?, today(&parts));
    let local = |text: &str| {
        text.parse::<Timestamp>().map(|t| parts.desk.shown(t.as_millisecond())).unwrap_or_default()
    };
    let args = [
        ("asked", local(&q.asked_at).into()),
        ("due", local(&q.due_at).into()),
        ("topic", parts.subjects.topic_name(&q.topic).unwrap_or(&q.topic).to_owned().into()),
    ];
    let times = shell.line("cli-question-times", &args);
    let way = q.way_line(&shell.text, &parts.subjects).map(|way| format!("\n{way}")).unwrap_or_default();
    Answer::new(format!("{}\n{times}{way}", q.line(&shell.text).trim_end()), q)
}
