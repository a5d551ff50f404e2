//! From what somebody said to a question: consent, voice, place, complaint, each asked once and only when it is
//! needed. What is missing says [`super::pending`]; here it is asked, kept, and the question made.

use super::album;
use super::aloud;
use super::known;
use super::lookup;
use super::passing;
use super::pending::{Chosen, Draft, Known, Origin, Pending, PlaceBy, Settled, Step, Waiting, next};
use super::person;
use super::quoted_item;
use super::turn::Turn;
use crate::groups;
use crate::ids::{GroupId, QuestionCode};
use crate::message::{ASK, AskStep, Choice, Message, Token};
use crate::outbox;
use crate::people;
use crate::places::{Found, Kind, Place};
use crate::questions::question::{Body, Discretion, State};
use crate::questions::{self, Asking, LONGEST_CHARS};
use crate::report::{self, Period};
use crate::roster::{self, Act};
use crate::text::{VIETNAMESE, has_words, plain};
use crate::understanding::names_somebody;
use anyhow::Result;

/// Places in one list: with "none of these" four choices.
const OFFERED: usize = 3;
/// Nobody's village has a name of so many words: it is a sentence.
const LONGEST_NAME: usize = 7;

/// Free text or a voice in private.
pub async fn in_private(turn: &mut Turn<'_>, body: Body) -> Result<()> {
    let message = turn.incoming.message.clone();
    // Said while the notice was still being read: it belongs to the same question.
    let draft = match waiting(turn).await?.map(|w| w.pending) {
        // More of what is asked for another.
        Some(Pending::Relay { place, .. }) => return perhaps_for_another(turn, body, place).await,
        Some(Pending::Voice(mut draft)) if body.voice.is_none() && has_words(&body.text) => {
            // Asked to speak or to write, they wrote.
            draft.voice = None;
            draft.add(message, body);
            draft
        }
        other => match other.and_then(Pending::into_draft) {
            Some(mut draft) => {
                draft.add(message, body);
                draft
            }
            None => Draft::new(Origin::Private, message, body),
        },
    };
    begin(turn, draft).await
}

/// A few words that name nothing: asked whether they are a question; they go along with what waits.
pub async fn perhaps(turn: &mut Turn<'_>, body: Body) -> Result<()> {
    if waiting(turn).await?.is_some_and(|waiting| waiting.pending.draft().is_some()) {
        return in_private(turn, body).await;
    }
    let message = turn.incoming.message.clone();
    begin(turn, Draft::new(Origin::Short, message, body)).await
}

/// Somebody lives elsewhere: by choices, or typed.
pub async fn change_place(turn: &mut Turn<'_>) -> Result<()> {
    let draft = waiting(turn).await?.and_then(|waiting| waiting.pending.into_draft());
    let places = likely_places(turn).await?;
    let pending = match draft {
        Some(draft) => Pending::Place { draft, by: PlaceBy::Choosing },
        None => Pending::Home { by: PlaceBy::Choosing },
    };
    wait_for(turn, pending, places).await
}

/// Words of another, passed on in private: they become a question only by a choice, or go along with what waits.
pub async fn passed_on(turn: &mut Turn<'_>, body: Body) -> Result<()> {
    let message = turn.incoming.message.clone();
    let draft = match waiting(turn).await?.and_then(|waiting| waiting.pending.into_draft()) {
        Some(mut draft) => {
            draft.add(message, body);
            draft
        }
        None => Draft::new(Origin::Beside, message, body),
    };
    begin(turn, draft).await
}

/// In a linked group; `beside` a command, it becomes a question only by a choice.
pub async fn in_group(turn: &mut Turn<'_>, body: Body, beside: bool) -> Result<()> {
    if turn.group.as_ref().is_none_or(|g| !g.is_linked()) {
        return turn.reply("group-not-linked", &[]).await;
    }
    turn.meet().await?;
    if let Some(code) = gathering(turn).await? {
        return say_more(turn, code, body).await;
    }
    let origin = if beside { Origin::Beside } else { Origin::Group };
    begin_with(turn, origin, body).await
}

/// The question in this group that whoever speaks asked, or added to, a moment ago: further words of theirs belong to it,
/// unless they quote an item.
async fn gathering(turn: &mut Turn<'_>) -> Result<Option<QuestionCode>> {
    let gather = turn.parts.desk.rules.gather.length().as_millis() as i64;
    let Some(asker) = turn.asker().filter(|_| gather > 0) else { return Ok(None) };
    if waits(turn).await? || quoted_item::quoted(turn).await?.is_some() {
        return Ok(None);
    }
    let seal = turn.parts.core.seal.clone();
    let own = questions::standings(&mut turn.tx, &seal, std::slice::from_ref(&asker)).await?;
    let lately = own.into_iter().filter(|q| q.state == State::Open && turn.now - q.said_at <= gather);
    Ok(lately.max_by_key(|q| q.said_at).map(|q| q.code))
}

/// A secretary's relay: no notice, because it is not about who relays.
pub async fn for_another(turn: &mut Turn<'_>, body: Body, place: String) -> Result<()> {
    begin_with(turn, Origin::Relayed { place }, body).await
}

/// A voice that was said before and waits here is asked for somebody without a phone. False: none does.
pub async fn voice_for_another(turn: &mut Turn<'_>, place: &str) -> Result<bool> {
    let draft = waiting(turn).await?.and_then(|waiting| waiting.pending.into_draft());
    let Some(draft) = draft.filter(|draft| draft.voice.is_some()) else { return Ok(false) };
    let_go(turn).await?;
    go_on(turn, Draft { origin: Origin::Relayed { place: place.to_owned() }, ..draft }).await?;
    Ok(true)
}

/// The next voice of whoever speaks here is asked for somebody without a phone.
pub async fn wait_for_voice(turn: &mut Turn<'_>, place: String) -> Result<()> {
    let waiting = Waiting { pending: Pending::Relaying { place }, choices: vec![] };
    // Its day begins now.
    turn.let_go(people::Chat::Aloud).await?;
    turn.keep(people::Chat::Aloud, &serde_json::to_string(&waiting)?).await
}

/// A voice that was announced by [`wait_for_voice`], from who still relays there. False: none was.
pub async fn relayed_aloud(turn: &mut Turn<'_>, body: Body) -> Result<bool> {
    let kept = turn.kept(people::Chat::Aloud).await?;
    let Some(Pending::Relaying { place }) =
        kept.and_then(|kept| Waiting::read(&kept)).map(|waiting| waiting.pending)
    else {
        return Ok(false);
    };
    turn.let_go(people::Chat::Aloud).await?;
    let held = turn.roles().await?;
    if roster::may(&held, Act::Relay, &place, turn.tree, turn.today()).is_none() {
        return Ok(false);
    }
    for_another(turn, body, place).await?;
    Ok(true)
}

/// Perhaps a question for somebody without a phone: asked first, and so it is where somebody seems to be named.
pub async fn perhaps_for_another(turn: &mut Turn<'_>, body: Body, place: String) -> Result<()> {
    let message = turn.incoming.message.clone();
    let draft = match waiting(turn).await?.map(|waiting| waiting.pending) {
        Some(Pending::Relay { mut draft, .. }) => {
            draft.add(message, body);
            draft
        }
        _ => Draft::new(Origin::Private, message, body),
    };
    let text = draft.body().text;
    if text.chars().count() > LONGEST_CHARS {
        return too_long(turn).await;
    }
    let named = names_somebody(&text);
    wait_for(turn, Pending::Relay { draft, place, named }, vec![]).await
}

/// Something that was said waits here for a choice.
pub async fn waits(turn: &mut Turn<'_>) -> Result<bool> {
    Ok(waiting(turn).await?.is_some_and(|waiting| waiting.pending.draft().is_some()))
}

/// What waits is asked for once more; false: nothing waits.
pub async fn ask_again(turn: &mut Turn<'_>) -> Result<bool> {
    match waiting(turn).await?.map(|waiting| waiting.pending) {
        Some(pending @ Pending::Relay { .. }) => wait_for(turn, pending, vec![]).await?,
        Some(pending) => match pending.into_draft() {
            Some(draft) => go_on(turn, draft).await?,
            None => return Ok(false),
        },
        None => return Ok(false),
    }
    Ok(true)
}

/// What asked them back waited for this word of theirs: what they say next belongs to it, if they still want to hear.
pub async fn asked_back(turn: &mut Turn<'_>, code: &QuestionCode) -> Result<()> {
    let open = lookup::own_question(turn, code).await?.is_some_and(|q| q.state == State::Open);
    if !open || waits(turn).await? || turn.kept(people::Chat::More).await?.is_some() {
        return Ok(());
    }
    turn.keep(people::Chat::More, &questions::kept_back(code)).await
}

/// More about the asker's own question.
pub async fn say_more(turn: &mut Turn<'_>, code: QuestionCode, body: Body) -> Result<()> {
    begin_with(turn, Origin::More { code }, body).await
}

async fn begin_with(turn: &mut Turn<'_>, origin: Origin, body: Body) -> Result<()> {
    let message = turn.incoming.message.clone();
    begin(turn, Draft::new(origin, message, body)).await
}

/// Goes on, if it is not too long: nothing is cut off and sent half.
async fn begin(turn: &mut Turn<'_>, mut draft: Draft) -> Result<()> {
    passing::pass(turn).await?;
    if draft.item.is_none() && !matches!(draft.origin, Origin::More { .. }) {
        draft.item = quoted_item::quoted(turn).await?;
    }
    if draft.body().text.chars().count() > LONGEST_CHARS {
        return too_long(turn).await;
    }
    go_on(turn, draft).await
}

/// Says how long a text may be.
pub async fn too_long(turn: &mut Turn<'_>) -> Result<()> {
    turn.reply("too-long", &[("most", (LONGEST_CHARS as i64).into())]).await
}

/// What waits for this person in this chat.
pub async fn waiting(turn: &mut Turn<'_>) -> Result<Option<Waiting>> {
    let Some(chat) = corner(turn) else { return Ok(None) };
    let kept = turn.kept(chat_of(&chat)).await?;
    Ok(kept.and_then(|stored| Waiting::read(&stored)))
}

/// Where something waits for whoever speaks: a group, or the private chat.
fn corner(turn: &Turn<'_>) -> Option<Option<GroupId>> {
    if turn.private() { Some(None) } else { turn.group.as_ref().map(|g| Some(g.id.clone())) }
}

fn chat_of(corner: &Option<GroupId>) -> people::Chat<'_> {
    corner.as_ref().map_or(people::Chat::Private, people::Chat::Group)
}

/// Keeps what waits; its day began with what was kept first.
async fn keep(turn: &mut Turn<'_>, waiting: &Waiting) -> Result<()> {
    let Some(chat) = corner(turn) else { return Ok(()) };
    turn.keep(chat_of(&chat), &serde_json::to_string(waiting)?).await
}

async fn let_go(turn: &mut Turn<'_>) -> Result<()> {
    close_asked(turn).await?;
    match corner(turn) {
        Some(chat) => turn.let_go(chat_of(&chat)).await,
        None => Ok(()),
    }
}

/// The choice that was asked for is made or made anew: a digit does not mean the old one any more.
async fn close_asked(turn: &mut Turn<'_>) -> Result<()> {
    // Of a group nobody looked before.
    if turn.private() && !turn.may(|sender| sender.offered) {
        return Ok(());
    }
    match turn.corner() {
        Some(corner) => outbox::close_choices_like(&mut turn.tx, &turn.parts.core.seal, &corner, ASK).await,
        None => Ok(()),
    }
}

/// Keeps what waits and asks for a choice. The numbers for an emergency wait for nothing.
async fn wait_for(turn: &mut Turn<'_>, mut pending: Pending, places: Vec<Choice>) -> Result<()> {
    if turn.person.is_none() {
        return Ok(());
    }
    let (key, words) = pending.asks();
    // Said whole once; after that in a line.
    let again = matches!(pending, Pending::Notice(_))
        && matches!(waiting(turn).await?, Some(Waiting { pending: Pending::Notice(_), .. }));
    // In a group it was said there; in private only what somebody passes on is asked about.
    // Who agreed before the words changed reads in a line that they did.
    let changed = turn.person.as_ref().is_some_and(|p| p.agreed_once(&turn.parts.notices.answer));
    let key = match key {
        "notice" if again => "notice-again",
        "notice" if changed => "notice-changed",
        "ask-sure" if turn.private() => "ask-passed-on",
        "ask-sure-voice" if turn.private() => "ask-passed-on-voice",
        key => key,
    };
    let owner = turn.identity().owner.clone();
    let seen = turn.say(turn.seen_by(), &[]);
    let mut text = turn.say(key, &[("owner", owner.into()), ("seen", seen.into())]);
    let mut choices = places;
    choices.extend(words.into_iter().map(|(label, word)| turn.choice(label, &word.into())));
    let place = pending.draft().and_then(|draft| place_of(turn, draft)).unwrap_or_default();
    if let Some(draft) = pending.draft_mut()
        && !draft.warned
        && turn.parts.desk.marked_in(&draft.body()).danger
    {
        draft.warned = true;
        text = format!("{}\n\n{text}", turn.parts.desk.emergency(turn.tree, &place, &turn.language()));
    }
    // Who speaks, and perhaps does not read, hears it, too; the choice stands last.
    let aloud =
        pending.heard().filter(|_| !again && turn.private()).and_then(|what| aloud::beside(turn, what));
    let waiting = Waiting { pending, choices: choices.clone() };
    close_asked(turn).await?;
    keep(turn, &waiting).await?;
    if let (Some(album), [], true) = (turn.incoming.album.clone(), &choices[..], key == "ask-shown") {
        return album::asks(turn, &album).await;
    }
    let asks = Message::text(text).with_choices(choices);
    turn.answer(aloud.into_iter().chain([asks]).collect()).await
}

/// Where it is asked from; none while nobody knows.
fn place_of(turn: &Turn<'_>, draft: &Draft) -> Option<String> {
    match (&draft.origin, &turn.group, &turn.person) {
        (Origin::Relayed { place }, ..) => Some(place.clone()),
        (_, Some(group), _) => Some(group.place.to_string()),
        (_, None, Some(person)) => turn.place_today(&person.place),
        (_, None, None) => None,
    }
}

async fn known(turn: &mut Turn<'_>, draft: &Draft) -> Result<Known> {
    let mut marked = turn.parts.desk.marked_in(&draft.body());
    let place = place_of(turn, draft);
    let mut sensitive = marked.sensitive;
    if let Origin::More { code } = &draft.origin
        && let Some(q) = lookup::own_question(turn, code).await?
    {
        let mut whole = q.body.clone();
        whole.add(draft.body());
        if whole.is_in_fragments() {
            // What was asked about once, of what was said before, is not asked again.
            let before = turn.parts.desk.marked_in(&q.body);
            let whole = turn.parts.desk.marked_in(&whole);
            marked.complaint |= whole.complaint && !before.complaint;
            marked.danger |= whole.danger && !before.danger;
            sensitive |= whole.sensitive && !before.sensitive;
        }
        // Who may answer was chosen for all of it.
        sensitive &= q.back.discretion == Discretion::Ordinary;
    }
    let desk = match &place {
        Some(place) if sensitive => turn.parts.desk.has_province_desk(&mut turn.tx, turn.tree, place).await?,
        _ => false,
    };
    let first_voice = draft.voice.is_some()
        && turn.private()
        && turn.person.as_ref().is_some_and(|person| person.language.is_empty());
    let languages = match &place {
        Some(place) if first_voice => languages_answered(turn, place).await?,
        _ => vec![],
    };
    Ok(Known {
        sensitive,
        desk,
        private: turn.private(),
        person: turn.person.is_some(),
        agreed: turn.person.as_ref().is_some_and(|p| p.agreed(&turn.parts.notices.answer)),
        agreed_to_voice: turn.person.as_ref().is_some_and(|p| p.agreed(&turn.parts.notices.voice)),
        place,
        top: turn.tree.roots(turn.today()).first().map(|p| p.code.to_string()),
        // Danger waits for no choice.
        complaint: marked.complaint && !marked.danger,
        danger: marked.danger,
        languages,
    })
}

/// Besides Vietnamese, the languages in which somebody could answer a question from there.
async fn languages_answered(turn: &mut Turn<'_>, place: &str) -> Result<Vec<String>> {
    let roles = roster::all(&mut turn.tx).await?;
    let day = turn.today();
    let there =
        |role: &&roster::Role| role.answers() && !role.is_gone() && role.reaches(place, turn.tree, day);
    let spoken: Vec<&String> = roles.iter().filter(there).flat_map(|role| &role.languages).collect();
    let locales = turn.parts.core.text.locales();
    let known = locales.iter().map(|locale| &locale.code).filter(|code| *code != VIETNAMESE);
    Ok(known.filter(|code| spoken.contains(code)).take(OFFERED).cloned().collect())
}

fn languages_offered(turn: &Turn<'_>, languages: &[String]) -> Vec<Choice> {
    let all = std::iter::once(VIETNAMESE).chain(languages.iter().map(String::as_str));
    let named = all.filter_map(|code| turn.parts.core.text.locale(code));
    let token = |code: &str| Token::Ask(AskStep::Language(code.to_owned()));
    named.map(|locale| Choice::new(&locale.name, &token(&locale.code))).collect()
}

/// Asks for what is still missing, or asks the question.
pub async fn go_on(turn: &mut Turn<'_>, draft: Draft) -> Result<()> {
    if turn.private() && turn.person.is_none() {
        return Ok(());
    }
    let known = known(turn, &draft).await?;
    match next(draft, &known) {
        Step::Refuse(key) => turn.reply(key, &[]).await,
        Step::Wait(pending) => {
            let offered = match &pending {
                Pending::Place { by: PlaceBy::Choosing, .. } => likely_places(turn).await?,
                Pending::Spoken { languages, .. } => languages_offered(turn, languages),
                _ => vec![],
            };
            wait_for(turn, pending, offered).await
        }
        Step::Ask { draft, place } => ask(turn, draft, &place).await,
    }
}

async fn ask(turn: &mut Turn<'_>, mut draft: Draft, place: &str) -> Result<()> {
    let_go(turn).await?;
    person::receive_again(turn).await?;
    // Words of danger wait for nothing; what may be seen with them is asked next.
    let unasked = match turn.private() && !draft.has(Settled::Pictures) {
        true => std::mem::take(&mut draft.pictures),
        false => vec![],
    };
    if let Origin::More { code } = &draft.origin {
        return add_to(turn, code, draft.body(), draft.discretion()).await;
    }
    let relayed = matches!(draft.origin, Origin::Relayed { .. });
    let asker = turn.asker();
    if let Some(asker) = asker.as_ref().filter(|_| !relayed) {
        let open = turn.parts.desk.open_of(&mut turn.tx, asker).await?;
        let danger = turn.parts.desk.marked_in(&draft.body()).danger;
        if turn.parts.desk.is_refused(&mut turn.tx, asker).await? {
            // They were told why. Whom to call in danger is said all the same.
            if danger && !draft.warned {
                let numbers = turn.parts.desk.emergency(turn.tree, place, &turn.language());
                turn.answer(vec![Message::text(numbers)]).await?;
            }
            return Ok(());
        }
        if !turn.may_ask(open, danger).await? {
            return Ok(());
        }
    }
    let group = turn.group.clone();
    let role = turn.role_key().filter(|_| turn.may(|sender| sender.roles));
    let role = match role {
        Some(role) => (!turn.roles().await?.is_empty()).then_some(role),
        None => None,
    };
    if let Some(reach) = turn.reach().filter(|_| turn.private()) {
        people::keep_reach(&mut turn.tx, &turn.parts.core.seal, &reach).await?;
    }
    let language = turn.person.as_ref().map(|p| p.language.clone()).unwrap_or_default();
    let mut body = draft.body();
    if let Some(item) = &draft.item {
        body.under = quoted_item::under(turn, item, place, &body.text).await?;
    }
    let known = known::said(turn, &body, draft.discretion(), place).await?;
    let asking = Asking {
        asker: asker.as_ref(),
        role,
        language: &language,
        discretion: draft.discretion(),
        group: group.as_ref().filter(|g| g.is_linked()),
        message: draft.message(turn.private()),
        platform: turn.channel.platform(),
        place,
        body,
        relayed,
        first: draft.has(Settled::Agreed),
        known,
    };
    let code = turn.parts.desk.ask(&mut turn.tx, turn.tree, asking).await?.code;
    if unasked.is_empty() {
        return Ok(());
    }
    let shown = Body { pictures: unasked, ..Body::default() };
    wait_for(turn, Pending::Pictures(Draft::new(Origin::More { code }, None, shown)), vec![]).await
}

async fn add_to(turn: &mut Turn<'_>, code: &QuestionCode, body: Body, discretion: Discretion) -> Result<()> {
    let Some(mut q) = lookup::own_question(turn, code).await? else {
        return turn.reply("question-not-yours", &[("code", code.to_owned().into())]).await;
    };
    turn.let_go(people::Chat::More).await?;
    let notes = turn.parts.desk.add(&mut turn.tx, turn.tree, &mut q, (body, discretion)).await?;
    let Some(notes) = notes else {
        return lookup::closed(turn, "add-too-late", &q).await;
    };
    let mut lines = notes;
    lines.push(turn.say("added", &[("code", q.code.to_string().into())]));
    turn.answer(vec![Message::text(lines.join("\n\n"))]).await
}

/// One picture more of those that wait here for a choice; nothing is asked again. False: none wait.
pub async fn one_picture_more(turn: &mut Turn<'_>) -> Result<bool> {
    let Some(mut waiting) = waiting(turn).await? else { return Ok(false) };
    let Some(draft) = waiting.pending.draft_mut().filter(|draft| !draft.pictures.is_empty()) else {
        return Ok(false);
    };
    draft.add(turn.incoming.message.clone(), turn.body(""));
    keep(turn, &waiting).await?;
    Ok(true)
}

/// A polite word right after a question goes along with it while its card waits. False: the card has left.
pub async fn goes_along(turn: &mut Turn<'_>, code: QuestionCode, body: Body) -> Result<bool> {
    if waiting(turn).await?.is_some() || outbox::card_has_left(&mut turn.tx, &code).await? {
        return Ok(false);
    }
    let Some(mut q) = lookup::own_question(turn, &code).await? else { return Ok(false) };
    let draft = Draft::new(Origin::More { code }, turn.incoming.message.clone(), body);
    let said = (draft.body(), Discretion::Ordinary);
    Ok(turn.parts.desk.add(&mut turn.tx, turn.tree, &mut q, said).await?.is_some())
}

/// A message was changed in which something that waits here was written; nothing is left of it: it is let go. False:
/// nothing that waits here was written in it.
pub async fn edit(turn: &mut Turn<'_>, message: &str, words: &str) -> Result<bool> {
    let Some(mut waiting) = waiting(turn).await? else { return Ok(false) };
    let Some(draft) = waiting.pending.draft_mut() else { return Ok(false) };
    if !draft.edit(message, words.to_owned()) {
        return Ok(false);
    }
    let body = draft.body();
    if !body.has_files() && !has_words(&body.text) {
        let_go(turn).await?;
        decline(turn).await?;
    } else if body.text.chars().count() > LONGEST_CHARS {
        // What was said before is not sent in its place.
        let_go(turn).await?;
        too_long(turn).await?;
    } else {
        // Danger is told at once, as when it is said.
        let danger = !draft.warned && turn.parts.desk.marked_in(&body).danger;
        draft.warned |= danger;
        let place = place_of(turn, draft).unwrap_or_default();
        keep(turn, &waiting).await?;
        if danger {
            let text = turn.parts.desk.emergency(turn.tree, &place, &turn.language());
            turn.answer(vec![Message::text(text)]).await?;
        }
    }
    Ok(true)
}

/// A choice of what waits here, by its place among those that were shown. False: there is none.
pub async fn choose_by_number(turn: &mut Turn<'_>, number: usize) -> Result<bool> {
    let Some(waiting) = waiting(turn).await? else { return Ok(false) };
    let choice = number.checked_sub(1).and_then(|at| waiting.choices.get(at));
    match choice.and_then(|choice| Token::decode(&choice.token)) {
        Some(Token::Ask(step)) => choose(turn, step).await,
        _ => Ok(false),
    }
}

/// A choice about what waits here. False: there is nothing, or it is somebody else's.
pub async fn choose(turn: &mut Turn<'_>, step: AskStep) -> Result<bool> {
    let Some(waiting) = waiting(turn).await? else { return Ok(false) };
    let Some(chosen) = waiting.pending.choose(step) else { return Ok(false) };
    let draft = match chosen {
        Chosen::GoOn(draft) => draft,
        Chosen::Agree(draft) => {
            let version = turn.parts.notices.answer.clone();
            agree(turn, &version).await?;
            draft
        }
        Chosen::AgreeToVoice(draft) => {
            let version = turn.parts.notices.voice.clone();
            agree(turn, &version).await?;
            draft
        }
        Chosen::From(place, draft) => {
            if !person::set_place(turn, &place).await? {
                return Ok(false);
            }
            draft
        }
        Chosen::Speak(language, draft) => {
            let known = turn.parts.core.text.locale(&language).is_some();
            let Some(person) = turn.person.as_mut().filter(|_| known) else { return Ok(false) };
            person.language = language;
            let person = person.clone();
            person::save(turn, &person).await?;
            draft
        }
        Chosen::Live(place) => {
            if !person::set_place(turn, &place).await? {
                return Ok(false);
            }
            let_go(turn).await?;
            let name = turn.tree.get(&place).map(|p| turn.place_name(p)).unwrap_or_default();
            turn.reply("place-changed", &[("place", name.into())]).await?;
            return Ok(true);
        }
        Chosen::Wait(pending) => {
            wait_for(turn, pending, vec![]).await?;
            return Ok(true);
        }
        Chosen::Write => {
            let_go(turn).await?;
            turn.reply("write-then", &[]).await?;
            return Ok(true);
        }
        Chosen::Complain(draft) => {
            let place = place_of(turn, &draft).unwrap_or_default();
            let_go(turn).await?;
            refer_complaint(turn, &place).await?;
            return Ok(true);
        }
        Chosen::Drop => {
            let_go(turn).await?;
            decline(turn).await?;
            return Ok(true);
        }
    };
    // The receipt replies to what was asked, not to the button.
    let pressed = turn.incoming.message.clone();
    if let Some(asked) = draft.message(turn.private()) {
        turn.incoming.message = Some(asked);
    }
    go_on(turn, draft).await?;
    turn.incoming.message = pressed;
    Ok(true)
}

/// A complaint is not ours: the legal route is told, the text is gone, a count is kept, of the province and of the
/// report's period: the commune that is complained of reads this log, too.
async fn refer_complaint(turn: &mut Turn<'_>, place: &str) -> Result<()> {
    let province = turn.tree.province_of(place, turn.today()).map(|p| p.code.to_string()).unwrap_or_default();
    let (calendar, boundary) = (&turn.parts.core.calendar, turn.parts.settings.report.boundary_day);
    let (begins, _) = Period::containing(turn.today(), boundary).bounds(calendar, boundary);
    report::count_complaint(&mut turn.tx, &province, begins).await?;
    let route = turn.parts.speaker.at(place).complaints.clone();
    let key = if route.is_empty() { "complaint-route" } else { "complaint-route-at" };
    turn.reply(key, &[("route", route.into())]).await
}

/// Says goodbye to what was said; of somebody who never agreed to anything, nothing at all is kept.
async fn decline(turn: &mut Turn<'_>) -> Result<()> {
    if !turn.private() {
        turn.reply("dropped-group", &[]).await?;
        return person::forget_stranger(turn).await;
    }
    let bare = turn.person.as_ref().is_some_and(|p| p.consent.is_empty()) && turn.roles().await?.is_empty();
    if bare { person::farewell(turn, "dropped").await } else { turn.reply("dropped", &[]).await }
}

async fn agree(turn: &mut Turn<'_>, what: &str) -> Result<()> {
    let Some(person) = &mut turn.person else { return Ok(()) };
    person.agree(what);
    let person = person.clone();
    people::save(&mut turn.tx, &person).await
}

/// By a link out of a group, or a word that says the same: the private chat is bound to the group's place.
pub async fn from_place(turn: &mut Turn<'_>, place: &str) -> Result<()> {
    if !person::set_place(turn, place).await? {
        return turn.welcome().await;
    }
    if let Some(Pending::Place { draft, .. }) = waiting(turn).await?.map(|w| w.pending) {
        return go_on(turn, draft).await;
    }
    let place = turn.person.as_ref().and_then(|p| turn.tree.get(&p.place)).map(|p| turn.place_name(p));
    turn.reply("welcome-from-group", &[("place", place.unwrap_or_default().into())]).await
}

/// The communes whose villages this account reaches: a name is looked for there first.
async fn near_here(turn: &mut Turn<'_>) -> Result<Vec<String>> {
    let day = turn.today();
    let mut near = vec![];
    for group in groups::linked_after(&mut turn.tx, &GroupId::default(), 100).await? {
        let commune = turn.tree.commune_of(&group.place, day).filter(|_| group.account == turn.account);
        near.extend(commune.map(|c| c.code.to_string()));
    }
    near.sort();
    near.dedup();
    Ok(near)
}

/// Up to three villages that this account reaches.
async fn likely_places(turn: &mut Turn<'_>) -> Result<Vec<Choice>> {
    let day = turn.today();
    let mut places: Vec<Place> = vec![];
    for group in groups::linked_after(&mut turn.tx, &GroupId::default(), 100).await? {
        let found = turn.tree.now(&group.place, day).filter(|_| group.account == turn.account);
        if let Some(place) = found.filter(|p| !places.iter().any(|q| q.code == p.code)) {
            places.push(place.clone());
        }
    }
    if places.len() < OFFERED {
        let more = turn.tree.all().iter().filter(|p| p.kind == Kind::Village && p.is_valid(day));
        let more = more.filter(|p| !places.iter().any(|q| q.code == p.code)).take(OFFERED);
        places.extend(more.cloned().collect::<Vec<_>>());
    }
    Ok(choices_of(turn, &places))
}

fn choices_of(turn: &Turn<'_>, places: &[Place]) -> Vec<Choice> {
    let offered: Vec<&Place> = places.iter().take(OFFERED).collect();
    let labels = turn.tree.told_apart(&offered, turn.today());
    let token = |p: &Place| Token::Ask(AskStep::Place(p.code.to_string()));
    offered.iter().zip(labels).map(|(p, label)| Choice::new(label, &token(p))).collect()
}

/// A typed place, while a question waits for one. False: no question waits for a place.
pub async fn typed_place(turn: &mut Turn<'_>, text: &str) -> Result<bool> {
    let mut draft = match waiting(turn).await?.map(|w| w.pending) {
        Some(Pending::Place { draft, .. }) => Some(draft),
        Some(Pending::Home { .. }) => None,
        _ => return Ok(false),
    };
    let wait = |draft: Option<Draft>, by: PlaceBy| match draft {
        Some(draft) => Pending::Place { draft, by },
        None => Pending::Home { by },
    };
    let tree = turn.tree;
    let near = near_here(turn).await?;
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    let found = tree.find(text, turn.today(), &near);
    // Only one place bears that very name; an office is nobody's home.
    if let Found::One(place) = &found
        && place.kind != Kind::Body
    {
        let (place, step) = (place.code.to_string(), AskStep::Place);
        return choose(turn, step(place)).await;
    }
    let borne = matches!(found, Found::Several(_));
    let mut found: Vec<&Place> = found.places();
    found.retain(|p| p.kind != Kind::Body);
    if !borne {
        // "Nhà em ở bản hoa đào ạ" is no name, but holds one.
        let mut named = tree.named_in(text, turn.today(), &near);
        named.retain(|p| p.kind != Kind::Body && !found.iter().any(|f| f.code == p.code));
        found.splice(0..0, named);
    }
    let found: Vec<Place> = found.into_iter().cloned().collect();
    if !found.is_empty() {
        let choices = choices_of(turn, &found);
        wait_for(turn, wait(draft, PlaceBy::Confirming), choices).await?;
        return Ok(true);
    }
    let goes_on = plain(text).contains('?') || text.split_whitespace().count() > LONGEST_NAME;
    if let Some(mut draft) = draft.take_if(|_| goes_on) {
        // They went on with their question.
        draft.add(turn.incoming.message.clone(), Body::words(text.to_owned()));
        begin(turn, draft).await?;
    } else {
        wait_for(turn, wait(draft, PlaceBy::Unknown), vec![]).await?;
    }
    Ok(true)
}
