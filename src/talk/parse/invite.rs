//! `/moi group|secretary|reporter PLACE`, in the contract's words or in Vietnamese.

use super::words::first_word;
use crate::roster::Invited;
use crate::text::fold;

/// Who is invited, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// A group, a secretary or a reporter.
    pub kind: Invited,
    /// The place, as it was typed.
    pub place: String,
}

const SPELLED: [(&str, Invited); 8] = [
    ("bao cao vien", Invited::Reporter),
    ("bi thu", Invited::Secretary),
    ("baocaovien", Invited::Reporter),
    ("bithu", Invited::Secretary),
    ("nhom", Invited::Group),
    ("group", Invited::Group),
    ("secretary", Invited::Secretary),
    ("reporter", Invited::Reporter),
];

pub fn read(rest: &str) -> Option<Invite> {
    SPELLED.into_iter().find_map(|(name, kind)| {
        let mut place = rest;
        let mut said = vec![];
        for _ in name.split(' ') {
            let (word, after) = first_word(place);
            said.push(word);
            place = after;
        }
        (fold(&said.join(" ")) == name && !place.is_empty()).then(|| Invite { kind, place: place.to_owned() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_to_invite_is_said_in_english_or_vietnamese() {
        let invite = |kind, place: &str| Some(Invite { kind, place: place.into() });
        for (rest, meant) in [
            ("group lc-banbo", invite(Invited::Group, "lc-banbo")),
            ("Bí thư Bản Nà Luồng", invite(Invited::Secretary, "Bản Nà Luồng")),
            ("báo cáo viên xã Bình Lư", invite(Invited::Reporter, "xã Bình Lư")),
            ("ai đó", None),
            ("group", None),
        ] {
            assert_eq!(read(rest), meant, "{rest}");
        }
    }
}
