//! Who decided what, about what, and when: by role, never by account, and a name only where a command line gave one.
//! Written in the transaction that makes the decision true, kept two years.

mod store;

pub use store::{lose, reseal, survey};

use crate::clock::Millis;
use crate::db::{Db, Tx};
use crate::ids::RoleId;
use crate::seal::Seal;
use crate::stored::words;
use anyhow::Result;

/// Two years, and the day that one of them may have more.
const ACT_LIFE: Millis = 731 * 24 * 3_600_000;

words! {
    /// What was decided.
    pub enum Deed {
        /// An item went out.
        Publish = "publish",
        /// What had not gone out of a publication was taken back.
        Cancel = "cancel",
        /// What failed or is unknown goes once more.
        Resend = "resend",
        /// An item that is written at the desk was handed in for release.
        HandInItem = "offer",
        /// An item was let out by a second person.
        Release = "release",
        /// An item goes back to its author for a change.
        Return = "return",
        /// An item was taken back.
        Withdraw = "withdraw",
        /// A code for a group or a role was made.
        Invite = "invite",
        /// A code was taken back.
        Revoke = "revoke",
        /// A chat became a place's group.
        LinkGroup = "link",
        /// A group got another place.
        MoveGroup = "move",
        /// A group hears nothing any more.
        UnlinkGroup = "unlink",
        /// A role got another place.
        MoveRole = "reassign",
        /// A role ended.
        EndRole = "end",
        /// A question was answered.
        Answer = "answer",
        /// A question was handed over.
        HandOver = "handover",
        /// Two questions became one.
        Merge = "merge",
        /// A question was set aside.
        SetAside = "dismiss",
        /// From whoever asked a question none is taken until tomorrow.
        RefuseAsker = "refuse",
        /// Who asked a question was asked for, and not told.
        Pry = "pry",
        /// A question and its answer were proposed for a village.
        Propose = "propose",
        /// An answer was shown to a village.
        Show = "show",
        /// What was proposed for a village goes back to who proposed it.
        SendBack = "send-back",
        /// An answer that was shown to villages was taken back.
        Hide = "hide",
        /// A month's report was handed in.
        HandIn = "submit",
        /// The sealing key was changed.
        RotateKey = "rotate-key",
        /// The sealing key was lost, and another took its place.
        LoseKey = "lose-key",
        /// The clock is right, although it jumped.
        TrustClock = "clock",
    }
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By<'a> {
    /// Somebody at the command line, who may have said their name.
    Shell(Option<&'a str>),
    /// The holder of this role.
    Role(&'a RoleId),
}

/// One decision, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub at: Millis,
    /// What.
    pub deed: Deed,
    /// The role whose holder decided; `None`: at the command line.
    pub role: Option<RoleId>,
    /// The name that a command line gave.
    pub name: Option<String>,
    /// About what: an item, a publication, a group, a role, a question's code; never an invitation's.
    pub about: String,
}

/// Writes a decision down, with what it decides.
pub async fn record(
    tx: &mut Tx,
    seal: &Seal,
    now: Millis,
    by: By<'_>,
    deed: Deed,
    about: &str,
) -> Result<()> {
    let (role, name) = match by {
        By::Shell(name) => (None, name.map(str::trim).filter(|name| !name.is_empty())),
        By::Role(role) => (Some(role.as_str()), None),
    };
    store::insert(tx, now, deed, role, name.map(|name| seal.seal(name)).as_deref(), about).await
}

/// The newest decisions, newest first. A name that this key does not open is left out.
pub async fn newest(db: &Db, seal: Option<&Seal>, most: u32) -> Result<Vec<Act>> {
    let rows = store::newest(db, most).await?;
    let open = |sealed: String| seal.and_then(|seal| seal.unseal(&sealed).ok());
    Ok(rows.into_iter().map(|(act, sealed)| Act { name: sealed.and_then(open), ..act }).collect())
}

/// By whom this was decided first: a role, or (`Some(None)`) the command line; `None` when it is not kept any more.
pub async fn who(db: &Db, deed: Deed, about: &str) -> Result<Option<Option<RoleId>>> {
    store::who(db, deed, about).await
}

/// Deletes what is older than two years.
pub async fn forget(db: &Db, now: Millis) -> Result<u64> {
    let mut tx = db.write().await?;
    let gone = store::delete_before(&mut tx, now - ACT_LIFE).await?;
    tx.commit().await?;
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::ids::Ids;

    #[tokio::test]
    async fn a_decision_is_kept_for_two_years_by_role_and_with_no_name_in_the_clear() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", dir.path().join("loaban.db").display())).await.unwrap();
        db.migrate().await.unwrap();
        let seal = Seal::open(&dir.path().join("key"), Ids::system(Clock::system())).unwrap();
        let mut tx = db.write().await.unwrap();
        record(&mut tx, &seal, 10, By::Role(&"r1".into()), Deed::Publish, "hoc-phi").await.unwrap();
        record(&mut tx, &seal, 20, By::Shell(Some("Đ/c Lan")), Deed::Release, "hoc-phi").await.unwrap();
        record(&mut tx, &seal, 30, By::Shell(None), Deed::EndRole, "r1").await.unwrap();
        tx.commit().await.unwrap();
        let acts = newest(&db, Some(&seal), 2).await.unwrap();
        let shown: Vec<_> =
            acts.iter().map(|a| (a.at, a.deed, a.role.as_deref(), a.name.as_deref())).collect();
        assert_eq!(shown, [(30, Deed::EndRole, None, None), (20, Deed::Release, None, Some("Đ/c Lan"))]);
        assert_eq!(newest(&db, None, 9).await.unwrap()[1].name, None);
        assert_eq!(newest(&db, None, 9).await.unwrap()[2].role.as_deref(), Some("r1"));
        assert_eq!(forget(&db, ACT_LIFE + 20).await.unwrap(), 1);
        db.close().await;
        let bytes = std::fs::read(dir.path().join("loaban.db")).unwrap();
        assert!(
            !bytes.windows(4).any(|w| w == "Lan\0".as_bytes())
                && !String::from_utf8_lossy(&bytes).contains("Đ/c Lan")
        );
    }
}
