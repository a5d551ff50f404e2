//! Letters that are not what they were typed as (pure): a file saved in one character set and read as another still
//! looks like text, and a village would bear that name for ever.

/// What a text was damaged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Typed for a TCVN3 (".Vn…") or VNI font, which draws other letters than the text holds.
    OldFont,
    /// UTF-8 that was read as Latin-1 or Windows-1252 and saved again: "BÃ¬nh".
    Twice,
    /// Letters were lost: "B?nh".
    Lost,
}

impl Damage {
    /// What is wrong; what to do.
    pub fn what(self) -> &'static str {
        match self {
            Damage::OldFont => {
                "viết bằng bảng mã cũ (TCVN3 hoặc VNI); chuyển cả bảng sang Unicode, ví dụ bằng công cụ của UniKey, rồi nhập lại"
            }
            Damage::Twice => {
                "sai bảng mã (chữ UTF-8 bị đọc thành mã khác); mở lại tệp gốc bằng mã UTF-8 rồi lưu dạng \"CSV UTF-8\" hoặc .xlsx"
            }
            Damage::Lost => "bị mất chữ có dấu; lấy lại từ tệp gốc, rồi lưu dạng \"CSV UTF-8\" hoặc .xlsx",
        }
    }
}

/// Signs and letters of Latin-1 that no Vietnamese name holds. TCVN3 and VNI put Vietnamese letters on them.
const FOREIGN: &str = "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹»¼½¾¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ";
/// A vowel and the letter by which VNI marks it, where Vietnamese never has the two together.
const VNI: [&str; 17] =
    ["aâ", "aá", "aà", "aã", "aê", "aé", "aè", "aú", "aù", "aõ", "eâ", "eá", "eà", "eã", "eù", "oâ", "où"];
/// What Windows-1252 shows for the bytes 0x80 to 0x9F, in their order; `\0` for the five that it leaves out.
const HIGH: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

/// What a text of a table was damaged by; none when it may be what was meant.
pub fn damage(text: &str) -> Option<Damage> {
    let chars: Vec<char> = text.chars().collect();
    if text.contains('\u{fffd}') || chars.windows(3).any(is_lost) {
        return Some(Damage::Lost);
    }
    if was_read_twice(&chars) {
        return Some(Damage::Twice);
    }
    let lower = text.to_lowercase();
    let foreign = chars.iter().any(|c| FOREIGN.contains(*c));
    // A soft hyphen is TCVN3's "ư"; in a text with real Vietnamese letters it is only a place to break the line.
    let hyphen = text.contains('\u{ad}') && !chars.iter().any(|c| is_vietnamese_only(*c));
    let mixed = chars.windows(2).any(|w| is_small(w[0]) && is_capital_with_mark(w[1]));
    (foreign || hyphen || mixed || VNI.iter().any(|v| lower.contains(v))).then_some(Damage::OldFont)
}

/// "B?n": nobody asks in the middle of a word.
fn is_lost(window: &[char]) -> bool {
    window[1] == '?' && window[0].is_alphabetic() && window[2].is_alphabetic()
}

fn is_small(c: char) -> bool {
    c.is_lowercase()
}

/// "HuÕ" is TCVN3's "Huế": no word goes on with a capital that has a mark.
fn is_capital_with_mark(c: char) -> bool {
    matches!(c, 'À'..='Ý') && c.is_uppercase()
}

/// Letters that only Vietnamese needs: they are in no character set but Unicode's.
fn is_vietnamese_only(c: char) -> bool {
    matches!(c, 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1ea0}'..='\u{1ef9}')
}

/// Somewhere the bytes behind these letters make another letter in UTF-8.
fn was_read_twice(chars: &[char]) -> bool {
    chars.iter().enumerate().any(|(at, first)| {
        let more = match byte(*first) {
            Some(0xc3..=0xdf) => 1,
            Some(0xe0..=0xef) => 2,
            _ => return false,
        };
        let rest = chars.get(at + 1..=at + more).unwrap_or_default();
        // "XÃ" and a space that breaks no line are capitals, not half a letter.
        let is_rest = |c: &char| match byte(*c) {
            Some(0xa0) => chars.iter().any(|c| is_small(*c)),
            byte => matches!(byte, Some(0x80..=0xbf)),
        };
        rest.len() == more && rest.iter().all(is_rest)
    })
}

/// The byte that Latin-1 or Windows-1252 reads as this letter.
fn byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    HIGH.chars().position(|high| high == c).and_then(|at| u8::try_from(0x80 + at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vietnamese letters and the bytes of TCVN3 (as Latin-1 shows them) that stand for them.
    const TCVN3: [(&str, &str); 2] = [
        (
            "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
            "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u{ad}õö÷øùúûüýþ",
        ),
        ("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦"),
    ];

    fn tcvn3(text: &str) -> String {
        let old =
            |c: char| TCVN3.iter().find_map(|(new, old)| old.chars().nth(new.chars().position(|n| n == c)?));
        text.chars().map(|c| old(c).unwrap_or(c)).collect()
    }

    fn twice(text: &str) -> String {
        let high: Vec<char> = HIGH.chars().collect();
        let read = |b: u8| match b {
            0x80..=0x9f if high[usize::from(b) - 0x80] != '\0' => high[usize::from(b) - 0x80],
            b => char::from(b),
        };
        text.bytes().map(read).collect()
    }

    const NAMES: [&str; 30] = [
        "Tỉnh Lai Châu",
        "Xã Bình Lư",
        "Xã Bản Bo",
        "Phường Tân Phong",
        "Bản Nà Luồng (mẫu)",
        "Huyện Tam Đường",
        "Xã Nùng Nàng",
        "Xã Sin Suối Hồ",
        "Tổ dân phố số 5",
        "Xã Mường Than",
        "Xã Khun Há",
        "Thị trấn Hoà Bình",
        "Thị trấn Hòa Bình",
        "Xã Ea H'Leo",
        "Buôn Đắk Ŏ",
        "Xã Ia Đrăng",
        "XÃ QUẢNG TRỊ",
        "Bản Ô",
        "Thôn 3A",
        "Khu phố Nguyễn Huệ",
        "Phường Thuỷ Xuân",
        "Phường Thủy Xuân",
        "Xã Khoẻ",
        "Xã Y Tý",
        "Bản Xà Phìn A",
        "Ấp Mỹ Long",
        "Xã Đak Pơ",
        "Bản Huổi Luông - Pa Tần",
        "Xã Quý Quân",
        "Làng Kon Tu Rằng",
    ];

    #[test]
    fn no_name_that_was_typed_right_is_taken_for_damaged() {
        for name in NAMES {
            assert_eq!(damage(name), None, "{name}");
        }
        assert_eq!(damage("Xã Bình\u{ad} Lư"), None);
        assert_eq!(damage("XÃ\u{a0}BÌNH LƯ"), None);
    }

    #[test]
    fn utf8_read_as_something_else_is_seen_in_every_name_with_a_mark() {
        for name in NAMES.iter().filter(|n| !n.is_ascii()) {
            assert_eq!(damage(&twice(name)), Some(Damage::Twice), "{name} {}", twice(name));
        }
    }

    #[test]
    fn old_fonts_and_lost_letters_are_seen() {
        // What its fonts have no letter for is left as it is.
        for (name, old) in
            NAMES.iter().map(|n| (n, tcvn3(n))).filter(|(n, old)| *n != old && !n.contains('Ŏ'))
        {
            assert_eq!(damage(&old), Some(Damage::OldFont), "{name} {old}");
        }
        for vni in [
            "Tænh Lai Chaâu",
            "Xaõ Bình Lö",
            "Baûn Naø Luoàng",
            "Phöôøng Taân Phong",
            "Huyeän Tam Ñöôøng",
            "XAÕ BÌNH LÖ",
            "Thoân Ñaàu",
            "Naø Taêm",
        ] {
            assert_eq!(damage(vni), Some(Damage::OldFont), "{vni}");
        }
        for lost in ["X? B?nh L?", "B\u{fffd}nh Lư", "Lai Ch?u"] {
            assert_eq!(damage(lost), Some(Damage::Lost), "{lost}");
        }
    }
}
