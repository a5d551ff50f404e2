//! Pictures that go with a question or an answer: asked about first, without what a phone writes into them.

use super::QUESTIONS;
use crate::stories;
use crate::world::phones::{Note, Phone};
use crate::world::{World, code_in};
use loaban::config::Platform;
use loaban::standins::zalo_bot::Kind;
use std::io::Cursor;
use std::time::Duration;

stories!(on each;
    a_picture_goes_to_who_answers_and_one_comes_back,
    what_is_asked_about_a_picture_is_asked_first,
    a_picture_stays_when_only_the_words_are_to_go,
    four_pictures_are_asked_about_once,
    words_of_danger_wait_for_no_picture,
    what_is_no_picture_is_said_to_be_none,
    what_is_over_shows_nothing_any_more,
);

/// What a phone writes into a picture, and nobody may read.
const SECRET: &[u8] = b"GPS 22.31 N 103.62 E, may cua Giang A Pao";

/// A picture as a phone takes it: lying on its side, and with more in it than is seen.
pub fn taken(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, _| image::Rgb([(x % 255) as u8, 90, 200]));
    let mut jpeg = Cursor::new(vec![]);
    picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend(SECRET);
    let length = ((exif.len() + 2) as u16).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

impl World {
    /// Sends the bot a picture in private, with words or without.
    pub fn shows(&self, phone: &Phone, picture: &[u8], words: &str) {
        match phone {
            Phone::Telegram(user) => {
                self.platform.person_sends_photo(*user, self.bot, picture, words, None).unwrap();
            }
            Phone::ZaloBot(user) => {
                self.zalo.person_sends_photo(user, &self.zalo_bot.to_string(), picture, words).unwrap();
            }
            Phone::ZaloOa(user) => {
                self.zalo_oa.person_shows(user, &self.oa, picture).unwrap();
                // There nobody writes beside a picture.
                if !words.is_empty() {
                    self.tells(phone, words);
                }
            }
        }
    }

    /// Quotes a message with a picture, or says by its code what it is about.
    fn shows_under(&self, phone: &Phone, card: &Note, picture: &[u8], words: &str) {
        match phone {
            Phone::Telegram(user) => {
                let to = card.id.parse().ok();
                self.platform.person_sends_photo(*user, self.bot, picture, words, to).unwrap();
            }
            _ => self.shows(phone, picture, &format!("/traloi {} {words}", code_in(&card.text))),
        }
    }

    /// The pictures that the bot sent them, as they arrived.
    fn pictures(&self, phone: &Phone) -> Vec<Vec<u8>> {
        match phone {
            Phone::ZaloBot(user) => {
                let all = self.zalo.private_messages(user, self.zalo_bot);
                let shown = all.into_iter().filter(|m| m.from_bot && m.kind == Kind::Photo);
                shown.map(|m| self.zalo.file_bytes(m.fetched[0].as_deref().unwrap()).unwrap()).collect()
            }
            Phone::Telegram(_) => {
                let files = self.notes(phone).into_iter().filter(|n| n.from_bot).filter_map(|n| n.file);
                files.map(|file| self.platform.file_bytes(&file).unwrap()).collect()
            }
            Phone::ZaloOa(_) => {
                let files = self.notes(phone).into_iter().filter(|n| n.from_bot).filter_map(|n| n.file);
                files.map(|file| self.zalo_oa.file(&file).unwrap()).collect()
            }
        }
    }

    /// Asks about a picture, from the picture to the code.
    async fn asks_with(&self, phone: &Phone, picture: &[u8], words: &str) -> String {
        self.shows(phone, picture, "");
        self.reads(phone, "Mình muốn hỏi gì về ảnh này?").await;
        self.tells(phone, words);
        self.reads(phone, "Gửi kèm ảnh không ạ?").await;
        self.chooses(phone, "Gửi kèm ảnh").await;
        let receipt = self.reads(phone, "Kèm 1 ảnh.").await;
        code_in(&receipt.text)
    }
}

/// It is upright and says nothing but what is seen.
fn is_clean(picture: &[u8], size: (u32, u32)) {
    assert!(picture.windows(4).all(|part| part != b"GPS " && part != b"Exif"));
    let format = image::ImageFormat::Jpeg;
    let reader = image::ImageReader::with_format(Cursor::new(picture), format);
    assert_eq!(reader.into_dimensions().unwrap(), size);
}

async fn a_picture_goes_to_who_answers_and_one_comes_back(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_with(&resident, &taken(2_400, 600), "Giấy này nộp ở đâu?").await;
    let card = world.reads(&reporter, "Kèm 1 ảnh ở tin dưới").await;
    assert!(card.text.contains("« Giấy này nộp ở đâu? »"), "{}", card.text);
    world.settle().await;
    let shown = world.pictures(&reporter);
    assert_eq!(shown.len(), 1);
    is_clean(&shown[0], (400, 1_600));
    world.shows_under(&reporter, &card, &taken(300, 200), "Nộp ở bộ phận một cửa, như ảnh.");
    if world.home == Platform::ZaloOa {
        // A picture comes before its words there: they are one answer, and it another.
        world.reads(&resident, "Nộp ở bộ phận một cửa").await;
        return world.close().await;
    }
    world.reads(&resident, "Nộp ở bộ phận một cửa, như ảnh.").await;
    world.reads(&resident, &format!("Ảnh trả lời câu hỏi #{code}")).await;
    world.settle().await;
    is_clean(world.pictures(&resident).last().unwrap(), (200, 300));
    world.close().await;
}

async fn what_is_asked_about_a_picture_is_asked_first(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    // Somebody new: the notice first, as always.
    let resident = world.person("Bà con");
    world.shows(&resident, &taken(300, 200), "");
    world.reads(&resident, "xin phép dùng câu hỏi này").await;
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.reads(&resident, "Mình muốn hỏi gì về ảnh này?").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.tells(&resident, "Cây này bị bệnh gì, chữa thế nào?");
    world.reads(&resident, "Gửi kèm ảnh không ạ?").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 0);
    world.chooses(&resident, "Gửi kèm ảnh").await;
    world.lives(&resident, "Nà Luồng").await;
    world.reads(&resident, "Kèm 1 ảnh.").await;
    world.reads(&reporter, "Kèm 1 ảnh ở tin dưới").await;
    world.close().await;
}

async fn a_picture_stays_when_only_the_words_are_to_go(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.shows(&resident, &taken(300, 200), "");
    world.tells(&resident, "Cầu gãy thế này bao giờ sửa?");
    world.reads(&resident, "Gửi kèm ảnh không ạ?").await;
    world.chooses(&resident, "Không gửi ảnh").await;
    let receipt = world.reads(&resident, "Đã nhận câu hỏi").await;
    assert!(!receipt.text.contains("ảnh"), "{}", receipt.text);
    let card = world.reads(&reporter, "« Cầu gãy thế này bao giờ sửa? »").await;
    world.settle().await;
    assert!(!card.text.contains("ảnh") && world.pictures(&reporter).is_empty(), "{}", card.text);
    assert_eq!(world.count("SELECT COUNT(*) FROM kept_file").await, 0);
    // Or nothing at all.
    world.shows(&resident, &taken(300, 200), "");
    world.tells(&resident, "Cột điện nghiêng thế này có sao không?");
    world.settle().await;
    world.chooses(&resident, "Không gửi nữa").await;
    world.reads(&resident, "không giữ lại gì").await;
    world.settle().await;
    assert_eq!(world.count(QUESTIONS).await, 2, "their first, and one without a picture");
    world.close().await;
}

async fn four_pictures_are_asked_about_once(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    for _ in 0..5 {
        world.shows(&resident, &taken(300, 200), "");
        world.settle().await;
    }
    world.pass(Duration::from_secs(10));
    world.settle().await;
    let asked = world.notes(&resident).into_iter().filter(|n| n.text.contains("hỏi gì về ảnh")).count();
    assert_eq!(asked, 1);
    world.tells(&resident, "Bốn tờ giấy này tờ nào phải ký?");
    world.reads(&resident, "Gửi kèm ảnh không ạ?").await;
    world.chooses(&resident, "Gửi kèm ảnh").await;
    world.reads(&resident, "Kèm 4 ảnh.").await;
    world.reads(&reporter, "Kèm 4 ảnh ở tin dưới").await;
    world.settle().await;
    assert_eq!(world.pictures(&reporter).len(), 4);
    world.close().await;
}

async fn words_of_danger_wait_for_no_picture(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.shows(&resident, &taken(300, 200), "");
    world.reads(&resident, "Mình muốn hỏi gì về ảnh này?").await;
    world.tells(&resident, "Lũ quét về bản rồi, nhà sập, cứu với!");
    world.reads(&reporter, "KHẨN").await;
    // The picture follows when they say so.
    world.reads(&resident, "Gửi kèm ảnh không ạ?").await;
    world.chooses(&resident, "Gửi kèm ảnh").await;
    world.reads(&reporter, "Kèm 1 ảnh ở tin dưới").await;
    world.settle().await;
    assert_eq!((world.pictures(&reporter).len(), world.count(QUESTIONS).await), (1, 2));
    world.close().await;
}

async fn what_is_no_picture_is_said_to_be_none(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    world.asks_with(&resident, b"<html>not a picture</html>", "Giấy này nộp ở đâu?").await;
    world.reads(&reporter, "Ảnh này không mở được").await;
    world.settle().await;
    assert!(world.pictures(&reporter).is_empty());
    world.close().await;
}

async fn what_is_over_shows_nothing_any_more(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_with(&resident, &taken(300, 200), "Giấy này nộp ở đâu?").await;
    world.reads(&reporter, "Kèm 1 ảnh ở tin dưới").await;
    world.comes_to("SELECT COUNT(*) FROM kept_file WHERE state = 'kept'", 1).await;
    world.tells(&reporter, &format!("/traloi {code} Nộp ở xã."));
    world.reads(&resident, "Nộp ở xã.").await;
    world.pass(Duration::from_secs(8 * 86_400));
    world.comes_to("SELECT COUNT(*) FROM kept_file", 0).await;
    world.close().await;
}
