//! Values as they are stored: enums with a word each (`words!`), and ids that cannot be taken for one another
//! (`id!`). A row is decoded where it is read; a word that nobody knows is an error ([`Unknown`]), never a default.

use std::fmt::Debug;

/// An enum whose values are stored as words. Written by `words!`.
pub trait Word: Copy + PartialEq + Debug + 'static {
    /// Every value, in the order in which it is declared.
    const ALL: &'static [Self];

    /// The stored word.
    fn as_str(self) -> &'static str;

    /// The value of a stored word.
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == word)
    }
}

/// Tables whose rows have a number, a code or a name that is no person's.
const NOBODYS: [&str; 29] = [
    "act",
    "archived",
    "archived_count",
    "body",
    "chat_group",
    "counter",
    "fact",
    "inbox",
    "item_release",
    "kept_file",
    "kept_piece",
    "lease",
    "outbox",
    "place",
    "proposal",
    "publication",
    "question",
    "report_filed",
    "report_handed_in",
    "report_sentence",
    "role",
    "shared_answer",
    "text_module",
    "timekeeper",
    "withdrawal",
    "written_file",
    "written_item",
    "written_piece",
    "written_version",
];

/// A cell holds what this program cannot read: a word that it does not know, something sealed that does not open. What it
/// holds is not said: it could be anything.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error(
    "{table}.{column} of {} holds what this program cannot read: \
     it was written by a newer program, changed by hand, or damaged",
    self.said()
)]
pub struct Unknown {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's key.
    pub row: String,
}

impl Unknown {
    /// The row as a log may name it: a person's key with the time of a line would be a trace of that person, so only rows
    /// of these tables are named, whose numbers are nobody's. `doctor` names every row.
    pub fn said(&self) -> String {
        if NOBODYS.contains(&self.table) { format!("row {}", self.row) } else { "one row".into() }
    }
}

/// `pub enum State { /// Doc. Waiting = "waiting" }`: an enum with a stored word for each value.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$doc:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$doc])* $value),+ }

        #[allow(dead_code, reason = "the same for every enum of words")]
        impl $name {
            /// Every value, in the order in which it is declared.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The stored word.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$value => $word),+ }
            }

            /// The value of a stored word.
            pub fn of(word: &str) -> Option<$name> {
                <$name as $crate::stored::Word>::of(word)
            }
        }

        impl $crate::stored::Word for $name {
            const ALL: &'static [$name] = $name::ALL;

            fn as_str(self) -> &'static str {
                $name::as_str(self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                $name::of(&word).ok_or_else(|| {
                    serde::de::Error::custom(concat!("not a word of ", stringify!($name)))
                })
            }
        }
    };
}

/// `pub struct GroupId;`: an id of one noun, which no other noun's can be taken for.
macro_rules! id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        $vis struct $name(String);

        #[allow(dead_code, reason = "the same for every id")]
        impl $name {
            /// The stored form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> $name {
                $name(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> $name {
                $name(text.to_owned())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }
    };
}

pub(crate) use {id, words};

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        /// Two words.
        enum Two {
            /// The one.
            One = "one",
            /// The other, which needs two words.
            Other = "the-other",
        }
    }

    id! {
        /// A thing.
        struct ThingId;
    }

    #[test]
    fn a_word_is_read_as_it_was_written_and_no_other_is_taken_for_it() {
        for value in Two::ALL {
            assert_eq!(Two::of(value.as_str()), Some(*value));
            let json = serde_json::to_string(value).unwrap();
            assert_eq!(serde_json::from_str::<Two>(&json).unwrap(), *value);
        }
        assert_eq!(Two::of("One"), None);
        let fault = serde_json::from_str::<Two>("\"Nguyễn\"").unwrap_err().to_string();
        assert!(fault.contains("Two") && !fault.contains("Nguyễn"), "{fault}");
    }

    #[test]
    fn an_id_is_its_text_and_an_unknown_word_is_named_by_its_place() {
        let id = ThingId::from("t1");
        assert_eq!((serde_json::to_string(&id).unwrap().as_str(), id.len()), ("\"t1\"", 2));
        let fault = Unknown { table: "outbox", column: "state", row: "7".into() };
        assert!(fault.to_string().starts_with("outbox.state of row 7 holds what"), "{fault}");
    }

    #[test]
    fn a_log_names_no_persons_key() {
        let unknown = |table| Unknown { table, column: "c", row: "0123abcd".into() };
        for table in ["person", "pending"] {
            assert!(!unknown(table).to_string().contains("0123abcd"), "{table}");
        }
        assert!(unknown("question").to_string().contains("row 0123abcd"));
    }
}
