//! A table out of a `.csv` or `.xlsx` file, each row with the number a person sees beside it. Whatever the file holds
//! is a cell, a fault, or named as left out.

use super::spelling;
use crate::text::clean;
use calamine::{Data, Range, Reader, SheetVisible, Xlsx};
use jiff::civil::Date;
use std::io::Cursor;
use std::path::Path;

/// A province has some thousand villages; more is another file.
const LARGEST_FILE_BYTES: u64 = 20 * 1024 * 1024;

/// One cell, as far as the file says what it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, tidied; "" is an empty cell.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A cell that the spreadsheet holds as a date.
    Day(Date),
    /// Something that cannot be meant: what is wrong; what to do.
    Wrong(String),
}

impl Cell {
    /// True when nothing stands in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Text(text) if text.is_empty())
    }

    fn of(text: &str) -> Cell {
        match spelling::damage(text) {
            Some(damage) => Cell::Wrong(damage.what().into()),
            None => Cell::Text(tidy(text)),
        }
    }
}

/// A fault in a file: the row as the person sees it (none: the whole file), what is wrong; what to do.
pub type Fault = (Option<usize>, String);

/// The table of a file.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Rows that are not empty, with their numbers.
    pub rows: Vec<(usize, Vec<Cell>)>,
    /// What else the file holds and nobody reads, in sentences.
    pub left_out: Vec<String>,
    /// Its name in the workbook and its first column there; none in a `.csv`.
    grid: Option<(String, u32)>,
}

impl Sheet {
    /// How a person finds a cell: "Trang1!C7" in a workbook; a `.csv` has no such names.
    pub fn cell_name(&self, row: usize, column: usize) -> Option<String> {
        let (sheet, first) = self.grid.as_ref()?;
        let cell = name_of((row.saturating_sub(1) as u32, first + column as u32));
        let plain = sheet.chars().all(char::is_alphanumeric);
        Some(if plain { format!("{sheet}!{cell}") } else { format!("'{sheet}'!{cell}") })
    }
}

/// Reads a file, going by its ending.
pub fn read(path: &Path) -> Result<Sheet, Vec<Fault>> {
    let whole = |what: &str| vec![(None, what.to_owned())];
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    match std::fs::metadata(path) {
        Ok(meta) if meta.len() > LARGEST_FILE_BYTES => {
            return Err(whole("tệp lớn hơn 20 MB; chỉ để lại bảng địa bàn"));
        }
        _ => {}
    }
    let bytes = std::fs::read(path)
        .map_err(|e| whole(&format!("không đọc được tệp ({}); kiểm tra tên tệp và quyền đọc", e.kind())))?;
    let mut sheet = match ending.as_str() {
        "csv" => csv_sheet(&bytes)?,
        "xlsx" => xlsx_sheet(bytes)?,
        _ => return Err(whole("không phải tệp .csv hay .xlsx; lưu lại ở một trong hai dạng đó")),
    };
    sheet.rows.retain(|(_, cells)| cells.iter().any(|c| !c.is_empty()));
    Ok(sheet)
}

fn csv_sheet(bytes: &[u8]) -> Result<Sheet, Vec<Fault>> {
    let text = decoded(bytes)?;
    let text = text.as_str();
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut rows = vec![];
    let mut record = csv::StringRecord::new();
    while let Ok(true) = reader.read_record(&mut record) {
        // The reader counts the empty lines before a record as part of it.
        let at = record.position().map_or(0, |p| p.byte() as usize);
        let at = at + text[at..].len() - text[at..].trim_start_matches(['\r', '\n']).len();
        let row = starts.partition_point(|s| *s <= at);
        rows.push((row, record.iter().map(Cell::of).collect()));
    }
    Ok(Sheet { rows, ..Sheet::default() })
}

/// UTF-8, or the UTF-16 that Excel calls "Unicode Text". In any other set a byte could be several letters.
fn decoded(bytes: &[u8]) -> Result<String, Vec<Fault>> {
    const HOW: &str = "tệp không ở dạng UTF-8; trong Excel chọn lưu dạng \"CSV UTF-8\"";
    let fault = |row: usize| vec![(Some(row), HOW.to_owned())];
    let wide: Option<fn([u8; 2]) -> u16> = match bytes {
        [0xff, 0xfe, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(unit) = wide {
        let units = bytes[2..].chunks(2).map(|pair| <[u8; 2]>::try_from(pair).map_or(0xfffd, unit));
        return char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| fault(1));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let row = |at: usize| bytes[..at].iter().filter(|b| **b == b'\n').count() + 1;
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(fault(row(at)));
    }
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|e| fault(row(e.valid_up_to())))
}

/// What separates the names of the first line: Excel writes `;` where the decimal sign is a comma.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|b| *b == sign).count();
    [b';', b'\t', b','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

fn xlsx_sheet(bytes: Vec<u8>) -> Result<Sheet, Vec<Fault>> {
    let broken = |_| {
        vec![(
            None,
            "không mở được bảng tính (hỏng hoặc có mật khẩu); mở bằng Excel rồi lưu lại dạng .xlsx".into(),
        )]
    };
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let pages: Vec<(String, bool)> =
        book.sheets_metadata().iter().map(|s| (s.name.clone(), s.visible == SheetVisible::Visible)).collect();
    // What nobody sees is not the table that somebody means to give us.
    let at = pages.iter().position(|(_, visible)| *visible).unwrap_or(0);
    let Some((name, _)) = pages.get(at) else { return Ok(Sheet::default()) };
    let merged = book.merge_cells_by_sheet_id(at).map_err(broken)?;
    if !merged.is_empty() {
        let fault = |d: &calamine::Dimensions| {
            let what = format!(
                "các ô {}:{} bị gộp; bỏ gộp ô (Unmerge Cells) rồi điền đủ từng ô",
                name_of(d.start),
                name_of(d.end)
            );
            (Some(d.start.0 as usize + 1), what)
        };
        return Err(merged.iter().map(fault).collect());
    }
    let Some(range) = book.worksheet_range_at(at).transpose().map_err(broken)? else {
        return Ok(Sheet::default());
    };
    let formulas = book.worksheet_formula(name).map_err(broken)?;
    let (first, column) = range.start().unwrap_or_default();
    let mut sheet = Sheet { grid: Some((name.clone(), column)), ..Sheet::default() };
    for (i, cells) in range.rows().enumerate() {
        sheet.rows.push((first as usize + i + 1, cells.iter().map(cell).collect()));
    }
    let mut faults = uncounted(&sheet, &range, &formulas);
    if !faults.is_empty() {
        faults.sort();
        return Err(faults);
    }
    for (i, (other, visible)) in pages.iter().enumerate().filter(|(i, _)| *i != at) {
        // A page that is not a grid of cells (a chart) cannot be read, and holds nothing of ours.
        let Some(Ok(range)) = book.worksheet_range_at(i) else { continue };
        if range.rows().flatten().any(|d| *d != Data::Empty) {
            let hidden = if *visible { "" } else { " (đang ẩn)" };
            sheet.left_out.push(format!(
                "trang \"{other}\"{hidden} có dữ liệu nhưng không được đọc; chỉ đọc trang \"{name}\""
            ));
        }
    }
    Ok(sheet)
}

/// Formulas that the file holds no value of: it was written by a program that does not count.
fn uncounted(sheet: &Sheet, values: &Range<Data>, formulas: &Range<String>) -> Vec<Fault> {
    let (row, column) = formulas.start().unwrap_or_default();
    let mut faults = vec![];
    for (i, j, formula) in formulas.used_cells() {
        let at = (row + i as u32, column + j as u32);
        let is_empty = values.get_value(at).is_none_or(|d| *d == Data::Empty);
        if is_empty && !formula.is_empty() {
            let from = sheet.grid.as_ref().map_or(0, |(_, first)| *first);
            let name = sheet.cell_name(at.0 as usize + 1, at.1.saturating_sub(from) as usize);
            let what = "là công thức chưa có giá trị; mở bằng Excel, thay công thức bằng giá trị rồi lưu lại";
            faults.push((Some(at.0 as usize + 1), format!("ô {} {what}", name.unwrap_or_default())));
        }
    }
    faults
}

const WITH_TIME: &str = "là giờ, hoặc ngày kèm giờ; chỉ viết ngày, dạng 2025-07-01";

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Text(String::new()),
        Data::String(text) => Cell::of(text),
        Data::Int(n) => Cell::Number(*n),
        // Up to here a spreadsheet's numbers are exact.
        Data::Float(n) if n.fract() == 0.0 && n.abs() < 9e15 => Cell::Number(*n as i64),
        Data::Float(_) => Cell::Wrong("là số lẻ; sửa thành số nguyên hoặc chữ".into()),
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            match Date::new(year as i16, month as i8, day as i8) {
                Ok(date) if at.is_datetime() && (hour, minute, second) == (0, 0, 0) => Cell::Day(date),
                _ => Cell::Wrong(WITH_TIME.into()),
            }
        }
        Data::DateTimeIso(text) => {
            let date = text.get(..10).and_then(|t| t.parse().ok());
            match date.filter(|_| matches!(text.get(10..), Some("" | "T00:00:00" | "T00:00:00Z"))) {
                Some(date) => Cell::Day(date),
                None => Cell::Wrong(WITH_TIME.into()),
            }
        }
        Data::DurationIso(_) => Cell::Wrong(WITH_TIME.into()),
        Data::Bool(_) => Cell::Wrong("là giá trị đúng/sai; viết thành chữ".into()),
        Data::Error(error) => Cell::Wrong(format!("là công thức bị lỗi ({error}); thay bằng giá trị")),
    }
}

/// NFC, no control characters, single spaces.
fn tidy(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "B7" of a row and a column counted from 0.
fn name_of((row, mut column): (u32, u32)) -> String {
    let mut letters = vec![];
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    format!("{}{}", letters.into_iter().rev().collect::<String>(), row + 1)
}
