//! Where a resident lives: carried by a link, or asked once, by choices or typed and then confirmed.

use super::ask::Waiting;
use super::turn::Turn;
use crate::groups;
use crate::ids::GroupId;
use crate::message::Choice;
use crate::people;
use crate::places::{Kind, Place};
use crate::questions::question::Body;
use anyhow::Result;

/// Places in one list: with "none of these" four choices.
const OFFERED: usize = 3;
/// Nobody's village has a name of so many words: it is a sentence.
const LONGEST_NAME: usize = 7;

impl Turn<'_> {
    /// Binds the person to a place of today's tree; false when there is no such place.
    pub async fn set_place(&mut self, code: &str) -> Result<bool> {
        let Some(place) = self.place_today(code) else { return Ok(false) };
        let Some(person) = &mut self.person else { return Ok(false) };
        person.place = place;
        let person = person.clone();
        people::save(&mut self.tx, &person).await?;
        Ok(true)
    }

    /// What a stored place is today: itself, or the one place that it became.
    pub fn place_today(&self, code: &str) -> Option<String> {
        self.tree.now(code, self.today()).map(|place| place.code.to_string())
    }

    /// A place's code sent alone: the word that an item in a group says to send first, where links carry nothing.
    pub fn place_word(&self, text: &str) -> Option<String> {
        let code = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        self.place_today(&self.tree.get(&code)?.code)
    }

    /// The top of the tree, for who finds no place of theirs: the question is not lost.
    pub fn top(&self) -> Option<String> {
        self.tree.roots(self.today()).first().map(|p| p.code.to_string())
    }

    /// What the platform would not show us is never left without an answer: who sent it may be somebody who cannot
    /// read, and a telephone is what they can use.
    pub async fn withheld(&mut self) -> Result<()> {
        let phone = self.duty_phone().await?;
        let key = match (self.private(), phone.is_empty()) {
            (true, false) => "withheld-phone",
            (true, true) => "withheld",
            (false, false) => "withheld-group-phone",
            (false, true) => "withheld-group",
        };
        self.reply(key, &[("phone", phone.into())]).await
    }

    /// The duty phone of the commune where this is said, or the only one that it can be; "" when nobody knows.
    async fn duty_phone(&mut self) -> Result<String> {
        let day = self.today();
        let phone = |place: &str| self.tree.commune_of(place, day).map_or("", |c| c.phone.as_str());
        let here = match (&self.group, &self.person) {
            (Some(group), _) => phone(&group.place),
            (None, Some(person)) => phone(&person.place),
            (None, None) => "",
        };
        if !here.is_empty() {
            return Ok(here.to_owned());
        }
        let linked = groups::linked_after(&mut self.tx, &GroupId::default(), 100).await?;
        let near: Vec<&str> =
            linked.iter().filter(|g| g.account == self.account).map(|g| phone(&g.place)).collect();
        let communes = self.tree.all().iter().filter(|p| matches!(p.kind, Kind::Commune | Kind::Ward));
        let all: Vec<&str> = communes.filter(|p| p.is_valid(day)).map(|p| p.phone.as_str()).collect();
        let own = self.identity();
        Ok(only(near).or_else(|| only(all)).unwrap_or(&own.phone).to_owned())
    }

    /// Up to three villages that this account reaches, and "none of these".
    pub async fn place_choices(&mut self) -> Result<Vec<Choice>> {
        let day = self.today();
        let mut places: Vec<Place> = vec![];
        for group in groups::linked_after(&mut self.tx, &GroupId::default(), 100).await? {
            let found = self.tree.now(&group.place, day).filter(|_| group.account == self.account);
            if let Some(place) = found.filter(|p| !places.iter().any(|q| q.code == p.code)) {
                places.push(place.clone());
            }
        }
        if places.len() < OFFERED {
            let more = self.tree.all().iter().filter(|p| p.kind == Kind::Village && p.is_valid(day));
            let more = more.filter(|p| !places.iter().any(|q| q.code == p.code)).take(OFFERED);
            places.extend(more.cloned().collect::<Vec<_>>());
        }
        Ok(self.choices_of(&places))
    }

    fn choices_of(&self, places: &[Place]) -> Vec<Choice> {
        let offered: Vec<&Place> = places.iter().take(OFFERED).collect();
        let labels = self.tree.told_apart(&offered, self.today());
        let choice = |(p, label): (&&Place, String)| Choice { label, token: format!("ask:place={}", p.code) };
        let mut choices: Vec<Choice> = offered.iter().zip(labels).map(choice).collect();
        choices.push(self.choice("choice-none-of-these", "ask:no-place"));
        choices
    }

    /// A typed place, while a question waits for one. False: no question waits for a place.
    pub async fn typed_place(&mut self, text: &str) -> Result<bool> {
        let asked = |w: &Waiting| {
            matches!(w.open.as_str(), "ask-place" | "type-place" | "place-not-known" | "confirm-place")
        };
        let Some(mut waiting) = self.waiting().await?.filter(asked) else { return Ok(false) };
        let day = self.today();
        // An office is nobody's home.
        let found: Vec<Place> = self
            .tree
            .find(text, day, &[])
            .places()
            .into_iter()
            .filter(|p| p.kind != Kind::Body)
            .cloned()
            .collect();
        if !found.is_empty() {
            let choices = self.choices_of(&found);
            self.wait_for(waiting, "confirm-place", choices).await?;
            return Ok(true);
        }
        if self.parts.subjects.is_acknowledgement(text) {
            self.go_on(waiting).await?;
            return Ok(true);
        }
        if text.contains('?') || text.split_whitespace().count() > LONGEST_NAME {
            // They went on with their question.
            waiting.add(Body { text: text.to_owned(), voice: None });
            self.begin(waiting).await?;
            return Ok(true);
        }
        let choices = vec![self.choice("choice-anywhere", "ask:anywhere")];
        self.wait_for(waiting, "place-not-known", choices).await?;
        Ok(true)
    }
}

/// The one number among these, if there is exactly one.
fn only(mut phones: Vec<&str>) -> Option<&str> {
    phones.retain(|phone| !phone.is_empty());
    let first = *phones.first()?;
    phones.iter().all(|phone| *phone == first).then_some(first)
}
