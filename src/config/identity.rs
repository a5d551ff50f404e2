//! Whose machine speaks where: no default, because a message or a report in another body's name would be a forgery.

use super::read::{Reader, Section};
use super::words;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

const KEYS: &[&str] = &[
    "place",
    "owner",
    "superior",
    "issuer",
    "symbol",
    "place_name",
    "authority",
    "position",
    "signer",
    "recipients",
    "phone",
    "complaints",
];

/// The keys that stood in `[report]` once.
pub const MOVED: &[&str] =
    &["superior", "issuer", "symbol", "place_name", "authority", "position", "signer", "recipients"];

/// A body in whose name the machine speaks at a place and below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The code of the place.
    pub place: String,
    /// As messages name it.
    pub owner: String,
    /// The body above, first line of a paper's head.
    pub superior: String,
    /// The body, as papers name it.
    pub issuer: String,
    /// Symbol after a paper's number ("BC/ĐU").
    pub symbol: String,
    /// Place name in a paper's date line.
    pub place_name: String,
    /// On whose behalf papers are signed; empty where the head signs alone.
    pub authority: String,
    /// Position of the signer.
    pub position: String,
    /// Name of the signer; empty in a draft.
    pub signer: String,
    /// Who receives papers, one line each.
    pub recipients: Vec<String>,
    /// On duty, for emergencies; may be empty.
    pub phone: String,
    /// Where and when complaints are taken in; may be empty.
    pub complaints: String,
}

impl Identity {
    /// The practice room's: openly nobody.
    pub fn practice(place: &str) -> Identity {
        Identity {
            place: place.into(),
            owner: "Đảng uỷ xã Mẫu (phòng tập)".into(),
            superior: "ĐẢNG BỘ TỈNH MẪU (PHÒNG TẬP)".into(),
            issuer: "ĐẢNG UỶ XÃ MẪU (PHÒNG TẬP)".into(),
            symbol: "BC/ĐU".into(),
            place_name: "Phòng tập".into(),
            authority: "T/M BAN THƯỜNG VỤ".into(),
            position: "PHÓ BÍ THƯ".into(),
            recipients: vec!["Cấp trên của phòng tập".into(), "Lưu phòng tập".into()],
            complaints: "Trụ sở tiếp công dân xã Mẫu, thứ Năm hằng tuần".into(),
            ..Identity::default()
        }
    }

    /// Where no identity speaks: the place's own name, and nobody else's.
    pub fn unnamed(place: &str, name: &str) -> Identity {
        Identity {
            place: place.into(),
            owner: name.into(),
            issuer: name.to_uppercase(),
            place_name: name.into(),
            ..Identity::default()
        }
    }
}

/// Every identity, in the order of the file; cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identities(Arc<Vec<Arc<Identity>>>);

impl From<Vec<Identity>> for Identities {
    fn from(list: Vec<Identity>) -> Identities {
        Identities(Arc::new(list.into_iter().map(Arc::new).collect()))
    }
}

impl Identities {
    /// The one that speaks at a place: `upward` is the place and what lies above it, nearest first.
    pub fn at<'a>(&self, mut upward: impl Iterator<Item = &'a str>) -> Option<&Arc<Identity>> {
        upward.find_map(|place| self.0.iter().find(|one| one.place == place))
    }

    /// The first of the file: it speaks where no place is known.
    pub fn first(&self) -> Option<&Arc<Identity>> {
        self.0.first()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Identity> {
        self.0.iter().map(Arc::as_ref)
    }

    /// Why the machine may not speak yet: no identity at all, or none for a root (code and name) of the tree.
    pub fn faults(&self, roots: &[(String, String)]) -> Vec<String> {
        let lacks = |code: &str| self.at(std::iter::once(code)).is_none();
        let missing = roots.iter().filter(|(code, _)| lacks(code));
        let faults: Vec<String> = missing.map(|(code, name)| words::no_identity_for(code, name)).collect();
        if faults.is_empty() && self.0.is_empty() { vec![words::no_identity()] } else { faults }
    }

    /// The identities of places that nobody knows: they speak nowhere.
    pub fn nowhere(&self, is_known: impl Fn(&str) -> bool) -> Vec<String> {
        let unknown = self.iter().filter(|one| !is_known(&one.place));
        unknown.map(|one| words::identity_nowhere(&one.place)).collect()
    }

    /// What to paste into the settings for a place.
    pub fn template(place: &str, name: &str) -> String {
        let (place, name) = (if place.is_empty() { "mã-địa-bàn" } else { place }, name.trim());
        let name = if name.is_empty() { "…" } else { name };
        format!(
            "[[identity]]\n\
             place = \"{place}\"                 # nói ở đây và mọi nơi bên dưới\n\
             owner = \"Đảng uỷ {name}\"          # tên cơ quan trong tin nhắn\n\
             superior = \"ĐẢNG BỘ …\"            # hai dòng đầu của văn bản\n\
             issuer = \"ĐẢNG UỶ …\"\n\
             symbol = \"BC/ĐU\"\n\
             place_name = \"…\"                  # địa danh trước ngày tháng\n\
             authority = \"T/M BAN THƯỜNG VỤ\"   # để trống nếu người đứng đầu tự ký\n\
             position = \"PHÓ BÍ THƯ\"\n\
             signer = \"\"                       # dự thảo: để trống\n\
             recipients = [\"…\", \"Lưu …\"]\n\
             phone = \"\"                        # số trực, khi khẩn cấp\n\
             complaints = \"\"                   # nơi và lịch tiếp công dân\n"
        )
    }
}

/// Every `[[identity]]`. What is returned is complete only when no fault was kept.
pub fn read_all(reader: &Reader<'_>, root: &DeTable<'_>) -> Identities {
    let Some((key, value)) = root.get_key_value("identity") else { return Identities::default() };
    let DeValue::Array(list) = value.get_ref() else {
        reader.fault(key.span().start, words::not_identities());
        return Identities::default();
    };
    let mut found: Vec<Identity> = vec![];
    let mut lines: Vec<(String, usize)> = vec![];
    for item in list.iter() {
        let DeValue::Table(table) = item.get_ref() else {
            reader.fault(item.span().start, words::not_identities());
            continue;
        };
        let section = Section::one(reader, "[[identity]]", table, item.span().start);
        section.refuse_unknown(KEYS);
        section.require("place");
        section.require("owner");
        let identity = read(&section);
        let at = section.place_of("place");
        match lines.iter().find(|(place, _)| *place == identity.place && !place.is_empty()) {
            Some((_, line)) => reader.fault(at, words::duplicate_identity(*line)),
            None => lines.push((identity.place.clone(), reader.line(at))),
        }
        found.push(identity);
    }
    found.into()
}

fn read(section: &Section<'_>) -> Identity {
    let text = |key: &str| section.text(key).map(|t| t.trim().to_owned()).unwrap_or_default();
    let owner = section.filled("owner").unwrap_or_default();
    let or = |text: String, other: String| if text.is_empty() { other } else { text };
    Identity {
        place: section.filled("place").unwrap_or_default(),
        issuer: or(text("issuer"), owner.to_uppercase()),
        owner,
        superior: text("superior"),
        symbol: or(text("symbol"), "BC".into()),
        place_name: text("place_name"),
        authority: text("authority"),
        position: text("position"),
        signer: text("signer"),
        recipients: section.list("recipients").unwrap_or_default(),
        phone: text("phone"),
        complaints: text("complaints"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_above_speaks() {
        let identities = Identities::from(vec![Identity::practice("lc"), Identity::practice("lc-binhlu")]);
        let at = |upward: &[&str]| identities.at(upward.iter().copied()).map(|one| one.place.clone());
        assert_eq!(at(&["lc-binhlu-naluong", "lc-binhlu", "lc"]).as_deref(), Some("lc-binhlu"));
        assert_eq!(at(&["lc-taleng", "lc"]).as_deref(), Some("lc"));
        assert_eq!(at(&["db"]), None);
        let root = |code: &str| (code.to_owned(), format!("Tỉnh {code}"));
        assert_eq!(identities.faults(&[root("lc")]), Vec::<String>::new());
        assert_eq!(identities.faults(&[]), Vec::<String>::new());
        let faults = identities.faults(&[root("lc"), root("db")]);
        assert!(faults.len() == 1 && faults[0].contains("db (Tỉnh db)"), "{faults:?}");
        assert_eq!(Identities::default().faults(&[]).len(), 1);
        assert_eq!(Identities::default().faults(&[root("lc"), root("db")]).len(), 2);
    }
}
