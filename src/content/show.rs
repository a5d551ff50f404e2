//! What a group sees of an item: the text first and complete in itself, then the voice, then the picture.

use super::item::{FileRef, Item, Kind, Said};
use super::review::Chosen;
use crate::config::Capabilities;
use crate::message::{Choice, LONGEST_TOKEN_BYTES, Link, Media, MediaKind, Message, Source, Token};
use crate::text::{Arg, Text, VIETNAMESE};
use jiff::civil::Date;

/// Who looks at an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// A group.
    Group,
    /// One person, in private.
    Alone,
    /// An editor, in private, who sees what a group would; the way out of that group leads nowhere from there.
    Trial,
}

/// What stands around an item, and is not the item's own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Frame<'a> {
    /// The item that this one replaces.
    pub correction_of: Option<&'a Item>,
    /// With a way to the private chat, bound to the group's place.
    pub ask: bool,
    /// That way is a link that carries the place; else it is told in words.
    pub links: bool,
    /// In the group only what calls the machine by its name reaches it.
    pub mention: bool,
    /// To one person with a role instead of a group.
    pub private: bool,
}

/// The messages of one announcement, in the order in which they are sent.
pub fn announcement(item: &Item, chosen: &Chosen, frame: &Frame<'_>, text: &Text) -> Vec<Message> {
    let language = chosen.text_language.as_str();
    let mut messages = vec![text_message(item, language, frame, chosen.draft, text)];
    if let Some((voice, file)) = chosen.voice.as_deref().and_then(|l| Some((l, item.voices.get(l)?))) {
        let note = item.forms.get(&super::item::voice_form(voice));
        let key = if note.is_some_and(|n| n.synthetic) { "content-voice-synthetic" } else { "content-voice" };
        let name = text.locale(voice).map_or(voice, |l| &l.name);
        let args = [("language", name.into()), ("title", item.title(language).into())];
        let caption = text.say(language, key, &args);
        messages.push(media(MediaKind::Voice, file, caption, chosen.voice_draft, language, text));
    }
    if let Some(file) = item.poster.as_ref().filter(|_| chosen.poster) {
        let caption = text.say(language, "content-poster", &[("title", item.title(language).into())]);
        messages.push(media(MediaKind::Picture, file, caption, chosen.poster_draft, language, text));
    }
    messages
}

/// The text alone: headline, points, action; then one line with number, issuer, date; then how to ask. Who speaks is
/// signed by whoever sends it, like everything else (`mail`).
pub fn text_message(item: &Item, language: &str, frame: &Frame<'_>, draft: bool, text: &Text) -> Message {
    let say = |key: &str, args: &[Arg<'_>]| text.say(language, key, args);
    let own = |key: &str| item.say(language, key).map(|said| marked(said, language, text));

    let mut heading = own("title").unwrap_or_else(|| item.folder.to_string());
    if item.kind == Kind::Clarification {
        heading = say("content-clarification", &[("title", heading.into())]);
    }
    if draft {
        heading = marked_draft(&heading, language, text);
    }

    let mut parts = vec![];
    if let Some(old) = frame.correction_of {
        let args = [("title", old.title(language).into()), ("cite", cite(old, language, text).into())];
        parts.push(say("content-correction", &args));
    }
    let points = item.words.get(VIETNAMESE).into_iter().flat_map(|w| w.points());
    let points = points.filter_map(|(n, _)| Some(format!("{n}. {}", own(&format!("point-{n}"))?)));
    parts.push(points.collect::<Vec<_>>().join("\n"));
    parts.extend(own("action").map(|action| say("content-action", &[("action", action.into())])));
    parts.push(cite(item, language, text));

    let ask = match (frame.private, frame.mention) {
        (true, _) => "content-ask-private-chat",
        (false, false) => "content-ask-group",
        (false, true) => "called-content-ask-group",
    };
    let mut ask = say(ask, &[]);
    let link = frame.ask.then(|| {
        if !frame.links {
            let args = [("address", "{address}".into()), ("village", "{place}".into())];
            return Link::Told { words: say("content-ask-told", &args) };
        }
        ask = format!("{ask}\n{}", say("content-ask-apart", &[]));
        Link::FromGroup { label: say("content-ask-button", &[]) }
    });
    parts.push(ask);
    Message { heading, text: parts.join("\n\n"), link, ..Message::default() }
}

/// What villagers read on a phone in one look.
pub const ONE_LOOK: usize = 600;

/// So long is the address of a private chat that is told in words.
const ADDRESS_CHARS: usize = 35;

/// An item as a group, or one person, gets it where these capabilities are, with all that stands around it but the
/// signature. A bot's number and a village stand for those of the day.
pub fn whole(item: &Item, language: &str, on: &Capabilities, text: &Text) -> Message {
    let private = !item.is_for_groups();
    let frame = Frame { ask: !private, links: on.links, mention: on.mention, private, ..Frame::default() };
    let mut message = text_message(item, language, &frame, false, text);
    match message.link.take() {
        Some(Link::Told { words }) => {
            // As long as they get.
            let told = words.replace("{address}", &"x".repeat(ADDRESS_CHARS));
            let told = told.replace("{place}", "Nà Luồng, Bình Lư");
            message.text = format!("{}\n\n{told}", message.text);
        }
        Some(Link::FromGroup { label }) => message.text = format!("{}\n{label}", message.text),
        _ => {}
    }
    message
}

/// One line for a list: headline, number or issuer, date.
pub fn brief(item: &Item, language: &str, text: &Text) -> String {
    let cite = cite(item, language, text);
    text.say(language, "content-brief", &[("title", item.title(language).into()), ("cite", cite.into())])
}

/// What is read on the loudspeaker, or what can be read when nobody wrote it.
pub fn loudspeaker(item: &Item, language: &str, text: &Text) -> String {
    if let Some(said) = item.say(language, "loudspeaker") {
        return marked(said, language, text);
    }
    let points = item.words.get(VIETNAMESE).into_iter().flat_map(|w| w.points());
    let keys = points.map(|(n, _)| format!("point-{n}"));
    let keys = std::iter::once("title".to_owned()).chain(keys).chain(["action".to_owned()]);
    let lines = keys.filter_map(|key| Some(marked(item.say(language, &key)?, language, text)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The choices under a text to read aloud: so many times.
const READ_TIMES: usize = 3;

/// What a secretary reads on the loudspeaker, and how often it was read as choices.
pub fn script(item: &Item, language: &str, text: &Text) -> Message {
    let args = [("title", item.title(language).into()), ("said", loudspeaker(item, language, text).into())];
    Message::text(text.say(language, "content-script", &args))
        .with_choices(read_choices(item, language, text))
}

/// How often an item was read on the loudspeaker, not yet among it.
pub fn read_choices(item: &Item, language: &str, text: &Text) -> Vec<Choice> {
    let token = |times: usize| Token::ReadAloud { item: item.folder.to_string(), times };
    let mut choices: Vec<Choice> = (1..=READ_TIMES)
        .map(|n| Choice::new(text.say(language, "content-read-times", &[("times", n.into())]), &token(n)))
        .collect();
    choices.push(Choice::new(text.say(language, "content-not-read", &[]), &token(0)));
    // A folder's name that no button can carry: the figure is told in words.
    choices.retain(|choice| choice.token.len() <= LONGEST_TOKEN_BYTES);
    choices
}

/// A day as people write it in a sentence: 26/6/2025.
pub fn plain_day(date: Date) -> String {
    date.strftime("%-d/%-m/%Y").to_string()
}

/// What document it is, its number, issuer and date.
pub(super) fn cite(item: &Item, language: &str, text: &Text) -> String {
    let key = if item.number.is_some() { "content-cite" } else { "content-cite-unnumbered" };
    let args = [
        ("document", item.document().into()),
        ("number", item.number.as_deref().unwrap_or_default().into()),
        ("issuer", item.issuer.as_str().into()),
        ("date", plain_day(item.signed).into()),
    ];
    text.say(language, key, &args)
}

/// A message borrowed from Vietnamese says so.
fn marked(said: Said<'_>, language: &str, text: &Text) -> String {
    if said.borrowed {
        text.say(language, "content-in-vietnamese", &[("said", said.text.into())])
    } else {
        said.text.to_owned()
    }
}

fn marked_draft(what: &str, language: &str, text: &Text) -> String {
    text.say(language, "content-draft", &[("title", what.into())])
}

fn media(
    kind: MediaKind,
    file: &FileRef,
    caption: String,
    draft: bool,
    language: &str,
    text: &Text,
) -> Message {
    let caption = if draft { marked_draft(&caption, language, text) } else { caption };
    let source = Source::Content { hash: file.hash.clone(), path: file.path.clone(), draft };
    let media = Media { kind, source, language: language.to_owned() };
    Message { text: caption, media: Some(media), ..Message::default() }
}

#[cfg(test)]
mod tests;
