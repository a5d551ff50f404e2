//! What the program says of itself, to listen to.

use super::turn::Turn;
use crate::message::{Aloud, Media, MediaKind, Message, Source};

/// Words of ours as a voice, with whose it is; none: nobody has spoken them.
pub fn said(turn: &Turn<'_>, what: Aloud) -> Option<Message> {
    let language = turn.language();
    let by_machine = turn.parts.core.text.aloud(&language, what)?.is_machine;
    let key = match (what, by_machine) {
        (Aloud::Help, true) => "help-aloud",
        (Aloud::Help, false) => "help-spoken",
        (Aloud::Notice | Aloud::Consent, true) => "notice-aloud",
        (Aloud::Notice | Aloud::Consent, false) => "notice-spoken",
    };
    let source = Source::Aloud { language: language.clone(), what };
    let media = Some(Media { kind: MediaKind::Voice, source, language });
    Some(Message { text: turn.say(key, &[]), media, ..Message::default() })
}

/// The same beside written words; none also where the chat carries no voice and nothing could be opened: a line that says so
/// would help nobody.
pub fn beside(turn: &Turn<'_>, what: Aloud) -> Option<Message> {
    let said = said(turn, what)?;
    let carries = turn.capabilities().voices;
    let opens = || said.media.as_ref().is_some_and(|m| turn.parts.links.for_person(&m.source).is_some());
    (carries || opens()).then_some(said)
}
