//! What follows `/cosan`: which ready answer, for which question, or a new one.

use super::words::{code, first_word};
use crate::ids::QuestionCode;
use crate::text::fold;

/// What is wished of text modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Modules {
    /// Their list, or one of them by its name; what looks like a code may be a name.
    Show {
        /// The question that it is for, if one is named.
        code: Option<QuestionCode>,
        /// The name, without the code.
        name: String,
        /// All that was typed.
        whole: String,
    },
    /// A new one, or other words for one.
    Add {
        /// By which it is called.
        name: String,
        /// What is sent.
        text: String,
    },
    /// One is gone.
    Remove(String),
}

/// `AB2CD`, `AB2CD tên`, `tên`, `thêm tên: lời`, `bỏ tên`.
pub fn read(rest: &str) -> Modules {
    let (first, after) = first_word(rest);
    match fold(first).as_str() {
        "them" => {
            let (name, text) = after.split_once(':').unwrap_or((after, ""));
            Modules::Add { name: name.trim().to_owned(), text: text.trim().to_owned() }
        }
        "bo" | "xoa" if !after.trim().is_empty() => Modules::Remove(after.trim().to_owned()),
        _ => {
            let code = code(first);
            let name = if code.is_some() { after } else { rest };
            Modules::Show { code, name: name.trim().to_owned(), whole: rest.trim().to_owned() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wished_is_told_apart() {
        let show = |code: Option<&str>, name: &str, whole: &str| Modules::Show {
            code: code.map(Into::into),
            name: name.into(),
            whole: whole.into(),
        };
        let add = |name: &str, text: &str| Modules::Add { name: name.into(), text: text.into() };
        for (rest, meant) in [
            ("", show(None, "", "")),
            ("#ab2cd", show(Some("AB2CD"), "", "#ab2cd")),
            ("AB2CD thẻ bảo hiểm", show(Some("AB2CD"), "thẻ bảo hiểm", "AB2CD thẻ bảo hiểm")),
            ("thẻ bảo hiểm", show(None, "thẻ bảo hiểm", "thẻ bảo hiểm")),
            ("thêm thẻ: Mang căn cước: ra trạm.", add("thẻ", "Mang căn cước: ra trạm.")),
            ("them the", add("the", "")),
            ("bỏ thẻ bảo hiểm", Modules::Remove("thẻ bảo hiểm".into())),
        ] {
            assert_eq!(read(rest), meant, "{rest}");
        }
    }
}
