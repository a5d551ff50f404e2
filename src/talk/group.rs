//! What happens in a village's group: it is linked, it is left, somebody replies to an item.

use super::turn::Turn;
use crate::channel::Reason;
use crate::groups::{
    self,
    roster::{self, Redeemed},
};
use crate::message::ChatKind;
use crate::outbox;
use crate::questions::question::Body;
use crate::text::VIETNAMESE;
use anyhow::Result;

impl Turn<'_> {
    /// The bot was put into a group. A group that was linked before is linked again.
    pub async fn joined(&mut self) -> Result<()> {
        if self.incoming.kind != ChatKind::Group {
            return Ok(());
        }
        match self.group.clone() {
            Some(mut group) if group.state == "gone" => {
                group.state = "linked".into();
                group.reason = String::new();
                groups::save(&mut self.tx, &group, self.now).await?;
                self.group = Some(group);
                Ok(())
            }
            Some(group) if group.state == "linked" => Ok(()),
            _ => self.reply("group-hello", &[]).await,
        }
    }

    /// The bot was taken out: the group is shown as gone and nothing is tried there any more.
    pub async fn left(&mut self) -> Result<()> {
        let Some(mut group) = self.group.clone() else { return Ok(()) };
        if group.state != "linked" {
            return Ok(());
        }
        group.state = "gone".into();
        group.reason = Reason::Removed.as_str().into();
        groups::save(&mut self.tx, &group, self.now).await?;
        outbox::fail_group(&mut self.tx, self.now, &group.id, Reason::Removed.as_str()).await
    }

    /// `/lienket CODE`: whoever holds the code binds this chat to the code's place.
    pub async fn link_group(&mut self, rest: &str) -> Result<()> {
        let (code, _) = super::words::first_word(rest);
        if self.private() {
            return self.reply("link-in-private", &[]).await;
        }
        if code.is_empty() {
            return self.reply("link-how", &[]).await;
        }
        let Some(invitation) = self.redeem(code).await? else { return Ok(()) };
        if invitation.role != "group" {
            return self.reply("code-not-for-group", &[]).await;
        }
        if self.tree.get(&invitation.place).is_none() {
            return self.reply("code-place-gone", &[]).await;
        }
        roster::close(&mut self.tx, &self.parts.seal, code, "used").await?;
        let language = invitation.languages.first().map_or(VIETNAMESE, String::as_str);
        let at = (self.account, self.channel.platform(), self.incoming.chat.as_str());
        let group =
            groups::bind(&mut self.tx, &self.parts.ids, self.now, at, &invitation.place, language).await?;
        self.group = Some(group);
        let place = self.tree.get(&invitation.place).map(|p| self.place_name(p)).unwrap_or_default();
        let owner = self.parts.mail.owner.clone();
        self.reply("group-linked", &[("place", place.into()), ("owner", owner.into())]).await
    }

    /// The invitation behind a code, or a reply that says why there is none.
    pub async fn redeem(&mut self, code: &str) -> Result<Option<roster::Invitation>> {
        let found = roster::look_up(&mut self.tx, &self.parts.seal, self.now, code).await?;
        let key = match found {
            Redeemed::Good(invitation) => return Ok(Some(invitation)),
            Redeemed::Unknown => "code-unknown",
            Redeemed::Used => "code-used",
            Redeemed::Revoked => "code-revoked",
            Redeemed::Lapsed => "code-lapsed",
        };
        self.reply(key, &[]).await?;
        Ok(None)
    }

    /// Text in a group that is no command: a quoted reply to something of ours, or a mention.
    pub async fn free_text_in_group(&mut self, text: String, addressed: bool) -> Result<()> {
        if self.group.as_ref().is_none_or(|g| g.state != "linked") {
            return if addressed { self.reply("group-not-linked", &[]).await } else { Ok(()) };
        }
        // "Đã nghe ạ" is no question, and nobody needs an answer to it.
        if text.is_empty() || self.parts.subjects.is_acknowledgement(&text) {
            return Ok(());
        }
        if self.quoted().await?.is_none() && !addressed {
            return Ok(());
        }
        self.ask_in_group(Body { text, voice: None }, true).await
    }
}
