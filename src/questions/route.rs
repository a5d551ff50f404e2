//! Which reporter a question goes to (pure): place, topic, language, load.

use super::question::{Discretion, Why};
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
    /// Places whose reporters get the topic first, in this order.
    pub owners: &'a [&'a str],
    /// Language the answer must be in.
    pub language: &'a str,
    /// Who may answer.
    pub discretion: Discretion,
    /// Nobody answers their own question: the key under which who asks holds a role.
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
    let mut path: Vec<&str> = tree.upward(wanted.place, day).map(|p| p.code.as_str()).collect();
    let sits_at = |role: &Role, place: &str| tree.now(&role.place, day).is_some_and(|p| p.code == place);
    if wanted.discretion == Discretion::Province {
        // Only the province's own desk: the commune's people do not see it (decided 9).
        let desk =
            tree.province_of(wanted.place, day).map(|p| p.code.as_str()).or_else(|| path.last().copied())?;
        return [Duty::Reporter, Duty::Coordinator].into_iter().find_map(|duty| {
            best(roles.iter().filter(|r| r.duty == duty && sits_at(r, desk)), now, load, wanted)
                .map(|r| (r, if duty == Duty::Reporter { Why::Reporter } else { Why::Coordinator }))
        });
    }
    if wanted.discretion == Discretion::Commune
        && let Some(commune) = tree.commune_of(wanted.place, day)
    {
        let end = path.iter().position(|code| *code == commune.code).map_or(path.len(), |at| at + 1);
        path.truncate(end);
    }
    let fits = |r: &&Role| r.topics.is_empty() || r.topics.iter().any(|t| t == wanted.topic);
    let at = |duty: Duty, place: &str| {
        roles.iter().filter(move |r| r.duty == duty).filter({
            let place = place.to_owned();
            move |r| sits_at(r, &place)
        })
    };
    let owners = wanted.owners.iter().filter(|_| wanted.discretion == Discretion::Ordinary);
    let by_topic = |place: &&str| best(at(Duty::Reporter, place).filter(fits), now, load, wanted);
    let mut owners = owners;
    owners
        .find_map(|place| by_topic(place).map(|r| (r, Why::Owner)))
        .or_else(|| path.iter().find_map(|place| by_topic(place).map(|r| (r, Why::Reporter))))
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
            title: String::new(),
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

    fn wanted(discretion: Discretion) -> Wanted<'static> {
        Wanted { place: "b", topic: "y-te", owners: &[], language: "vi", discretion, asker: None, not: None }
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
        assert_eq!(pick(&all, &wanted(Discretion::Ordinary)), Some(("near".into(), Why::Reporter)));
        assert_eq!(pick(&all[2..], &wanted(Discretion::Ordinary)), Some(("c".into(), Why::Coordinator)));
        assert_eq!(pick(&[], &wanted(Discretion::Ordinary)), None);
        let away = [
            Role { standing: Standing::Away { from: 0, until: 99 }, ..role("near", Duty::Reporter, "x") },
            role("far", Duty::Reporter, "t"),
        ];
        assert_eq!(pick(&away, &wanted(Discretion::Ordinary)), Some(("far".into(), Why::Reporter)));
    }

    #[test]
    fn whom_the_asker_chose_alone_gets_it_and_why_says_nothing_of_it() {
        let commune = [role("near", Duty::Reporter, "x"), role("c", Duty::Coordinator, "x")];
        assert_eq!(pick(&commune, &wanted(Discretion::Province)), None);
        assert_eq!(pick(&commune, &wanted(Discretion::Commune)), Some(("near".into(), Why::Reporter)));
        let desk = [role("desk", Duty::Coordinator, "t")];
        assert_eq!(pick(&desk, &wanted(Discretion::Province)), Some(("desk".into(), Why::Coordinator)));
        assert_eq!(pick(&desk, &wanted(Discretion::Commune)), None);
        assert_eq!(pick(&desk, &wanted(Discretion::Ordinary)), Some(("desk".into(), Why::Coordinator)));
    }

    #[test]
    fn a_topics_owner_gets_it_first_and_who_answers_for_nothing_gets_none() {
        let owners = ["tram"];
        let wanted = Wanted { owners: &owners, ..wanted(Discretion::Ordinary) };
        let all = [role("near", Duty::Reporter, "x"), role("owner", Duty::Reporter, "tram")];
        let tree = {
            let station = place("tram", Kind::Body, Some("x"));
            Tree::new(tree().all().iter().cloned().chain([station]).collect())
        };
        let day = Date::constant(2026, 11, 24);
        let pick = |roles: &[Role], wanted: &Wanted<'_>| {
            route(&tree, day, 10, roles, &HashMap::new(), wanted).map(|(r, why)| (r.id.clone(), why))
        };
        assert_eq!(pick(&all, &wanted), Some(("owner".into(), Why::Owner)));
        // Whom the asker chose goes before.
        let chosen = Wanted { discretion: Discretion::Commune, ..wanted.clone() };
        assert_eq!(pick(&all, &chosen), Some(("near".into(), Why::Reporter)));
        assert_eq!(pick(&all[..1], &wanted), Some(("near".into(), Why::Reporter)));
        // Neither the village's secretary nor an editor, even where nobody else is.
        let others = [role("bi-thu", Duty::Secretary, "b"), role("bien-tap", Duty::Editor, "x")];
        assert_eq!(pick(&others, &wanted), None);
    }

    #[test]
    fn language_goes_before_topic_and_topic_before_load_and_load_before_age() {
        let with = |id: &str, languages: &[&str], topics: &[&str]| Role {
            languages: languages.iter().map(|l| (*l).into()).collect(),
            topics: topics.iter().map(|t| (*t).into()).collect(),
            ..role(id, Duty::Reporter, "x")
        };
        let all = [
            with("a", &[], &[]),
            with("b", &[], &["y-te"]),
            with("c", &["hmn-VN"], &[]),
            with("d", &["hmn-VN"], &["y-te"]),
        ];
        let day = Date::constant(2026, 11, 24);
        let pick = |roles: &[Role], language: &'static str, load: &[(&str, i64)]| {
            let load = load.iter().map(|(id, n)| (RoleId::from(*id), *n)).collect();
            let wanted = Wanted { language, ..wanted(Discretion::Ordinary) };
            route(&tree(), day, 10, roles, &load, &wanted).unwrap().0.id.to_string()
        };
        assert_eq!(pick(&all, "vi", &[]), "b");
        assert_eq!(pick(&all, "hmn-VN", &[("d", 9)]), "d");
        assert_eq!(pick(&all[..3], "hmn-VN", &[("c", 9)]), "c");
        assert_eq!(pick(&all, "vi", &[("b", 2), ("d", 1)]), "d");
        assert_eq!(pick(&all[..1], "hmn-VN", &[]), "a");
    }

    #[test]
    fn nobody_answers_their_own_question_and_topics_are_kept_to() {
        let near = PersonKey::from("p-near");
        let own = Wanted { asker: Some(&near), ..wanted(Discretion::Ordinary) };
        assert_eq!(pick(&[role("near", Duty::Reporter, "x")], &own), None);
        let land = Role { topics: vec!["dat-dai".into()], ..role("land", Duty::Reporter, "b") };
        let all = [land, role("any", Duty::Reporter, "x")];
        assert_eq!(pick(&all, &wanted(Discretion::Ordinary)), Some(("any".into(), Why::Reporter)));
    }
}
