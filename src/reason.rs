//! Why a message did not arrive.

use crate::stored::words;

words! {
    /// Why a message did not arrive. The word is the end of the key of its sentence (`reason-…` in the locales).
    pub enum Reason {
        /// The bot was taken out of the group.
        Removed = "removed",
        /// The group does not exist any more.
        GroupEnded = "group-ended",
        /// The bot may not write there.
        Muted = "muted",
        /// The platform, or an administrator, restricts the bot or the group for a while.
        Restricted = "restricted",
        /// The platform refuses, and does not say for how long.
        Forbidden = "forbidden",
        /// The group's topic is closed.
        TopicClosed = "topic-closed",
        /// The group's topic does not exist any more.
        TopicEnded = "topic-ended",
        /// The group is out of order until somebody pays for it.
        Lapsed = "lapsed",
        /// No voices may be sent into the group.
        NoVoices = "no-voices",
        /// No pictures may be sent into the group.
        NoPictures = "no-pictures",
        /// No files may be sent into the group.
        NoDocuments = "no-documents",
        /// The person takes no voices.
        VoicesRefused = "voices-refused",
        /// The person blocked the bot or left the platform.
        Blocked = "blocked",
        /// The person's account is no more.
        Deactivated = "deactivated",
        /// The person asked for no more messages.
        Stopped = "stopped",
        /// The person never opened the private chat.
        NeverStarted = "never-started",
        /// The platform does not know the address.
        UnknownChat = "unknown-chat",
        /// The platform refuses this content.
        Content = "content",
        /// The platform refuses this message, in words that are not known yet.
        Unexplained = "unexplained",
        /// The token is not valid (any more).
        Token = "token",
        /// The platform could not be reached for too long.
        Unreachable = "unreachable",
        /// The connection broke after the message went out: it may have arrived.
        NoAnswer = "no-answer",
        /// The process ended in mid-sending: it may have arrived.
        Interrupted = "interrupted",
        /// A backup in which it waited was put back: it may have been sent since.
        Restored = "restored",
        /// The person has not written for so long that the platform takes nothing for them.
        Silent = "silent",
        /// The month's messages are used up.
        Quota = "quota",
        /// The day's messages are used up.
        DayQuota = "day-quota",
        /// The platform takes no such message at night.
        Night = "night",
        /// The platform asks for patience.
        Busy = "busy",
        /// The platform wants the operator to do something about the account (consent, package, payment).
        Account = "account",
        /// It waited until it was no longer valid.
        Outdated = "outdated",
        /// The group's link ended before it could be sent.
        Unlinked = "unlinked",
        /// A part before it failed.
        Earlier = "earlier",
        /// The platform carries no such file into this chat, and there is no public address where it could be opened.
        Uncarried = "uncarried",
    }
}
