//! What residents and those who answer do.

use super::{APPS, Asked, DAYS, Month, PLATFORMS, VILLAGES};
use crate::world::phones::{Note, Phone};
use crate::world::{World, code_in};
use rand::RngExt;
use rand::seq::IndexedRandom;

/// A part of every name, and one of every question: one search finds each of them.
pub const NAME: &str = "Khuyếtdanh";
pub const WORD: &str = "quặngthiếc";
/// What every answer says.
pub const ANSWER: &str = "bậcthangđỏ";

/// Somebody who asks.
pub struct Resident {
    pub phone: Phone,
    /// The village, in order.
    pub village: usize,
    /// Wants Hmong.
    hmong: bool,
    said_so: bool,
    /// So much of the private chat was read.
    read: usize,
    /// What is kept of them was deleted.
    pub erased: bool,
    questions: usize,
}

/// Somebody who answers.
pub struct Office {
    pub phone: Phone,
    read: usize,
    /// Codes of cards that wait for them.
    cards: Vec<String>,
    /// How many of a hundred cards they answer on a day.
    zeal: u32,
}

/// Role, place, topics, language, platform, zeal of everybody who answers or watches.
const OFFICES: [(&str, &str, &str, &str, usize, u32); 11] = [
    ("reporter", "lc-binhlu", "", "", 0, 60),
    ("reporter", "lc-binhlu", "dat-dai", "", 1, 50),
    ("reporter", "lc-taleng", "", "", 2, 60),
    ("reporter", "lc-banbo", "", "", 0, 40),
    // Answers hardly ever.
    ("reporter", "lc-khunha", "", "", 1, 5),
    ("reporter", "lc", "", "hmn-VN", 2, 50),
    ("coordinator", "lc-binhlu", "", "", 1, 40),
    ("coordinator", "lc-khunha", "", "", 0, 30),
    ("coordinator", "lc", "", "", 1, 10),
    ("editor", "lc-binhlu", "", "", 0, 0),
    ("secretary", "lc-binhlu-naluong", "", "", 0, 0),
];
/// Who is away, from which day and for how long.
const AWAY: [(usize, usize, &str); 5] =
    [(0, 3, "3 ngày"), (2, 8, "4 ngày"), (3, 5, "2 ngày"), (1, 16, "5 ngày"), (5, 20, "3 ngày")];

pub async fn offices(world: &World) -> Vec<Office> {
    let mut all = vec![];
    for (role, place, topic, language, platform, zeal) in OFFICES {
        let phone = world.phone(PLATFORMS[platform], &format!("Đồng chí {NAME}"));
        let topics = Some(topic).filter(|t| !t.is_empty());
        let code = world
            .invite_to(role, place, topics.as_slice(), Some(language).filter(|l| !l.is_empty()).as_slice())
            .await;
        world.told(&phone, &format!("/start {code}"), "Máy đã nhận đồng chí:").await;
        let read = world.notes(&phone).len();
        all.push(Office { phone, read, cards: vec![], zeal });
    }
    all
}

impl Resident {
    pub fn new(world: &World, n: usize, hmong: bool) -> Resident {
        let village = n % VILLAGES.len();
        let phone = world.phone(PLATFORMS[APPS[village]], &format!("{NAME} {n}"));
        Resident { phone, village, hmong, said_so: false, read: 0, erased: false, questions: 0 }
    }
}

/// What people ask; `{}` is what tells one from another.
const ASKED: [&str; 8] = [
    "Bao giờ sửa đường chỗ {}?",
    "Hộ nghèo nhà {} được hỗ trợ làm nhà bao nhiêu tiền?",
    "Thẻ bảo hiểm y tế của cháu {} đổi ở đâu?",
    "Đất nương ở {} bao giờ được cấp sổ đỏ?",
    "Giống ngô {} xã cấp ngày nào?",
    "Đăng ký khai sinh cho cháu {} cần giấy gì?",
    "Cháu {} học mẫu giáo trường công có được miễn học phí không ạ",
    "Nước sinh hoạt về đến {} chưa?",
];

impl Month {
    /// Somebody has a question, on whichever way they have.
    pub fn asks(&mut self, who: usize, day: usize) {
        let n = self.residents.iter().map(|r| r.questions).sum::<usize>();
        let resident = &mut self.residents[who];
        resident.questions += 1;
        if resident.hmong && !resident.said_so {
            resident.said_so = true;
            self.world.tells(&resident.phone, "/ngonngu Mông");
        }
        let word = format!("{WORD}{}", ["xanh", "nâu", "xám", "tím"][n % 4]);
        let text = match n % 40 {
            3 | 23 => format!("Theo đạo ở {word} thì có bị phạt không?"),
            11 => format!("Tôi muốn tố cáo cán bộ ăn chặn tiền của {word}."),
            17 => format!("Lũ về ở {word}, có người bị nước cuốn, cứu với!"),
            _ => ASKED[n % ASKED.len()].replace("{}", &word),
        };
        match n % 12 {
            5 if day > 0 => {
                let group = &self.groups[resident.village];
                self.world.tells_in(&resident.phone, group, &format!("/hoi {text}"));
            }
            7 => {
                self.world.tells_aloud(&resident.phone);
            }
            _ => {
                self.world.tells(&resident.phone, &text);
            }
        }
    }

    /// True: somebody said something.
    pub async fn reads_and_says(&mut self) -> bool {
        let mut said = false;
        for who in 0..self.residents.len() {
            said |= self.resident_reads(who).await;
        }
        for n in 0..self.groups.len() {
            self.group_is_read(n).await;
        }
        for office in &mut self.offices {
            office.reads(&self.world);
        }
        said
    }

    async fn resident_reads(&mut self, who: usize) -> bool {
        let resident = &self.residents[who];
        let notes = self.world.notes(&resident.phone);
        let new: Vec<Note> = notes.iter().skip(resident.read).filter(|n| n.from_bot).cloned().collect();
        let (phone, village) = (resident.phone.clone(), resident.village);
        self.residents[who].read = notes.len();
        for note in new.iter().filter(|n| n.text.contains("Đã nhận câu hỏi")) {
            self.asked.entry(code_in(&note.text)).or_insert(Asked { who, village, in_group: false });
        }
        self.complaints += usize::from(new.iter().any(|n| n.text.contains("tiếp công dân")));
        // Only the last list can be chosen from by its number.
        let Some(last) = new.iter().rfind(|n| !n.choices.is_empty() || asks_for_words(n)) else {
            return false;
        };
        let world = &self.world;
        let chance = &mut self.chance;
        let mut chosen = |ways: &[(&str, f64)]| {
            let (label, _) = ways.iter().find(|(label, p)| last.offers(label) && chance.random_bool(*p))?;
            Some((*label).to_owned())
        };
        let label = chosen(&[
            ("Đồng ý, gửi", 1.0),
            ("Gửi tiếng nói", 1.0),
            ("Người của xã trả lời", 0.5),
            ("Chỉ gửi lên tỉnh", 1.0),
            ("Chỉ nơi gửi đơn", 1.0),
            ("Tiếng Việt", 1.0),
            ("Gửi câu hỏi", 1.0),
            ("Phải, gửi đi", 1.0),
            ("Đúng điều mình hỏi", 0.7),
            ("Đã rõ", 0.4),
            ("Chưa rõ", 0.2),
        ]);
        if let Some(label) = label {
            world.chooses(&phone, &label).await;
            return true;
        }
        if last.text.contains("Nhà mình ở bản nào ạ?") {
            world.tells(&phone, VILLAGES[village].1);
            return true;
        }
        if asks_for_words(last) {
            world.tells(&phone, &format!("Ở chỗ gần trường, đoạn {WORD}xanh."));
            return true;
        }
        false
    }

    /// Receipts of what was asked in a group stand there.
    async fn group_is_read(&mut self, n: usize) {
        for note in self.world.notes_in(&self.groups[n]) {
            if note.from_bot && note.text.contains("Đã nhận câu hỏi") {
                let code = code_in(&note.text);
                self.asked.entry(code).or_insert(Asked { who: n, village: n, in_group: true });
            }
        }
    }

    /// Those who answer go away, as they say.
    pub async fn goes_away(&mut self, day: usize) {
        for (who, _, long) in AWAY.into_iter().filter(|(_, from, _)| *from == day) {
            let phone = self.offices[who].phone.clone();
            self.world.tells(&phone, &format!("/nghi {long}"));
            self.world.settle().await;
            let last = self.world.notes(&phone).into_iter().rfind(|n| n.from_bot).unwrap();
            if let Some(label) = last.choices.iter().find(|c| c.starts_with("Nghỉ ")) {
                self.world.chooses(&phone, label).await;
            }
        }
    }

    /// Each looks at the cards that wait for them.
    pub fn works(&mut self, day: usize) {
        for office in &mut self.offices {
            for code in std::mem::take(&mut office.cards) {
                let does = self.chance.random_range(0..100);
                let words = match does {
                    _ if does >= office.zeal => None,
                    0..2 => Some(format!("/hoilai {code} Bà con ở đoạn nào?")),
                    2..4 => Some(format!("/chuyen {code} lc Việc này của tỉnh.")),
                    4..6 => Some(format!("/gac {code} Việc này không thuộc xã.")),
                    6..8 => {
                        office.cards.choose(&mut self.chance).map(|other| format!("/trung {other} {code}"))
                    }
                    _ => Some(format!("/traloi {code} {ANSWER} ngày {day}.")),
                };
                match words {
                    Some(words) => {
                        self.world.tells(&office.phone, &words);
                    }
                    None => office.cards.push(code),
                }
            }
        }
    }

    /// Some take a question back, one has everything deleted.
    pub async fn thinks_again(&mut self, day: usize) {
        let mut mine: Vec<(String, usize)> =
            self.asked.iter().filter(|(_, a)| !a.in_group).map(|(code, a)| (code.clone(), a.who)).collect();
        mine.retain(|(_, who)| !self.residents[*who].erased);
        for _ in 0..2 {
            if let Some((code, who)) = mine.choose(&mut self.chance) {
                self.world.tells(&self.residents[*who].phone, &format!("thu hồi {code}"));
            }
        }
        self.world.settle().await;
        if day % (DAYS / 5) == 4
            && let Some((_, who)) = mine.choose(&mut self.chance)
        {
            let resident = &mut self.residents[*who];
            self.world.erases(&resident.phone, "Đã xoá hết").await;
            resident.erased = true;
        }
    }
}

/// What is written next is more of a question.
fn asks_for_words(note: &Note) -> bool {
    ["Cứ nhắn lời đáp vào đây.", "cứ nhắn hoặc nói vào đây", "cứ nhắn lại câu hỏi"]
        .iter()
        .any(|w| note.text.contains(w))
        || note.text.contains("Nhà mình ở bản nào ạ?")
}

impl Office {
    fn reads(&mut self, world: &World) {
        let notes = world.notes(&self.phone);
        for note in notes.iter().skip(self.read).filter(|n| n.from_bot && n.text.contains("Câu hỏi #")) {
            let code = code_in(&note.text);
            if !self.cards.contains(&code) {
                self.cards.push(code);
            }
        }
        self.read = notes.len();
    }
}
