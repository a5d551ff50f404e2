//! `item import`, `item export`: items in the form of folders, in and out, byte for byte.

use crate::acts::Deed;
use crate::cli::{Answer, Shell, decided};
use crate::content::parse::{self, Folder, Parsed};
use crate::content::written::{self, Hand, Saved};
use crate::failure::refused;
use crate::ids::ItemId;
use anyhow::Result;
use serde_json::json;
use std::path::Path;

/// All of them or none: with a fault anywhere nothing is taken in.
pub async fn import(shell: &Shell, dir: &Path) -> Result<Answer> {
    let parts = shell.parts().await?;
    let folders = parse::folders(dir).map_err(|(file, why)| {
        let args = [("file", file.display().to_string().into()), ("why", crate::failure::why(&why).into())];
        refused(shell.say("cli-item-unreadable", &args))
    })?;
    if folders.is_empty() {
        return Err(refused(
            shell.say("cli-item-import-nothing", &[("dir", dir.display().to_string().into())]),
        ));
    }
    let (tried, faults) = parts.shelf.tried(folders.clone(), &dir.display().to_string());
    if !faults.is_empty() {
        faults.iter().for_each(|fault| shell.note(&fault.to_string()));
        return Err(refused(shell.say("cli-item-import-faults", &[("count", faults.len().into())])));
    }
    let library = parts.shelf.library();
    let was_folder: Vec<&str> = folders
        .iter()
        .filter(|folder| {
            library.get(&folder.name).is_some_and(|item| item.home == crate::content::Home::Folder)
        })
        .map(|folder| folder.name.as_str())
        .collect();
    let (mut text, mut json) = (String::new(), vec![]);
    let mut tx = parts.core.db.write().await?;
    for (folder, parsed) in folders.iter().zip(&tried) {
        let item = ItemId::from(folder.name.as_str());
        let from = written::find_in(&mut tx, &item).await?.map_or(0, |one| one.version);
        let read = (folder, Parsed::item(parsed));
        let saved =
            written::save(&mut tx, read, from, Hand { role: None, place: "" }, parts.core.clock.now())
                .await?;
        let (Saved::As(version) | Saved::Same(version)) = saved else {
            return Err(refused(shell.say("cli-item-import-changed", &[("item", item.as_str().into())])));
        };
        let is_new = written::submit(&mut tx, &item, version).await?;
        let key = if is_new { "cli-item-imported" } else { "cli-item-import-same" };
        text.push_str(&shell.line(key, &[("item", item.as_str().into()), ("version", version.into())]));
        json.push(json!({ "item": item, "version": version, "changed": is_new }));
        if is_new {
            decided(&parts, &mut tx, None, Deed::HandInItem, &item).await?;
        }
    }
    tx.commit().await?;
    if !was_folder.is_empty() {
        shell.note(&shell.say("cli-item-import-home", &[("items", was_folder.join(", ").into())]));
    }
    Answer::new(text, json)
}

/// Every item, wherever it lives. What stands in an item's folder and is no part of it any more goes; what never was one's stays.
pub async fn export(shell: &Shell, dir: &Path) -> Result<Answer> {
    let parts = shell.parts().await?;
    let library = parts.shelf.library();
    shell.tell_of_faults(&library);
    let mut items = vec![];
    for item in library.items() {
        let Some(folder) = parts.shelf.folder(&parts.core.db, &item.folder).await? else { continue };
        write(shell, &dir.join(&folder.name), &folder)?;
        items.push(item.folder.to_string());
    }
    let all = written::all(&parts.core.db).await?;
    let drafts: Vec<&str> =
        all.iter().filter(|one| one.submitted == 0).map(|one| one.item.as_str()).collect();
    if !drafts.is_empty() {
        shell.note(&shell.say("cli-item-export-draft", &[("items", drafts.join(", ").into())]));
    }
    let args = [("count", items.len().into()), ("dir", dir.display().to_string().into())];
    Answer::new(shell.line("cli-item-exported", &args), json!({ "items": items, "drafts": drafts }))
}

fn write(shell: &Shell, at: &Path, folder: &Folder) -> Result<()> {
    let failed = |path: &Path, why: std::io::Error| {
        let args = [("file", path.display().to_string().into()), ("why", crate::failure::why(&why).into())];
        refused(shell.say("cli-item-export-failed", &args))
    };
    let files = folder.files.iter().filter(|(name, _)| !name.ends_with('/'));
    for (name, bytes) in files {
        let path = at.join(name);
        // Written as it is already, it keeps its time.
        if std::fs::read(&path).is_ok_and(|old| old == *bytes) {
            continue;
        }
        let above = path.parent().unwrap_or(at);
        std::fs::create_dir_all(above).map_err(|why| failed(above, why))?;
        std::fs::write(&path, bytes).map_err(|why| failed(&path, why))?;
    }
    for there in parse::folders(at).map_err(|(path, why)| failed(&path, why))?.into_iter().take(1) {
        for (name, _) in there.files {
            if folder.files.iter().any(|(own, _)| *own == name) {
                continue;
            }
            let path = at.join(&name);
            let key = if parse::is_of_an_item(&name) {
                std::fs::remove_file(&path).map_err(|why| failed(&path, why))?;
                "cli-item-export-removed"
            } else {
                "cli-item-export-stray"
            };
            shell.note(&shell.say(key, &[("file", path.display().to_string().into())]));
        }
    }
    Ok(())
}
