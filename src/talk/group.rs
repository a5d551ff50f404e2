//! What happens in a village's group: it is linked, it is left, somebody replies to an item.

use super::turn::Turn;
use crate::channel::Reason;
use crate::groups::{self, Group};
use crate::message::Event;
use crate::outbox;
use crate::questions::question::{Body, State};
use crate::roster::{self, InvitationState, Invited, Redeemed};
use anyhow::Result;

impl Turn<'_> {
    /// The bot was put into a group, or a person opened the private chat again. A group that was linked before is
    /// linked again.
    pub async fn joined(&mut self) -> Result<()> {
        if self.private() {
            self.recognise().await?;
            return self.receive_again().await;
        }
        // One that was linked before was found again by `hear_again`.
        let known = groups::in_chat(&mut self.tx, self.account, &self.incoming.chat).await?;
        if known.iter().any(Group::is_linked) { Ok(()) } else { self.reply("group-hello", &[]).await }
    }

    /// A group that counted as gone and speaks is not gone, and what waits because nobody knew what was wrong there is
    /// due now. Taken in again, or allowed to write again, we are so in every topic of a chat.
    pub async fn hear_again(&mut self) -> Result<()> {
        let allowed = match self.incoming.event {
            Event::Left
            | Event::Ended
            | Event::Moved { .. }
            | Event::AnsweredByHand { .. }
            | Event::Nothing => return Ok(()),
            Event::Joined => true,
            _ => false,
        };
        let heard = if allowed {
            groups::in_chat(&mut self.tx, self.account, &self.incoming.chat).await?
        } else {
            self.group.clone().into_iter().collect()
        };
        for group in heard {
            let back = group.is_linked() || groups::back(&mut self.tx, self.now, &group.id).await?;
            if back {
                outbox::may_write_again(&mut self.tx, self.now, &group.id, allowed).await?;
            }
        }
        self.group = groups::find(&mut self.tx, self.account, &self.incoming.chat).await?;
        Ok(())
    }

    /// The bot was taken out, or the group was dissolved: the group is shown as gone and nothing is tried there any more. A person who
    /// blocked it gets nothing any more either, and no question may wait for them.
    pub async fn left(&mut self, why: Reason) -> Result<()> {
        if self.private() {
            self.recognise().await?;
            self.stop().await?;
            return Ok(());
        }
        for group in groups::in_chat(&mut self.tx, self.account, &self.incoming.chat).await? {
            if groups::gone(&mut self.tx, self.now, &group.id, why).await? {
                outbox::fail_group(&mut self.tx, self.now, &group.id, why).await?;
            }
        }
        Ok(())
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
        if invitation.role != Invited::Group {
            return self.reply("code-not-for-group", &[]).await;
        }
        let Some(place) = self.place_today(&invitation.place) else {
            return self.reply("code-place-gone", &[]).await;
        };
        let linked = self.group.as_ref().is_some_and(Group::is_linked);
        if let Some(most) = self.capabilities().groups.map(i64::from).filter(|_| !linked)
            && groups::linked(&mut self.tx, self.account).await? >= most
        {
            // The code stays good: for another account, or once a group was unlinked.
            return self.reply("group-too-many", &[("most", most.into())]).await;
        }
        if !self.use_up(code).await? {
            return Ok(());
        }
        let language = invitation.languages.first().map_or("", String::as_str);
        let at = (self.account, self.channel.platform(), self.incoming.chat.as_str());
        let group = groups::bind(&mut self.tx, &self.parts.ids, self.now, at, &place, language).await?;
        self.group = Some(group);
        let place = self.tree.get(&place).map(|p| self.place_name(p)).unwrap_or_default();
        let owner = self.identity().owner.clone();
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

    /// Uses a code up; false, with a reply, when somebody else was quicker.
    pub async fn use_up(&mut self, code: &str) -> Result<bool> {
        let first = roster::close(&mut self.tx, &self.parts.seal, code, InvitationState::Used).await?;
        if !first {
            self.reply("code-used", &[]).await?;
        }
        Ok(first)
    }

    /// Text in a group that is no command: a quoted reply to something of ours, or a mention.
    pub async fn free_text_in_group(&mut self, text: String, addressed: bool) -> Result<()> {
        if self.group.as_ref().is_none_or(|g| !g.is_linked()) {
            return if addressed { self.reply("group-not-linked", &[]).await } else { Ok(()) };
        }
        if text.is_empty() {
            return if addressed { self.help().await } else { Ok(()) };
        }
        if self.typed_choice(&text).await? {
            return Ok(());
        }
        // "Đã nghe ạ" is no question, and nobody needs an answer to it.
        if self.parts.subjects.is_acknowledgement(&text) {
            return Ok(());
        }
        if addressed && self.about_named(&text).await? {
            return Ok(());
        }
        let body = Body { text, voice: None };
        self.under_quoted(body, addressed).await
    }

    /// What quotes something of ours: more about the asker's own question, or perhaps a new one.
    pub async fn under_quoted(&mut self, body: Body, addressed: bool) -> Result<()> {
        let quoted = self.quoted().await?;
        if quoted.is_none() && !addressed {
            return Ok(());
        }
        if let Some(code) = quoted.and_then(|q| q.question)
            && let Some(q) = self.own_question(&code).await?
            && matches!(q.state, State::Open | State::Answered)
        {
            return self.say_more(code, body).await;
        }
        self.ask_in_group(body, true).await
    }
}
