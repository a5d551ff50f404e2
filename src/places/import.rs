//! A file of places becomes rows of the database, or every fault with its row. One bad row refuses the whole
//! file, because half a tree sends questions to the wrong desk.

use super::place::{Kind, Place};
use super::sheet::{self, Cell, Fault};
use super::store;
use crate::db::{Db, next_number};
use crate::failure::refused;
use crate::text::fold;
use anyhow::Result;
use jiff::civil::Date;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

const COLUMNS: [&str; 9] =
    ["code", "name", "kind", "parent", "from", "until", "successors", "phone", "households"];
const REQUIRED: usize = 4;
const LONGEST_CODE: usize = 40;
const LONGEST_NAME: usize = 200;

/// One row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as the person sees it: the line of a `.csv`, the row of a sheet.
    pub row: usize,
    /// What it says.
    pub place: Place,
}

/// Why a row, or the file, is refused. Shows as `file:row: what is wrong; what to do`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The file's name.
    pub file: String,
    /// The row as the person sees it; none when it is the whole file.
    pub row: Option<usize>,
    /// What is wrong; what to do.
    pub what: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "{}:{row}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

/// What an import did; counts of places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// New ones.
    pub added: usize,
    /// Places that read differently now.
    pub changed: usize,
    /// Places that read the same already.
    pub unchanged: usize,
}

/// Reads a file on its own: parents and successors that are not in it are taken to be in the database,
/// which only [`import`] can tell.
pub fn read(path: &Path) -> Result<Vec<Row>, Vec<RowFault>> {
    checked(path, None)
}

/// Imports a file in one transaction. Places that the file does not name stay as they are; the same file
/// twice changes nothing.
pub async fn import(db: &Db, path: &Path) -> Result<Outcome> {
    let mut tx = db.write().await?;
    let places = store::all(&mut *tx).await?;
    let known: BTreeMap<&str, &Place> = places.iter().map(|p| (p.code.as_str(), p)).collect();
    let rows = checked(path, Some(&known))
        .map_err(|faults| refused(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?;
    let mut outcome = Outcome::default();
    for Row { place, .. } in &rows {
        match known.get(place.code.as_str()) {
            Some(old) if *old == place => outcome.unchanged += 1,
            Some(_) => {
                store::update(&mut tx, place).await?;
                outcome.changed += 1;
            }
            None => {
                store::insert(&mut tx, place).await?;
                outcome.added += 1;
            }
        }
    }
    if outcome.added + outcome.changed > 0 {
        // Whoever keeps the tree in memory reads it again.
        next_number(&mut tx, "places").await?;
    }
    tx.commit().await?;
    Ok(outcome)
}

fn checked(path: &Path, known: Option<&BTreeMap<&str, &Place>>) -> Result<Vec<Row>, Vec<RowFault>> {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut table = Table::default();
    match sheet::rows(path) {
        Ok(rows) => table.take(rows),
        Err(faults) => table.faults = faults,
    }
    table.check(known);
    let mut faults = table.faults;
    if faults.is_empty() {
        return Ok(table.rows);
    }
    faults.sort();
    faults.dedup();
    Err(faults.into_iter().map(|(row, what)| RowFault { file: file.clone(), row, what }).collect())
}

#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    /// First row of every code, also of rows that are bad: nobody is blamed for another row's fault.
    codes: BTreeMap<String, usize>,
    faults: Vec<Fault>,
}

impl Table {
    fn fault(&mut self, row: usize, what: String) {
        self.faults.push((Some(row), what));
    }

    fn take(&mut self, rows: sheet::Rows) {
        let mut rows = rows.into_iter();
        let Some((row, header)) = rows.next() else {
            self.faults.push((None, "tệp trống; dòng đầu phải là tên cột: code, name, kind, parent".into()));
            return;
        };
        let Some(columns) = self.header(row, &header) else { return };
        for (row, cells) in rows {
            if cells.iter().skip(columns.len()).any(|c| !c.is_empty()) {
                let what = "có nhiều ô hơn số cột; đặt ô có dấu phân cách trong ngoặc kép, ví dụ \"b1;b2\"";
                self.fault(row, what.into());
                continue;
            }
            self.row(row, &columns, &cells);
        }
    }

    /// Which column each cell belongs to (none: an empty one at the edge), or faults.
    fn header(&mut self, row: usize, cells: &[Cell]) -> Option<Vec<Option<usize>>> {
        let faults = self.faults.len();
        let mut columns = vec![];
        for cell in cells {
            let Cell::Text(name) = cell else {
                self.fault(row, "dòng đầu phải là tên cột bằng chữ; sửa dòng này".into());
                continue;
            };
            let folded: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
            let column = COLUMNS.iter().position(|c| *c == folded);
            if column.is_none() && !name.is_empty() {
                let allowed = COLUMNS.join(", ");
                self.fault(row, format!("cột lạ \"{name}\"; xoá cột này hoặc dùng một trong: {allowed}"));
            }
            if column.is_some() && columns.contains(&column) {
                self.fault(row, format!("cột \"{name}\" có hai lần; xoá bớt một cột"));
            }
            columns.push(column);
        }
        for (i, name) in COLUMNS.iter().enumerate().take(REQUIRED) {
            if !columns.contains(&Some(i)) {
                self.fault(row, format!("thiếu cột \"{name}\"; thêm cột này vào dòng đầu"));
            }
        }
        while columns.last() == Some(&None) {
            columns.pop();
        }
        (self.faults.len() == faults).then_some(columns)
    }

    fn row(&mut self, row: usize, columns: &[Option<usize>], cells: &[Cell]) {
        let mut fields: [Cell; COLUMNS.len()] = std::array::from_fn(|_| Cell::Text(String::new()));
        for (i, cell) in cells.iter().enumerate() {
            match columns.get(i).copied().flatten() {
                Some(column) => fields[column] = cell.clone(),
                None if cell.is_empty() => {}
                None => self.fault(row, "có ô nằm ở cột không tên; đặt tên cột hoặc xoá ô".into()),
            }
        }
        let before = self.faults.len();
        let [code, name, kind, parent, from, until, successors, phone, households] = fields;
        let code = self.code(row, "code", &code);
        if let Some(first) = self.codes.get(&code).filter(|_| !code.is_empty()) {
            self.fault(row, format!("mã \"{code}\" đã có ở dòng {first}; mỗi mã chỉ một dòng"));
        } else {
            self.codes.insert(code.clone(), row);
        }
        if code.is_empty() && self.faults.len() == before {
            self.fault(row, "ô code trống; đặt mã riêng cho địa bàn này".into());
        }
        let name = self.text(row, "name", &name);
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            self.fault(row, format!("ô name trống hoặc dài hơn {LONGEST_NAME} ký tự; điền tên địa bàn"));
        }
        let kind = self.text(row, "kind", &kind).to_lowercase();
        let kind = Kind::parse(&kind).unwrap_or_else(|| {
            let allowed: Vec<_> = Kind::ALL.into_iter().map(Kind::as_str).collect();
            self.fault(
                row,
                format!("ô kind trống hoặc không hợp lệ; viết một trong: {}", allowed.join(", ")),
            );
            Kind::Body
        });
        let parent = Some(self.code(row, "parent", &parent)).filter(|p| !p.is_empty());
        let from = self.day(row, "from", &from);
        let until = self.day(row, "until", &until);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            self.fault(row, "ngày until trước ngày from; sửa một trong hai ngày".into());
        }
        let successors = self.successors(row, &successors);
        let phone = self.phone(row, &phone);
        let households = self.households(row, &households);
        if self.faults.len() == before {
            let place = Place {
                code: code.into(),
                name: name.into(),
                kind,
                parent: parent.map(SmolStr::from),
                from,
                until,
                successors: successors.into_iter().map(SmolStr::from).collect(),
                phone: phone.into(),
                households,
            };
            self.rows.push(Row { row, place });
        }
    }

    fn text(&mut self, row: usize, column: &str, cell: &Cell) -> String {
        match cell {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Day(_) => {
                self.fault(row, format!("ô {column} đã bị đổi thành ngày; định dạng cột là Text rồi gõ lại"));
                String::new()
            }
            Cell::Wrong(what) => {
                self.fault(row, format!("ô {column} {what}"));
                String::new()
            }
        }
    }

    fn code(&mut self, row: usize, column: &str, cell: &Cell) -> String {
        let code = self.text(row, column, cell);
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if code.len() > LONGEST_CODE || !code.chars().all(fits) {
            let what = "chỉ gồm chữ không dấu, số và . _ -, nhiều nhất 40 ký tự";
            self.fault(row, format!("mã \"{code}\" ở ô {column} không hợp lệ; {what}"));
        }
        code
    }

    fn successors(&mut self, row: usize, cell: &Cell) -> Vec<String> {
        let mut codes: Vec<String> = vec![];
        for part in self.text(row, "successors", cell).split(';').map(str::trim).filter(|p| !p.is_empty()) {
            let code = self.code(row, "successors", &Cell::Text(part.to_owned()));
            if codes.contains(&code) {
                self.fault(row, format!("mã \"{code}\" có hai lần trong ô successors; xoá bớt"));
            }
            codes.push(code);
        }
        codes
    }

    /// `2025-07-01`, `1/7/2025` (as written in Vietnam: the day first), or a date of the spreadsheet.
    fn day(&mut self, row: usize, column: &str, cell: &Cell) -> Option<Date> {
        let date = match cell {
            Cell::Day(date) => Some(*date),
            Cell::Text(text) if text.is_empty() => return None,
            Cell::Text(text) => text.parse().ok().or_else(|| Date::strptime("%d/%m/%Y", text).ok()),
            _ => None,
        };
        if date.is_none() {
            self.fault(row, format!("ô {column} không phải ngày; viết dạng 2025-07-01 hoặc 01/7/2025"));
        }
        date
    }

    /// Spreadsheets drop the 0 that every number dialled within Vietnam begins with.
    fn phone(&mut self, row: usize, cell: &Cell) -> String {
        let phone = self.text(row, "phone", cell);
        let digits = phone.bytes().filter(u8::is_ascii_digit).count();
        if phone.chars().any(|c| !c.is_ascii_digit() && !" +-.()/".contains(c)) || phone.len() > 60 {
            self.fault(row, "ô phone không phải số điện thoại; chỉ viết số và khoảng trắng".into());
        }
        let lost = matches!(cell, Cell::Number(_)) || phone.len() == 9;
        if lost && matches!(digits, 9 | 10) && !phone.starts_with('0') && digits == phone.len() {
            return format!("0{phone}");
        }
        phone
    }

    fn households(&mut self, row: usize, cell: &Cell) -> Option<i64> {
        let number = match cell {
            Cell::Text(text) if text.is_empty() => return None,
            Cell::Text(text) => text.parse().ok(),
            Cell::Number(number) => Some(*number),
            _ => None,
        };
        let number = number.filter(|n| (0..=10_000_000).contains(n));
        if number.is_none() {
            self.fault(row, "ô households không phải số hộ; viết số nguyên từ 0, không có dấu chấm".into());
        }
        number
    }

    /// What only all rows together, and the database, can tell.
    fn check(&mut self, known: Option<&BTreeMap<&str, &Place>>) {
        let mut parents: BTreeMap<&str, &str> = BTreeMap::new();
        let old = known.into_iter().flat_map(BTreeMap::values);
        parents.extend(old.filter_map(|p| Some((p.code.as_str(), p.parent.as_deref()?))));
        for Row { place, .. } in &self.rows {
            match &place.parent {
                Some(parent) => parents.insert(&place.code, parent),
                None => parents.remove(place.code.as_str()),
            };
        }
        let mut faults: Vec<Fault> = vec![];
        let is_known =
            |code: &str| self.codes.contains_key(code) || known.is_none_or(|known| known.contains_key(code));
        let hint = "sửa mã, thêm dòng cho nó, hoặc (mã bắt đầu bằng số 0) định dạng cột là Text";
        for Row { row, place } in &self.rows {
            let mut fault = |what: String| faults.push((Some(*row), what));
            if let Some(parent) = place.parent.as_deref() {
                if parent == place.code {
                    fault("địa bàn thuộc chính nó; sửa ô parent".into());
                } else if !is_known(parent) {
                    fault(format!("không có địa bàn cấp trên \"{parent}\"; {hint}"));
                } else if in_circle(&place.code, &parents) {
                    fault("các ô parent đi thành vòng tròn trở lại dòng này; sửa ô parent".into());
                }
            }
            for successor in &place.successors {
                if *successor == place.code {
                    fault("địa bàn kế tiếp là chính nó; sửa ô successors".into());
                } else if !is_known(successor) {
                    fault(format!("không có địa bàn kế tiếp \"{successor}\"; {hint}"));
                }
            }
        }
        self.faults.extend(faults);
    }
}

/// True when going up from `code` comes back to it.
fn in_circle(code: &str, parents: &BTreeMap<&str, &str>) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = code;
    while let Some(above) = parents.get(at).copied() {
        if above == code {
            return true;
        }
        if !seen.insert(above) {
            return false;
        }
        at = above;
    }
    false
}
