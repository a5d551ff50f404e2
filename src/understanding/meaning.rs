//! What somebody's words mean.

use jiff::civil::Date;

/// What somebody's words mean. What to do about it is the talk's business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The choice of this number (1 is the first) of what waits.
    Choice(usize),
    /// A number that no choice is open for.
    Number(usize),
    /// Words where a place's name is waited for.
    PlaceName,
    /// A slash: the verbs say which command.
    Slash,
    /// Something to do for them, said in words.
    Wish(Wish),
    /// Their own question's code and nothing else: its state.
    OwnCode(String),
    /// A code that is not theirs.
    StrangeCode,
    /// What looks like an invitation's code and nothing else. Where none is open of that name, it is a slip.
    Invitation(String),
    /// Where is my question?
    Status,
    /// Said out of courtesy: a short reply or none, never a question.
    Courtesy(Courtesy),
    /// The answer was understood.
    Clear,
    /// It was not.
    Unclear {
        /// The text also says what is unclear: it is the addition.
        more: bool,
    },
    /// Take my question back: offered, not done.
    TakeBack,
    /// More about a question that is open (or, at the notice, about the words that wait there).
    Add(Marked),
    /// A few words that name nothing: is it a question?
    AskIfQuestion,
    /// A question.
    Question(Marked),
    /// A reporter's.
    Reporter(Reporting),
    /// A secretary's.
    Secretary(Telling),
}

/// The choice that words mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// Its number, from 1 on.
    pub number: usize,
    /// All of its label was said.
    pub whole: bool,
}

/// What a question, or more of one, has about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marked {
    /// People or houses are in danger now.
    pub danger: bool,
    /// Somebody in office did wrong, it says.
    pub complaint: bool,
    /// Religion or belief, ethnicity as such, political opinion, Party discipline.
    pub sensitive: bool,
}

/// What somebody wants done, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// The latest items.
    News,
    /// To hear the last one.
    Listen,
    /// How this is used.
    Help,
    /// Who runs this, and is it a machine?
    Who,
    /// Who reads what I write, what is kept, where.
    Privacy,
    /// Another language.
    Language,
    /// My questions.
    MyQuestions,
    /// Send it to the province.
    ToProvince,
    /// I live elsewhere.
    ChangePlace,
    /// What is kept about me.
    ShowKept,
    /// Erase it.
    Erase,
    /// No more messages.
    Stop,
}

/// A courtesy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Courtesy {
    /// Thanks.
    Thanks,
    /// A greeting, or a call.
    Greeting,
    /// "Let me ask something": what follows is the question, these words stand at its head.
    Opening,
    /// A farewell.
    Farewell,
    /// Heard.
    Ack,
    /// Signs without a letter or digit.
    Sign,
}

/// What a reporter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reporting {
    /// An answer: to this code, or to the quoted card.
    Answer {
        /// The code that was named.
        code: Option<String>,
        /// From this byte of the text on.
        from: usize,
    },
    /// An answer to the only open question, if they say so.
    OfferAnswer,
    /// An answer: to which?
    Which,
    /// Only a code: show it; the next words or voice are its answer.
    Show(String),
    /// Puts off: the question stays open.
    Hold,
    /// Said out of courtesy, under no card: it is no answer.
    Polite(Courtesy),
    /// A question back to the asker.
    AskBack,
    /// For somebody else to answer.
    HandOver,
    /// Absent.
    Leave(Leave),
    /// At work again.
    Back,
    /// The open questions.
    List,
}

/// When somebody is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// No day was named, or none that can be read: it is asked.
    Open,
    /// From the first (today, where none was named) to the end of the last.
    Days {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
}

/// What a secretary says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Telling {
    /// Read so many times on the loudspeaker.
    Reads(u32),
    /// Told at a meeting of so many.
    Meeting(Option<u32>),
    /// A session of study: present, and how many there are.
    Session {
        /// Who was there.
        present: u32,
        /// Who should have been.
        total: u32,
    },
    /// An entry was wrong; the right number, if it was said.
    Correct(Option<u32>),
    /// The text to read aloud.
    Script,
    /// The village's state.
    Situation,
    /// A question for somebody without a phone.
    Relay(Marked),
}
