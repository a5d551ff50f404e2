//! Every sentence that reaches somebody by chat stands in a snapshot, so that whoever changes it sees what people will read.

use crate::understood::phrases::Phrases;
use std::path::Path;

/// The files with what is said in chat. The others are for the command line, pages, papers and the practice room.
const CHAT: [&str; 9] =
    ["base", "called", "content", "mail", "media", "questions", "talk", "withdraw", "withheld"];

/// Sentences that no snapshot shows, and why.
const UNSEEN: &[(&str, &str)] = &[
    ("content-brief", "values and brackets alone: a list's line is seen where there is one"),
    ("content-cite", "values around a word: the line of a document, seen under every item"),
    ("content-cite-unnumbered", "values alone: the line of a document without a number"),
    ("content-read-times", "a value and a word: the choices under every text to read aloud"),
    ("place-unknown", "in place of a place that was taken out of the table"),
];

/// What `check` says of an item's files; who writes an item reads it at the command line.
const CHECK: &str = "check-";

fn snapshots(folder: &Path, found: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            snapshots(&path, found);
        } else if path.extension().is_some_and(|e| e == "snap") {
            found.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_sentence_of_the_chat_is_in_a_snapshot() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut shown = String::new();
    for folder in ["src", "tests"] {
        snapshots(&root.join(folder), &mut shown);
    }
    let mut unseen = vec![];
    for file in CHAT {
        for (key, variants) in Phrases::read_from(&format!("{file}.ftl")).all() {
            let longest = variants.iter().flatten().max_by_key(|piece| piece.chars().count());
            let seen = longest.is_some_and(|piece| shown.contains(piece.as_str()));
            if !seen && !key.starts_with(CHECK) && !shown.contains(&format!("[{key}]\n")) {
                unseen.push(key.clone());
            }
        }
    }
    unseen.sort();
    let named: Vec<&str> = UNSEEN.iter().map(|(key, _)| *key).collect();
    let lost: Vec<&String> = unseen.iter().filter(|key| !named.contains(&key.as_str())).collect();
    assert!(lost.is_empty(), "in no snapshot; show them in one, or name them with the reason: {lost:#?}");
    let shown: Vec<&&str> = named.iter().filter(|key| !unseen.iter().any(|one| one == **key)).collect();
    assert!(shown.is_empty(), "these are shown now; take them off the list: {shown:?}");
}
