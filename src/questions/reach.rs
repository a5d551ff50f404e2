//! Which questions a role may see and answer.

use super::question::Discretion;
use super::{Desk, Question};
use crate::places::Tree;
use crate::roster;

impl Desk {
    /// What an answering role may see of it: assigned to it, or within its reach (where the asker chose who may answer, only there).
    pub fn may_answer(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        role.answers() && (q.role.as_ref() == Some(&role.id) || self.is_within(tree, role, q))
    }

    /// Within the reach of a role, whatever it is there for; where the asker chose who may answer, only there.
    pub fn is_within(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        match q.back.discretion {
            Discretion::Ordinary => role.reaches(&q.place, tree, self.today()),
            Discretion::Commune => {
                role.reaches(&q.place, tree, self.today()) && self.is_of_commune(tree, role, q)
            }
            Discretion::Province => self.is_province_desk(tree, role, q),
        }
    }

    /// A role at the commune of a question or below it.
    pub(super) fn is_of_commune(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        let day = self.today();
        tree.commune_of(&q.place, day).is_none_or(|commune| tree.reaches(&commune.code, &role.place, day))
    }

    /// A role at the province of a question itself, not below it.
    pub(super) fn is_province_desk(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        let day = self.today();
        let at = tree.now(&role.place, day);
        tree.province_of(&q.place, day).is_some_and(|p| at.is_some_and(|at| at.code == p.code))
    }
}
