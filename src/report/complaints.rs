//! Complaints that were shown their way: counted at once, and written into the log with the day, so that neither their order
//! nor their moment leads to anybody.

use crate::clock::Millis;
use crate::db::{Db, Tx, next_numbers, take_numbers};
use crate::ledger::{self, About, Fact};
use anyhow::Result;
use jiff::civil::Date;

/// Counters begin so, then the moment at which the period begins, then the province.
const COUNTER: &str = "complaints:";
/// The mark that holds on which day they were written into the log last.
const WRITTEN: &str = "complaints";

/// One more, of a province and a period.
pub async fn count_complaint(tx: &mut Tx, province: &str, begins: Millis) -> Result<()> {
    next_numbers(tx, &format!("{COUNTER}{begins}:{province}"), 1).await.map(drop)
}

/// Once a day, before a period is closed: what was counted since becomes facts of its period.
pub async fn record_complaints(db: &Db, day: Date) -> Result<()> {
    let today = day.to_string();
    if db.mark(WRITTEN).await?.as_deref() == Some(&today) {
        return Ok(());
    }
    let mut tx = db.write().await?;
    for (name, count) in take_numbers(&mut tx, COUNTER).await? {
        let of = name.strip_prefix(COUNTER).and_then(|of| of.split_once(':'));
        let Some((begins, province)) = of else { continue };
        let Ok(begins) = begins.parse::<Millis>() else { continue };
        let about = About { place: province, ..About::default() };
        let facts: Vec<_> = (0..count).map(|_| (about, Fact::ComplaintReferred)).collect();
        ledger::record_all(&mut tx, begins, &facts).await?;
    }
    crate::db::put_mark(&mut tx, WRITTEN, &today).await?;
    tx.commit().await
}
