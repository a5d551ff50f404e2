//! What hangs on places that end: what goes along to the one successor, and what somebody must place by hand, because
//! a place became several, or none.

use super::Shell;
use crate::db::Db;
use crate::groups::{self, Group};
use crate::places::{Place, Tree};
use crate::questions::Listed;
use crate::roster::{self, Role};
use anyhow::Result;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Everything that is bound to a place.
pub struct Bound {
    groups: Vec<Group>,
    roles: Vec<Role>,
    open: Vec<Listed>,
}

/// A group or a role whose place is, or will be, no single place any more.
pub struct ByHand {
    /// "group" or "role".
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// The place under which it is stored.
    pub place: String,
    /// From which day it hears or reaches nothing.
    pub from: Date,
}

impl Bound {
    /// As it is now, with the questions that are open.
    pub async fn read(db: &Db, open: Vec<Listed>) -> Result<Bound> {
        let mut groups = groups::all(db).await?;
        groups.retain(|g| g.is_linked());
        let mut tx = db.write().await?;
        let roles = roster::all(&mut tx).await?;
        Ok(Bound { groups, roles, open })
    }

    /// What must be placed by hand, earliest first.
    pub fn by_hand(&self, tree: &Tree, today: Date) -> Vec<ByHand> {
        let groups = self.groups.iter().map(|g| ("group", g.id.to_string(), &g.place));
        let all = groups.chain(self.roles.iter().map(|r| ("role", r.id.to_string(), &r.place)));
        let lost = |(kind, id, place): (&'static str, String, &String)| {
            let lost = tree.lost_on(place, today)?;
            // What was lost long ago is lost since then, not since today.
            let ended = tree.get(place).and_then(|p| p.until).and_then(|until| until.tomorrow().ok());
            let from = ended.and_then(|day| tree.lost_on(place, day)).unwrap_or(lost).min(lost);
            Some(ByHand { kind, id, place: place.clone(), from })
        };
        let mut found: Vec<ByHand> = all.filter_map(lost).collect();
        found.sort_by(|a, b| (a.from, a.kind, &a.place, &a.id).cmp(&(b.from, b.kind, &b.place, &b.id)));
        found
    }

    /// How many groups, roles and open questions are a place's on its last day, under whatever code they are stored;
    /// none when nothing is. Of a small village no question is told, as everywhere.
    fn at(&self, tree: &Tree, place: &Place) -> Option<[usize; 3]> {
        let codes = tree.stored_as(&[place.code.as_str()], place.until?);
        let counts = [
            self.groups.iter().filter(|g| codes.contains(&g.place.as_str())).count(),
            self.roles.iter().filter(|r| codes.contains(&r.place.as_str())).count(),
            self.open.iter().filter(|q| place.is_large() && codes.contains(&q.place.as_str())).count(),
        ];
        counts.iter().any(|n| *n > 0).then_some(counts)
    }

    /// One line for each of these places that ends with one successor and has something to take along.
    pub fn along<'p>(
        &self,
        shell: &Shell,
        tree: &Tree,
        ending: impl Iterator<Item = &'p Place>,
    ) -> (Vec<String>, Vec<Value>) {
        let (mut lines, mut json) = (vec![], vec![]);
        for place in ending {
            let Some(from) = place.until.and_then(|until| until.tomorrow().ok()) else { continue };
            let (Some(now), Some(counts)) = (tree.now(&place.code, from), self.at(tree, place)) else {
                continue;
            };
            let [groups, roles, questions] = counts;
            lines.push(shell.line(
                "cli-place-along",
                &[
                    ("place", shell.place_name(tree, &place.code).into()),
                    ("to", shell.place_name(tree, &now.code).into()),
                    ("from", from.strftime("%d/%m/%Y").to_string().into()),
                    ("groups", groups.into()),
                    ("roles", roles.into()),
                    ("questions", questions.into()),
                ],
            ));
            json.push(json!({
                "place": place.code.as_str(), "to": now.code.as_str(), "from": from.to_string(),
                "groups": groups, "roles": roles, "questions": questions,
            }));
        }
        (lines, json)
    }
}

impl ByHand {
    /// What it is, why, and the command that places it.
    pub fn line(&self, shell: &Shell, tree: &Tree) -> String {
        let into = self.successors(tree);
        let labels = tree.told_apart(&into, self.from);
        let into: Vec<String> =
            into.iter().zip(labels).map(|(p, label)| format!("{} ({label})", p.code)).collect();
        let args = [
            ("id", self.id.as_str().into()),
            ("place", shell.place_name(tree, &self.place).into()),
            ("from", self.from.strftime("%d/%m/%Y").to_string().into()),
            ("into", into.join("; ").into()),
        ];
        let key = match (self.kind, into.is_empty()) {
            ("group", false) => "cli-by-hand-group",
            ("group", true) => "cli-by-hand-group-nowhere",
            (_, false) => "cli-by-hand-role",
            (_, true) => "cli-by-hand-role-nowhere",
        };
        shell.line(key, &args)
    }

    /// For programs.
    pub fn json(&self, tree: &Tree) -> Value {
        let into: Vec<&str> = self.successors(tree).iter().map(|p| p.code.as_str()).collect();
        json!({ "kind": self.kind, "id": self.id, "place": self.place, "from": self.from.to_string(), "successors": into })
    }

    fn successors<'t>(&self, tree: &'t Tree) -> Vec<&'t Place> {
        tree.current(&self.place, self.from)
    }
}
