//! The commands that a platform offers beside the field in which one writes: a resident's for everybody, and in the chat
//! of whoever holds a role those of the role.

use super::turn::{After, Turn};
use crate::roster::Duty;
use crate::text::{Text, VIETNAMESE};
use anyhow::Result;

const RESIDENT: [&str; 8] = ["tin", "nghe", "cauhoi", "thuhoi", "dung", "xem", "riengtu", "trogiup"];

fn of(duty: Duty) -> &'static [&'static str] {
    match duty {
        Duty::Secretary => &["hoiho", "xacnhan", "sohoc", "tinhhinh"],
        Duty::Reporter => &["danhsach", "traloi", "hoilai", "chuyen", "trung", "cosan", "gac", "nghi"],
        Duty::Coordinator => &[
            "danhsach", "traloi", "hoilai", "chuyen", "trung", "cosan", "gac", "nghi", "moi", "congkhai",
            "baocao", "tinhhinh",
        ],
        Duty::Editor => &["duyet", "tralai", "phat", "ketqua", "rutbai", "congkhai", "baocao", "tinhhinh"],
    }
}

/// Each command with what it does, in a language; without a duty a resident's.
pub fn entries(text: &Text, language: &str, duties: &[Duty]) -> Vec<(String, String)> {
    let mut commands: Vec<&str> = duties.iter().flat_map(|duty| of(*duty)).copied().collect();
    if commands.is_empty() {
        commands.extend(RESIDENT);
    } else {
        commands.extend(["tin", "trogiup"]);
    }
    let mut shown: Vec<&str> = vec![];
    commands.retain(|command| {
        let first = !shown.contains(command);
        shown.push(command);
        first
    });
    let said = |command: &str| text.say(language, &format!("menu-{command}"), &[]);
    commands.into_iter().map(|command| (command.to_owned(), said(command))).collect()
}

/// The chat of whoever speaks in private offers what is theirs, in their language.
pub async fn show(turn: &mut Turn<'_>) -> Result<()> {
    let duties: Vec<Duty> = turn.roles().await?.iter().map(|role| role.duty).collect();
    let language = turn.language();
    // Everybody is offered a resident's in Vietnamese.
    let entries = match duties.is_empty() && language == VIETNAMESE {
        true => vec![],
        false => entries(&turn.parts.core.text, &language, &duties),
    };
    turn.follow(After::Menu { chat: turn.incoming.chat.clone(), entries });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talk::parse::verbs;

    #[test]
    fn every_command_that_is_offered_is_one_and_says_what_it_does() {
        let text = Text::load(None).unwrap();
        let all = Duty::ALL.iter().map(|duty| vec![*duty]).chain([vec![], Duty::ALL.to_vec()]);
        for duties in all {
            let entries = entries(&text, "vi", &duties);
            for (command, says) in &entries {
                assert!(verbs::command(&format!("/{command}"), false).is_some(), "/{command}");
                assert!((3..=256).contains(&says.chars().count()), "{command}: {says}");
                assert_eq!(entries.iter().filter(|(c, _)| c == command).count(), 1, "{command} twice");
            }
        }
    }
}
