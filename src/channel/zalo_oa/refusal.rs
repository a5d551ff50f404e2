//! What each `error` of an Official Account means (pure): the table of zalo.md 2.11.

use crate::channel::{Outcome, Reason, Wait};
use crate::clock::Millis;
use std::time::Duration;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
/// Vietnam, which knows no summer time.
const ZONE: Millis = 7 * HOUR;
/// After a refusal by somebody in front of the platform that names no time.
pub(super) const PAUSE: Duration = Duration::from_secs(60);

/// From `now` until the next time that `hour` begins in Vietnam.
fn until_hour(now: Millis, hour: Millis) -> Duration {
    let day = 24 * HOUR;
    let since = (now + ZONE - hour * HOUR).rem_euclid(day);
    Duration::from_millis((day - since).unsigned_abs())
}

/// What a refusal means. `quoted`: the message replied to one; `with_file`: it carried a handle of a file; `chance`: so
/// many milliseconds later, so that not everybody comes back at once.
pub(super) fn classify(code: i64, quoted: bool, with_file: bool, now: Millis, chance: Millis) -> Outcome {
    let later = |after: Duration| Outcome::Retry { after: Some(Wait::of(after)), unreachable: false };
    let not_now = |reason, after| Outcome::NotNow { reason, after };
    let jitter = Duration::from_millis(chance.unsigned_abs());
    match code {
        // Over the limit of the minute: when the next one begins, and not everybody at once.
        -32 => later(Duration::from_millis((MINUTE - now.rem_euclid(MINUTE)).unsigned_abs()) + jitter),
        // Handles die after seven days.
        -100 if with_file => Outcome::StaleFile,
        -100 => Outcome::Retry { after: None, unreachable: false },
        -200 => not_now(Reason::Forbidden, None),
        // The one parameter that is not always understood is the reply.
        -201 if quoted => Outcome::LostContext,
        -214 => later(Duration::from_secs(60) + jitter),
        // Quotas of the day: the account's for a feature, the person's for what they may get.
        -211 | -218 => not_now(Reason::DayQuota, Some(until_hour(now, 0) + jitter)),
        // Not at night.
        -234 => not_now(Reason::Night, Some(until_hour(now, 6) + jitter)),
        // Silent for too long, or no follower: a word from the person opens the window again.
        -213 | -227 | -230 | -232 | -305 | -311 => Outcome::Closed,
        -217 | -222 => Outcome::Gone(Reason::Blocked),
        // The person takes no message of this kind.
        -244 => Outcome::Refused(Reason::Blocked),
        // The seats of the group lapsed or are taken by another: whoever pays opens it again, and it is dissolved only
        // 45 days later, which an event tells of.
        -237 | -238 | -241 => not_now(Reason::Lapsed, None),
        -403 => Outcome::Gone(Reason::Removed),
        // The operator's: the app, the consent, the package, the wallet.
        -202 | -204 | -205 | -209 | -212 | -216 | -219 | -220 | -221 | -223 | -224 | -235 | -242 | -320
        | -321 => Outcome::Stop(Reason::Account),
        // This message, and no more.
        -201 | -207 | -208 | -210 | -233 | -240 | -248 | -249 => Outcome::Refused(Reason::Content),
        // The same, as far as is known.
        _ => Outcome::Refused(Reason::Unexplained),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 16:59:48.000 in Vietnam.
    const NOW: Millis = 1_795_600_788_000;

    #[test]
    fn every_row_of_the_error_table_has_its_meaning() {
        let retry = |s| Outcome::Retry { after: Some(Wait::of(Duration::from_secs(s))), unreachable: false };
        let again = Outcome::Retry { after: None, unreachable: false };
        let not_now =
            |reason, after: Option<u64>| Outcome::NotNow { reason, after: after.map(Duration::from_secs) };
        let stop = Outcome::Stop(Reason::Account);
        let content = Outcome::Refused(Reason::Content);
        for (code, meaning) in [
            (-32, retry(12)),
            (-100, again),
            (-200, not_now(Reason::Forbidden, None)),
            (-201, content.clone()),
            (-202, stop.clone()),
            (-204, stop.clone()),
            (-205, stop.clone()),
            (-207, content.clone()),
            (-208, content.clone()),
            (-209, stop.clone()),
            (-210, content.clone()),
            (-211, not_now(Reason::DayQuota, Some(7 * 3600 + 12))),
            (-212, stop.clone()),
            (-213, Outcome::Closed),
            (-214, retry(60)),
            (-216, stop.clone()),
            (-217, Outcome::Gone(Reason::Blocked)),
            (-218, not_now(Reason::DayQuota, Some(7 * 3600 + 12))),
            (-219, stop.clone()),
            (-220, stop.clone()),
            (-221, stop.clone()),
            (-222, Outcome::Gone(Reason::Blocked)),
            (-223, stop.clone()),
            (-224, stop.clone()),
            (-227, Outcome::Closed),
            (-230, Outcome::Closed),
            (-232, Outcome::Closed),
            (-233, content.clone()),
            (-234, not_now(Reason::Night, Some(13 * 3600 + 12))),
            (-235, stop.clone()),
            (-237, not_now(Reason::Lapsed, None)),
            (-238, not_now(Reason::Lapsed, None)),
            (-240, content.clone()),
            (-241, not_now(Reason::Lapsed, None)),
            (-242, stop.clone()),
            (-244, Outcome::Refused(Reason::Blocked)),
            (-248, content.clone()),
            (-249, content.clone()),
            (-305, Outcome::Closed),
            (-311, Outcome::Closed),
            (-320, stop.clone()),
            (-321, stop),
            (-403, Outcome::Gone(Reason::Removed)),
            (-9999, Outcome::Refused(Reason::Unexplained)),
        ] {
            assert_eq!(classify(code, false, false, NOW, 0), meaning, "{code}");
        }
        assert_eq!(classify(-100, false, true, NOW, 0), Outcome::StaleFile);
        assert_eq!(classify(-201, true, false, NOW, 0), Outcome::LostContext);
        // By chance a little later, never earlier.
        assert_eq!(classify(-32, false, false, NOW, 3_000), retry(15));
    }

    #[test]
    fn only_what_is_final_ends_a_link() {
        for code in -1000..0 {
            let outcome = classify(code, false, false, NOW, 0);
            let ends = matches!(outcome, Outcome::Gone(_));
            assert_eq!(ends, [-217, -222, -403].contains(&code), "{code}");
        }
    }

    proptest! {
        #[test]
        fn the_next_minute_is_never_further_than_one_and_ten_seconds(now in 0i64..1 << 41, chance in 0i64..10_000) {
            let Outcome::Retry { after: Some(after), .. } = classify(-32, false, false, now, chance) else {
                panic!("no wait")
            };
            let after = after.length();
            prop_assert!(after > Duration::ZERO && after <= Duration::from_secs(70));
        }
    }
}
