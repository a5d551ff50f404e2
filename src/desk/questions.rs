//! Questions that wait, without who asked; and an answer.

use super::frame::{self, Frame};
use super::page;
use super::visitor::{Posted, Visitor};
use crate::acts::{self, By, Deed};
use crate::db::Tx;
use crate::questions::question::{Body, State};
use crate::questions::{LONGEST_CHARS, Question, hidden};
use crate::roster::{Act, Role};
use crate::text::{has_words, shortened};
use anyhow::Result;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

/// Words of a question in the list.
const WORDS_CHARS: usize = 90;

#[derive(Template)]
#[template(path = "desk/questions.html")]
struct List {
    frame: Frame,
    questions: Vec<Line>,
}

struct Line {
    to: String,
    code: String,
    words: String,
    about: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "desk/question.html")]
struct One {
    frame: Frame,
    path: String,
    words: String,
    about: String,
    late: bool,
    /// What was answered, where it is not open any more.
    answer: Option<String>,
    /// It can still be answered.
    open: bool,
    /// Why it was not sent, and what was written: nothing is typed twice.
    trouble: Option<String>,
    typed: String,
    most: usize,
}

/// What is said of a question beside its words.
fn about(visitor: &Visitor, q: &Question) -> String {
    let parts = &visitor.office.parts;
    let place = if q.is_for_province() {
        visitor.tree.province_of(&q.place, visitor.today)
    } else {
        visitor.tree.shown_for_card(&q.place, visitor.today)
    };
    let args = [
        ("place", place.map(|p| p.in_sentence()).unwrap_or_default().into()),
        ("topic", parts.subjects.topic_name(&q.topic).unwrap_or_default().to_owned().into()),
        ("asked", parts.desk.by_hour("vi", q.asked_at).into()),
        ("due", parts.desk.by_hour("vi", q.due_at).into()),
    ];
    visitor.say("desk-question-about", &args)
}

/// The words, without numbers that say who somebody is; of a voice, that it is one.
fn words(visitor: &Visitor, q: &Question) -> String {
    let masked = hidden::masked(&q.body.text);
    let text = masked.as_deref().unwrap_or(&q.body.text);
    if text.trim().is_empty() { visitor.say("open-voice", &[]) } else { text.to_owned() }
}

fn is_late(visitor: &Visitor, q: &Question) -> bool {
    q.state == State::Open && q.due_at <= visitor.office.parts.core.clock.now()
}

/// `GET /trang/cau-hoi`
pub async fn list(visitor: Visitor) -> Response {
    match lines(&visitor).await {
        Ok(questions) => {
            let frame = frame::frame(&visitor, visitor.say("desk-questions", &[]), "/cau-hoi");
            page::show(&List { frame, questions })
        }
        Err(e) => page::busy(&e),
    }
}

async fn lines(visitor: &Visitor) -> Result<Vec<Line>> {
    let parts = &visitor.office.parts;
    let mut tx = parts.core.db.write().await?;
    let open = parts.desk.open_for(&mut tx, &visitor.tree, &visitor.may(Act::Answer)).await?;
    let line = |q: &Question| Line {
        to: format!("{}/cau-hoi/{}", page::base(&visitor.office), q.code),
        code: q.code.to_string(),
        words: shortened(&words(visitor, q), WORDS_CHARS),
        about: about(visitor, q),
        late: is_late(visitor, q),
    };
    Ok(open.iter().map(line).collect())
}

/// The question, and the role by which they may answer it.
async fn found(visitor: &Visitor, tx: &mut Tx, code: &str) -> Result<Option<(Question, Role)>> {
    let desk = &visitor.office.parts.desk;
    let Some(q) = desk.find(tx, code).await? else { return Ok(None) };
    let held = visitor.may(Act::Answer);
    // Nobody answers their own.
    let own = !q.relayed && held.iter().any(|role| Some(&role.person) == q.back.role.as_ref());
    let given = held.iter().find(|role| Some(&role.id) == q.role.as_ref());
    let role = given.or_else(|| held.iter().find(|role| desk.may_answer(&visitor.tree, role, &q)));
    Ok(role.filter(|_| !own).cloned().map(|role| (q, role)))
}

fn nothing(visitor: &Visitor) -> Response {
    frame::sorry(visitor, StatusCode::NOT_FOUND, "desk-nothing-title", "desk-nothing")
}

fn build(visitor: &Visitor, q: &Question, trouble: Option<String>, typed: &str) -> One {
    let title = visitor.say("card-heading", &[("code", q.code.as_str().into())]);
    One {
        path: format!("{}/cau-hoi/{}", page::base(&visitor.office), q.code),
        words: words(visitor, q),
        about: about(visitor, q),
        late: is_late(visitor, q),
        answer: (!q.answer.text.is_empty()).then(|| q.answer.text.clone()),
        open: q.state == State::Open,
        trouble,
        typed: typed.to_owned(),
        most: LONGEST_CHARS,
        frame: frame::frame(visitor, title, "/cau-hoi"),
    }
}

/// `GET /trang/cau-hoi/<code>`
pub async fn show(visitor: Visitor, Path(code): Path<String>) -> Response {
    let read = async {
        let mut tx = visitor.office.parts.core.db.write().await?;
        found(&visitor, &mut tx, &code).await
    };
    match read.await {
        Ok(Some((q, _))) => page::show(&build(&visitor, &q, None, "")),
        Ok(None) => nothing(&visitor),
        Err(e) => page::busy(&e),
    }
}

/// `POST /trang/cau-hoi/<code>`: the answer, to whoever asked, at once.
pub async fn answer(Path(code): Path<String>, posted: Posted) -> Response {
    let visitor = &posted.visitor;
    let typed = posted.field("loi");
    let parts = &visitor.office.parts;
    let done = async {
        let mut tx = parts.core.db.write().await?;
        let Some((mut q, role)) = found(visitor, &mut tx, &code).await? else { return Ok(None) };
        let trouble = if !has_words(typed) {
            Some("desk-answer-empty")
        } else if typed.chars().count() > LONGEST_CHARS {
            Some("desk-answer-long")
        } else if q.state != State::Open {
            // Somebody else was quicker: nobody corrects a colleague by accident.
            Some("desk-answer-late")
        } else {
            None
        };
        if let Some(key) = trouble {
            let words = visitor.say(key, &[("most", LONGEST_CHARS.into())]);
            return Ok(Some(Err(build(visitor, &q, Some(words), typed))));
        }
        parts.desk.answer(&mut tx, &mut q, &role, Body::words(typed.to_owned())).await?;
        let now = parts.core.clock.now();
        acts::record(&mut tx, &parts.core.seal, now, By::Role(&role.id), Deed::Answer, "").await?;
        tx.commit().await?;
        (visitor.office.wake)();
        Ok::<_, anyhow::Error>(Some(Ok(q.code)))
    };
    match done.await {
        Ok(Some(Ok(code))) => page::go(&visitor.office, &format!("/cau-hoi/{code}")),
        Ok(Some(Err(again))) => page::show(&again),
        Ok(None) => nothing(visitor),
        Err(e) => page::busy(&e),
    }
}
