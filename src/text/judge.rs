//! Sentences that somebody else wrote over ours, judged before anybody hears them: what is no sentence, what nobody
//! says, and what cannot be said with the values that the program gives.

use super::{Arg, LOCALES, Text, VIETNAMESE};
use fluent_syntax::ast::{
    Attribute, CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use fluent_syntax::parser::parse;
use std::collections::{BTreeMap, BTreeSet};

/// Whoever says a sentence gives the same values for its forms on other platforms.
const FORMS: [&str; 3] = ["", "called-", "unquoted-"];

/// What is wrong with a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// It is not written as Fluent wants it.
    Syntax,
    /// Nothing says a sentence of that name.
    UnknownSentence,
    /// It uses a value that is not given.
    UnknownValue,
    /// It uses another sentence or a function that does not exist, or itself.
    Unsayable,
    /// It says nothing.
    Empty,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line, from 1 on.
    pub line: usize,
    /// What is wrong.
    pub wrong: Wrong,
    /// The sentence's name; "" where it has none.
    pub key: String,
    /// The value, sentence or function that does not exist.
    pub named: String,
    /// The values that are given.
    pub given: Vec<String>,
}

/// What a sentence names.
#[derive(Debug, Default)]
struct Names<'s> {
    values: Vec<&'s str>,
    sentences: Vec<&'s str>,
    /// With the dash that they begin with.
    terms: Vec<String>,
    functions: Vec<&'s str>,
}

/// The values that each of our sentences is given, those of the sentences that it says included.
struct Given(BTreeMap<String, BTreeSet<String>>);

impl Given {
    /// Read from our own Vietnamese: a sentence is given what it uses there, and nothing else.
    fn of_ours() -> Given {
        let mut own: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        let files = LOCALES.get_dir(VIETNAMESE).into_iter().flat_map(|dir| dir.files());
        for source in files.filter_map(|file| file.contents_utf8()) {
            let (Ok(resource) | Err((resource, _))) = parse(source);
            for entry in &resource.body {
                if let Entry::Message(message) = entry {
                    let names = Names::of(message.value.as_ref(), &message.attributes);
                    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
                    own.insert(message.id.name.into(), (owned(names.values), owned(names.sentences)));
                }
            }
        }
        let all = |key: &str| {
            let (mut found, mut open, mut seen) = (BTreeSet::new(), vec![key.to_owned()], BTreeSet::new());
            while let Some(key) = open.pop() {
                if !seen.insert(key.clone()) {
                    continue;
                }
                if let Some((values, said)) = own.get(&key) {
                    found.extend(values.iter().cloned());
                    open.extend(said.iter().cloned());
                }
            }
            found
        };
        Given(own.keys().map(|key| (key.clone(), all(key))).collect())
    }

    /// `None`: nothing says this sentence.
    fn to(&self, key: &str) -> Option<BTreeSet<String>> {
        self.0.get(key)?;
        let plain = FORMS[1..].iter().find_map(|form| key.strip_prefix(form)).unwrap_or(key);
        let of = |form: &&str| self.0.get(&format!("{form}{plain}"));
        Some(FORMS.iter().filter_map(of).flatten().cloned().collect())
    }
}

/// Faults of one file that stands over `language`, in order of lines. `all`: every sentence as it will be said, with
/// this file among them.
pub fn faults(source: &str, language: &str, all: Option<&Text>) -> Vec<Fault> {
    let given = Given::of_ours();
    let (resource, errors) = match parse(source) {
        Ok(resource) => (resource, vec![]),
        Err((resource, errors)) => (resource, errors),
    };
    let line = |at: usize| source[..at.min(source.len())].matches('\n').count() + 1;
    let line_of = |name: &str| line(name.as_ptr() as usize - source.as_ptr() as usize);
    let mut faults: Vec<Fault> =
        errors.iter().map(|e| fault(line(e.pos.start), Wrong::Syntax, "", String::new(), None)).collect();
    let terms = resource.body.iter().filter_map(|entry| match entry {
        Entry::Term(term) => Some(format!("-{}", term.id.name)),
        _ => None,
    });
    let terms: BTreeSet<String> = terms.collect();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let key = message.id.name;
        let Some(values) = given.to(key) else {
            faults.push(fault(line_of(key), Wrong::UnknownSentence, key, String::new(), None));
            continue;
        };
        let names = Names::of(message.value.as_ref(), &message.attributes);
        let before = faults.len();
        for name in names.values.iter().filter(|name| !values.contains(**name)) {
            faults.push(fault(line_of(name), Wrong::UnknownValue, key, format!("${name}"), Some(&values)));
        }
        let known = |name: &str| given.to(name).is_some();
        let sentences = names.sentences.iter().filter(|name| !known(name)).map(|name| (*name).to_owned());
        let strange_terms = names.terms.iter().filter(|name| !terms.contains(*name)).cloned();
        let functions = names.functions.iter().map(|name| format!("{name}()"));
        for named in sentences.chain(strange_terms).chain(functions) {
            faults.push(fault(line_of(key), Wrong::Unsayable, key, named, None));
        }
        // What one look at its words does not show: sentences that say each other, or nothing at all.
        if let Some(text) = all.filter(|_| faults.len() == before) {
            let args: Vec<Arg<'_>> = values.iter().map(|name| (name.as_str(), "1".into())).collect();
            match text.said_as_it_is(language, key, &args) {
                None if message.value.is_some() => {
                    faults.push(fault(line_of(key), Wrong::Unsayable, key, String::new(), None));
                }
                Some(said) if !said.trim().is_empty() => {}
                _ => faults.push(fault(line_of(key), Wrong::Empty, key, String::new(), None)),
            }
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

fn fault(line: usize, wrong: Wrong, key: &str, named: String, given: Option<&BTreeSet<String>>) -> Fault {
    let given = given.into_iter().flatten().map(|name| format!("${name}")).collect();
    Fault { line, wrong, key: key.to_owned(), named, given }
}

impl<'s> Names<'s> {
    /// Of every form of a sentence: which is said depends on a value.
    fn of(value: Option<&Pattern<&'s str>>, attributes: &[Attribute<&'s str>]) -> Names<'s> {
        let mut names = Names::default();
        for pattern in value.into_iter().chain(attributes.iter().map(|a| &a.value)) {
            names.pattern(pattern);
        }
        names
    }

    fn pattern(&mut self, pattern: &Pattern<&'s str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&'s str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&'s str>) {
        match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::VariableReference { id } => self.values.push(id.name),
            InlineExpression::MessageReference { id, .. } => self.sentences.push(id.name),
            InlineExpression::TermReference { id, arguments, .. } => {
                self.terms.push(format!("-{}", id.name));
                arguments.iter().for_each(|arguments| self.arguments(arguments));
            }
            InlineExpression::FunctionReference { id, arguments } => {
                self.functions.push(id.name);
                self.arguments(arguments);
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&'s str>) {
        arguments.positional.iter().for_each(|one| self.inline(one));
        arguments.named.iter().for_each(|one| self.inline(&one.value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(source: &str) -> Vec<(usize, Wrong, String)> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("vi")).unwrap();
        std::fs::write(dir.path().join("vi/own.ftl"), source).unwrap();
        let all = Text::load(Some(dir.path())).ok();
        faults(source, "vi", all.as_ref()).into_iter().map(|f| (f.line, f.wrong, f.key + &f.named)).collect()
    }

    #[test]
    fn a_file_of_sentences_is_judged_line_by_line() {
        let wrong = |line, wrong, what: &str| (line, wrong, what.to_owned());
        assert_eq!(judged("signature = Máy của { $owner }\n"), []);
        assert_eq!(
            judged("content-action = Xong\n\n= hỏng\nno-such-key = x\n"),
            [wrong(3, Wrong::Syntax, ""), wrong(4, Wrong::UnknownSentence, "no-such-key")]
        );
        // Also in a form that is said seldom.
        let rare = "signature = { $owner ->\n    [x] { $onwer }\n   *[other] { $owner }\n}\n";
        assert_eq!(judged(rare), [wrong(2, Wrong::UnknownValue, "signature$onwer")]);
        assert_eq!(
            judged("signature = { none-such } { -term } { NUMBER($owner) }\n"),
            ["-term", "NUMBER()", "none-such"].map(|name| wrong(
                1,
                Wrong::Unsayable,
                &format!("signature{name}")
            ))
        );
        assert_eq!(judged("-term = x\nsignature = { -term }\n"), []);
        assert_eq!(judged("none = { none }\n"), [wrong(1, Wrong::Unsayable, "none")]);
        assert_eq!(judged("signature = { \"\" }\n"), [wrong(1, Wrong::Empty, "signature")]);
        assert_eq!(judged("signature =\n    .x = y\n"), [wrong(1, Wrong::Empty, "signature")]);
        let given = &faults("signature = { $x }\n", "vi", None)[0].given;
        assert_eq!(given, &["$owner"]);
    }

    #[test]
    fn our_own_sentences_have_no_fault_in_any_language() {
        let text = Text::load(None).unwrap();
        for dir in LOCALES.dirs() {
            let language = dir.path().to_string_lossy();
            for file in dir.files().filter(|file| file.path().extension().is_some_and(|e| e == "ftl")) {
                let found = faults(file.contents_utf8().unwrap(), &language, Some(&text));
                assert_eq!(found, [], "{}", file.path().display());
            }
        }
    }
}
