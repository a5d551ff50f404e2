//! Which reporter a question goes to (pure): place, topic, language, load.

use crate::clock::Millis;
use crate::groups::roster::Role;
use crate::places::Tree;
use jiff::civil::Date;
use std::collections::HashMap;

/// What decides where a question goes.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Code of the place it was asked from.
    pub place: &'a str,
    /// Topic id.
    pub topic: &'a str,
    /// Language the answer must be in.
    pub language: &'a str,
    /// To the province's desk: a sensitive subject, or the asker's wish.
    pub province: bool,
    /// Nobody answers their own question.
    pub asker: Option<&'a str>,
    /// Not to this role again (handing over, escalating).
    pub not: Option<&'a str>,
}

/// The role that gets it, and why (a key of the words), or `None`: it waits in sight of `doctor`.
pub fn route<'r>(
    tree: &Tree,
    day: Date,
    now: Millis,
    roles: &'r [Role],
    load: &HashMap<String, i64>,
    wanted: &Wanted<'_>,
) -> Option<(&'r Role, &'static str)> {
    let path: Vec<&str> = tree.upward(wanted.place, day).map(|p| p.code.as_str()).collect();
    let sits_at = |role: &Role, place: &str| tree.now(&role.place, day).is_some_and(|p| p.code == place);
    if wanted.province {
        // Only the province's own desk: the commune's people do not see it (decided 9).
        let desk =
            tree.province_of(wanted.place, day).map(|p| p.code.as_str()).or_else(|| path.last().copied())?;
        return ["reporter", "coordinator"].iter().find_map(|kind| {
            best(roles.iter().filter(|r| r.kind == *kind && sits_at(r, desk)), now, load, wanted)
                .map(|r| (r, "why-province"))
        });
    }
    let fits = |r: &&Role| r.topics.is_empty() || r.topics.iter().any(|t| t == wanted.topic);
    let at = |kind: &'static str, place: &str| {
        roles.iter().filter(move |r| r.kind == kind).filter({
            let place = place.to_owned();
            move |r| sits_at(r, &place)
        })
    };
    path.iter()
        .find_map(|place| {
            best(at("reporter", place).filter(fits), now, load, wanted).map(|r| (r, "why-reporter"))
        })
        .or_else(|| {
            path.iter().find_map(|place| {
                best(at("coordinator", place), now, load, wanted).map(|r| (r, "why-coordinator"))
            })
        })
        .or_else(|| {
            path.iter().find_map(|place| {
                best(at("reporter", place), now, load, wanted).map(|r| (r, "why-other-topic"))
            })
        })
}

fn best<'r>(
    roles: impl Iterator<Item = &'r Role>,
    now: Millis,
    load: &HashMap<String, i64>,
    wanted: &Wanted<'_>,
) -> Option<&'r Role> {
    roles
        .filter(|r| {
            r.present(now) && Some(r.person.as_str()) != wanted.asker && Some(r.id.as_str()) != wanted.not
        })
        .min_by_key(|r| {
            let topic = !r.topics.iter().any(|t| t == wanted.topic);
            let language = wanted.language != "vi" && !r.languages.iter().any(|l| l == wanted.language);
            (language, topic, load.get(&r.id).copied().unwrap_or(0), r.since, r.id.clone())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::{Kind, Place};

    fn place(code: &str, kind: Kind, parent: Option<&str>) -> Place {
        Place {
            code: code.into(),
            name: code.into(),
            kind,
            parent: parent.map(Into::into),
            from: None,
            until: None,
            successors: vec![],
            phone: "".into(),
            households: None,
        }
    }

    fn role(id: &str, kind: &str, place: &str) -> Role {
        Role {
            id: id.into(),
            kind: kind.into(),
            place: place.into(),
            topics: vec![],
            languages: vec![],
            name_sealed: String::new(),
            person: format!("p-{id}"),
            since: 0,
            absent_until: None,
        }
    }

    fn tree() -> Tree {
        Tree::new(vec![
            place("t", Kind::Province, None),
            place("x", Kind::Commune, Some("t")),
            place("b", Kind::Village, Some("x")),
        ])
    }

    fn wanted(province: bool) -> Wanted<'static> {
        Wanted { place: "b", topic: "y-te", language: "vi", province, asker: None, not: None }
    }

    fn pick(roles: &[Role], wanted: &Wanted<'_>) -> Option<(String, &'static str)> {
        let day = Date::constant(2026, 11, 24);
        route(&tree(), day, 10, roles, &HashMap::new(), wanted).map(|(r, why)| (r.id.clone(), why))
    }

    #[test]
    fn nearest_upward_then_the_coordinator_then_nobody() {
        let all =
            [role("far", "reporter", "t"), role("near", "reporter", "x"), role("c", "coordinator", "x")];
        assert_eq!(pick(&all, &wanted(false)), Some(("near".into(), "why-reporter")));
        assert_eq!(pick(&all[2..], &wanted(false)), Some(("c".into(), "why-coordinator")));
        assert_eq!(pick(&[], &wanted(false)), None);
        let away =
            [Role { absent_until: Some(99), ..role("near", "reporter", "x") }, role("far", "reporter", "t")];
        assert_eq!(pick(&away, &wanted(false)), Some(("far".into(), "why-reporter")));
    }

    #[test]
    fn a_sensitive_question_is_seen_by_the_province_alone() {
        let all = [role("near", "reporter", "x"), role("c", "coordinator", "x")];
        assert_eq!(pick(&all, &wanted(true)), None);
        let desk = [role("near", "reporter", "x"), role("desk", "coordinator", "t")];
        assert_eq!(pick(&desk, &wanted(true)), Some(("desk".into(), "why-province")));
    }

    #[test]
    fn nobody_answers_their_own_question_and_topics_are_kept_to() {
        let mut own = wanted(false);
        own.asker = Some("p-near");
        assert_eq!(pick(&[role("near", "reporter", "x")], &own), None);
        let land = Role { topics: vec!["dat-dai".into()], ..role("land", "reporter", "b") };
        let all = [land, role("any", "reporter", "x")];
        assert_eq!(pick(&all, &wanted(false)), Some(("any".into(), "why-reporter")));
    }
}
