//! A table out of a `.csv` or `.xlsx` file, each row with the number a person sees beside it.

use crate::text::clean;
use calamine::{Data, Reader, Xlsx};
use jiff::civil::Date;
use std::io::Cursor;
use std::path::Path;

/// A province has some thousand villages; more is another file.
const LARGEST: u64 = 20 * 1024 * 1024;

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
}

/// A fault in a file: the row as the person sees it (none: the whole file), what is wrong; what to do.
pub type Fault = (Option<usize>, String);

/// Rows that are not empty, with their numbers.
pub type Rows = Vec<(usize, Vec<Cell>)>;

/// Reads a file, going by its ending.
pub fn rows(path: &Path) -> Result<Rows, Vec<Fault>> {
    let whole = |what: &str| vec![(None, what.to_owned())];
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    match std::fs::metadata(path) {
        Ok(meta) if meta.len() > LARGEST => {
            return Err(whole("tệp lớn hơn 20 MB; chỉ để lại bảng địa bàn"));
        }
        _ => {}
    }
    let bytes = std::fs::read(path)
        .map_err(|e| whole(&format!("không đọc được tệp ({}); kiểm tra tên tệp và quyền đọc", e.kind())))?;
    let mut rows = match ending.as_str() {
        "csv" => csv_rows(&bytes)?,
        "xlsx" => xlsx_rows(bytes)?,
        _ => return Err(whole("không phải tệp .csv hay .xlsx; lưu lại ở một trong hai dạng đó")),
    };
    rows.retain(|(_, cells)| cells.iter().any(|c| !c.is_empty()));
    Ok(rows)
}

fn csv_rows(bytes: &[u8]) -> Result<Rows, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let row = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        vec![(Some(row), "tệp không ở dạng UTF-8; trong Excel chọn lưu dạng \"CSV UTF-8\"".to_owned())]
    })?;
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
        rows.push((row, record.iter().map(|t| Cell::Text(tidy(t))).collect()));
    }
    Ok(rows)
}

/// What separates the names of the first line: Excel writes `;` where the decimal sign is a comma.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|b| *b == sign).count();
    [b';', b'\t', b','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

fn xlsx_rows(bytes: Vec<u8>) -> Result<Rows, Vec<Fault>> {
    let broken = |_| {
        vec![(
            None,
            "không mở được bảng tính (hỏng hoặc có mật khẩu); mở bằng Excel rồi lưu lại dạng .xlsx".into(),
        )]
    };
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let merged = book.merge_cells_by_sheet_id(0).map_err(broken)?;
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
    let Some(range) = book.worksheet_range_at(0).transpose().map_err(broken)? else { return Ok(vec![]) };
    let first = range.start().map_or(0, |(row, _)| row as usize);
    Ok(range.rows().enumerate().map(|(i, cells)| (first + i + 1, cells.iter().map(cell).collect())).collect())
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Text(String::new()),
        Data::String(text) => Cell::Text(tidy(text)),
        Data::Int(n) => Cell::Number(*n),
        // Up to here a spreadsheet's numbers are exact.
        Data::Float(n) if n.fract() == 0.0 && n.abs() < 9e15 => Cell::Number(*n as i64),
        Data::Float(_) => Cell::Wrong("là số lẻ; sửa thành số nguyên hoặc chữ".into()),
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            let date = Date::new(year as i16, month as i8, day as i8);
            match date {
                Ok(date) if at.is_datetime() => Cell::Day(date),
                _ => Cell::Wrong("là giờ chứ không phải ngày; viết dạng 2025-07-01".into()),
            }
        }
        Data::DateTimeIso(text) => match text.get(..10).and_then(|t| t.parse().ok()) {
            Some(date) => Cell::Day(date),
            None => Cell::Text(tidy(text)),
        },
        Data::DurationIso(_) => Cell::Wrong("là giờ chứ không phải ngày; viết dạng 2025-07-01".into()),
        Data::Bool(_) => Cell::Wrong("là giá trị đúng/sai; viết thành chữ".into()),
        Data::Error(_) => Cell::Wrong("là công thức bị lỗi; thay bằng giá trị".into()),
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
