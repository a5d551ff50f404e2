//! The project as the rules read it: files, with what is code and what is words told apart.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// One file. Of Rust, `code` is what runs outside tests, with comments and the inside of literals blanked.
#[derive(Default)]
pub struct Source {
    pub path: String,
    pub text: String,
    pub code: String,
    /// String literals outside tests, by the offset of their quote.
    pub strings: Vec<(usize, String)>,
    /// Modules that exist only for tests (`#[cfg(test)] mod x;`), as the start of their path.
    pub test_modules: Vec<String>,
}

pub fn faults(files: &[Source], what: &str, find: impl Fn(&Source) -> Vec<usize>) -> Vec<String> {
    files.iter().flat_map(|f| find(f).into_iter().map(move |at| f.fault(at, what))).collect()
}

impl Source {
    pub fn fault(&self, at: usize, what: &str) -> String {
        format!("{}:{}: {what}", self.path, self.text[..at].matches('\n').count() + 1)
    }

    /// Where `name` stands in the code, not as a part of a longer word.
    pub fn find(&self, name: &str) -> Vec<usize> {
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        let before = |at: usize| name.starts_with(joins) && self.code[..at].ends_with(joins);
        let after = |at: usize| name.ends_with(joins) && self.code[at + name.len()..].starts_with(joins);
        let whole = |at: usize| !before(at) && !after(at);
        self.code.match_indices(name).map(|(at, _)| at).filter(|at| whole(*at)).collect()
    }

    /// The first name of `a::b`, or those of `{a, b::{c, d}}`.
    pub fn names(&self, from: usize) -> Vec<&str> {
        let path = &self.code[from..];
        if !path.starts_with('{') {
            return vec![word(path)];
        }
        let (mut names, mut depth) = (vec![], 0);
        for part in path.split_inclusive(['{', ',', '}']) {
            if depth == 1 {
                names.push(word(part.trim_start()));
            }
            depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
            if depth == 0 {
                break;
            }
        }
        names.retain(|name| !name.is_empty());
        names
    }

    /// Every path of the code that leads to a module of ours, from the root of the crate, with where it stands.
    pub fn paths(&self) -> Vec<(usize, Vec<&str>)> {
        let own = self.module();
        let mut paths = vec![];
        for root in ["crate::", "super::", "self::"] {
            for at in self.find(root) {
                // What follows another name is a part of a longer path.
                if self.code[..at].ends_with("::") {
                    continue;
                }
                let (mut base, mut from) = (if root == "crate::" { vec![] } else { own.clone() }, at);
                while let Some(first) =
                    ["crate::", "super::", "self::"].iter().find(|r| self.code[from..].starts_with(**r))
                {
                    if *first == "super::" {
                        base.pop();
                    }
                    from += first.len();
                }
                self.spread(from, &base, &mut paths);
            }
        }
        paths
    }

    /// `a::{b, c::d}` from here is `a::b` and `a::c::d`; returns where it ends.
    pub fn spread<'a>(
        &'a self,
        mut from: usize,
        base: &[&'a str],
        paths: &mut Vec<(usize, Vec<&'a str>)>,
    ) -> usize {
        let mut path = base.to_vec();
        loop {
            from += self.code[from..].len() - self.code[from..].trim_start().len();
            if self.code[from..].starts_with('{') {
                from += 1;
                while from < self.code.len() && !self.code[from..].starts_with('}') {
                    from = match self.code[from..].chars().next() {
                        Some(c) if c.is_alphanumeric() || "_{".contains(c) => self.spread(from, &path, paths),
                        Some(c) => from + c.len_utf8(),
                        None => from,
                    };
                }
                return from + 1;
            }
            let name = word(&self.code[from..]);
            if name.is_empty() {
                return from;
            }
            path.push(name);
            from += name.len();
            if !self.code[from..].starts_with("::") {
                paths.push((from - name.len(), path));
                return from;
            }
            from += 2;
        }
    }

    pub fn literals(&self, wanted: impl Fn(&str) -> bool) -> Vec<usize> {
        self.strings.iter().filter(|(_, s)| wanted(s)).map(|(at, _)| *at).collect()
    }

    /// The literals that are arguments of the call whose parenthesis opened just before `from`.
    pub fn arguments(&self, from: usize) -> Vec<usize> {
        let depths = self.code[from..].char_indices().scan(1, |depth, (i, c)| {
            *depth += i32::from("([".contains(c)) - i32::from(")]".contains(c));
            (*depth > 0).then_some((from + i, c, *depth))
        });
        depths.filter(|(_, c, depth)| *c == '"' && *depth == 1).map(|(at, ..)| at).collect()
    }

    /// Where each argument begins and ends of the call, or each element of the array, that opened just before `from`.
    pub fn split(&self, from: usize) -> Vec<(usize, usize)> {
        let (mut parts, mut depth, mut begin) = (vec![], 1, from);
        for (at, c) in self.code[from..].char_indices().map(|(i, c)| (from + i, c)) {
            depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
            if depth == 0 || (depth == 1 && c == ',') {
                parts.push((begin, at));
                begin = at + 1;
            }
            if depth == 0 {
                break;
            }
        }
        parts.retain(|(from, to)| !self.code[*from..*to].trim().is_empty());
        parts
    }

    /// The names in `&[("a", x), …]`, here or in the `let` before; false when not all of them can be read.
    pub fn names_given(&self, (from, to): (usize, usize)) -> Option<(BTreeSet<String>, bool)> {
        let text = self.code[from..to].trim_start();
        let start = to - text.len();
        let open = match text.strip_prefix("&[") {
            Some(_) => start + 2,
            None => {
                let name = word(text.trim_start_matches('&'));
                let binds = format!("let {name} = ");
                // The nearest whose block is still open here.
                let is_open = |at: &usize| {
                    let mut depth = 0;
                    self.code[*at..from].chars().all(|c| {
                        depth += i32::from(c == '{') - i32::from(c == '}');
                        depth >= 0
                    })
                };
                let mut bound = self.code[..from].rmatch_indices(&binds).map(|(at, _)| at);
                let start = bound.find(is_open).filter(|_| !name.is_empty())? + binds.len();
                self.code[start..].starts_with('[').then_some(start + 1)?
            }
        };
        let (mut names, mut whole) = (BTreeSet::new(), true);
        for (from, to) in self.split(open) {
            let inside = self.code[from..to].trim_start();
            let quote = to - inside.len() + 1;
            match self.strings.iter().find(|(at, _)| *at == quote).filter(|_| inside.starts_with("(\"")) {
                Some((_, name)) => _ = names.insert(name.clone()),
                None => whole = false,
            }
        }
        Some((names, whole))
    }

    /// `src/channel/telegram/mod.rs` is `channel telegram`; the crate's roots are nothing.
    pub fn module(&self) -> Vec<&str> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        inner.split('/').filter(|part| !["mod", "lib", "main"].contains(part)).collect()
    }
}

pub fn plain(path: &str, text: &str) -> Source {
    Source { path: path.into(), text: text.into(), ..Source::default() }
}

pub fn rust(path: &str, text: &str) -> Source {
    let (mut code, mut strings) = split(text);
    let mut test_modules = vec![];
    let folder = ["mod.rs", "lib.rs", "main.rs"].iter().find_map(|name| path.strip_suffix(name));
    let folder = folder.map_or(path.replace(".rs", "/"), str::to_owned);
    while let Some(start) = code.find("#[cfg(test)]") {
        let mut depth = 0;
        let end = code[start..].find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0 && (c == '}' || c == ';')
        });
        let end = end.map_or(code.len(), |n| start + n + 1);
        if let (false, Some((_, name))) =
            (code[start..end].contains('{'), code[start..end].rsplit_once("mod "))
        {
            test_modules.extend([".rs", "/"].map(|tail| format!("{folder}{}{tail}", word(name))));
        }
        code.replace_range(start..end, &blank(&code[start..end]));
        strings.retain(|(at, _)| !(start..end).contains(at));
    }
    Source { code, strings, test_modules, ..plain(path, text) }
}

/// Comments and the inside of literals become blanks; the strings are given apart, by the offset of their quote.
pub fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut code, mut strings, mut rest) = (String::new(), vec![], text);
    while let Some(first) = rest.chars().next() {
        let until = |close: &str, from: usize| rest[from..].find(close).unwrap_or(rest.len() - from);
        let hashes = rest.bytes().skip(1).take_while(|b| *b == b'#').count();
        let raw = first == 'r' && rest.as_bytes().get(1 + hashes) == Some(&b'"');
        // How much opens it, is inside, and closes it.
        let (open, inside, close) = match first {
            '/' if rest.starts_with("//") => (0, until("\n", 0), 0),
            'r' if raw => (hashes + 2, until(&format!("\"{}", "#".repeat(hashes)), hashes + 2), hashes + 1),
            '"' => {
                let mut escaped = false;
                let closes = |c| {
                    c == '"' && !escaped || {
                        escaped = c == '\\' && !escaped;
                        false
                    }
                };
                (1, rest[1..].find(closes).unwrap_or(rest.len() - 1), 1)
            }
            '\'' if rest.starts_with("'\\") => (1, 2 + until("'", 3), 1),
            '\'' if rest.chars().nth(2) == Some('\'') => {
                (1, rest[1..].chars().next().map_or(0, char::len_utf8), 1)
            }
            other => (other.len_utf8(), 0, 0),
        };
        let inner = &rest[open..open + inside];
        if first == '"' || raw {
            strings.push((code.len() + open - 1, inner.to_owned()));
        }
        code += &rest[..open];
        code += &blank(inner);
        let end = (open + inside + close).min(rest.len());
        code += &rest[open + inside..end];
        rest = &rest[end..];
    }
    (code, strings)
}

pub fn blank(text: &str) -> String {
    text.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect()
}

pub fn is_key(text: &str) -> bool {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.bytes().all(letter)
}

pub fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

pub struct Project {
    /// Every text file that could be committed.
    pub all: Vec<Source>,
    /// What stands in `src/`, without the files that exist only for tests.
    pub rust: Vec<Source>,
}

pub static PROJECT: LazyLock<Project> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ignored = fs::read_to_string(root.join(".gitignore")).expect(".gitignore");
    let (mut all, mut folders) = (vec![], vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()) {
            let path = entry.strip_prefix(root).expect("below the root").to_string_lossy();
            let name = path.rsplit('/').next().unwrap_or_default();
            let out = |line: &str| {
                line.strip_prefix('/').is_some_and(|l| l == path)
                    || line.strip_prefix('*').is_some_and(|l| name.ends_with(l))
            };
            if [".git", "node_modules"].contains(&name) || ignored.lines().any(out) {
                continue;
            }
            match fs::read_to_string(&entry) {
                _ if entry.is_dir() => folders.push(entry),
                Ok(text) => all.push(plain(&path, &text)),
                Err(_) => {} // not text
            }
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    let files = all.iter().filter(|f| f.path.starts_with("src/") && f.path.ends_with(".rs"));
    let mut files: Vec<_> = files.map(|f| rust(&f.path, &f.text)).collect();
    let tests: Vec<_> = files.iter().flat_map(|f| f.test_modules.clone()).collect();
    files.retain(|f| !tests.iter().any(|t| f.path.starts_with(t)));
    assert!(files.len() > 20, "the project was not found at {}", root.display());
    Project { all, rust: files }
});

impl Project {
    pub fn lib(&self) -> &Source {
        self.rust.iter().find(|f| f.path == "src/lib.rs").expect("src/lib.rs")
    }

    pub fn chosen(&self, wanted: impl Fn(&str) -> bool) -> Vec<Source> {
        self.all.iter().filter(|f| wanted(&f.path)).map(|f| plain(&f.path, &f.text)).collect()
    }

    pub fn locale(&self, language: &str) -> Vec<Source> {
        self.chosen(|p| p.starts_with(&format!("locales/{language}/")) && p.ends_with(".ftl"))
    }
}

/// A rule, tried on a bad text, must find exactly these places.
#[track_caller]
pub fn finds(faults: Vec<String>, places: &[&str]) {
    let found: BTreeSet<&str> = faults.iter().map(|f| f.split(": ").next().unwrap_or_default()).collect();
    let places: BTreeSet<&str> = places.iter().copied().collect();
    assert_eq!(found, places, "the rule itself is broken:\n{}", faults.join("\n"));
}

#[track_caller]
pub fn none(mut faults: Vec<String>) {
    faults.dedup();
    assert!(faults.is_empty(), "{} faults\n{}\n", faults.len(), faults.join("\n"));
}
