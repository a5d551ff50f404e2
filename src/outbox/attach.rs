//! How a file leaves: by the platform's own handle, as bytes in the form that it takes, as an address that it fetches,
//! or, where it carries no such file, as a line of text with the address for a person.

use super::deliverer::Deliverer;
use crate::channel::{Attachment, Chat, Outcome, Reason, Upload};
use crate::media::{Form, Lack, Links};
use crate::message::{Aloud, Media, MediaKind, Message, Source};
use crate::text::Text;

impl Deliverer {
    /// The message as it can go into this chat, and the file that goes along. `announces`: it is a part of an
    /// announcement. `Err`: nothing was sent, and this is what becomes of it.
    pub(super) async fn attach(
        &self,
        announces: bool,
        chat: &Chat,
        message: Message,
        handle: Option<String>,
    ) -> Result<(Message, Option<Upload>), Outcome> {
        let Some(media) = message.media.clone() else { return Ok((message, None)) };
        let carriage = self.channel.carries(media.kind, chat.kind);
        if carriage != Attachment::Text
            && let Some(held) = self.held(&media, handle)
        {
            return Ok((message, Some(Upload::Held(held))));
        }
        let aside = match self.upload(&media, carriage).await {
            Ok(Some(upload)) => return Ok((message, Some(upload))),
            Ok(None) => Aside::Opens,
            // Surely not sent; what its platform holds can be fetched later. Our own platform is not in trouble.
            Err(Lack::Away) => return Err(Outcome::Retry { after: None, unreachable: false }),
            // Exchanged after its message was written: what was released is not there any more.
            Err(Lack::Gone) if matches!(media.source, Source::Content { .. }) => {
                return Err(Outcome::Refused(Reason::Content));
            }
            Err(Lack::Gone) => Aside::Gone,
            Err(Lack::Form(_)) => Aside::Opens,
        };
        match in_words(&self.links, &self.core.text, message, &media, aside) {
            // A line that only says that there is no voice is worth none of a village's messages: its part fails.
            (_, false) if announces => Err(Outcome::Refused(Reason::Uncarried)),
            (message, _) => Ok((message, None)),
        }
    }

    /// The handle by which the account's own platform knows the file.
    fn held(&self, media: &Media, handle: Option<String>) -> Option<String> {
        match &media.source {
            // A person's picture never goes on as it came: its own file says where it was taken.
            Source::Platform { .. } if media.kind == MediaKind::Picture => None,
            Source::Content { .. } => handle,
            // Elsewhere it is an address that may lapse before somebody listens.
            Source::Platform { account, file_id, .. }
                if *account == self.account && self.channel.keeps_files() =>
            {
                Some(file_id.clone())
            }
            _ => None,
        }
    }

    /// The file in the way that the platform takes it; `None`: it takes none, or has nowhere to fetch it. What it is
    /// to fetch is made first, so that it is there at once and an address never leads to nothing.
    async fn upload(&self, media: &Media, carriage: Attachment) -> Result<Option<Upload>, Lack> {
        let Media { kind, source, .. } = media;
        let wanted = |name: &str| Form::named(name).filter(|_| *kind == MediaKind::Voice);
        match carriage {
            Attachment::Bytes(form) => {
                let bytes = self.files.get(source, wanted(form)).await?;
                is_what_it_says(media, &bytes)?;
                Ok(Some(Upload::Bytes(name(source, Form::of(&bytes)), bytes.to_vec())))
            }
            Attachment::Link(form) => {
                let bytes = self.files.get(source, wanted(form)).await?;
                is_what_it_says(media, &bytes)?;
                let form = Form::of(&bytes).filter(|f| f.is_sound() == (*kind == MediaKind::Voice));
                Ok(form.and_then(|form| self.links.for_platform(source, form)).map(Upload::Link))
            }
            Attachment::Text => {
                if let Source::Content { .. } = source {
                    self.files.get(source, None).await?;
                }
                Ok(None)
            }
        }
    }
}

/// A person's picture is one, whatever was sent in its place.
fn is_what_it_says(media: &Media, bytes: &[u8]) -> Result<(), Lack> {
    let is_persons = matches!(media.source, Source::Platform { .. });
    let is_picture = Form::of(bytes).is_some_and(|form| !form.is_sound());
    if media.kind == MediaKind::Picture && is_persons && !is_picture { Err(Lack::Gone) } else { Ok(()) }
}

/// What a person is told instead of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// An address opens it, if there is one.
    Opens,
    /// Nobody has it any more.
    Gone,
}

/// The message without its file, with a line that stands for it; false when that line opens nothing.
fn in_words(links: &Links, text: &Text, message: Message, media: &Media, aside: Aside) -> (Message, bool) {
    let url = links.for_person(&media.source).filter(|_| aside == Aside::Opens);
    let opens = url.is_some();
    let key = match (media.kind, opens, aside) {
        (MediaKind::Picture, _, Aside::Gone) => "media-picture-gone",
        (_, _, Aside::Gone) => "media-gone",
        (MediaKind::Voice, true, _) => "media-voice-link",
        (MediaKind::Voice, false, _) => "media-voice-none",
        (MediaKind::Picture, true, _) => "media-picture-link",
        (MediaKind::Picture, false, _) => "media-picture-none",
        (MediaKind::Document, true, _) => "media-document-link",
        (MediaKind::Document, false, _) => "media-document-none",
    };
    let line = text.say(&media.language, key, &[("url", url.unwrap_or_default().into())]);
    let gap = if message.text.is_empty() { "" } else { "\n" };
    (Message { text: format!("{}{gap}{line}", message.text), media: None, ..message }, opens)
}

/// The name that a file goes by: its own, with the ending of the form that it has now.
fn name(source: &Source, form: Option<Form>) -> String {
    let own = match source {
        Source::Content { path, .. } => path.rsplit('/').next().unwrap_or(path),
        Source::Inline { name, .. } => return name.clone(),
        Source::Aloud { what: Aloud::Help, .. } => "huong-dan.ogg",
        Source::Aloud { .. } => "loi-xin-phep.ogg",
        Source::Platform { .. } if form == Some(Form::Jpeg) => "anh.jpg",
        Source::Platform { .. } => "voice.ogg",
    };
    match form {
        Some(form) => format!("{}.{}", own.rsplit_once('.').map_or(own, |(stem, _)| stem), form.ending()),
        None => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::ids::Ids;
    use crate::message::Said;
    use crate::seal::Seal;
    use std::time::Duration;

    fn says(url: Option<&str>, kind: MediaKind, source: Source, aside: Aside) -> (String, bool) {
        let clock = Clock::standing(0);
        let seal = Seal::new(&[1; 32], Ids::seeded(clock.clone(), 1));
        let links = Links::new(url, seal, clock, Duration::from_secs(1));
        let media = Media { kind, source, language: "vi".into() };
        let message =
            Message { text: "Bản nghe.".into(), media: Some(media.clone()), ..Message::default() };
        let (message, opens) = in_words(&links, &Text::load(None).unwrap(), message, &media, aside);
        assert_eq!(message.media, None);
        (message.text, opens)
    }

    #[test]
    fn a_voice_that_a_chat_cannot_carry_is_a_line_with_its_address() {
        let released = || Source::Content { hash: "ab".into(), path: "kham/vi.ogg".into(), draft: false };
        let said = Some(Said::Asking("AB2CD".into()));
        let spoken = || Source::Platform { account: "tg".into(), file_id: "F".into(), said: said.clone() };
        let url = Some("https://loa.example.vn");
        let (text, opens) = says(url, MediaKind::Voice, released(), Aside::Opens);
        insta::assert_snapshot!(text, @"
        Bản nghe.
        🔊 Bấm để nghe: https://loa.example.vn/nghe/kham/vi
        ");
        assert!(opens);
        let (text, opens) = says(url, MediaKind::Voice, spoken(), Aside::Opens);
        assert!(opens && text.contains("https://loa.example.vn/m/") && !text.contains("tg"), "{text}");
        let (text, opens) = says(None, MediaKind::Voice, spoken(), Aside::Opens);
        insta::assert_snapshot!(text, @"
        Bản nghe.
        🔊 Ở đây không nghe được. Nhắn lại, ghi rõ: xin trả lời bằng chữ; hoặc gặp cán bộ xã.
        ");
        assert!(!opens);
        let (text, opens) = says(url, MediaKind::Picture, spoken(), Aside::Gone);
        insta::assert_snapshot!(text, @"
        Bản nghe.
        🖼 Ảnh này không mở được, hoặc đã hết hạn. Gửi lại ảnh khác giúp nhé.
        ");
        assert!(!opens);
        let (text, opens) = says(url, MediaKind::Voice, spoken(), Aside::Gone);
        insta::assert_snapshot!(text, @"
        Bản nghe.
        🔊 Tiếng này hết hạn. Nói lại, hoặc viết giúp nhé.
        ");
        assert!(!opens);
        let report = Source::Inline { name: "bao-cao.html".into(), base64: String::new() };
        let (text, opens) = says(url, MediaKind::Document, report, Aside::Opens);
        insta::assert_snapshot!(text, @"
        Bản nghe.
        📄 Ứng dụng này không nhận được tệp. Xin lấy tệp ở máy chủ của xã.
        ");
        assert!(!opens);
    }

    #[test]
    fn a_file_goes_by_the_ending_of_what_it_is() {
        let content = |path: &str| Source::Content { hash: String::new(), path: path.into(), draft: false };
        let inline = Source::Inline { name: "loaban-lc-2026-11.json".into(), base64: String::new() };
        assert_eq!(name(&content("kham/vi.ogg"), Some(Form::Aac)), "vi.aac");
        assert_eq!(name(&content("kham/poster.png"), Some(Form::Png)), "poster.png");
        assert_eq!(name(&inline, None), "loaban-lc-2026-11.json");
        assert_eq!(
            name(&Source::Platform { account: "a".into(), file_id: "b".into(), said: None }, Some(Form::Ogg)),
            "voice.ogg"
        );
    }
}
