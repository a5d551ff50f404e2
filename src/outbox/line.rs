//! A fair order of the cards that wait for one person: whoever asked much at once gives way to who asks their first.

use super::store;
use crate::clock::Millis;
use crate::db::Tx;
use crate::ids::PersonKey;
use anyhow::Result;
use std::collections::HashMap;

/// A card that waits: when it may go, and whose question it is (`None`: nobody's that can be told apart).
pub type Waiting = (Millis, Option<PersonKey>);

/// When a new card of `asker` to `to` may go: before every card that is further in its asker's row than this one is in
/// theirs. So one flood delays nobody by more than a card; nothing is kept of who asked how much.
pub async fn card_turn(
    tx: &mut Tx,
    to: &PersonKey,
    asker: Option<&PersonKey>,
    now: Millis,
) -> Result<Millis> {
    Ok(turn(&store::waiting_cards(tx, to).await?, asker, now))
}

/// The same (pure), from what waits in its order.
fn turn(waiting: &[Waiting], asker: Option<&PersonKey>, now: Millis) -> Millis {
    let mut rows: HashMap<&PersonKey, usize> = HashMap::new();
    let own = waiting.iter().filter(|(_, of)| of.is_some() && of.as_ref() == asker).count();
    let mut before = now;
    for (at, of) in waiting {
        let Some(of) = of else { continue };
        let row = rows.entry(of).or_default();
        if *row > own {
            before = before.min(at - 1);
        }
        *row += 1;
    }
    before
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// However many ask, in whatever order, at one moment or over a time: before somebody's first card stands at most
        /// one of anybody else's that waits, before their second at most two.
        #[test]
        fn nobody_waits_behind_more_than_a_card_of_another(
            asks in proptest::collection::vec((0..6_u8, 0..3_i64, any::<bool>()), 1..60)
        ) {
            let (mut now, mut line): (Millis, Vec<(Millis, usize, PersonKey)>) = (1_000_000, vec![]);
            for (n, (who, passed, one_leaves)) in asks.into_iter().enumerate() {
                now += passed;
                if one_leaves && !line.is_empty() {
                    line.remove(0);
                }
                let who = PersonKey::from(who.to_string());
                let waiting: Vec<Waiting> = line.iter().map(|(at, _, of)| (*at, Some(of.clone()))).collect();
                let at = turn(&waiting, Some(&who), now);
                prop_assert!(at <= now);
                let own = line.iter().filter(|(.., of)| *of == who).count();
                line.push((at, n, who.clone()));
                line.sort();
                let before = line.iter().take_while(|(_, number, _)| *number != n);
                let mut count: HashMap<&PersonKey, usize> = HashMap::new();
                before.for_each(|(.., of)| *count.entry(of).or_default() += 1);
                for (of, cards) in count {
                    prop_assert!(*of == who || cards <= own + 1, "{cards} of {of:?} before {n}");
                }
            }
        }
    }

    #[test]
    fn who_cannot_be_told_apart_gives_way_to_nobody() {
        let a = PersonKey::from("a");
        let waiting =
            [(1, Some(a.clone())), (2, None), (3, Some(a.clone())), (4, None), (5, Some(a.clone()))];
        assert_eq!(turn(&waiting, None, 9), 2);
        assert_eq!(turn(&waiting, Some(&"b".into()), 9), 2);
        assert_eq!(turn(&waiting, Some(&a), 9), 9);
        assert_eq!(turn(&[], None, 9), 9);
    }
}
