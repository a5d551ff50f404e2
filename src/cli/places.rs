//! `place import`.

use super::{Answer, Shell};
use crate::places;
use anyhow::Result;
use serde_json::json;
use std::path::Path;

pub async fn import(shell: &Shell, file: &Path) -> Result<Answer> {
    let parts = shell.parts().await?;
    let done = places::import(&parts.db, file).await?;
    let args = [
        ("added", done.added.into()),
        ("changed", done.changed.into()),
        ("unchanged", done.unchanged.into()),
    ];
    Answer::new(
        shell.line("cli-place-imported", &args),
        json!({ "added": done.added, "changed": done.changed, "unchanged": done.unchanged }),
    )
}
