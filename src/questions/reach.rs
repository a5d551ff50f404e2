//! Which questions a role may see and answer.

use super::{Desk, Question};
use crate::places::Tree;
use crate::roster;

impl Desk {
    /// What an answering role may see of it: assigned to it, or within its reach (a sensitive one only at the province).
    pub fn may_answer(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        role.answers() && (q.role.as_ref() == Some(&role.id) || self.is_within(tree, role, q))
    }

    pub(super) fn is_within(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        if q.sensitive {
            return self.is_province_desk(tree, role, q);
        }
        role.reaches(&q.place, tree, self.today())
    }

    /// A role at the province of a question itself, not below it.
    pub(super) fn is_province_desk(&self, tree: &Tree, role: &roster::Role, q: &Question) -> bool {
        let day = self.today();
        let at = tree.now(&role.place, day);
        tree.province_of(&q.place, day).is_some_and(|p| at.is_some_and(|at| at.code == p.code))
    }
}
