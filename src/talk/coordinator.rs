//! What a coordinator does without a shell: bring people and groups in.

use super::turn::Turn;
use super::words;
use crate::roster::{self, Invitation, Invited, Role};
use crate::text::fold;
use anyhow::Result;

impl Turn<'_> {
    /// `/moi group|secretary|reporter PLACE`: a one-time code, good for seven days.
    pub async fn invite(&mut self, held: &[Role], rest: &str) -> Result<()> {
        let (kind, place) = kind_and_place(rest);
        let Some(kind) = kind.filter(|_| !place.is_empty()) else {
            return self.reply("invite-how", &[]).await;
        };
        let Some(place) = self.place_named(place).await? else { return Ok(()) };
        if !self.reaches(held, &place.code) {
            return self.reply("out-of-reach", &[]).await;
        }
        let invitation = Invitation::new(kind, place.code.as_str());
        let now = self.now;
        let (code, expires) =
            roster::invite(&mut self.tx, &self.parts.seal, &self.parts.ids, now, invitation).await?;
        let link = self.channel.private_link(&code).filter(|_| kind != Invited::Group);
        let key = if kind == Invited::Group { "invited-group" } else { "invited" };
        let name = self.say(&format!("role-{kind}"), &[]);
        let args = [
            ("role", name.into()),
            ("place", self.place_name(&place).into()),
            ("code", code.into()),
            ("until", self.shown(expires).into()),
            ("link", link.unwrap_or_default().into()),
        ];
        self.reply(key, &args).await
    }
}

/// The kind of invitation, in the contract's words or in Vietnamese, and the rest.
fn kind_and_place(text: &str) -> (Option<Invited>, &str) {
    let text = text.trim();
    let spelled = [
        ("bao cao vien", Invited::Reporter),
        ("bi thu", Invited::Secretary),
        ("baocaovien", Invited::Reporter),
        ("bithu", Invited::Secretary),
        ("nhom", Invited::Group),
        ("group", Invited::Group),
        ("secretary", Invited::Secretary),
        ("reporter", Invited::Reporter),
    ];
    for (name, kind) in spelled {
        let mut rest = text;
        let mut said = vec![];
        for _ in name.split(' ') {
            let (word, after) = words::first_word(rest);
            said.push(word);
            rest = after;
        }
        if fold(&said.join(" ")) == name {
            return (Some(kind), rest);
        }
    }
    (None, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_to_invite_is_said_in_english_or_vietnamese() {
        assert_eq!(kind_and_place("group lc-banbo"), (Some(Invited::Group), "lc-banbo"));
        assert_eq!(kind_and_place("Bí thư Bản Nà Luồng"), (Some(Invited::Secretary), "Bản Nà Luồng"));
        assert_eq!(kind_and_place("báo cáo viên xã Bình Lư"), (Some(Invited::Reporter), "xã Bình Lư"));
        assert_eq!(kind_and_place("ai đó"), (None, "ai đó"));
    }
}
