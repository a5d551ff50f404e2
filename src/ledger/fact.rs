//! The facts, and the words that stand in them.

use crate::clock::Millis;
use crate::config::Platform;
use crate::ids::PublicationId;
use crate::stored::words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

words! {
    /// How one group's delivery stands. What is in flight counts as waiting.
    pub enum DeliveryState {
        /// Not tried yet, in flight, or to be tried again.
        Waiting = "waiting",
        /// The platform took it.
        Sent = "sent",
        /// It did not arrive.
        Failed = "failed",
        /// It may have arrived.
        Unknown = "unknown",
        /// Taken back before it was sent.
        Cancelled = "cancelled",
    }
}

words! {
    /// How urgent a publication was.
    pub enum Rank {
        /// As everything.
        Normal = "normal",
        /// Before the others.
        Priority = "priority",
        /// At once, at night too.
        Urgent = "urgent",
    }
}

words! {
    /// What kind of item was published.
    pub enum ItemKind {
        /// A resolution (nghị quyết).
        Resolution = "resolution",
        /// A directive (chỉ thị).
        Directive = "directive",
        /// A conclusion (kết luận).
        Conclusion = "conclusion",
        /// A regulation (quy định).
        Regulation = "regulation",
        /// A policy (chính sách).
        Policy = "policy",
        /// A law (luật).
        Law = "law",
        /// Guidance (hướng dẫn, công văn).
        Guidance = "guidance",
        /// An open clarification, with its source.
        Clarification = "clarification",
        /// A good example (người tốt việc tốt).
        GoodExample = "good_example",
        /// A plain notice.
        Notice = "notice",
    }
}

words! {
    /// The form of a study session.
    pub enum StudyForm {
        /// Học tập: study.
        HocTap = "hoc_tap",
        /// Quán triệt: a resolution is explained to those who carry it out.
        QuanTriet = "quan_triet",
        /// Tuyên truyền: people are told of it.
        TuyenTruyen = "tuyen_truyen",
    }
}

words! {
    /// The office of who presented a study session.
    pub enum Presenter {
        /// A member of the commune's Party committee.
        Committee = "committee",
        /// A reporter (báo cáo viên).
        Reporter = "reporter",
        /// The secretary of the village's Party cell, alone.
        CellSecretary = "cell_secretary",
        /// Somebody else.
        Other = "other",
    }
}

words! {
    /// For whom a study session was.
    pub enum StudyAudience {
        /// Party members.
        Members = "members",
        /// Officials and who works for them.
        Officials = "officials",
        /// The unions' members.
        Unions = "unions",
        /// Everybody.
        Residents = "residents",
    }
}

/// The plan by which a study session was held: of the same item. It stands as it was, so that a paper needs no plan's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByPlan {
    /// Code of the place whose plan it is.
    pub place: String,
    /// The number of its document, if that had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// How a study session was held, as far as it was said; nothing of it in what older programs wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The day, if it was not the one on which the line was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The office of who presented it, never a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presenter: Option<Presenter>,
    /// For whom it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<StudyAudience>,
    /// Online.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub online: bool,
    /// By which plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<ByPlan>,
}

/// How much of its time a fact keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// The moment: of what is done to groups, and by the machine.
    Moment,
    /// The day: of what people do.
    Day,
}

impl Fact {
    /// How much of its time it keeps.
    pub fn keeps(&self) -> Keeps {
        match self {
            Fact::Planned { .. }
            | Fact::Delivered { .. }
            | Fact::PlannedInPrivate { .. }
            | Fact::ItemWithdrawn { .. }
            | Fact::PeriodClosed { .. }
            // Written with the first moment of its period: not even the day is kept of it.
            | Fact::ComplaintReferred => Keeps::Moment,
            _ => Keeps::Day,
        }
    }
}

/// One thing that happened. `tag` is the stored kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// Deliveries of an item were planned: one fact per publication and place (a village's groups together).
    Planned {
        /// The publication's id.
        publication: PublicationId,
        /// The item's number ("72-NQ/TW") as it was; empty when it has none.
        number: String,
        /// The item's title as it was; none in what older programs wrote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Kind of the item as it was.
        item_kind: ItemKind,
        /// How urgent it was.
        rank: Rank,
        /// The platform of these groups.
        platform: Platform,
        /// How many groups.
        groups: i64,
        /// Of these, groups that asked for another language and get Vietnamese.
        fallback: i64,
        /// The day until which villages are to have been told of it; none in what older programs wrote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Date>,
    },
    /// The outcome of one group's delivery changed.
    Delivered {
        /// The publication's id.
        publication: PublicationId,
        /// The platform of the group.
        platform: Platform,
        /// State before.
        from: DeliveryState,
        /// State now.
        to: DeliveryState,
    },
    /// An item was planned for role holders in private: one fact per publication and place.
    PlannedInPrivate {
        /// The publication's id.
        publication: PublicationId,
        /// The item's number as it was; empty when it has none.
        number: String,
        /// The item's title as it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Kind of the item as it was.
        item_kind: ItemKind,
        /// How urgent it was.
        rank: Rank,
        /// For how many.
        people: i64,
    },
    /// The outcome of one delivery to a role holder changed. It names neither the delivery nor its moment: either would
    /// lead to a person.
    DeliveredInPrivate {
        /// The publication's id.
        publication: PublicationId,
        /// State before.
        from: DeliveryState,
        /// State now.
        to: DeliveryState,
    },
    /// An item was taken back without a replacement. What of it still waited are facts of their own.
    ItemWithdrawn {
        /// The item's number as it was.
        number: String,
        /// Kind of the item as it was.
        item_kind: ItemKind,
    },
    /// A question was received.
    Asked {
        /// Id in topics.toml; `khac` for every sensitive one.
        topic: String,
        /// Relayed by a secretary for someone without a phone.
        relayed: bool,
        /// The platform it came by.
        platform: Platform,
        /// The day by whose end it is to be answered, `YYYY-MM-DD`; none in what older programs wrote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<String>,
    },
    /// A question left the open ones because it was answered.
    Answered {
        /// Topic as when asked.
        topic: String,
        /// From asked (or reopened) to answered, milliseconds.
        waited: i64,
    },
    /// A question left the open ones because its asker found the answer in what an item says.
    SelfServed {
        /// Topic as when asked.
        topic: String,
    },
    /// An answer was written (one answer may close several questions; a correction closes none).
    AnswerWritten,
    /// The platform refused an answer for good.
    NotDelivered,
    /// The asker took it back, or was erased while it was open.
    Withdrawn,
    /// Not a question for us; the asker was told why.
    SetAside,
    /// The asker said that it is not clear: open again.
    Reopened {
        /// The day by whose end it is to be answered now, `YYYY-MM-DD`; none in what older programs wrote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<String>,
    },
    /// What the asker said of the answer.
    Cleared {
        /// Clear or not.
        clear: bool,
    },
    /// What the asker said when they were asked, days after the answer, whether the matter was settled.
    Settled {
        /// It was, or not yet.
        yes: bool,
    },
    /// A question passed its due time while open.
    Overdue,
    /// A question and its answer, written anew without names, were released to everybody: counted at the commune, and of no
    /// question.
    AnswerShared,
    /// Somebody who answers put right what an open question is about.
    TopicChanged {
        /// Topic until then.
        from: String,
        /// Topic from now on.
        to: String,
    },
    /// Somebody was told the legal route for a complaint; nothing of it was kept.
    ComplaintReferred,
    /// Read on the village loudspeaker so many times.
    Loudspeaker {
        /// Times.
        times: i64,
    },
    /// Told at a meeting.
    Meeting {
        /// Listeners, an estimate by the secretary.
        listeners: i64,
    },
    /// One line of the register of study sessions.
    StudySession {
        /// Its form.
        form: StudyForm,
        /// Who was there.
        present: i64,
        /// Who should have been.
        total: i64,
        /// How it was held.
        #[serde(flatten)]
        held: Held,
    },
    /// A line that people reported was wrong. The line stays in the log; sums take the right figure.
    Corrected {
        /// The number of the line in the log.
        entry: i64,
        /// The right figure: times read, listeners, or who was there. 0: there was nothing.
        to: i64,
        /// Who should have been there, if that was wrong, too.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<i64>,
    },
    /// A reporting period was seen to be over.
    PeriodClosed {
        /// `YYYY-MM`.
        period: String,
    },
    /// A figure of an earlier period was corrected or came late.
    Adjusted {
        /// The period it belongs to, `YYYY-MM`.
        period: String,
        /// What, in words.
        what: String,
        /// The office that said so (never a person's name).
        by: String,
    },
}

/// A fact as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number: commit order, without gaps.
    pub seq: i64,
    /// When, wall time.
    pub at: Millis,
    /// Code of the place it counts at ("" when none).
    pub place: String,
    /// Item folder name ("" when none).
    pub item: String,
    /// A question's code or a delivery's id ("" when none).
    pub reference: String,
    /// What happened.
    pub fact: Fact,
}

/// The lines that people reported, by their number, each with its right figure; what was taken away is not among them.
pub fn as_corrected<'e>(entries: impl Iterator<Item = &'e Entry> + Clone) -> BTreeMap<i64, Fact> {
    let mut lines: BTreeMap<i64, (&'e Entry, Option<Fact>)> = BTreeMap::new();
    for entry in entries.clone() {
        if matches!(entry.fact, Fact::Loudspeaker { .. } | Fact::Meeting { .. } | Fact::StudySession { .. }) {
            lines.insert(entry.seq, (entry, Some(entry.fact.clone())));
        }
    }
    let mut by: Vec<&'e Entry> = entries.filter(|e| matches!(e.fact, Fact::Corrected { .. })).collect();
    by.sort_by_key(|entry| entry.seq);
    for by in by {
        let Fact::Corrected { entry, to, total } = by.fact else { continue };
        // What is said of one village corrects no other's line.
        if let Some((_, stands)) = lines.get_mut(&entry).filter(|(line, _)| line.place == by.place) {
            *stands = stands.take().and_then(|line| line.corrected(to, total));
        }
    }
    lines.into_iter().filter_map(|(seq, (_, line))| Some((seq, line?))).collect()
}

impl Fact {
    /// A line with its right figure; none: it is taken away.
    pub fn corrected(self, to: i64, of: Option<i64>) -> Option<Fact> {
        if to <= 0 {
            return None;
        }
        Some(match self {
            Fact::Loudspeaker { .. } => Fact::Loudspeaker { times: to },
            Fact::Meeting { .. } => Fact::Meeting { listeners: to },
            Fact::StudySession { form, total, held, .. } => {
                Fact::StudySession { form, present: to, total: of.unwrap_or(total), held }
            }
            other => other,
        })
    }
}

/// Where a fact belongs.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// Code of the place.
    pub place: &'a str,
    /// Item folder name.
    pub item: &'a str,
    /// Question code or delivery id.
    pub reference: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind of fact as the log holds it.
    const STORED: &[&str] = &[
        r#"{"kind":"planned","publication":"p","number":"72-NQ/TW","item_kind":"resolution","rank":"normal","platform":"telegram","groups":3,"fallback":1}"#,
        r#"{"kind":"planned","publication":"p","number":"","title":"T","item_kind":"law","rank":"urgent","platform":"telegram","groups":3,"fallback":1}"#,
        r#"{"kind":"planned","publication":"p","number":"","title":"T","item_kind":"law","rank":"urgent","platform":"telegram","groups":3,"fallback":0,"due":"2026-12-02"}"#,
        r#"{"kind":"delivered","publication":"p","platform":"zalo_bot","from":"waiting","to":"sent"}"#,
        r#"{"kind":"planned_in_private","publication":"p","number":"","title":"T","item_kind":"notice","rank":"normal","people":2}"#,
        r#"{"kind":"delivered_in_private","publication":"p","from":"waiting","to":"sent"}"#,
        r#"{"kind":"item_withdrawn","number":"72-NQ/TW","item_kind":"resolution"}"#,
        r#"{"kind":"asked","topic":"y-te","relayed":true,"platform":"zalo_oa"}"#,
        r#"{"kind":"asked","topic":"y-te","relayed":false,"platform":"telegram","due":"2026-12-02"}"#,
        r#"{"kind":"answered","topic":"y-te","waited":5}"#,
        r#"{"kind":"self_served","topic":"y-te"}"#,
        r#"{"kind":"not_delivered"}"#,
        r#"{"kind":"answer_written"}"#,
        r#"{"kind":"withdrawn"}"#,
        r#"{"kind":"set_aside"}"#,
        r#"{"kind":"reopened"}"#,
        r#"{"kind":"reopened","due":"2026-12-02"}"#,
        r#"{"kind":"cleared","clear":true}"#,
        r#"{"kind":"settled","yes":false}"#,
        r#"{"kind":"overdue"}"#,
        r#"{"kind":"answer_shared"}"#,
        r#"{"kind":"topic_changed","from":"y-te","to":"dat-dai"}"#,
        r#"{"kind":"complaint_referred"}"#,
        r#"{"kind":"loudspeaker","times":2}"#,
        r#"{"kind":"meeting","listeners":40}"#,
        r#"{"kind":"study_session","form":"hoc_tap","present":3,"total":4}"#,
        r#"{"kind":"study_session","form":"quan_triet","present":3,"total":4,"date":"2026-10-20","presenter":"cell_secretary"}"#,
        r#"{"kind":"study_session","form":"hoc_tap","present":3,"total":4,"presenter":"committee","audience":["members","residents"],"online":true}"#,
        r#"{"kind":"study_session","form":"hoc_tap","present":3,"total":4,"plan":{"place":"lc-binhlu"}}"#,
        r#"{"kind":"study_session","form":"hoc_tap","present":3,"total":4,"online":true,"plan":{"place":"lc-binhlu","number":"12-KH/ĐU"}}"#,
        r#"{"kind":"corrected","entry":7,"to":2}"#,
        r#"{"kind":"corrected","entry":7,"to":28,"total":30}"#,
        r#"{"kind":"period_closed","period":"2026-11"}"#,
        r#"{"kind":"adjusted","period":"2026-10","what":"w","by":"b"}"#,
    ];

    #[test]
    fn the_stored_form_of_a_fact_never_changes() {
        for text in STORED {
            let fact: Fact = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&fact).unwrap(), *text);
        }
    }

    #[test]
    fn the_stored_words_never_change() {
        fn words<W: crate::stored::Word>() -> Vec<&'static str> {
            W::ALL.iter().map(|word| word.as_str()).collect()
        }
        assert_eq!(words::<DeliveryState>(), ["waiting", "sent", "failed", "unknown", "cancelled"]);
        assert_eq!(words::<Rank>(), ["normal", "priority", "urgent"]);
        assert_eq!(words::<StudyForm>(), ["hoc_tap", "quan_triet", "tuyen_truyen"]);
        assert_eq!(words::<Presenter>(), ["committee", "reporter", "cell_secretary", "other"]);
        assert_eq!(words::<StudyAudience>(), ["members", "officials", "unions", "residents"]);
        assert_eq!(words::<Platform>(), ["telegram", "zalo_bot", "zalo_oa"]);
        let documents = ["resolution", "directive", "conclusion", "regulation", "policy", "law", "guidance"];
        let others = ["clarification", "good_example", "notice"];
        assert_eq!(words::<ItemKind>(), [&documents[..], &others].concat());
    }

    #[test]
    fn no_word_of_a_fact_has_a_default() {
        for (known, other) in [
            ("\"sent\"", "\"arrived\""),
            ("\"normal\"", "\"\""),
            ("\"resolution\"", "\"Resolution\""),
            ("\"hoc_tap\"", "\"hop_ban\""),
            ("\"zalo_bot\"", "\"zalo\""),
            ("\"overdue\"", "\"late\""),
            ("\"cell_secretary\"", "\"secretary\""),
            ("\"members\"", "\"party\""),
            ("\"2026-10-20\"", "\"20/10/2026\""),
        ] {
            let text = STORED.iter().find(|text| text.contains(known)).unwrap();
            assert!(serde_json::from_str::<Fact>(&text.replace(known, other)).is_err(), "{other}");
        }
    }
}
