//! Platforms without buttons, with short texts, with windows and with quotas: what people see where a platform can
//! carry less.

mod choices;
mod length;
mod quota;
mod silence;

use loaban::config::Platform;
use std::time::Duration;

const ZALO: &[Platform] = &[Platform::ZaloBot];
const BOTH: &[Platform] = &[Platform::Telegram, Platform::ZaloBot];
const PATIENCE: Duration = Duration::from_secs(20);

const QUESTIONS: &str = "SELECT COUNT(*) FROM question";
