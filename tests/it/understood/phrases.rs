//! Which of the project's sentences somebody reads: by the words of the sentence that are always the same, so that a
//! sentence that is put better changes no story.

use fluent_syntax::ast::{Entry, Expression, Pattern, PatternElement};
use std::collections::HashMap;
use std::path::Path;

/// The sentences: each is its variants, each of those the pieces that stand in it whatever it says.
pub struct Phrases(HashMap<String, Vec<Vec<String>>>);

impl Phrases {
    pub fn read() -> Phrases {
        Phrases::read_from(".ftl")
    }

    /// Those of the files whose names end so.
    pub fn read_from(name: &str) -> Phrases {
        let mut all = HashMap::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/vi");
        for file in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
            if !file.to_string_lossy().ends_with(name) {
                continue;
            }
            let resource = fluent_syntax::parser::parse(std::fs::read_to_string(&file).unwrap()).unwrap();
            for entry in resource.body {
                let Entry::Message(message) = entry else { continue };
                let Some(pattern) = message.value else { continue };
                all.insert(message.id.name.clone(), variants(&pattern));
            }
        }
        Phrases(all)
    }

    /// Each with its variants.
    pub fn all(&self) -> impl Iterator<Item = (&String, &Vec<Vec<String>>)> {
        self.0.iter()
    }

    /// A sentence without values: the label of a choice.
    pub fn label(&self, key: &str) -> &str {
        &self.0[key][0][0]
    }

    /// What a sentence begins with.
    pub fn heading(&self, key: &str) -> &str {
        &self.0[key][0][0]
    }

    /// The code of the question that a card begins with.
    pub fn headed<'a>(&self, card: &'a str) -> Option<&'a str> {
        let rest = ["card-heading", "card-heading-urgent"]
            .iter()
            .find_map(|key| card.strip_prefix(self.heading(key)))?;
        rest.split(|c: char| !c.is_alphanumeric()).next()
    }

    /// Whether a text says this sentence, in whichever form a platform needs.
    pub fn says(&self, text: &str, key: &str) -> bool {
        assert!(self.0.contains_key(key), "there is no sentence {key}");
        ["", "unquoted-", "called-"].iter().any(|form| {
            let variants = self.0.get(&format!("{form}{key}"));
            variants
                .is_some_and(|all| all.iter().any(|pieces| pieces.iter().all(|piece| text.contains(piece))))
        })
    }

    pub fn says_any(&self, text: &str, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.says(text, key))
    }
}

fn variants(pattern: &Pattern<String>) -> Vec<Vec<String>> {
    let mut pieces = vec![];
    let mut others = vec![];
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                pieces.extend(value.lines().map(|l| l.trim().to_owned()).filter(|l| l.chars().count() > 3));
            }
            PatternElement::Placeable { expression: Expression::Select { variants: all, .. } } => {
                others.extend(all.iter().flat_map(|variant| variants(&variant.value)));
            }
            PatternElement::Placeable { .. } => {}
        }
    }
    match others.is_empty() {
        true => vec![pieces],
        false => others.into_iter().map(|other| [pieces.clone(), other].concat()).collect(),
    }
}
