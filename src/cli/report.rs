//! `report`: the month's files, each path printed.

use super::args::{Format, Report};
use super::{Answer, Shell, today};
use crate::parts::Parts;
use crate::places::Tree;
use crate::report::{self, Period};
use anyhow::{Context, Result};
use serde_json::json;
use std::io::Write;
use std::path::Path;

pub async fn report(shell: &Shell, wanted: Report) -> Result<Answer> {
    let Some(period) = Period::parse(&wanted.month) else {
        return Err(shell.usage("cli-report-month", &[("month", wanted.month.into())]));
    };
    if let Some(later) = wanted.format.iter().find(|f| !matches!(f, Format::Html | Format::Json)) {
        return Err(shell.refused("cli-report-later", &[("format", later.as_str().into())]));
    }
    let parts = shell.parts().await?;
    let tree = parts.atlas.tree().await?;
    let place = match &wanted.place {
        Some(code) if tree.get(code).is_some() => code.clone(),
        // A place that has ended still had its months; one that never was has none.
        Some(code) => shell.place(&tree, code, today(&parts))?,
        None => root(shell, &parts, &tree)?,
    };
    let now = parts.core.clock.now();
    let (from, _) = period.bounds(&parts.core.calendar, parts.settings.report.boundary_day);
    if from > now {
        return Err(shell.refused("cli-report-future", &[("from", parts.desk.shown(from).into())]));
    }
    let made = report::build(parts.reports(), &tree, &place, period, now).await?;
    std::fs::create_dir_all(&wanted.out).with_context(|| wanted.out.display().to_string())?;
    let mut files: Vec<String> = vec![];
    for format in &wanted.format {
        let content = match format {
            Format::Json => made.json(),
            _ => made.html(&parts.core.text),
        };
        let path = wanted.out.join(made.file_name(format.as_str()));
        let path_shown = path.display().to_string();
        if files.contains(&path_shown) {
            continue;
        }
        write(&path, content.as_bytes()).with_context(|| path_shown.clone())?;
        files.push(path_shown);
    }
    let text = files.iter().map(|f| format!("{f}\n")).collect::<String>();
    Answer::new(text, json!({ "place": place, "period": wanted.month, "files": files }))
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
