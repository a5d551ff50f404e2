//! Items as tests need them.

use super::item::Item;
use super::parse::{Fault, Folder, items};
use crate::text::Text;
use std::sync::LazyLock;

pub const TOPICS: [&str; 3] = ["y-te", "giao-duc", "an-ninh"];

pub static TEXT: LazyLock<Text> = LazyLock::new(|| Text::load(None).unwrap());

pub const ABOUT: &str = r#"number = "72-NQ/TW"
kind = "resolution"
issuer = "Bộ Chính trị"
signed = "2025-09-09"
source = "Nghị quyết 72-NQ/TW, Cổng thông tin văn bản của Đảng"
topics = ["y-te"]
audience = ["residents"]
author = "Tổ biên tập mẫu"
"#;

/// A plan for studying it.
pub const PLAN: &str = r#"number = "12-KH/ĐU"
signed = "2026-10-28"
purpose = "Đảng viên nắm được nội dung nghị quyết."
requirements = "Học đủ, học đúng thời gian."
contents = "Nghị quyết 72-NQ/TW và việc của xã."
form = "quan_triet"
presenters = ["committee", "reporter"]
audience = ["members", "residents"]
expected = 120
from = "2026-11-10"
until = "2026-11-30"
where = "Nhà văn hoá các bản"
decoration = "Cờ, khẩu hiệu, ảnh Bác"
organisation = "Chi bộ mời, Đảng uỷ cử người trình bày."
support = "Loa, tài liệu, nước uống"
"#;

pub const VIETNAMESE: &str = "
title = Mỗi năm bà con được khám sức khoẻ miễn phí
summary = Từ năm 2026, mỗi người được khám ít nhất một lần trong năm.
point-1 = Mỗi năm khám ít nhất một lần. Không mất tiền.
point-2 = Bà con miền núi được khám trước.
point-3 = Khám ở cơ sở y tế được phép, hoặc đoàn khám lưu động.
action = Bà con hỏi Trạm Y tế xã: bản mình khám ngày nào, ở đâu.
loudspeaker =
    Kính thưa bà con.
    Xin báo tin về việc khám sức khoẻ miễn phí.
faq-1-question = Đi khám có phải nộp tiền không?
faq-1-answer = Không.
";

/// Words that printed sources attest, in no order that means anything: a test, not a translation.
pub const HMONG: &str = "
title = Zuôr tsuv pâuz: Nghị quyết 72-NQ/TW
point-2 = Cơưv ntơưr, tsêr kho moz.
";

/// The smallest voice that passes: the first page of an Opus stream.
pub fn opus() -> Vec<u8> {
    let mut page = b"OggS".to_vec();
    page.extend([0; 22]);
    page.extend([1, 19]);
    page.extend(b"OpusHead");
    page
}

pub fn png() -> Vec<u8> {
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec()
}

pub fn folder(name: &str, files: &[(&str, &str)]) -> Folder {
    let files = files.iter().map(|(n, text)| ((*n).to_owned(), text.as_bytes().to_vec())).collect();
    Folder { name: name.to_owned(), files }
}

pub fn parse(folders: Vec<Folder>) -> (Vec<Item>, Vec<Fault>) {
    items("content", folders, &TOPICS, &TEXT)
}

/// One item without faults.
pub fn item(about: &str, files: &[(&str, &str)]) -> Item {
    let mut all = vec![("item.toml", about), ("vi.ftl", VIETNAMESE)];
    all.retain(|(name, _)| !files.iter().any(|(f, _)| f == name));
    all.extend(files);
    let mut folder = folder("kham-suc-khoe", &all);
    for (name, bytes) in &mut folder.files {
        match name.rsplit_once('.') {
            Some((_, "ogg")) => *bytes = [opus(), bytes.clone()].concat(),
            Some((_, "png")) => *bytes = [png(), bytes.clone()].concat(),
            _ => {}
        }
    }
    let (mut items, faults) = parse(vec![folder]);
    assert_eq!(faults, []);
    items.pop().unwrap()
}

/// `ABOUT` with a reviewed note for each form, made from `revision`.
pub fn about_with_notes(revision: &str, forms: &[&str]) -> String {
    forms.iter().fold(ABOUT.to_owned(), |out, form| {
        format!(
            "{out}\n[form.{form}]\nfrom = \"{revision}\"\nreviewed_by = \"Giàng Thị Mẫu\"\non = 2026-01-05\n"
        )
    })
}
