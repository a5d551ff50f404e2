//! Text: HTML, entities, and their offsets in UTF-16 units.

use anyhow::Result;
use serde_json::{Value, json};

pub(super) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

pub(super) fn entity(kind: &str, offset: usize, length: usize) -> Value {
    json!({"type": kind, "offset": offset, "length": length})
}

/// The part of `text` an entity covers; `None` when it ends outside or inside a letter.
pub(super) fn slice<'a>(text: &'a str, entity: &Value) -> Option<&'a str> {
    let start = usize::try_from(entity["offset"].as_i64()?).ok()?;
    let end = start + usize::try_from(entity["length"].as_i64()?).ok()?;
    let (mut units, mut from) = (0, None);
    for (at, letter) in text.char_indices().chain([(text.len(), '\0')]) {
        if units == start {
            from = Some(at);
        }
        if units == end {
            return text.get(from?..at);
        }
        units += letter.len_utf16();
    }
    None
}

/// Cuts white space at both ends, as the platform does, and moves the entities along.
pub(super) fn trimmed(text: &str, entities: Vec<Value>) -> (String, Vec<Value>) {
    let rest = text.trim_start();
    let cut = utf16(&text[..text.len() - rest.len()]);
    let rest = rest.trim_end();
    let whole = utf16(rest);
    let moved = entities.into_iter().filter_map(|mut entity| {
        let start = entity["offset"].as_u64()? as usize;
        let end = (start + entity["length"].as_u64()? as usize).saturating_sub(cut).min(whole);
        let start = start.saturating_sub(cut);
        if end <= start {
            return None;
        }
        entity["offset"] = json!(start);
        entity["length"] = json!(end - start);
        Some(entity)
    });
    (rest.to_owned(), moved.collect())
}

/// Adds what the platform finds by itself: commands, mentions, hashtags, links. A command name is
/// ASCII only, so "/hỏi" is no command.
pub(super) fn detect(text: &str, entities: &mut Vec<Value>) {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let name = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let taken: Vec<(usize, usize)> = entities
        .iter()
        .filter(|e| {
            matches!(
                e["type"].as_str(),
                Some("code" | "pre" | "text_link" | "mention" | "bot_command" | "url")
            )
        })
        .filter_map(|e| {
            let start = e["offset"].as_u64()? as usize;
            Some((start, start + e["length"].as_u64()? as usize))
        })
        .collect();
    let (mut at, mut units, mut before) = (0, 0, ' ');
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at + first.len_utf8()..];
        let named = rest.chars().take_while(name).count();
        let follows = |length: usize| rest[length..].chars().next().unwrap_or(' ');
        let found = match first {
            '/' if !word(before) && !"/<>".contains(before) && (1..=64).contains(&named) => {
                let bot =
                    rest[named..].strip_prefix('@').map_or(0, |tail| tail.chars().take_while(name).count());
                let length = if (3..=32).contains(&bot) { named + 1 + bot } else { named };
                let ends = !word(follows(length)) && !"/<>".contains(follows(length));
                ends.then_some(("bot_command", 1 + length))
            }
            '@' if !word(before) && (2..=32).contains(&named) && !word(follows(named)) => {
                Some(("mention", 1 + named))
            }
            '#' if !word(before) => {
                let length: usize = rest.chars().take_while(|c| word(*c)).map(char::len_utf8).sum();
                (length > 0 && rest[..length].chars().any(char::is_alphabetic))
                    .then_some(("hashtag", 1 + length))
            }
            'h' | 't' if !word(before) => {
                let tail = &text[at..];
                let link = ["https://", "http://", "t.me/"].iter().any(|start| {
                    tail.strip_prefix(start).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
                });
                let length =
                    tail.find(|c: char| c.is_whitespace() || "<>\"".contains(c)).unwrap_or(tail.len());
                let length = tail[..length].trim_end_matches(|c| ".,;:!?)'".contains(c)).len();
                link.then_some(("url", length))
            }
            _ => None,
        };
        let length = found.map_or(first.len_utf8(), |(_, length)| length);
        let piece = &text[at..at + length];
        let size = utf16(piece);
        if let Some((kind, _)) = found.filter(|_| !taken.iter().any(|(s, e)| units < *e && *s < units + size))
        {
            entities.push(entity(kind, units, size));
        }
        before = piece.chars().next_back().unwrap_or(' ');
        at += length;
        units += size;
    }
    sort(entities);
}

pub(super) fn sort(entities: &mut [Value]) {
    let key = |e: &Value| (e["offset"].as_i64(), std::cmp::Reverse(e["length"].as_i64()));
    entities.sort_by_key(key);
}

/// Bot API, "HTML style". Offsets in the error texts are bytes, as on the platform.
pub(super) fn parse_html(source: &str) -> Result<(String, Vec<Value>), String> {
    struct Open {
        tag: String,
        at: usize,
        value: String,
    }
    let (mut text, mut units, mut entities) = (String::new(), 0, Vec::new());
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(first) = source[at..].chars().next() {
        if first != '<' {
            let (letter, length) = match first {
                '&' => unescape(&source[at..]).unwrap_or(('&', 1)),
                other => (other, other.len_utf8()),
            };
            text.push(letter);
            units += letter.len_utf16();
            at += length;
            continue;
        }
        let begin = at;
        let space_or_end = |c: char| c.is_ascii_whitespace() || c == '>';
        if let Some(rest) = source[at..].strip_prefix("</") {
            let Some(top) = open.pop() else {
                return Err(format!("Unexpected end tag at byte offset {begin}"));
            };
            let length = rest.find(space_or_end).unwrap_or(rest.len());
            let tag = rest[..length].to_ascii_lowercase();
            let gap = rest[length..].len() - rest[length..].trim_ascii_start().len();
            if !rest[length + gap..].starts_with('>') {
                return Err(format!("Unclosed end tag at byte offset {begin}"));
            }
            if !tag.is_empty() && tag != top.tag {
                let expected = top.tag;
                return Err(format!(
                    "Unmatched end tag at byte offset {begin}, expected \"</{expected}>\", found \"</{tag}>\""
                ));
            }
            at = begin + 2 + length + gap + 1;
            let Some(kind) = tag_entity(&top.tag, &top.value).filter(|_| units > top.at) else { continue };
            let mut found = entity(kind, top.at, units - top.at);
            match kind {
                "text_link" if top.value.is_empty() => continue,
                "text_link" => found["url"] = json!(top.value),
                "custom_emoji" => found["custom_emoji_id"] = json!(top.value),
                "code" if !top.value.is_empty() => {
                    found["language"] = json!(top.value.trim_start_matches("language-"));
                }
                _ => {}
            }
            entities.push(found);
            continue;
        }
        let unclosed = || format!("Unclosed start tag at byte offset {begin}");
        let length = source[begin + 1..].find(space_or_end).ok_or_else(unclosed)?;
        let tag = source[begin + 1..begin + 1 + length].to_ascii_lowercase();
        if tag_entity(&tag, "tg-spoiler").is_none() {
            return Err(format!("Unsupported start tag \"{tag}\" at byte offset {begin}"));
        }
        at = begin + 1 + length;
        let mut value = String::new();
        loop {
            at += source[at..].len() - source[at..].trim_ascii_start().len();
            let rest = &source[at..];
            if rest.starts_with('>') {
                at += 1;
                break;
            }
            let end = rest.find(|c: char| c == '=' || space_or_end(c)).ok_or_else(unclosed)?;
            let attribute = rest[..end].to_ascii_lowercase();
            if attribute.is_empty() {
                return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {begin}"));
            }
            let Some(given) = rest[end..].trim_ascii_start().strip_prefix('=') else {
                at += end; // an attribute without a value, as in <blockquote expandable>
                continue;
            };
            let given = given.trim_ascii_start();
            let quote = given.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (raw, after) = match quote {
                Some(mark) => given[1..].split_once(mark).ok_or_else(unclosed)?,
                None => given.split_at(given.find(space_or_end).ok_or_else(unclosed)?),
            };
            at = source.len() - after.len();
            if matches!(attribute.as_str(), "href" | "class" | "emoji-id") {
                value.clear();
                let mut rest = raw;
                while let Some(first) = rest.chars().next() {
                    let (letter, length) = unescape(rest).unwrap_or((first, first.len_utf8()));
                    value.push(letter);
                    rest = &rest[length..];
                }
            }
        }
        open.push(Open { tag, at: units, value });
    }
    if let Some(last) = open.pop() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", last.tag));
    }
    // <pre><code class="language-x"> is one block with a language; a language without <pre> means nothing.
    let same = |a: &Value, b: &Value| a["offset"] == b["offset"] && a["length"] == b["length"];
    let (codes, mut rest): (Vec<Value>, Vec<Value>) = entities.into_iter().partition(|e| e["type"] == "code");
    for mut code in codes {
        match rest.iter_mut().find(|e| e["type"] == "pre" && same(e, &code)) {
            Some(block) if code.get("language").is_some() => block["language"] = code["language"].take(),
            Some(_) => {}
            None => {
                code = entity(
                    "code",
                    code["offset"].as_u64().unwrap_or(0) as usize,
                    code["length"].as_u64().unwrap_or(0) as usize,
                );
                rest.push(code);
            }
        }
    }
    sort(&mut rest);
    Ok((text, rest))
}

pub(super) fn tag_entity(tag: &str, class: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" => "spoiler",
        "span" if class == "tg-spoiler" => "spoiler",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        "tg-emoji" => "custom_emoji",
        _ => return None,
    })
}

/// The four named entities the platform knows, and numeric ones. `None`: not one, the `&` stands for itself.
pub(super) fn unescape(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix('&')?;
    for (name, letter) in [("lt;", '<'), ("gt;", '>'), ("amp;", '&'), ("quot;", '"')] {
        if inner.starts_with(name) {
            return Some((letter, 1 + name.len()));
        }
    }
    let (number, _) = inner.strip_prefix('#')?.split_once(';')?;
    let code = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some((char::from_u32(code)?, number.len() + 3))
}
