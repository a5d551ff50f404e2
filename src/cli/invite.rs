//! `invite`: a one-time code for a group or for somebody with a duty.

use super::args::{Invite, InviteRole};
use super::{Answer, Shell, decided, rfc3339, table, today};
use crate::acts::Deed;
use crate::config::Account;
use crate::roster::{self, Invitation, InvitationState, Invited};
use crate::text::clean;
use anyhow::Result;
use serde_json::json;

pub async fn invite(shell: &Shell, invite: Invite) -> Result<Answer> {
    let Invite { role, place, topic, language, name, title, list: listed, revoke } = invite;
    if listed {
        return list(shell).await;
    }
    match (role, place, revoke) {
        (_, _, Some(code)) => take_back(shell, &code).await,
        (Some(role), Some(place), None) => make(shell, role, &place, topic, language, (name, title)).await,
        // The grammar lets nothing else through.
        _ => Err(shell.usage("cli-invite-usage", &[])),
    }
}

async fn make(
    shell: &Shell,
    role: InviteRole,
    place: &str,
    topics: Vec<String>,
    languages: Vec<String>,
    (name, title): (Option<String>, Option<String>),
) -> Result<Answer> {
    if !topics.is_empty() && !matches!(role, InviteRole::Reporter | InviteRole::Coordinator) {
        return Err(shell.usage("cli-invite-no-topics", &[]));
    }
    let title = clean(&title.unwrap_or_default());
    if !title.is_empty() && role != InviteRole::Secretary {
        return Err(shell.usage("cli-invite-no-title", &[]));
    }
    if role == InviteRole::Group && languages.len() > 1 {
        return Err(shell.usage("cli-invite-one-language", &[]));
    }
    let parts = shell.parts().await?;
    for topic in &topics {
        if parts.subjects.topic_name(topic).is_none() {
            let known: Vec<&str> = parts.subjects.topics().iter().map(|t| t.id.as_str()).collect();
            let args = [("topic", topic.as_str().into()), ("known", known.join(", ").into())];
            return Err(shell.refused("cli-topic-unknown", &args));
        }
    }
    for language in &languages {
        shell.known_language(language)?;
    }
    let tree = parts.atlas.tree().await?;
    let place = shell.place(&tree, place, today(&parts))?;
    let name = clean(&name.unwrap_or_default());
    let invitation = Invitation {
        topics,
        languages,
        title,
        name_sealed: if name.is_empty() { String::new() } else { parts.core.seal.seal(&name) },
        ..Invitation::new(role.into(), place.as_str())
    };
    let mut tx = parts.core.db.write().await?;
    let (code, expires) =
        roster::invite(&mut tx, &parts.core.seal, &parts.core.ids, parts.core.clock.now(), invitation)
            .await?;
    // Not the code: whoever reads this could use it.
    decided(&parts, &mut tx, None, Deed::Invite, &format!("{} {place}", Invited::from(role))).await?;
    tx.commit().await?;
    // Some hear in a group only what calls them by name.
    let called = |a: &&Account| a.capabilities.mention;
    let accounts = &parts.settings.accounts;
    let key = match (role, accounts.iter().filter(called).count()) {
        (InviteRole::Group, 0) => "cli-invited-group",
        (InviteRole::Group, some) if some == accounts.len() => "cli-invited-group-mention",
        (InviteRole::Group, _) => "cli-invited-group-both",
        _ => "cli-invited-role",
    };
    let args = [
        ("code", code.as_str().into()),
        ("role", shell.say(&format!("cli-role-{}", Invited::from(role)), &[]).into()),
        ("place", shell.place_name(&tree, &place).into()),
        ("until", parts.desk.shown(expires).into()),
    ];
    Answer::new(
        shell.line(key, &args),
        json!({ "code": code, "role": Invited::from(role), "place": place, "expires": rfc3339(expires) }),
    )
}

/// The codes that can be used: for whom, where, until when, and who made them. Never the code, which nobody keeps.
async fn list(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let (tree, day) = (parts.atlas.tree().await?, today(&parts));
    let open = roster::open_invitations(&parts.core.db, parts.core.clock.now()).await?;
    let mut tx = parts.core.db.write().await?;
    let roles = roster::all(&mut tx).await?;
    drop(tx);
    let (mut rows, mut json) = (vec![], vec![]);
    for one in &open {
        let maker = one.made_by.as_ref().and_then(|id| roles.iter().find(|role| role.id == *id));
        let by = match maker {
            Some(role) => {
                let args = [
                    ("role", shell.say(&format!("cli-role-{}", role.duty), &[]).into()),
                    ("place", shell.place_now(&tree, &role.place, day).into()),
                ];
                shell.say("cli-invite-by-role", &args)
            }
            None => shell.say("cli-invite-by-shell", &[]),
        };
        rows.push(vec![
            shell.say(&format!("cli-role-{}", one.role), &[]),
            shell.place_now(&tree, &one.place, day),
            by,
            shell.say("cli-invite-until", &[("until", parts.desk.shown(one.expires_at).into())]),
        ]);
        let place = tree.now(&one.place, day).map_or(one.place.as_str(), |p| p.code.as_str());
        json.push(json!({
            "role": one.role, "place": place, "by": maker.map(|role| role.duty), "by_role": one.made_by,
            "expires": rfc3339(one.expires_at),
        }));
    }
    let text = if rows.is_empty() { shell.line("cli-invite-none", &[]) } else { table(&rows) };
    Answer::new(text, json)
}

async fn take_back(shell: &Shell, code: &str) -> Result<Answer> {
    let parts = shell.parts().await?;
    let mut tx = parts.core.db.write().await?;
    if !roster::close(&mut tx, &parts.core.seal, code, InvitationState::Revoked).await? {
        return Err(shell.refused("cli-invite-not-open", &[]));
    }
    decided(&parts, &mut tx, None, Deed::Revoke, "").await?;
    tx.commit().await?;
    Answer::new(shell.line("cli-invite-revoked", &[]), json!({ "revoked": true }))
}

impl Shell {
    /// Refuses a language that no locale has.
    pub(super) fn known_language(&self, code: &str) -> Result<()> {
        if self.text.locale(code).is_some() {
            return Ok(());
        }
        let known: Vec<&str> = self.text.locales().iter().map(|l| l.code.as_str()).collect();
        let args = [("language", code.into()), ("known", known.join(", ").into())];
        Err(self.refused("cli-language-unknown", &args))
    }
}
