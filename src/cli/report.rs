//! `report`: the month's files, each path printed.

use super::args::{Format, Report, Reports};
use super::{Answer, Shell, rfc3339, table, today};
use crate::acts::By;
use crate::parts::Parts;
use crate::places::Tree;
use crate::report::{self, Document, Form, NoDraft, NoTemplate, Period, Refused, Why};
use crate::text::VIETNAMESE;
use anyhow::{Context, Result};
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

pub async fn report(shell: &Shell, wanted: Report) -> Result<Answer> {
    match wanted.action {
        Some(Reports::Filed) => filed(shell).await,
        Some(Reports::Compare { month, place }) => compare(shell, &month, place.as_deref()).await,
        Some(Reports::Keep { month, file, place }) => keep(shell, &month, &file, place.as_deref()).await,
        Some(Reports::Merge { files, out }) => merge(shell, &files, &out),
        Some(Reports::Due { month, place, out }) => due(shell, &month, place.as_deref(), &out).await,
        Some(Reports::Fields) => fields(shell).await,
        None => make(shell, wanted).await,
    }
}

async fn make(shell: &Shell, wanted: Report) -> Result<Answer> {
    let month = wanted.month.unwrap_or_default();
    let period = period(shell, &month)?;
    // Before anything is asked of the database: a file that is not there is the first thing to say.
    let template = wanted.template.as_ref().map(|path| template(shell, path)).transpose()?;
    let parts = shell.parts().await?;
    let made = built(shell, &parts, period, wanted.place.as_deref()).await?;
    std::fs::create_dir_all(&wanted.out).with_context(|| wanted.out.display().to_string())?;
    let mut files: Vec<String> = vec![];
    if let Some((path, template)) = template {
        return fill(shell, &parts, &made, (&path, &template), &wanted.out);
    }
    for format in &wanted.format {
        let path = wanted.out.join(made.file_name(format.as_str()));
        let path_shown = path.display().to_string();
        if files.contains(&path_shown) {
            continue;
        }
        let form = match format {
            Format::Json => Form::Json,
            Format::Csv => Form::Table,
            Format::Xlsx => Form::Workbook,
            Format::Html => Form::Page,
            Format::Docx => Form::Document,
        };
        let content = made.file(form, &parts.core.text)?;
        write(&path, &content).with_context(|| path_shown.clone())?;
        files.push(path_shown);
    }
    let text = files.iter().map(|f| format!("{f}\n")).collect::<String>();
    let place = &made.document().place.code;
    Answer::new(text, json!({ "place": place, "period": month, "files": files }))
}

/// The page of what was to be told until a day; a period without such an item has none.
async fn due(shell: &Shell, month: &str, place: Option<&str>, out: &Path) -> Result<Answer> {
    let period = period(shell, month)?;
    let parts = shell.parts().await?;
    let made = built(shell, &parts, period, place).await?;
    let place = &made.document().place.code;
    let Some(page) = made.due_html(&parts.core.text) else {
        let text = shell.line("cli-report-due-none", &[("month", month.into())]);
        return Answer::new(text, json!({ "place": place, "period": month, "files": [] }));
    };
    std::fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    let path = out.join(made.due_file_name());
    let shown = path.display().to_string();
    write(&path, page.as_bytes()).with_context(|| shown.clone())?;
    Answer::new(format!("{shown}\n"), json!({ "place": place, "period": month, "files": [shown] }))
}

fn template(shell: &Shell, path: &Path) -> Result<(PathBuf, Vec<u8>)> {
    let shown = path.display().to_string();
    let bytes =
        std::fs::read(path).map_err(|_| shell.refused("cli-report-merge-read", &[("file", shown.into())]))?;
    Ok((path.to_owned(), bytes))
}

/// The office's own form, filled in.
fn fill(
    shell: &Shell,
    parts: &Parts,
    made: &report::Report,
    (path, template): (&Path, &[u8]),
    out: &Path,
) -> Result<Answer> {
    let filled = made.fill(template, &parts.core.text).map_err(|why| no_word_file(shell, path, why))?;
    let target = out.join(made.file_name("docx"));
    let shown = target.display().to_string();
    write(&target, &filled.bytes).with_context(|| shown.clone())?;
    let mut text = format!("{shown}\n");
    text.push_str(&shell.line("cli-template-filled", &[("count", filled.filled.into())]));
    if !filled.unknown.is_empty() {
        let names =
            filled.unknown.iter().map(|name| format!("{{{{{name}}}}}")).collect::<Vec<_>>().join(", ");
        text.push_str(&shell.line("cli-template-unknown", &[("fields", names.into())]));
    }
    Answer::new(text, json!({ "files": [shown], "filled": filled.filled, "unknown": filled.unknown }))
}

/// Why a file is no Word file that can be read.
fn no_word_file(shell: &Shell, path: &Path, why: NoTemplate) -> anyhow::Error {
    let (key, part) = match why {
        NoTemplate::NoZip | NoTemplate::NoDocument => ("cli-template-no-docx", String::new()),
        NoTemplate::OldWord => ("cli-template-old-word", String::new()),
        NoTemplate::Damaged(part) => ("cli-template-damaged", part),
        NoTemplate::TooLarge(part) => ("cli-template-large", part),
    };
    shell.refused(key, &[("file", path.display().to_string().into()), ("part", part.into())])
}

/// What the author wrote into the draft is kept, and the report was handed in: both or neither.
async fn keep(shell: &Shell, month: &str, path: &Path, place: Option<&str>) -> Result<Answer> {
    let period = period(shell, month)?;
    let (path, file) = template(shell, path)?;
    let parts = shell.parts().await?;
    let made = built(shell, &parts, period, place).await?;
    let place = made.document().place.code.clone();
    let words = period.in_words(&shell.text, VIETNAMESE);
    if !made.document().period.complete {
        return Err(shell.refused("cli-report-keep-running", &[("period", words.into())]));
    }
    let now = parts.core.clock.now();
    let mut tx = parts.core.db.write().await?;
    let kept = report::keep_draft(&mut tx, &made, &file, &shell.text, now).await?;
    let (version, sentences) = kept.map_err(|why| {
        let shown = path.display().to_string();
        match why {
            NoDraft::NoFile(why) => no_word_file(shell, &path, why),
            NoDraft::NotOurs => shell.refused("cli-report-keep-not-ours", &[("file", shown.into())]),
            NoDraft::NoMarks => shell.refused("cli-report-keep-no-marks", &[("file", shown.into())]),
            NoDraft::TooLong => shell.refused("cli-report-keep-long", &[("file", shown.into())]),
            NoDraft::Others(of, other) => {
                let other = other.in_words(&shell.text, VIETNAMESE);
                let args = [("file", shown.into()), ("period", other.into()), ("place", of.into())];
                shell.refused("cli-report-keep-others", &args)
            }
        }
    })?;
    // Nothing says that it was handed in: the wrong file, or one that nobody has filled in.
    if sentences.is_empty() {
        return Err(shell.refused("cli-report-keep-nothing", &[("period", words.into())]));
    }
    let with = (&parts.core.seal, now);
    let is_new = report::hand_in(&mut tx, with, By::Shell(None), &place, period).await?;
    tx.commit().await?;
    let args =
        [("count", sentences.len().into()), ("period", words.as_str().into()), ("version", version.into())];
    let mut text = shell.line("cli-report-kept", &args);
    let handed_in = if is_new { "report-handed-in" } else { "report-handed-in-before" };
    text.push_str(&shell.line(handed_in, &[("period", words.into())]));
    let sections: Vec<&str> = sentences.keys().map(|section| section.as_str()).collect();
    let json =
        json!({ "place": place, "period": month, "version": version, "kept": sections, "handed_in": is_new });
    Answer::new(text, json)
}

/// Every field of a form, with what it would be for the last month that is over.
async fn fields(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let tree = parts.atlas.tree().await?;
    let day = today(&parts);
    let Some(place) = tree.roots(day).first().map(|place| place.code.to_string()) else {
        return Err(shell.refused("cli-place-none", &[]));
    };
    let period = Period::containing(day, parts.settings.report.boundary_day).previous();
    let made = report::build(parts.reports(), &tree, &place, period, parts.core.clock.now()).await?;
    let fields = made.fields(&parts.core.text);
    let rows: Vec<Vec<String>> =
        fields.iter().map(|field| vec![format!("{{{{{}}}}}", field.name), field.meaning.clone()]).collect();
    let list = fields.iter().map(|f| json!({ "name": f.name, "meaning": f.meaning, "value": f.value }));
    Answer::new(table(&rows), list.collect::<Vec<_>>())
}

fn period(shell: &Shell, month: &str) -> Result<Period> {
    Period::parse(month).ok_or_else(|| shell.usage("cli-report-month", &[("month", month.into())]))
}

/// The report of a place, or of the only root.
async fn built(shell: &Shell, parts: &Parts, period: Period, place: Option<&str>) -> Result<report::Report> {
    let tree = parts.atlas.tree().await?;
    let place = match place {
        Some(code) if tree.get(code).is_some() => code.to_owned(),
        // A place that has ended still had its months; one that never was has none.
        Some(code) => shell.place(&tree, code, today(parts))?,
        None => root(shell, parts, &tree)?,
    };
    // Only for speed: what keeps it from being done says the report itself.
    let _ = report::carry_over(parts.reports()).await;
    report::build(parts.reports(), &tree, &place, period, parts.core.clock.now()).await
}

async fn filed(shell: &Shell) -> Result<Answer> {
    let parts = shell.parts().await?;
    let all = report::all_filed(&parts.core.db).await?;
    if all.is_empty() {
        return Answer::new(shell.line("cli-report-filed-none", &[]), json!([]));
    }
    let head = ["period", "place", "version", "at", "checksum"]
        .map(|key| shell.line(&format!("cli-report-filed-{key}"), &[]).trim().to_owned());
    let mut rows = vec![head.to_vec()];
    rows.extend(all.iter().map(|one| {
        let checksum: String = one.checksum.chars().take(12).collect();
        vec![
            one.period.to_string(),
            one.place.clone(),
            one.version.to_string(),
            parts.desk.shown(one.at),
            checksum,
        ]
    }));
    let list = all.iter().map(|one| {
        json!({ "place": one.place, "period": one.period.to_string(), "version": one.version,
                "at": rfc3339(one.at), "checksum": one.checksum })
    });
    Answer::new(table(&rows), list.collect::<Vec<_>>())
}

async fn compare(shell: &Shell, month: &str, place: Option<&str>) -> Result<Answer> {
    let period = period(shell, month)?;
    let parts = shell.parts().await?;
    let now = built(shell, &parts, period, place).await?;
    let place = now.document().place.code.clone();
    let mut tx = parts.core.db.write().await?;
    let Some(filed) = report::last_filed(&mut tx, &place, period).await? else {
        let args = [("month", month.into()), ("place", place.as_str().into())];
        return Err(shell.refused("cli-report-compare-none", &args));
    };
    let before: Document = serde_json::from_str(&filed.document).map_err(|_| crate::stored::Unknown {
        table: "report_filed",
        column: "document",
        row: place.clone(),
    })?;
    let changed = report::changed(&before, now.document());
    let args = [
        ("version", filed.version.into()),
        ("at", parts.desk.shown(filed.at).into()),
        ("count", changed.len().into()),
    ];
    let mut text =
        shell.line(if changed.is_empty() { "cli-report-same" } else { "cli-report-changed" }, &args);
    let none = shell.line("cli-report-no-figure", &[]).trim().to_owned();
    let shown = |figure: &Option<String>| figure.clone().unwrap_or_else(|| none.clone());
    let rows: Vec<Vec<String>> = changed
        .iter()
        .map(|one| {
            vec![one.figure.clone(), one.of.clone(), format!("{} → {}", shown(&one.filed), shown(&one.now))]
        })
        .collect();
    text.push_str(&table(&rows));
    let list: Vec<_> = changed
        .iter()
        .map(|one| json!({ "figure": one.figure, "of": one.of, "filed": one.filed, "now": one.now }))
        .collect();
    Answer::new(text, json!({ "place": place, "period": month, "version": filed.version, "changed": list }))
}

/// Needs no database: whoever adds up has only the files.
fn merge(shell: &Shell, files: &[PathBuf], out: &Path) -> Result<Answer> {
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path).map_err(|_| {
            shell.refused("cli-report-merge-read", &[("file", path.display().to_string().into())])
        })
    };
    let texts = files.iter().map(read).collect::<Result<Vec<_>>>()?;
    let name = shell.line("cli-report-merged-name", &[("count", files.len().into())]).trim().to_owned();
    let small = crate::config::ReportSettings::default().small_count;
    let all = report::merged(&texts, &name, small).map_err(|Refused { file, why }| {
        let file = files[file].display().to_string();
        let key = match &why {
            Why::NoReport => "cli-report-merge-no-report",
            Why::Wrong => "cli-report-merge-wrong",
            Why::Changed => "cli-report-merge-changed",
            Why::OtherPeriod => "cli-report-merge-period",
            Why::Twice(_) => "cli-report-merge-twice",
        };
        let place = if let Why::Twice(place) = why { place } else { String::new() };
        shell.refused(key, &[("file", file.into()), ("place", place.into())])
    })?;
    std::fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    // A period is named after the month of its last day.
    let to: jiff::civil::Date = all.period.to.parse()?;
    let month = to.yesterday()?.strftime("%Y-%m");
    let path = out.join(format!("loaban-{}-{month}.json", all.place.code));
    let shown = path.display().to_string();
    write(&path, report::printed(&all).as_bytes()).with_context(|| shown.clone())?;
    Answer::new(format!("{shown}\n"), json!({ "files": [shown], "merged": files.len() }))
}

/// The one place with nothing above it; several have to be chosen from.
fn root(shell: &Shell, parts: &Parts, tree: &Tree) -> Result<String> {
    report::root(tree, today(parts)).map(|p| p.code.to_string()).map_err(|roots| {
        if roots.is_empty() {
            return shell.refused("cli-place-none", &[]);
        }
        let list: Vec<String> = roots.iter().map(|p| format!("{} ({})", p.code, p.full_name())).collect();
        shell.usage("cli-report-roots", &[("roots", list.join(", ").into())])
    })
}

/// Whole or not at all: a report that is half written must not be sent on.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".loaban-").tempfile_in(folder)?;
    file.write_all(content)?;
    // It is for others to read, unlike what else we write.
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(file.path(), mode)?;
    file.persist(path)?;
    Ok(())
}
