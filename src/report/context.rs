//! What the acts of this room work with.

use crate::calendar::Calendar;
use crate::config::ReportSettings;
use crate::db::Db;
use crate::identity::Speaker;
use crate::text::Text;

/// What a report is made with.
#[derive(Clone)]
pub struct Context<'a> {
    /// Where the log is.
    pub db: &'a Db,
    /// Which local day a moment is.
    pub calendar: &'a Calendar,
    /// When periods end.
    pub settings: &'a ReportSettings,
    /// Whose paper it is.
    pub speaker: &'a Speaker,
    /// The words.
    pub text: &'a Text,
    /// The topics that there are, by id.
    pub topics: Vec<&'a str>,
}
