//! What a database holds, boiled down to what tells two of them apart (pure).
//!
//! A backup may replace a database only if that database holds nothing the backup lacks.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What is never deleted, or only when it is old: a row of these that the backup lacks came after it.
const KEPT: &[(&str, &[&str])] = &[
    ("fact", &["seq", "at", "detail"]),
    ("outbox", &["id", "cause"]),
    ("place", &["code"]),
    ("chat_group", &["id"]),
    ("role", &["id"]),
    ("question", &["code"]),
    ("publication", &["id"]),
    ("withdrawal", &["item", "edition"]),
    ("invitation", &["code_key"]),
    ("erasure", &["entry"]),
];

/// When something last happened.
const TIMES: &[(&str, &[&str])] = &[
    ("fact", &["at"]),
    ("outbox", &["changed_at"]),
    ("inbox", &["received_at"]),
    ("chat_group", &["changed_at"]),
    ("role", &["since", "ended_at"]),
    ("question", &["opened_at", "closed_at"]),
    ("publication", &["created_at"]),
    ("item_release", &["at"]),
    ("withdrawal", &["at"]),
    ("act", &["at"]),
    ("invitation", &["created_at"]),
];

/// A row of these that did not change for so long may have left before the backup was made (`keep_deliveries`, and the life of a
/// closed question, are longer). One that is open never leaves.
const LEAVES: &[(&str, &str)] = &[("outbox", "changed_at"), ("question", "closed_at")];
const LEAVES_AFTER: i64 = 90 * 86_400_000;

/// Changes without anybody doing anything.
const RESTLESS: &[&str] = &[
    "archived",
    "archived_count",
    "kept_file",
    "kept_piece",
    "lease",
    "polling",
    "mark",
    "_sqlx_migrations",
];

/// Marks that say which database it is. The others are notes (when it was last copied), which a copy may lack.
const IDENTIFYING_MARKS: &[&str] = &["kind", "key"];

/// What both drivers write for NULL.
pub(super) const NULL: &str = "\\N";

/// What a database, or a backup of one, holds.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The newest migration; 0: not a database of loaban.
    pub schema: i64,
    /// `kind` and `key`, as marked.
    pub marks: BTreeMap<String, String>,
    latest: i64,
    /// With the moment from which it may leave, if it may.
    kept: HashMap<u64, Option<i64>>,
    rows: HashSet<u64>,
}

impl Snapshot {
    /// Takes one row in: its table, and name and value of each column.
    pub(super) fn add(&mut self, table: &str, row: &[(&str, &str)]) {
        let value = |name: &str| row.iter().find(|(n, _)| *n == name).map_or(NULL, |(_, v)| *v);
        let columns = |list: &[(&str, &'static [&'static str])]| {
            list.iter().find(|(t, _)| *t == table).map(|(_, c)| *c)
        };
        match table {
            "_sqlx_migrations" => self.schema = self.schema.max(value("version").parse().unwrap_or(0)),
            "mark" if IDENTIFYING_MARKS.contains(&value("name")) => {
                _ = self.marks.insert(value("name").into(), value("value").into())
            }
            _ => {}
        }
        for column in columns(TIMES).unwrap_or_default() {
            self.latest = self.latest.max(value(column).parse().unwrap_or(0));
        }
        if let Some(key) = columns(KEPT) {
            let key: Vec<&str> = key.iter().map(|c| value(c)).collect();
            let leaves = LEAVES.iter().find(|(t, _)| *t == table).map(|(_, column)| {
                value(column).parse::<i64>().unwrap_or(i64::MAX).saturating_add(LEAVES_AFTER)
            });
            self.kept.insert(digest(&(table, key)), leaves);
        }
        if !RESTLESS.contains(&table) {
            self.rows.insert(digest(&(table, row)));
        }
    }

    /// True when it holds something that the backup lacks: overwriting it would lose that.
    pub fn is_newer_than(&self, backup: &Snapshot) -> bool {
        if self.rows.is_empty() {
            return false;
        }
        self.schema > backup.schema
            || self.latest > backup.latest
            || self.kept.iter().any(|(row, leaves)| {
                !backup.kept.contains_key(row) && leaves.is_none_or(|from| from > backup.latest)
            })
            || (self.latest == backup.latest
                && self.schema == backup.schema
                && !self.rows.is_subset(&backup.rows))
    }
}

/// Both sides are digested by one process, so the hasher may be the standard one.
fn digest(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(rows: &[(&str, &[(&str, &str)])]) -> Snapshot {
        let mut snapshot = Snapshot::default();
        snapshot.add("_sqlx_migrations", &[("version", "1"), ("installed_on", "now")]);
        rows.iter().for_each(|(table, row)| snapshot.add(table, row));
        snapshot
    }

    const FACT: (&str, &[(&str, &str)]) = ("fact", &[("seq", "1"), ("at", "5"), ("detail", "{}")]);
    const WAITING: (&str, &[(&str, &str)]) =
        ("outbox", &[("id", "1"), ("cause", "c"), ("state", "waiting"), ("changed_at", "6")]);
    const SENT: (&str, &[(&str, &str)]) =
        ("outbox", &[("id", "1"), ("cause", "c"), ("state", "sent"), ("changed_at", "8")]);
    const PLACE: (&str, &[(&str, &str)]) = ("place", &[("code", "lc"), ("name", "Tỉnh Lai Châu")]);
    const RENAMED: (&str, &[(&str, &str)]) = ("place", &[("code", "lc"), ("name", "Lai Châu")]);

    #[test]
    fn what_the_backup_lacks_makes_a_database_newer() {
        let backup = snapshot(&[FACT, WAITING, PLACE]);
        assert_eq!((backup.schema, backup.latest), (1, 6));
        for (present, newer) in [
            (snapshot(&[FACT, WAITING, PLACE]), false),
            (snapshot(&[FACT, PLACE]), false),
            (snapshot(&[]), false),
            (snapshot(&[FACT, SENT, PLACE]), true),
            (snapshot(&[FACT, WAITING, RENAMED]), true),
            (snapshot(&[FACT, ("fact", &[("seq", "2"), ("at", "5"), ("detail", "{}")])]), true),
            (snapshot(&[PLACE, ("place", &[("code", "x")])]), true),
            (snapshot(&[FACT, WAITING, PLACE, ("lease", &[("account", "tg"), ("until_at", "99")])]), false),
        ] {
            assert_eq!(present.is_newer_than(&backup), newer, "{present:?}");
        }
        // What was sent long before the backup was made may be in its archive.
        const LATE: (&str, &[(&str, &str)]) =
            ("fact", &[("seq", "2"), ("at", "99000000000"), ("detail", "")]);
        let archived = snapshot(&[FACT, LATE, PLACE, ("archived", &[("name", "7")])]);
        assert!(!snapshot(&[FACT, SENT, PLACE]).is_newer_than(&archived));
        assert!(snapshot(&[FACT, SENT, PLACE]).is_newer_than(&snapshot(&[FACT, PLACE])));
        // So may the row of a question that was closed long before; one that is open was asked since.
        let (old, open) = ([("code", "AB2CD"), ("closed_at", "5")], [("code", "AB2CD"), ("closed_at", NULL)]);
        assert!(!snapshot(&[FACT, PLACE, ("question", &old)]).is_newer_than(&archived));
        assert!(snapshot(&[FACT, PLACE, ("question", &open)]).is_newer_than(&archived));
        let older = snapshot(&[FACT, WAITING, PLACE]);
        assert!(!older.is_newer_than(&snapshot(&[FACT, SENT, RENAMED])));
        let mut migrated = snapshot(&[FACT, WAITING, PLACE]);
        migrated.add("_sqlx_migrations", &[("version", "2")]);
        assert!(migrated.is_newer_than(&backup));
    }
}
