//! How many messages of a month an account has left, where its platform counts them (pure).

use super::delivery::Rank;

/// One account's month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Messages that the platform takes in a calendar month.
    pub limit: i64,
    /// Taken so far this month, as far as we know.
    pub used: i64,
}

impl Quota {
    /// What the platform still takes.
    pub fn left(self) -> i64 {
        (self.limit - self.used).max(0)
    }

    /// What of it a rank may still use: the last tenth is for answers to people (contract 2).
    pub fn room(self, rank: Rank) -> i64 {
        let limit = if rank == Rank::People { self.limit } else { self.limit * 9 / 10 };
        (limit - self.used).max(0)
    }

    /// Four fifths are used: the editors are told.
    pub fn is_scarce(self) -> bool {
        self.used * 5 >= self.limit * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_tenth_is_for_people_and_four_fifths_are_told() {
        let at = |used| Quota { limit: 3000, used };
        assert!(!at(2399).is_scarce() && at(2400).is_scarce());
        assert_eq!((at(2699).room(Rank::Normal), at(2699).room(Rank::People)), (1, 301));
        assert_eq!((at(2700).room(Rank::Urgent), at(2700).room(Rank::People)), (0, 300));
        assert_eq!((at(3000).room(Rank::People), at(3000).left()), (0, 0));
        assert_eq!((at(3007).room(Rank::People), at(3007).left()), (0, 0));
    }

    proptest! {
        #[test]
        fn announcements_never_take_what_is_kept_for_answers(limit in 1i64..1_000_000, used in 0i64..1_100_000, rank in prop::sample::select(vec![Rank::Urgent, Rank::Priority, Rank::Normal])) {
            let quota = Quota { limit, used };
            let after = Quota { used: used + quota.room(rank), ..quota };
            prop_assert!(quota.room(rank) <= quota.room(Rank::People));
            prop_assert!(quota.room(Rank::People) == quota.left());
            let kept = if used <= limit * 9 / 10 { limit / 10 } else { quota.left() };
            prop_assert!(after.left() >= kept);
            prop_assert_eq!(after.room(rank), 0);
        }
    }
}
