//! Away, and back: who answers hands over for some days.

use crate::clock::Millis;
use crate::content::show;
use crate::message::{Choice, Message, Token};
use crate::roster::{Role, Standing};
use crate::talk::parse::away::{Away, after};
use crate::talk::person;
use crate::talk::turn::Turn;
use anyhow::Result;
use jiff::civil::Date;

/// Last days that are offered when none was named, counted from today: today, three days, a week.
const OFFERED_DAYS: [i64; 3] = [0, 2, 6];

/// `/nghi [until]`: away; open questions go to a stand-in. `/nghi het`: back. Whatever could mean another day is asked.
pub async fn handle(turn: &mut Turn<'_>, held: &[Role], away: Option<Away>) -> Result<()> {
    let today = turn.today();
    match away {
        None => turn.reply("away-how", &[]).await,
        Some(Away::Back) => back(turn).await,
        Some(Away::Until(day)) => until(turn, held, day).await,
        Some(Away::Open) => {
            let days = OFFERED_DAYS.iter().filter_map(|days| after(today, *days)).collect();
            ask(turn, "away-which", &[], days).await
        }
        Some(Away::Perhaps(days)) => ask(turn, "away-which", &[], days).await,
        Some(Away::Later { from, until }) => {
            let args = [("from", show::day(from)), ("until", show::day(until))];
            ask(turn, "away-later", &args, vec![until]).await
        }
    }
}

async fn back(turn: &mut Turn<'_>) -> Result<()> {
    person::receive_again(turn).await?;
    person::stand(turn, Standing::Present).await?;
    turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?;
    turn.reply("back", &[]).await
}

/// Each choice names what will happen.
async fn ask(turn: &mut Turn<'_>, key: &str, args: &[(&str, String)], days: Vec<Date>) -> Result<()> {
    let mut choices: Vec<Choice> = vec![];
    for day in days {
        let label = turn.say("choice-away", &[("until", show::day(day).into())]);
        choices.push(Choice::new(label, &Token::Away { until: day }));
    }
    choices.push(turn.choice("choice-not-away", &Token::NotAway));
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    let text = turn.say(key, &args);
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// A choice: away until the end of that day, or not at all. False: the day is over, or it is nobody's who answers.
pub async fn chosen(turn: &mut Turn<'_>, day: Option<Date>) -> Result<bool> {
    let mut held = turn.roles().await?;
    held.retain(Role::answers);
    if held.is_empty() {
        return Ok(false);
    }
    match day {
        None => turn.reply("not-away", &[]).await?,
        Some(day) if day < turn.today() => return Ok(false),
        Some(day) => until(turn, &held, day).await?,
    }
    Ok(true)
}

async fn until(turn: &mut Turn<'_>, held: &[Role], last: Date) -> Result<()> {
    let until: Millis = last.tomorrow().map(|d| turn.parts.core.calendar.start_of(d)).unwrap_or_default();
    person::stand(turn, Standing::Away { until }).await?;
    let moved = turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?;
    let left = turn.parts.desk.open_with(&mut turn.tx, held).await?;
    let args = [("until", show::day(last).into()), ("moved", moved.into())];
    let mut lines = vec![turn.say("away", &args)];
    if left > 0 {
        lines.push(turn.say("away-left", &[("left", left.into())]));
    }
    turn.answer(vec![Message::text(lines.join("\n"))]).await
}
