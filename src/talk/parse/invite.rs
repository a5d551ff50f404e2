//! `/moi group|secretary|reporter PLACE`, in the contract's words or in Vietnamese.

use super::words::first_word;
use crate::roster::Invited;
use crate::text::fold;

/// Who is invited, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// A group, a secretary or a reporter, and what they are called.
    pub whom: Whom,
    /// The place, as it was typed.
    pub place: String,
}

/// Who is invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whom {
    /// The word of it in a choice.
    pub word: &'static str,
    /// What for.
    pub kind: Invited,
    /// What a secretary is called, "" by the role's own name.
    pub title: &'static str,
}

const fn whom(word: &'static str, kind: Invited, title: &'static str) -> Whom {
    Whom { word, kind, title }
}

const GROUP: Whom = whom("group", Invited::Group, "");
const SECRETARY: Whom = whom("secretary", Invited::Secretary, "");
const REPORTER: Whom = whom("reporter", Invited::Reporter, "");

/// In most villages it is not the cell's secretary who has the loudspeaker. The longest first.
const SPELLED: [(&str, Whom); 20] = [
    ("bao cao vien", REPORTER),
    ("bi thu chi bo", whom("bithuchibo", Invited::Secretary, "Bí thư chi bộ")),
    ("pho bi thu", whom("phobithu", Invited::Secretary, "Phó bí thư chi bộ")),
    ("bi thu", SECRETARY),
    ("truong ban", whom("truongban", Invited::Secretary, "Trưởng bản")),
    ("pho ban", whom("phoban", Invited::Secretary, "Phó bản")),
    ("pho truong ban", whom("photruongban", Invited::Secretary, "Phó trưởng bản")),
    ("truong thon", whom("truongthon", Invited::Secretary, "Trưởng thôn")),
    ("pho thon", whom("phothon", Invited::Secretary, "Phó thôn")),
    ("gia lang", whom("gialang", Invited::Secretary, "Già làng")),
    ("baocaovien", REPORTER),
    ("bithuchibo", whom("bithuchibo", Invited::Secretary, "Bí thư chi bộ")),
    ("bithu", SECRETARY),
    ("truongban", whom("truongban", Invited::Secretary, "Trưởng bản")),
    ("phoban", whom("phoban", Invited::Secretary, "Phó bản")),
    ("gialang", whom("gialang", Invited::Secretary, "Già làng")),
    ("nhom", GROUP),
    ("group", GROUP),
    ("secretary", SECRETARY),
    ("reporter", REPORTER),
];

impl Whom {
    /// From the word in a choice.
    pub fn of(word: &str) -> Option<Whom> {
        SPELLED.iter().map(|(_, whom)| *whom).find(|whom| whom.word == word)
    }
}

pub fn read(rest: &str) -> Option<Invite> {
    SPELLED.into_iter().find_map(|(name, whom)| {
        let mut place = rest;
        let mut said = vec![];
        for _ in name.split(' ') {
            let (word, after) = first_word(place);
            said.push(word);
            place = after;
        }
        (fold(&said.join(" ")) == name && !place.is_empty()).then(|| Invite { whom, place: place.to_owned() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_to_invite_is_said_in_english_or_vietnamese() {
        let invite = |whom, place: &str| Some(Invite { whom, place: place.into() });
        for (rest, meant) in [
            ("group lc-banbo", invite(GROUP, "lc-banbo")),
            ("Bí thư Bản Nà Luồng", invite(SECRETARY, "Bản Nà Luồng")),
            ("báo cáo viên xã Bình Lư", invite(REPORTER, "xã Bình Lư")),
            ("trưởng bản Nà Luồng", invite(Whom::of("truongban").unwrap(), "Nà Luồng")),
            ("bí thư chi bộ Nà Luồng", invite(Whom::of("bithuchibo").unwrap(), "Nà Luồng")),
            ("gia lang Na Luong", invite(Whom::of("gialang").unwrap(), "Na Luong")),
            ("ai đó", None),
            ("group", None),
        ] {
            assert_eq!(read(rest), meant, "{rest}");
        }
    }
}
