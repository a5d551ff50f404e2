//! `sửa N M`: which line of the register, and its right figure.

use crate::text::fold;

/// A line that is put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// Its place in the register, from 1 on.
    pub line: usize,
    /// The right figure; 0: there was nothing.
    pub to: i64,
    /// Who should have been there, in "28/30".
    pub total: Option<i64>,
}

/// "1 3", "dòng 1 thành 3 lần", "2 28/30".
pub fn read(rest: &str) -> Option<Correction> {
    const BESIDE: [&str; 9] = ["dong", "so", "thanh", "la", "con", "lan", "nguoi", "luot", "buoi"];
    let folded = fold(rest);
    let words: Vec<&str> =
        folded.split([' ', ':', ',', '=']).filter(|w| !w.is_empty() && !BESIDE.contains(w)).collect();
    let [line, figure] = words[..] else { return None };
    let line = line.trim_start_matches('#').parse().ok().filter(|line| (1..1000).contains(line))?;
    let (to, total) = match figure.split_once('/') {
        Some((present, total)) => (present, Some(total.parse().ok()?)),
        None => (figure, None),
    };
    Some(Correction { line, to: to.parse().ok().filter(|to| *to >= 0)?, total })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_and_its_figure_are_read() {
        let is = |line, to, total| Some(Correction { line, to, total });
        for (rest, meant) in [
            ("1 3", is(1, 3, None)),
            ("dòng 2 thành 40 người", is(2, 40, None)),
            ("3 28/30", is(3, 28, Some(30))),
            ("1 0", is(1, 0, None)),
            ("", None),
            ("1", None),
            ("đường vào bản", None),
            ("1 -3", None),
        ] {
            assert_eq!(read(rest), meant, "{rest}");
        }
    }
}
