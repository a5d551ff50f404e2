use super::*;
use crate::ledger::Fact;
use crate::report::fixtures::{Log, TEXT, month, report};
use crate::report::sample::paper_month;

const AFTER: &str = "2026-11-24 08:00";

fn paper(report: &Report) -> Paper {
    Paper::of(report, &TEXT)
}

/// Every table of the annexes.
fn tables(paper: &Paper) -> Vec<&block::Table> {
    let blocks = paper.annexes.iter().flat_map(|annex| &annex.blocks);
    blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

#[test]
fn five_lines_say_what_happened() {
    insta::assert_snapshot!(paper(&paper_month()).summary.join("\n"));
    for (log, place) in [(month(), "bl"), (month(), "nl"), (Log::default(), "lc")] {
        assert_eq!(paper(&report(&log, place, "2026-11", AFTER)).summary.len(), 5);
    }
}

/// Of mood, of opinion, of causes and of what comes next the machine says nothing.
#[test]
fn what_the_log_cannot_prove_is_the_authors() {
    let paper = paper(&paper_month());
    let is_author = |block: &Block| matches!(block, Block::Author(_) | Block::Heading(_));
    let all_authors: Vec<bool> =
        paper.sections.iter().map(|section| section.blocks.iter().all(is_author)).collect();
    assert_eq!(all_authors, [true, false, false, true, true]);
    for section in &paper.sections {
        assert!(section.blocks.iter().any(|block| matches!(block, Block::Author(_))), "{}", section.heading);
    }
    let said: Vec<&str> = paper
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .filter_map(|block| if let Block::Line(words) = block { Some(words.as_str()) } else { None })
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn this_period_and_the_last_stand_side_by_side() {
    let paper = paper(&paper_month());
    let compared: Vec<_> =
        tables(&paper).into_iter().filter(|table| table.columns[1].label == "Kỳ này").collect();
    assert_eq!(compared.len(), 3);
    let row = |what: &str| {
        let mut rows = compared.iter().flat_map(|table| &table.rows);
        rows.find(|row| row[0] == what).unwrap()[1..].to_vec()
    };
    assert_eq!(row("Lượt gửi theo kế hoạch trong kỳ"), ["96", "36"]);
    assert_eq!(row("Tiếp nhận trong kỳ"), ["40", "22"]);
    assert_eq!(row("Buổi tuyên truyền"), ["chưa có số liệu", "chưa có số liệu"]);
    // The log of the period before is empty: no figure of it is a nought.
    let first = self::paper(&report(&Log::default(), "lc", "2026-11", AFTER));
    for table in tables(&first).into_iter().filter(|table| table.columns[1].label == "Kỳ này") {
        assert!(table.rows.iter().all(|row| row[2] == "chưa có số liệu"), "{}", table.caption);
    }
}

/// Every figure of a table has its rule in the last annex, and no rule is without a figure.
#[test]
fn every_figure_says_how_it_is_counted() {
    let paper = paper(&paper_month());
    let all = tables(&paper);
    let rules = all.last().unwrap();
    let names: Vec<&str> = rules.rows.iter().map(|row| row[0].as_str()).collect();
    for table in all.iter().filter(|table| table.columns[1].label == "Kỳ này") {
        for what in table.rows.iter().map(|row| row[0].as_str()) {
            let told_with_another = what.starts_with("Buổi ")
                || what.starts_with("Trong đó: bí thư")
                || what == "Người hỏi báo chưa rõ";
            assert!(told_with_another || names.contains(&what), "{what}");
        }
    }
    assert!(rules.rows.iter().all(|row| row[1].ends_with('.')));
}

#[test]
fn waits_of_more_than_two_days_are_told_in_days() {
    let report = report(&month(), "bl", "2026-11", AFTER);
    let p = Phrases { report: &report, text: &TEXT };
    for (hours, shown) in [
        (None, "chưa có số liệu"),
        (Some(4.5), "4,5 giờ"),
        (Some(48.0), "48 giờ"),
        (Some(48.1), "khoảng 2 ngày"),
        (Some(365.0), "khoảng 15 ngày"),
    ] {
        assert_eq!(p.hours(hours), shown);
    }
}

/// What is drawn is told in words, and nothing is drawn of nothing.
#[test]
fn a_drawing_is_told_in_words() {
    let drawn = paper(&paper_month()).charts;
    assert_eq!(drawn.len(), 3);
    for chart in &drawn {
        for bar in &chart.bars {
            assert!(chart.told.contains(&format!("{}: {}", bar.label, bar.figures)), "{}", chart.told);
            assert!(bar.parts.iter().sum::<i64>() <= 1000 && bar.parts.iter().all(|part| *part >= 0));
        }
    }
    let village = paper(&report(&month(), "nl", "2026-11", AFTER)).charts;
    assert!(village.iter().all(|chart| chart.title != "Câu hỏi trong kỳ"));
}

#[test]
fn sessions_by_a_plan_and_days_that_were_set_have_annexes_of_their_own() {
    let paper = paper(&crate::report::sample::studied("bl"));
    let titles: Vec<&str> = paper.annexes.iter().map(|annex| annex.title.as_str()).collect();
    assert_eq!(titles.len(), 6);
    assert_eq!(
        titles[3..],
        ["Kế hoạch và việc thực hiện", "Cách tính số liệu", "Hạn tuyên truyền từng tin, từng nơi"]
    );
    let apart: Vec<bool> = paper.annexes.iter().map(|annex| annex.is_apart).collect();
    assert_eq!(apart, [false, false, false, false, false, true]);
    // By hand: villages 0, 1, 4, 5, 8 by the commune's, 18 + 19 + 22 + 23 + 26 of 150; 2 and 6 by the province's, 20 + 24 of 60.
    let Block::Table(plans) = &paper.annexes[3].blocks[0] else { panic!("no table") };
    let title = "Thêm hai nhóm được hưởng bảo hiểm y tế 100%";
    assert_eq!(
        plans.rows,
        [
            ["12-KH/ĐU của xã Bình Lư", title, "học tập", "5", "108/150 (72%)"],
            ["Kế hoạch của tỉnh Lai Châu", title, "quán triệt", "2", "44/60 (73,3%)"],
        ]
    );
    // Seven of nine say who presented: the secretaries of villages 0, 2, 4 and 6.
    let said = |paper: &Paper| -> String {
        let blocks = paper.sections.iter().flat_map(|section| &section.blocks);
        blocks.filter_map(|b| if let Block::Line(words) = b { Some(words.as_str()) } else { None }).collect()
    };
    assert!(
        said(&paper).contains("Trong 7 buổi có ghi người trình bày, 4 buổi do bí thư chi bộ tự làm."),
        "{}",
        said(&paper)
    );
    // No figure is of one village, where the secretary is one person.
    let village = self::paper(&crate::report::sample::studied("bl-01"));
    assert!(!said(&village).contains("bí thư"), "{}", said(&village));
    let rules =
        |paper: &Paper| format!("{:?}", tables(paper).iter().map(|table| &table.rows).collect::<Vec<_>>());
    assert!(rules(&paper).contains("trên số buổi có ghi ai trình bày"));
    assert!(!rules(&village).contains("tự quán triệt"));
    // Neither where there is nothing to say.
    let without = self::paper(&paper_month());
    assert!(without.annexes.iter().all(|annex| !annex.title.contains("ế hoạch") && !annex.is_apart));
    assert!(!said(&without).contains("người trình bày"));
}

#[test]
fn answers_that_villages_were_shown_stand_on_the_paper_where_there_are_any() {
    let mut log = Log::default();
    log.at("2026-11-10 08:00", "bl", "", Fact::AnswerShared).at(
        "2026-11-11 08:00",
        "bl",
        "",
        Fact::AnswerShared,
    );
    let words = |log: &Log, place: &str| {
        let paper = paper(&report(log, place, "2026-11", AFTER));
        let lines =
            paper.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
                Block::Line(words) => Some(words.clone()),
                _ => None,
            });
        let cells = tables(&paper).into_iter().flat_map(|table| table.rows.concat()).collect::<Vec<_>>();
        lines.chain(cells).collect::<Vec<_>>().join("\n")
    };
    let shown = words(&log, "bl");
    assert!(shown.contains("Đưa ra nhóm 2 câu trả lời"), "{shown}");
    assert!(shown.contains("Câu trả lời đã đưa ra nhóm\n2\n"), "{shown}");
    assert!(shown.contains("người thứ hai duyệt; tính ở xã"), "{shown}");
    for (log, place) in [(&month(), "bl"), (&log, "bb")] {
        let other = words(log, place);
        assert!(!other.contains("Đưa ra nhóm") && !other.contains("đã đưa ra nhóm"), "{place}: {other}");
    }
}
