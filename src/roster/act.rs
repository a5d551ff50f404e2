//! Who may do what (pure): the one table that the chat, the command line and the desk ask.

use super::{Duty, Role};
use crate::places::Tree;
use jiff::civil::Date;

/// What somebody can want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Relay a question for someone without a phone.
    Relay,
    /// Say what was read aloud, told or studied in a village.
    Report,
    /// See how a village stands.
    SeeVillage,
    /// Answer a question, ask back, hand it over, set it aside, call two the same, be away from that.
    Answer,
    /// Take no question today from whoever asked one that was set aside.
    RefuseAsker,
    /// Invite a group, a secretary or a reporter.
    Invite,
    /// Propose a question and its answer for the village, or release what another proposed.
    Propose,
    /// Write an item at the desk, and hand it in.
    Write,
    /// Let an item out, or send it back to its author.
    Release,
    /// Publish an item.
    Publish,
    /// Take an item back.
    TakeBack,
    /// Read the month's report.
    ReadReport,
    /// Say that a month's report was handed in.
    HandIn,
    /// Choose the language of a village's group.
    SetLanguage,
    /// Let a village's group become another place's.
    MoveGroup,
    /// Come in at the desk.
    UseDesk,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 16] = [
        Act::Relay,
        Act::Report,
        Act::SeeVillage,
        Act::Answer,
        Act::RefuseAsker,
        Act::Invite,
        Act::Propose,
        Act::Write,
        Act::Release,
        Act::Publish,
        Act::TakeBack,
        Act::ReadReport,
        Act::HandIn,
        Act::SetLanguage,
        Act::MoveGroup,
        Act::UseDesk,
    ];

    /// The duties that it belongs to, in the order in which a refusal names them.
    pub fn duties(self) -> &'static [Duty] {
        use Duty::{Coordinator, Editor, Reporter, Secretary};
        match self {
            Act::Relay | Act::Report => &[Secretary],
            Act::SeeVillage | Act::UseDesk => &[Secretary, Reporter, Coordinator, Editor],
            Act::Answer => &[Reporter, Coordinator],
            Act::RefuseAsker | Act::Invite => &[Coordinator],
            Act::Propose => &[Coordinator, Editor],
            Act::Write | Act::Release | Act::Publish | Act::TakeBack | Act::HandIn => &[Editor],
            Act::ReadReport => &[Editor, Coordinator],
            Act::SetLanguage => &[Secretary, Coordinator, Editor],
            Act::MoveGroup => &[Secretary, Editor],
        }
    }
}

impl Duty {
    /// It is theirs to do, somewhere.
    pub fn may(self, act: Act) -> bool {
        act.duties().contains(&self)
    }
}

/// The role among `held` by which its holder may do this at `place` on that day, if there is one.
pub fn may<'r>(held: &'r [Role], act: Act, place: &str, tree: &Tree, day: Date) -> Option<&'r Role> {
    held.iter().find(|role| role.duty.may(act) && role.reaches(place, tree, day))
}

/// The role among `held` by which its holder may let a group go from one place to another: the secretary of where it is,
/// or an editor who reaches both.
pub fn may_move<'r>(held: &'r [Role], from: &str, to: &str, tree: &Tree, day: Date) -> Option<&'r Role> {
    let by = |duty: Duty, place: &str| {
        held.iter()
            .find(|role| role.duty == duty && duty.may(Act::MoveGroup) && role.reaches(place, tree, day))
    };
    let editor = || by(Duty::Editor, to).and_then(|_| by(Duty::Editor, from));
    by(Duty::Secretary, from).or_else(editor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::sample::{AFTER, BEFORE, merger};
    use crate::roster::Standing;

    fn role(duty: Duty, place: &str) -> Role {
        Role {
            id: "r".into(),
            duty,
            place: place.into(),
            topics: vec![],
            languages: vec![],
            name_sealed: String::new(),
            title: String::new(),
            person: "p".into(),
            since: 0,
            standing: Standing::Present,
        }
    }

    #[test]
    fn every_duty_has_its_acts_and_no_others() {
        let table: Vec<String> = Act::ALL
            .iter()
            .map(|act| {
                let duties: Vec<&str> =
                    Duty::ALL.iter().filter(|d| d.may(*act)).map(|d| d.as_str()).collect();
                format!("{act:?}: {}", duties.join(", "))
            })
            .collect();
        insta::assert_snapshot!(table.join("\n"), @r"
        Relay: secretary
        Report: secretary
        SeeVillage: secretary, reporter, coordinator, editor
        Answer: reporter, coordinator
        RefuseAsker: coordinator
        Invite: coordinator
        Propose: coordinator, editor
        Write: editor
        Release: editor
        Publish: editor
        TakeBack: editor
        ReadReport: coordinator, editor
        HandIn: editor
        SetLanguage: secretary, coordinator, editor
        MoveGroup: secretary, editor
        UseDesk: secretary, reporter, coordinator, editor
        ");
    }

    #[test]
    fn a_role_reaches_its_place_and_below_through_a_merger_and_never_above_or_beside() {
        let tree = merger();
        let may = |place: &str, at: &str, day| {
            super::may(&[role(Duty::Editor, place)], Act::Publish, at, &tree, day).is_some()
        };
        for (place, at, day, expected) in [
            ("old", "old", BEFORE, true),
            ("old", "b", BEFORE, true),
            ("old", "t", BEFORE, false),
            ("old", "beside", BEFORE, false),
            ("b", "old", BEFORE, false),
            ("t", "b", BEFORE, true),
            ("old", "b", AFTER, true),
            ("old", "new", AFTER, true),
            ("old", "beside", AFTER, false),
            ("new", "b", AFTER, true),
            ("nowhere", "b", AFTER, false),
        ] {
            assert_eq!(may(place, at, day), expected, "{place} at {at} on {day}");
        }
        let moves = |held: &[Role]| super::may_move(held, "b", "beside", &tree, BEFORE).is_some();
        for (held, expected) in [
            (vec![role(Duty::Secretary, "b")], true),
            (vec![role(Duty::Secretary, "beside")], false),
            (vec![role(Duty::Editor, "old")], false),
            (vec![role(Duty::Editor, "beside")], false),
            (vec![role(Duty::Editor, "old"), role(Duty::Editor, "beside")], true),
            (vec![role(Duty::Editor, "t")], true),
            (vec![role(Duty::Coordinator, "t"), role(Duty::Reporter, "t")], false),
            (vec![], false),
        ] {
            assert_eq!(moves(&held), expected, "{held:?}");
        }
        let other = [role(Duty::Reporter, "t")];
        assert_eq!(super::may(&other, Act::Publish, "b", &tree, BEFORE), None);
    }
}
