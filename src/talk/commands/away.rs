//! Away, and back: who answers hands over for some days.

use crate::clock::Millis;
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
        Some(Away::Until(day)) => stand(turn, held, today, day).await,
        Some(Away::Days { from, until }) => stand(turn, held, from, until).await,
        Some(Away::Open) => {
            let days = OFFERED_DAYS.iter().filter_map(|days| Some((today, after(today, *days)?))).collect();
            ask(turn, days).await
        }
        Some(Away::Perhaps(days)) => ask(turn, days.into_iter().map(|day| (today, day)).collect()).await,
        Some(Away::Later { from, until }) => ask(turn, vec![(from, until), (today, until)]).await,
        Some(Away::Over) => turn.reply("away-over", &[]).await,
    }
}

async fn back(turn: &mut Turn<'_>) -> Result<()> {
    person::receive_again(turn).await?;
    person::stand(turn, Standing::Present).await?;
    turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?;
    turn.reply("back", &[]).await
}

/// Said in plain words: the choice names the days.
pub async fn offer(turn: &mut Turn<'_>, from: Date, until: Date) -> Result<()> {
    ask(turn, vec![(from, until)]).await
}

/// Each choice names what will happen.
async fn ask(turn: &mut Turn<'_>, days: Vec<(Date, Date)>) -> Result<()> {
    let today = turn.today();
    let mut choices: Vec<Choice> = vec![];
    for (from, until) in days {
        let (label, token) = if from <= today {
            let label = turn.say("choice-away", &[("until", turn.day(until).into())]);
            (label, Token::Away { until })
        } else if from == until {
            (turn.say("choice-away-day", &[("day", turn.day(from).into())]), Token::AwayFrom { from, until })
        } else {
            let args = [("from", turn.day(from).into()), ("until", turn.day(until).into())];
            (turn.say("choice-away-days", &args), Token::AwayFrom { from, until })
        };
        choices.push(Choice::new(label, &token));
    }
    choices.push(turn.choice("choice-not-away", &Token::NotAway));
    let text = turn.say("away-which", &[]);
    turn.answer(vec![Message::text(text).with_choices(choices)]).await
}

/// A choice: away from the one day to the end of the other, or not at all. False: the days are over, or it is nobody's
/// who answers.
pub async fn chosen(turn: &mut Turn<'_>, days: Option<(Option<Date>, Date)>) -> Result<bool> {
    let mut held = turn.roles().await?;
    held.retain(Role::answers);
    if held.is_empty() {
        return Ok(false);
    }
    let today = turn.today();
    match days {
        None => turn.reply("not-away", &[]).await?,
        Some((_, until)) if until < today => return Ok(false),
        Some((from, until)) => stand(turn, &held, from.unwrap_or(today).max(today), until).await?,
    }
    Ok(true)
}

async fn stand(turn: &mut Turn<'_>, held: &[Role], first: Date, last: Date) -> Result<()> {
    let later = first > turn.today();
    let calendar = &turn.parts.core.calendar;
    let until: Millis = last.tomorrow().map(|d| calendar.start_of(d)).unwrap_or_default();
    let from = if later { calendar.start_of(first) } else { turn.now };
    person::stand(turn, Standing::Away { from, until }).await?;
    if later {
        let args = [("from", turn.day(first).into()), ("until", turn.day(last).into())];
        return turn.reply("away-from", &args).await;
    }
    let moved = turn.parts.desk.assign_waiting(&mut turn.tx, turn.tree).await?;
    let left = turn.parts.desk.open_with(&mut turn.tx, held).await?;
    let args = [("until", turn.day(last).into()), ("moved", moved.into())];
    let mut lines = vec![turn.say("away", &args)];
    if left > 0 {
        lines.push(turn.say("away-left", &[("left", left.into())]));
    }
    turn.answer(vec![Message::text(lines.join("\n"))]).await
}
