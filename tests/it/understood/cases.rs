//! The cases as they stand in `tests/understanding`, or in a file that somebody else wrote.

use serde::Deserialize;
use std::path::Path;

/// What people type, and every outcome that is right.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    pub id: String,
    pub class: String,
    pub context: String,
    pub lines: Vec<String>,
    pub ok: Vec<String>,
    /// Lines that open a conversation: the card may leave them out.
    #[serde(default)]
    pub optional: Vec<usize>,
    /// Of several questions, the one that it answers.
    pub to: Option<usize>,
    /// What reaches who asked.
    pub core: Option<String>,
}

impl Case {
    pub fn wants(&self, outcome: &str) -> bool {
        self.ok.iter().any(|ok| ok == outcome || ok.split(':').next() == Some(outcome))
    }

    pub fn reporter(&self) -> bool {
        self.context.starts_with("rep-")
    }

    pub fn secretary(&self) -> bool {
        self.context.starts_with("sec")
    }
}

/// All cases of a file.
pub fn read(file: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/understanding").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    lines
        .map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{}: {e}: {l}", path.display())))
        .collect()
}

/// So many of each class in each context, always the same.
pub fn sample(all: Vec<Case>, most: usize) -> Vec<Case> {
    let mut counts = std::collections::HashMap::new();
    let few = |case: &Case| {
        let count = counts.entry((case.class.clone(), case.context.clone())).or_insert(0);
        *count += 1;
        *count <= most
    };
    let mut few = few;
    all.into_iter().filter(|case| few(case)).collect()
}
