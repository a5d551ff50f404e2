//! What the platform keeps from us, and whom to call instead.

use super::turn::Turn;
use crate::groups;
use crate::ids::GroupId;
use crate::places::Kind;
use anyhow::Result;

/// What the platform would not show us is never left without an answer: who sent it may be somebody who cannot
/// read, and a telephone is what they can use.
pub async fn answer(turn: &mut Turn<'_>) -> Result<()> {
    let phone = duty_phone(turn).await?;
    let key = match (turn.private(), phone.is_empty()) {
        (true, false) => "withheld-phone",
        (true, true) => "withheld",
        (false, false) => "withheld-group-phone",
        (false, true) => "withheld-group",
    };
    turn.reply(key, &[("phone", phone.into())]).await
}

/// The duty phone of the commune where this is said, or the only one that it can be; "" when nobody knows.
async fn duty_phone(turn: &mut Turn<'_>) -> Result<String> {
    let day = turn.today();
    let phone = |place: &str| turn.tree.commune_of(place, day).map_or("", |c| c.phone.as_str());
    let here = match (&turn.group, &turn.person) {
        (Some(group), _) => phone(&group.place),
        (None, Some(person)) => phone(&person.place),
        (None, None) => "",
    };
    if !here.is_empty() {
        return Ok(here.to_owned());
    }
    let linked = groups::linked_after(&mut turn.tx, &GroupId::default(), 100).await?;
    let near: Vec<&str> =
        linked.iter().filter(|g| g.account == turn.account).map(|g| phone(&g.place)).collect();
    let communes = turn.tree.all().iter().filter(|p| matches!(p.kind, Kind::Commune | Kind::Ward));
    let all: Vec<&str> = communes.filter(|p| p.is_valid(day)).map(|p| p.phone.as_str()).collect();
    let own = turn.identity();
    Ok(only(near).or_else(|| only(all)).unwrap_or(&own.phone).to_owned())
}

/// The one number among these, if there is exactly one.
fn only(mut phones: Vec<&str>) -> Option<&str> {
    phones.retain(|phone| !phone.is_empty());
    let first = *phones.first()?;
    phones.iter().all(|phone| *phone == first).then_some(first)
}
