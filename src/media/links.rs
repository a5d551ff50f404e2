//! The address at which a file is fetched by a platform, or opened by a person.
//!
//! A released voice has a public, stable address. Everything else has a lapsing one that nobody can guess: what it
//! opens and until when is sealed into it, so that there is no list of them anywhere, and what is taken out of it or
//! put into it opens nothing. A person's voice says in which question it was said: who opens it asks that question first.

use super::Form;
use crate::clock::{Clock, Millis};
use crate::message::{Aloud, Said, Source};
use crate::seal::Seal;
use std::time::Duration;

/// A platform fetches at once, and again when a phone that was off comes back; nobody needs it after a day.
const PLATFORM_LINK_LIFE: Duration = Duration::from_secs(24 * 3600);
/// Platforms may fetch again for so long after sending.
const SHORTEST_LINK_LIFE: Duration = Duration::from_secs(600);
/// Phones are off for days in the mountains, and a question is to be answered within a week.
const PERSON_LINK_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);
/// The kind of a ticket that opens a report: no other opens one, and it opens nothing else.
const REPORT: &str = "r";
/// What makes a sealed text one of these and no other.
const MARK: &str = "m2";

/// Makes addresses and opens them; cheap to clone.
#[derive(Clone)]
pub struct Links {
    url: Option<String>,
    seal: Seal,
    clock: Clock,
    kept: Duration,
}

impl Links {
    /// Below this public address, if there is one. Nothing is opened for longer than a voice is `kept`.
    pub fn new(url: Option<&str>, seal: Seal, clock: Clock, kept: Duration) -> Links {
        let url = url.map(|u| u.trim_end_matches('/').to_owned());
        Links { url, seal, clock, kept: kept.clamp(SHORTEST_LINK_LIFE, PERSON_LINK_LIFE) }
    }

    /// Where a platform fetches it in this form, more than once; `None` without a public address.
    pub fn for_platform(&self, source: &Source, form: Form) -> Option<String> {
        let url = self.url.as_deref()?;
        let ending = form.ending();
        match public(source) {
            Some(path) if form.is_sound() => Some(format!("{url}{path}.{ending}")),
            _ => {
                Some(format!("{url}/m/{}.{ending}", self.ticket(source, PLATFORM_LINK_LIFE.min(self.kept))?))
            }
        }
    }

    /// Where a person opens it; `None` without a public address, or for what has none.
    pub fn for_person(&self, source: &Source) -> Option<String> {
        let url = self.url.as_deref()?;
        match public(source) {
            Some(path) => Some(format!("{url}{path}")),
            None => Some(format!("{url}/m/{}", self.ticket(source, self.kept)?)),
        }
    }

    /// What a ticket opens, until it lapses.
    pub fn open(&self, ticket: &str) -> Option<Source> {
        let (kind, first, rest) = self.unsealed(ticket)?;
        match kind.as_str() {
            "p" => {
                let (said, file_id) = rest.split_once('\n')?;
                let said = Some(said_of(said)?);
                Some(Source::Platform { account: first, file_id: file_id.to_owned(), said })
            }
            "c" => Some(Source::Content { hash: first, path: rest, draft: true }),
            // What was made before there were several is the help.
            "h" => Some(Source::Aloud { language: first, what: Aloud::of(&rest).unwrap_or(Aloud::Help) }),
            _ => None,
        }
    }

    /// Where whoever has the address finds a report's files, until a moment; `None` without a public address.
    pub fn for_report(&self, place: &str, period: &str, until: Millis) -> Option<String> {
        let url = self.url.as_deref()?;
        Some(format!("{url}/m/{}", self.sealed(until, REPORT, place, period)))
    }

    /// The place and the period of the report that a ticket opens, until it lapses.
    pub fn open_report(&self, ticket: &str) -> Option<(String, String)> {
        match self.unsealed(ticket)? {
            (kind, place, period) if kind == REPORT => Some((place, period)),
            _ => None,
        }
    }

    fn ticket(&self, source: &Source, lives: Duration) -> Option<String> {
        let (kind, first, rest) = match source {
            // Nobody could say when it has to end.
            Source::Platform { said: None, .. } => return None,
            Source::Platform { account, file_id, said: Some(said) } => {
                ("p", account, format!("{}\n{file_id}", word_of(said)))
            }
            Source::Content { hash, path, .. } => ("c", hash, path.clone()),
            Source::Aloud { language, what } => ("h", language, what.to_string()),
            // Its bytes are with the message, and gone with it.
            Source::Inline { .. } => return None,
        };
        let until = self.clock.now() + lives.as_millis() as Millis;
        Some(self.sealed(until, kind, first, &rest))
    }

    fn sealed(&self, until: Millis, kind: &str, first: &str, rest: &str) -> String {
        let sealed = self.seal.seal(&format!("{MARK}\n{until}\n{kind}\n{first}\n{rest}"));
        // A point begins the form of a file.
        sealed.replace('+', "-").replace('/', "_").replace('.', "~")
    }

    /// What was sealed into a ticket, until it lapses: what kind it is, and the rest in two pieces.
    fn unsealed(&self, ticket: &str) -> Option<(String, String, String)> {
        let sealed = ticket.replace('-', "+").replace('_', "/").replace('~', ".");
        // A sealed nothing opens to nothing, which is no ticket.
        let plain = self.seal.unseal(&sealed).ok()?;
        let mut fields = plain.splitn(5, '\n');
        let (mark, until, kind) = (fields.next()?, fields.next()?, fields.next()?);
        if mark != MARK || until.parse::<Millis>().ok()? <= self.clock.now() {
            return None;
        }
        let (first, rest) = (fields.next()?, fields.next().unwrap_or_default());
        Some((kind.to_owned(), first.to_owned(), rest.to_owned()))
    }
}

/// Where something was said, in a ticket.
fn word_of(said: &Said) -> String {
    match said {
        Said::Asking(code) => format!("?{code}"),
        Said::Answering(code) => format!("!{code}"),
    }
}

fn said_of(word: &str) -> Option<Said> {
    match word.split_at_checked(1)? {
        ("?", code) => Some(Said::Asking(code.into())),
        ("!", code) => Some(Said::Answering(code.into())),
        _ => None,
    }
}

/// The stable path of a released voice: `<item>/<lang>.ogg` is heard at `/nghe/<item>/<lang>`.
fn public(source: &Source) -> Option<String> {
    match source {
        Source::Content { path, draft: false, .. } => path.strip_suffix(".ogg").map(|p| format!("/nghe/{p}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Ids;
    use proptest::prelude::*;

    fn links(clock: &Clock) -> Links {
        let seal = Seal::new(&[3; 32], Ids::seeded(clock.clone(), 1));
        Links::new(Some("https://loa.example.vn/x/"), seal, clock.clone(), Duration::from_secs(7 * 86_400))
    }

    fn voice() -> Source {
        spoken("bot", "https://voice.zdn.vn/x/1.aac?a=b")
    }

    fn spoken(account: &str, file_id: &str) -> Source {
        let said = Some(Said::Answering("AB2CD".into()));
        Source::Platform { account: account.into(), file_id: file_id.into(), said }
    }

    fn ticket(url: &str) -> &str {
        url.rsplit('/').next().unwrap().split('.').next().unwrap()
    }

    #[test]
    fn a_released_voice_has_a_stable_address_and_everything_else_a_secret_one() {
        let links = links(&Clock::standing(0));
        let content = |path: &str, draft| Source::Content { hash: "ab".into(), path: path.into(), draft };
        let heard = content("kham/hmn-VN.ogg", false);
        assert_eq!(links.for_person(&heard).unwrap(), "https://loa.example.vn/x/nghe/kham/hmn-VN");
        assert_eq!(
            links.for_platform(&heard, Form::Aac).unwrap(),
            "https://loa.example.vn/x/nghe/kham/hmn-VN.aac"
        );
        for (source, form) in [
            (voice(), Form::Aac),
            (content("kham/vi.ogg", true), Form::Aac),
            (content("kham/poster.png", false), Form::Png),
            (Source::Aloud { language: "vi".into(), what: Aloud::Notice }, Form::Aac),
        ] {
            let url = links.for_platform(&source, form).unwrap();
            assert!(url.starts_with("https://loa.example.vn/x/m/") && url.ends_with(form.ending()), "{url}");
            assert!(!url.contains("zdn") && !url.contains("kham"), "{url}");
            let open = links.open(ticket(&url)).unwrap();
            match (&open, &source) {
                (Source::Content { hash: a, path: b, .. }, Source::Content { hash: c, path: d, .. }) => {
                    assert_eq!((a, b), (c, d));
                }
                _ => assert_eq!(open, source),
            }
            assert_eq!(links.open(ticket(&links.for_person(&source).unwrap())), Some(open));
        }
        let inline = Source::Inline { name: "a".into(), base64: String::new() };
        assert_eq!(links.for_person(&inline), None);
        let unbound = Source::Platform { account: "bot".into(), file_id: "F".into(), said: None };
        assert_eq!((links.for_person(&unbound), links.for_platform(&unbound, Form::Aac)), (None, None));
        let nowhere = Links { url: None, ..links };
        assert_eq!((nowhere.for_person(&heard), nowhere.for_platform(&voice(), Form::Aac)), (None, None));
    }

    #[test]
    fn an_address_lapses_a_platforms_after_a_day_a_persons_when_voices_are_deleted() {
        let clock = Clock::standing(1_000_000);
        let links = links(&clock);
        let platform = links.for_platform(&voice(), Form::Aac).unwrap();
        let person = links.for_person(&voice()).unwrap();
        clock.advance(Duration::from_secs(86_399));
        assert_eq!(links.open(ticket(&platform)), Some(voice()));
        clock.advance(Duration::from_secs(1));
        assert_eq!(links.open(ticket(&platform)), None);
        assert_eq!(links.open(ticket(&person)), Some(voice()));
        clock.advance(Duration::from_secs(6 * 86_400));
        assert_eq!(links.open(ticket(&person)), None);
    }

    #[test]
    fn other_things_sealed_with_the_same_key_open_nothing() {
        let links = links(&Clock::standing(0));
        for text in [
            "",
            "tôi muốn hỏi",
            "m2",
            "m2\n99999999999999\nx\na\nb",
            "m2\n99999999999999\np\na\nb",
            "m2\n99999999999999\np\na\nAB2CD\nb",
            "m1\n99999999999999\np\na\nb",
        ] {
            let sealed = links.seal.seal(text).replace('+', "-").replace('/', "_").replace('.', "~");
            assert_eq!(links.open(&sealed), None, "{text}");
        }
        assert_eq!(links.open(""), None);
        let other = Seal::new(&[4; 32], Ids::seeded(Clock::standing(0), 1));
        let foreign = Links { seal: other, ..links.clone() };
        assert_eq!(links.open(ticket(&foreign.for_person(&voice()).unwrap())), None);
    }

    proptest! {
        #[test]
        fn a_ticket_that_was_touched_opens_nothing(at in 0usize..200, put in "[A-Za-z0-9_-]") {
            let links = links(&Clock::standing(0));
            let url = links.for_person(&voice()).unwrap();
            let whole = ticket(&url);
            let at = at % whole.len();
            let touched = format!("{}{put}{}", &whole[..at], &whole[at + 1..]);
            prop_assert_eq!(links.open(&touched).is_some(), touched == whole);
            prop_assert_eq!(links.open(&whole[..at]), None);
        }

        #[test]
        fn whatever_a_platform_calls_a_file_comes_back(account in "[a-z0-9_-]{1,32}", file_id in "\\PC{0,300}") {
            let links = links(&Clock::standing(0));
            let source = spoken(&account, &file_id);
            let url = links.for_person(&source).unwrap();
            prop_assert_eq!(links.open(ticket(&url)), Some(source));
        }

        #[test]
        fn nonsense_opens_nothing(text in "\\PC{0,120}") {
            prop_assert_eq!(links(&Clock::standing(0)).open(&text), None);
        }
    }
}
