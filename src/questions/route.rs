//! Which reporter a question goes to (pure): place, topic, language, load.

use super::question::Why;
use crate::clock::Millis;
use crate::ids::{PersonKey, RoleId};
use crate::places::Tree;
use crate::roster::{Duty, Role};
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
    pub asker: Option<&'a PersonKey>,
    /// Not to this role again (handing over, escalating).
    pub not: Option<&'a RoleId>,
}

/// The role that gets it, and why, or `None`: it waits in sight of `doctor`.
pub fn route<'r>(
    tree: &Tree,
    day: Date,
    now: Millis,
    roles: &'r [Role],
    load: &HashMap<RoleId, i64>,
    wanted: &Wanted<'_>,
) -> Option<(&'r Role, Why)> {
    let path: Vec<&str> = tree.upward(wanted.place, day).map(|p| p.code.as_str()).collect();
    let sits_at = |role: &Role, place: &str| tree.now(&role.place, day).is_some_and(|p| p.code == place);
    if wanted.province {
        // Only the province's own desk: the commune's people do not see it (decided 9).
        let desk =
            tree.province_of(wanted.place, day).map(|p| p.code.as_str()).or_else(|| path.last().copied())?;
        return [Duty::Reporter, Duty::Coordinator].into_iter().find_map(|duty| {
            best(roles.iter().filter(|r| r.duty == duty && sits_at(r, desk)), now, load, wanted)
                .map(|r| (r, Why::Province))
        });
    }
    let fits = |r: &&Role| r.topics.is_empty() || r.topics.iter().any(|t| t == wanted.topic);
    let at = |duty: Duty, place: &str| {
        roles.iter().filter(move |r| r.duty == duty).filter({
            let place = place.to_owned();
            move |r| sits_at(r, &place)
        })
    };
    path.iter()
        .find_map(|place| {
            best(at(Duty::Reporter, place).filter(fits), now, load, wanted).map(|r| (r, Why::Reporter))
        })
        .or_else(|| {
            path.iter().find_map(|place| {
                best(at(Duty::Coordinator, place), now, load, wanted).map(|r| (r, Why::Coordinator))
            })
        })
        .or_else(|| {
            path.iter().find_map(|place| {
                best(at(Duty::Reporter, place), now, load, wanted).map(|r| (r, Why::OtherTopic))
            })
        })
}

fn best<'r>(
    roles: impl Iterator<Item = &'r Role>,
    now: Millis,
    load: &HashMap<RoleId, i64>,
    wanted: &Wanted<'_>,
) -> Option<&'r Role> {
    roles
        .filter(|r| r.present(now) && Some(&r.person) != wanted.asker && Some(&r.id) != wanted.not)
        .min_by_key(|r| {
            let topic = !r.topics.iter().any(|t| t == wanted.topic);
            let language = wanted.language != "vi" && !r.languages.iter().any(|l| l == wanted.language);
            (language, topic, load.get(&r.id).copied().unwrap_or(0), r.since, r.id.clone())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::sample;
    use crate::places::{Kind, Place};
    use crate::roster::Standing;

    fn place(code: &str, kind: Kind, parent: Option<&str>) -> Place {
        sample::place(code, code, kind, parent.unwrap_or_default())
    }

    fn role(id: &str, duty: Duty, place: &str) -> Role {
        Role {
            id: id.into(),
            duty,
            place: place.into(),
            topics: vec![],
            languages: vec![],
            name_sealed: String::new(),
            person: format!("p-{id}").into(),
            since: 0,
            standing: Standing::Present,
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

    fn pick(roles: &[Role], wanted: &Wanted<'_>) -> Option<(RoleId, Why)> {
        let day = Date::constant(2026, 11, 24);
        route(&tree(), day, 10, roles, &HashMap::new(), wanted).map(|(r, why)| (r.id.clone(), why))
    }

    #[test]
    fn nearest_upward_then_the_coordinator_then_nobody() {
        let all = [
            role("far", Duty::Reporter, "t"),
            role("near", Duty::Reporter, "x"),
            role("c", Duty::Coordinator, "x"),
        ];
        assert_eq!(pick(&all, &wanted(false)), Some(("near".into(), Why::Reporter)));
        assert_eq!(pick(&all[2..], &wanted(false)), Some(("c".into(), Why::Coordinator)));
        assert_eq!(pick(&[], &wanted(false)), None);
        let away = [
            Role { standing: Standing::Away { until: 99 }, ..role("near", Duty::Reporter, "x") },
            role("far", Duty::Reporter, "t"),
        ];
        assert_eq!(pick(&away, &wanted(false)), Some(("far".into(), Why::Reporter)));
    }

    #[test]
    fn a_sensitive_question_is_seen_by_the_province_alone() {
        let all = [role("near", Duty::Reporter, "x"), role("c", Duty::Coordinator, "x")];
        assert_eq!(pick(&all, &wanted(true)), None);
        let desk = [role("near", Duty::Reporter, "x"), role("desk", Duty::Coordinator, "t")];
        assert_eq!(pick(&desk, &wanted(true)), Some(("desk".into(), Why::Province)));
    }

    #[test]
    fn nobody_answers_their_own_question_and_topics_are_kept_to() {
        let near = PersonKey::from("p-near");
        let own = Wanted { asker: Some(&near), ..wanted(false) };
        assert_eq!(pick(&[role("near", Duty::Reporter, "x")], &own), None);
        let land = Role { topics: vec!["dat-dai".into()], ..role("land", Duty::Reporter, "b") };
        let all = [land, role("any", Duty::Reporter, "x")];
        assert_eq!(pick(&all, &wanted(false)), Some(("any".into(), Why::Reporter)));
    }
}
