//! The promise to deliver. A delivery is one text to one chat, in ordered parts; a part is one platform message and one
//! row; to send one is an attempt.
//!
//! A delivery is put in the transaction that made it true ([`put`]). Each of its parts is marked *sending* and committed
//! before the network is touched, and its outcome is recorded after. What a dead process left in
//! *sending* may have arrived: the next owner of the account settles it.
//!
//! `deliver` is the loop of one account: it marks, sends and records while it owns it (`lease`). `pick` says what may
//! leave now, `attach` how a file goes along, `pace` how fast, `breaker` whether the platform answers at all, `part`
//! what an outcome means; `in_flight` is what the loop remembers. What others ask is by noun: `delivery` (what is put),
//! `publications`, `choices`, `quotes`, `answers`, `held`, `backlog`. What was settled
//! long ago is in the `archive`.

mod answers;
mod archive;
mod attach;
mod backlog;
mod breaker;
mod choices;
pub mod deliver;
mod deliverer;
mod delivery;
mod held;
mod in_flight;
mod labels;
pub mod lease;
mod line;
pub mod pace;
pub mod part;
mod pick;
mod publications;
mod quota;
mod quotes;
mod record;
mod settle;
mod store;

pub use answers::{
    Answer, BACK, Standing, answer, answered_in, answers, card_has_left, cards, kept_for_later, lost_answers,
    refused_cards, supersede_answers, unheard_answers,
};
pub use archive::{Archiving, survey};
pub use backlog::{
    Backlog, asked_to_wait, backlog, newest, private_failed, private_unknown, publications_in_trouble,
    quotas, silent, stopped,
};
pub use choices::{
    InMessage, Offered, Stands, Way, choices_in, choices_with, close_choices, close_choices_like,
    latest_choices, pass_all_choices, pass_choices,
};
pub use delivery::{Addressed, Chooser, Corner, Delivery, Kind, Rank, To, Whom, put, put_all};
pub use held::{keep_until_written, may_write_again, window_opened};
pub use line::card_turn;
pub use part::State;
pub use publications::{
    Again, Counts, GroupRow, LastItem, Old, archived, astray_notices, cancel, cancel_all, counts, delivered,
    fail_group, latest_items, make_room, may_have_arrived, of_publication, old, private_counts, resend,
    standing, standings, withhold,
};
pub use quota::Quota;
pub use quotes::{NotYet, Quoted, quoted_in};
pub use settle::restored;
pub use store::{
    asked_back_when_written, asking_back, cancel_about, cancel_news, drop_unheard, forget, leave_questions,
    lose, rename, rename_member, reseal, take_back, untie, untie_question, waited_for,
};
