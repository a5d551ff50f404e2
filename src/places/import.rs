//! A file of places becomes rows of the database, or every fault with its row. One bad row refuses the whole
//! file, because half a tree sends questions to the wrong desk.

use super::day::day;
use super::place::{Kind, Place};
use super::sheet::{self, Cell, Fault, Sheet};
use super::store;
use super::tree::Tree;
use crate::db::{Db, Tx, next_number};
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
const REQUIRED_COLUMNS: usize = 4;
const LONGEST_CODE_CHARS: usize = 40;
const LONGEST_NAME_CHARS: usize = 200;
/// Years in which a place of today's country can begin or end.
const YEARS: std::ops::RangeInclusive<i16> = 1945..=2199;
const FAR: &str = "có năm ngoài khoảng 1945–2199; xem lại năm, viết đủ bốn chữ số";

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

/// A place that a file brings, or that it makes read differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// As it was; none when it is new.
    pub before: Option<Place>,
    /// As the file says.
    pub after: Place,
}

/// What an import did, or would do.
#[derive(Debug, Default)]
pub struct Outcome {
    /// New places, and places that read differently now, in the order of the file.
    pub changes: Vec<Change>,
    /// How many places read the same already.
    pub unchanged: usize,
    /// What the file holds and nobody reads, in sentences.
    pub left_out: Vec<String>,
    /// Every place as it is afterwards.
    pub tree: Tree,
}

impl Outcome {
    /// How many places are new.
    pub fn added(&self) -> usize {
        self.changes.iter().filter(|c| c.before.is_none()).count()
    }

    /// How many read differently now.
    pub fn changed(&self) -> usize {
        self.changes.len() - self.added()
    }
}

/// Reads a file on its own: parents and successors that are not in it are taken to be in the database,
/// which only [`import`] can tell.
pub fn read(path: &Path) -> Result<Vec<Row>, Vec<RowFault>> {
    Ok(checked(path, None)?.rows)
}

/// Imports a file in one transaction. Places that the file does not name stay as they are; the same file
/// twice changes nothing.
pub async fn import(db: &Db, path: &Path) -> Result<Outcome> {
    let mut tx = db.write().await?;
    let outcome = outcome(&mut tx, path).await?;
    for Change { before, after } in &outcome.changes {
        match before {
            Some(_) => store::update(&mut tx, after).await?,
            None => store::insert(&mut tx, after).await?,
        }
    }
    if !outcome.changes.is_empty() {
        // Whoever keeps the tree in memory reads it again.
        next_number(&mut tx, "places").await?;
    }
    tx.commit().await?;
    Ok(outcome)
}

/// What importing a file would do; nothing is changed.
pub async fn rehearse(db: &Db, path: &Path) -> Result<Outcome> {
    let mut tx = db.write().await?;
    outcome(&mut tx, path).await
}

async fn outcome(tx: &mut Tx, path: &Path) -> Result<Outcome> {
    let places = store::all(&mut **tx).await?;
    let known: BTreeMap<&str, &Place> = places.iter().map(|p| (p.code.as_str(), p)).collect();
    let table = checked(path, Some(&known))
        .map_err(|faults| refused(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?;
    let mut outcome = Outcome { left_out: table.left_out, ..Outcome::default() };
    for Row { place, .. } in table.rows {
        let before = known.get(place.code.as_str()).map(|old| (*old).clone());
        if before.as_ref() == Some(&place) {
            outcome.unchanged += 1;
        } else {
            outcome.changes.push(Change { before, after: place });
        }
    }
    // Of two with one code the last counts.
    let after = outcome.changes.iter().map(|c| c.after.clone());
    outcome.tree = Tree::new(places.into_iter().chain(after).collect());
    Ok(outcome)
}

pub(super) fn checked(path: &Path, known: Option<&BTreeMap<&str, &Place>>) -> Result<Table, Vec<RowFault>> {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut table = Table::default();
    match sheet::read(path) {
        Ok(sheet) => table.take(sheet),
        Err(faults) => table.faults = faults,
    }
    table.check(known);
    let mut faults = std::mem::take(&mut table.faults);
    if faults.is_empty() {
        return Ok(table);
    }
    faults.sort();
    faults.dedup();
    Err(faults.into_iter().map(|(row, what)| RowFault { file: file.clone(), row, what }).collect())
}

#[derive(Default)]
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// First row of every code, also of rows that are bad: nobody is blamed for another row's fault.
    codes: BTreeMap<String, usize>,
    faults: Vec<Fault>,
    pub left_out: Vec<String>,
    /// Which column of the sheet each cell belongs to, and the sheet without its rows, which knows the cells' names.
    columns: Vec<Option<usize>>,
    sheet: Sheet,
}

impl Table {
    fn fault(&mut self, row: usize, what: String) {
        self.faults.push((Some(row), what));
    }

    /// "ô until", or "ô Sheet1!F7 (until)" in a workbook.
    fn at(&self, row: usize, column: &str) -> String {
        let here = self.columns.iter().position(|c| c.is_some_and(|c| COLUMNS[c] == column));
        match here.and_then(|at| self.sheet.cell_name(row, at)) {
            Some(cell) => format!("ô {cell} ({column})"),
            None => format!("ô {column}"),
        }
    }

    /// The same for a cell in a column without a name of ours.
    fn at_number(&self, row: usize, column: usize) -> String {
        self.sheet
            .cell_name(row, column)
            .map_or(format!("ô thứ {}", column + 1), |cell| format!("ô {cell}"))
    }

    fn take(&mut self, mut sheet: Sheet) {
        self.left_out.append(&mut sheet.left_out);
        let mut rows = std::mem::take(&mut sheet.rows).into_iter();
        self.sheet = sheet;
        let Some((row, header)) = rows.next() else {
            self.faults.push((None, "tệp trống; dòng đầu phải là tên cột: code, name, kind, parent".into()));
            return;
        };
        let Some(spare) = self.header(row, &header) else { return };
        let mut spare: Vec<(usize, String, usize)> =
            spare.into_iter().map(|(at, name)| (at, name, 0)).collect();
        for (row, cells) in rows {
            for (at, _, count) in &mut spare {
                *count += usize::from(cells.get(*at).is_some_and(|c| !c.is_empty()));
            }
            let many = self.columns.len();
            match cells.iter().skip(many).position(|c| !c.is_empty()) {
                Some(more) => {
                    let at = self.at_number(row, many + more);
                    let what = "nằm ngoài các cột có tên; xoá ô, hoặc đặt ô có dấu phân cách trong ngoặc kép, ví dụ \"b1;b2\"";
                    self.fault(row, format!("{at} {what}"));
                }
                None => self.row(row, &cells, &spare),
            }
        }
        for (_, name, count) in spare {
            self.left_out.push(format!("cột \"{name}\" không dùng đến ({count} ô có chữ)"));
        }
    }

    /// Finds which column each cell belongs to (none: an empty one at the edge, or one that nobody reads, which are
    /// returned), or faults.
    fn header(&mut self, row: usize, cells: &[Cell]) -> Option<Vec<(usize, String)>> {
        let faults = self.faults.len();
        let mut spare = vec![];
        for (i, cell) in cells.iter().enumerate() {
            let at = self.at_number(row, i);
            let name = match cell {
                Cell::Text(name) => name,
                Cell::Wrong(what) => {
                    self.fault(row, format!("{at} {what}"));
                    continue;
                }
                _ => {
                    self.fault(row, format!("{at} không phải tên cột; dòng đầu phải là tên cột bằng chữ"));
                    continue;
                }
            };
            let folded: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
            let column = COLUMNS.iter().position(|c| *c == folded);
            if column.is_none() && !name.is_empty() {
                // A column that somebody meant for us must not be passed over for a slip.
                match COLUMNS.iter().find(|c| strsim::osa_distance(c, &folded) <= 1 + c.len() / 6) {
                    Some(meant) => {
                        self.fault(row, format!("{at}: cột lạ \"{name}\"; có phải \"{meant}\"? Sửa tên cột"))
                    }
                    None => spare.push((i, name.clone())),
                }
            }
            if column.is_some() && self.columns.contains(&column) {
                self.fault(row, format!("{at}: cột \"{name}\" có hai lần; xoá bớt một cột"));
            }
            self.columns.push(column);
        }
        for (i, name) in COLUMNS.iter().enumerate().take(REQUIRED_COLUMNS) {
            if !self.columns.contains(&Some(i)) {
                self.fault(row, format!("thiếu cột \"{name}\"; thêm cột này vào dòng đầu"));
            }
        }
        while self.columns.last() == Some(&None)
            && spare.last().is_none_or(|(at, _)| at + 1 < self.columns.len())
        {
            self.columns.pop();
        }
        (self.faults.len() == faults).then_some(spare)
    }

    fn row(&mut self, row: usize, cells: &[Cell], spare: &[(usize, String, usize)]) {
        let mut fields: [Cell; COLUMNS.len()] = std::array::from_fn(|_| Cell::Text(String::new()));
        for (i, cell) in cells.iter().enumerate() {
            match self.columns.get(i).copied().flatten() {
                Some(column) => fields[column] = cell.clone(),
                None if cell.is_empty() || spare.iter().any(|(at, ..)| *at == i) => {}
                None => {
                    let at = self.at_number(row, i);
                    self.fault(row, format!("{at} nằm ở cột không tên; đặt tên cột hoặc xoá ô"));
                }
            }
        }
        let before = self.faults.len();
        let [code, name, kind, parent, from, until, successors, phone, households] = fields;
        let code = self.code(row, "code", &code);
        if let Some(first) = self.codes.get(&code).filter(|_| !code.is_empty()) {
            let what =
                format!("{}: mã \"{code}\" đã có ở dòng {first}; mỗi mã chỉ một dòng", self.at(row, "code"));
            self.fault(row, what);
        } else {
            self.codes.insert(code.clone(), row);
        }
        if code.is_empty() && self.faults.len() == before {
            let at = self.at(row, "code");
            self.fault(row, format!("{at} trống; đặt mã riêng cho địa bàn này"));
        }
        let readable = self.faults.len();
        let name = self.text(row, "name", &name);
        if self.faults.len() == readable && (name.is_empty() || name.chars().count() > LONGEST_NAME_CHARS) {
            let at = self.at(row, "name");
            self.fault(row, format!("{at} trống hoặc dài hơn {LONGEST_NAME_CHARS} ký tự; điền tên địa bàn"));
        }
        let readable = self.faults.len();
        let kind = self.text(row, "kind", &kind).to_lowercase();
        let kind = Kind::of(&kind).unwrap_or_else(|| {
            if self.faults.len() == readable {
                let allowed: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
                let at = self.at(row, "kind");
                let allowed = allowed.join(", ");
                self.fault(row, format!("{at} trống hoặc không hợp lệ; viết một trong: {allowed}"));
            }
            Kind::Body
        });
        let parent = Some(self.code(row, "parent", &parent)).filter(|p| !p.is_empty());
        let from = self.day(row, "from", &from);
        let until = self.day(row, "until", &until);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            let at = self.at(row, "until");
            self.fault(row, format!("{at} là ngày trước ngày from; sửa một trong hai ngày"));
        }
        let successors = self.successors(row, &successors);
        if !successors.is_empty() && until.is_none() {
            self.left_out.push(format!(
                "{code}: có successors nhưng không có until, nên chưa chuyển đi đâu; ghi ngày cuối cùng vào until"
            ));
        }
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
                let at = self.at(row, column);
                self.fault(row, format!("{at} đã bị đổi thành ngày; định dạng cột là Text rồi gõ lại"));
                String::new()
            }
            Cell::Wrong(what) => {
                let what = format!("{} {what}", self.at(row, column));
                self.fault(row, what);
                String::new()
            }
        }
    }

    fn code(&mut self, row: usize, column: &str, cell: &Cell) -> String {
        let code = self.text(row, column, cell);
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if code.len() > LONGEST_CODE_CHARS || !code.chars().all(fits) {
            let what = "chỉ gồm chữ không dấu, số và . _ -, nhiều nhất 40 ký tự";
            let at = self.at(row, column);
            self.fault(row, format!("mã \"{code}\" ở {at} không hợp lệ; {what}"));
        }
        code
    }

    fn successors(&mut self, row: usize, cell: &Cell) -> Vec<String> {
        let mut codes: Vec<String> = vec![];
        for part in self.text(row, "successors", cell).split(';').map(str::trim).filter(|p| !p.is_empty()) {
            let code = self.code(row, "successors", &Cell::Text(part.to_owned()));
            if codes.contains(&code) {
                let at = self.at(row, "successors");
                self.fault(row, format!("mã \"{code}\" có hai lần trong {at}; xoá bớt"));
            }
            codes.push(code);
        }
        codes
    }

    fn day(&mut self, row: usize, column: &str, cell: &Cell) -> Option<Date> {
        let read = match cell {
            Cell::Day(date) => Ok(*date),
            Cell::Text(text) if text.is_empty() => return None,
            Cell::Text(text) => day(text),
            Cell::Wrong(what) => Err(what.clone()),
            Cell::Number(_) => Err("là số chứ không phải ngày; viết dạng 2025-07-01 hoặc 01/7/2025".into()),
        };
        // A spreadsheet, too, can hold the year 1925 for 2025.
        let read =
            read.and_then(|date| if YEARS.contains(&date.year()) { Ok(date) } else { Err(FAR.into()) });
        read.map_err(|what: String| {
            let what = format!("{} {what}", self.at(row, column));
            self.fault(row, what);
        })
        .ok()
    }

    /// Spreadsheets drop the 0 that every number dialled within Vietnam begins with.
    fn phone(&mut self, row: usize, cell: &Cell) -> String {
        let phone = self.text(row, "phone", cell);
        let digits = phone.bytes().filter(u8::is_ascii_digit).count();
        if phone.chars().any(|c| !c.is_ascii_digit() && !" +-.()/".contains(c)) || phone.len() > 60 {
            let at = self.at(row, "phone");
            self.fault(row, format!("{at} không phải số điện thoại; chỉ viết số và khoảng trắng"));
        }
        // Who is in danger must not be told what somebody left standing in a sample.
        if digits > 0 && !phone.contains(|c| matches!(c, '1'..='9')) {
            let at = self.at(row, "phone");
            self.fault(row, format!("{at} chỉ có số 0, không ai gọi được; ghi số thật hoặc để trống"));
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
            Cell::Wrong(what) => {
                let what = format!("{} {what}", self.at(row, "households"));
                self.fault(row, what);
                return None;
            }
            Cell::Day(_) => None,
        };
        let number = number.filter(|n| (0..=10_000_000).contains(n));
        if number.is_none() {
            let at = self.at(row, "households");
            self.fault(row, format!("{at} không phải số hộ; viết số nguyên từ 0, không có dấu chấm"));
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
        let in_file: BTreeMap<&str, Kind> =
            self.rows.iter().map(|row| (row.place.code.as_str(), row.place.kind)).collect();
        let in_database = |code: &str| known.and_then(|known| known.get(code)).map(|place| place.kind);
        let kind_of = |code: &str| in_file.get(code).copied().or_else(|| in_database(code));
        let hint = "sửa mã, thêm dòng cho nó, hoặc (mã bắt đầu bằng số 0) định dạng cột là Text";
        for Row { row, place } in &self.rows {
            let mut fault = |what: String| faults.push((Some(*row), what));
            if let Some(parent) = place.parent.as_deref() {
                let at = self.at(*row, "parent");
                if parent == place.code {
                    fault(format!("{at}: địa bàn thuộc chính nó; sửa ô này"));
                } else if !is_known(parent) {
                    fault(format!("{at}: không có địa bàn cấp trên \"{parent}\"; {hint}"));
                } else if in_circle(&place.code, &parents) {
                    fault(format!("{at}: các ô parent đi thành vòng tròn trở lại dòng này; sửa ô này"));
                } else if let Some(above) = kind_of(parent).filter(|above| !place.kind.may_be_below(*above)) {
                    fault(format!(
                        "{at}: {} không thể thuộc {}; xem lại cột kind và parent",
                        place.kind.vietnamese(),
                        above.vietnamese()
                    ));
                }
            }
            for successor in &place.successors {
                let at = self.at(*row, "successors");
                if *successor == place.code {
                    fault(format!("{at}: địa bàn kế tiếp là chính nó; sửa ô này"));
                } else if !is_known(successor) {
                    fault(format!("{at}: không có địa bàn kế tiếp \"{successor}\"; {hint}"));
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
