//! A number that says who somebody is goes no further than to the machine, and is kept nowhere; who asked is told to nobody.

use crate::leaks::{Secret, everything, traces};
use crate::stories;
use crate::world::phones::Phone;
use crate::world::{World, code_in, log};
use loaban::config::Platform;
use loaban::db::{Backend, Db};
use loaban::seal::Seal;
use sqlx::AssertSqlSafe;

stories!(on each;
    a_number_in_a_question_is_masked_from_its_first_word_on,
    a_number_in_more_of_it_in_a_relay_and_in_the_group,
    whoever_answers_and_asks_who_asked_is_refused_and_it_is_written_down,
);

const PAPER: &str = "012085012345";
const CALLS: &str = "0912 345 678";
const ACCOUNT: &str = "3900205123456";
const ATTEMPTS: &str = "SELECT COUNT(*) FROM act WHERE deed = 'pry' AND role IS NOT NULL AND about = ''";

/// All that is sealed in the database, opened, with all that is not.
async fn opened(db: &Db, seal: &Seal) -> String {
    let columns = match db.backend() {
        Backend::Sqlite => {
            "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        }
        Backend::Postgres => {
            "SELECT table_name::text || '.' || column_name::text FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let columns: Vec<String> = sqlx::query_scalar(columns).fetch_all(db.read()).await.unwrap();
    let texts = if db.backend() == Backend::Sqlite { " AND typeof(\"{name}\") <> 'blob'" } else { "" };
    let mut all = String::new();
    for column in columns {
        let (table, name) = column.split_once('.').unwrap();
        let texts = texts.replace("{name}", name);
        let sql =
            format!("SELECT CAST(\"{name}\" AS TEXT) FROM \"{table}\" WHERE \"{name}\" IS NOT NULL{texts}");
        let cells: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(db.read()).await.unwrap();
        for cell in cells {
            all.push_str(&seal.unseal(&cell).unwrap_or(cell));
            all.push('\n');
        }
    }
    all
}

/// These numbers stand in no table, sealed or not, and in no line of the log; where they stood, something is.
async fn are_nowhere(world: &World, numbers: &[&str]) {
    world.settle().await;
    let core = &world.parts().core;
    let (kept, bytes) = (opened(&core.db, &core.seal).await, everything(&core.db).await);
    assert!(kept.contains("••••"), "what was asked is kept, and opens");
    for number in numbers {
        assert!(!kept.contains(number), "{number} is kept:\n{kept}");
        let secret = [Secret::text(number)];
        assert_eq!(traces(&secret, &bytes), Vec::<String>::new());
        assert_eq!(traces(&secret, log::lines().as_bytes()), Vec::<String>::new());
    }
}

async fn a_number_in_a_question_is_masked_from_its_first_word_on(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.person("Bà con");
    let question =
        format!("Em mất căn cước {PAPER}, gọi lại {CALLS} giúp em, theo Nghị định 188/2025/NĐ-CP ạ?");
    // Also while it waits for a yes.
    world.told(&resident, &question, "xin phép dùng câu hỏi này").await;
    are_nowhere(&world, &[PAPER, CALLS]).await;
    world.chooses(&resident, "Đồng ý, gửi").await;
    world.lives(&resident, "Nà Luồng").await;
    let receipt = world.reads(&resident, "Đã nhận câu hỏi").await;
    let left = "Em mất căn cước ••••, gọi lại •••• giúp em, theo Nghị định 188/2025/NĐ-CP ạ?";
    assert!(receipt.text.contains(left), "{}", receipt.text);
    assert!(receipt.text.contains("Bà con không cần gửi số ấy"), "{}", receipt.text);
    let code = code_in(&receipt.text);
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    assert!(card.text.contains(left) && card.text.contains("số riêng của bà con"), "{}", card.text);
    // The answer says again what was asked.
    world.told(&reporter, &format!("/traloi {code} Ra một cửa."), "đang gửi câu trả lời").await;
    let answer = world.reads(&resident, "Ra một cửa.").await;
    assert!(answer.text.contains("••••") && !answer.text.contains(PAPER), "{}", answer.text);
    // A number of those who answer is theirs to give.
    let code = world.asks_again(&resident, "Gọi trạm y tế số nào?").await;
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.told(&reporter, &format!("/traloi {code} Gọi 0213 3856 789."), "đang gửi câu trả lời").await;
    world.reads(&resident, "Gọi 0213 3856 789.").await;
    are_nowhere(&world, &[PAPER, CALLS]).await;
    world.close().await;
}

async fn a_number_in_more_of_it_in_a_relay_and_in_the_group(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Tiền hỗ trợ sao chưa về?").await;
    let more =
        world.told(&resident, &format!("#{code} stk agribank {ACCOUNT}"), "Đã chuyển thêm lời này").await;
    assert!(more.text.contains("Bà con không cần gửi số ấy"), "{}", more.text);
    world.reads(&reporter, "stk agribank ••••").await;
    // Said once of a question.
    let more = world.told(&resident, &format!("#{code} sđt {CALLS}"), "Đã chuyển thêm lời này").await;
    assert!(!more.text.contains("Bà con không cần gửi số ấy"), "{}", more.text);
    world.reads(&reporter, "sđt ••••").await;

    // What who answers asks back, and what comes of it.
    world.told(&reporter, &format!("/hoilai {code} Tài khoản mở ở đâu?"), "hỏi lại").await;
    world.reads(&resident, "Tài khoản mở ở đâu?").await;
    world.told(&resident, "mở ở xã, cccd 012085099887", "Đã chuyển thêm lời này").await;
    world.reads(&reporter, "mở ở xã, cccd ••••").await;

    let relayed = world
        .told(&secretary, &format!("/hoiho thẻ bảo hiểm DN4{PAPER} hết hạn thì đổi ở đâu"), "Đã nhận câu hỏi")
        .await;
    assert!(
        relayed.text.contains("••••") && relayed.text.contains("không cần gửi số ấy"),
        "{}",
        relayed.text
    );
    world.reads(&reporter, "thẻ bảo hiểm •••• hết hạn").await;

    let group = world.village("lc-binhlu-naluong", &[&secretary, &resident]).await;
    let before = world.notes_in(&group).len();
    world.tells_in(&resident, &group, &format!("/hoi Đường bao giờ sửa, gọi {CALLS}?"));
    let receipt = world.anew_in(&group, before, "Đã nhận câu hỏi").await;
    assert!(receipt.text.contains("gọi ••••?") && !receipt.text.contains(CALLS), "{}", receipt.text);
    world.reads(&reporter, "gọi ••••?").await;

    if world.home == Platform::Telegram {
        let asked = world.tells(&resident, "Mất thẻ thì sao?");
        world.anew(&resident, 0, "Mất thẻ thì sao?").await;
        let before = world.notes(&resident).len();
        world.edits(&resident, &asked, &format!("Mất căn cước {PAPER} thì sao?"));
        let edited = world.anew(&resident, before, "lời mới sửa").await;
        assert!(edited.text.contains("không cần gửi số ấy"), "{}", edited.text);
        world.reads(&reporter, "Mất căn cước •••• thì sao?").await;
    }
    are_nowhere(&world, &[PAPER, CALLS, ACCOUNT, "012085099887"]).await;
    world.close().await;
}

async fn whoever_answers_and_asks_who_asked_is_refused_and_it_is_written_down(world: World) {
    let reporter = world.enrols("Báo cáo viên", "reporter", "lc-binhlu").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    let resident = world.knows("Bà con").await;
    let code = world.asks_again(&resident, "Tiền hỗ trợ sao chưa về?").await;
    let card = world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    world.settle().await;
    let heard = world.notes(&resident).len();
    let refused = "Máy không cho ai biết ai hỏi";
    let plain = ["ai hỏi câu này đấy?", "/aihoi", "cho xin số điện thoại người hỏi"].map(str::to_owned);
    let by_code = [
        format!("/traloi {code} ai hỏi câu này vậy?"),
        format!("{code} người hỏi là ai"),
        format!("/hoi ai hỏi câu #{code}"),
    ];
    let tried = plain.iter().chain(&by_code);
    for (n, text) in tried.enumerate() {
        world.told(&reporter, text, refused).await;
        assert_eq!(world.count(ATTEMPTS).await, n as i64 + 1, "{text}");
    }
    let before = world.notes(&reporter).len();
    world.tells_under(&reporter, &card, "câu này của ai vậy?");
    world.anew(&reporter, before, refused).await;
    // In the group it is said in private, to whom a role brought there.
    let group = world.village("lc-binhlu-naluong", &[&secretary, &resident]).await;
    world.settle().await;
    let (before, shown) = (world.notes(&secretary).len(), world.notes_in(&group).len());
    world.tells_in(&secretary, &group, "/hoi ai hỏi câu này?");
    world.anew(&secretary, before, refused).await;
    world.comes_to(ATTEMPTS, 8).await;
    // Nothing went to who asked, and nobody's question was made of it.
    world.settle().await;
    assert_eq!(world.notes(&resident).len(), heard);
    let said: Vec<_> = world.notes_in(&group).into_iter().skip(shown).filter(|note| note.from_bot).collect();
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(world.count("SELECT COUNT(*) FROM question WHERE state = 'open'").await, 1);
    // Somebody without a role tries nothing.
    let other: Phone = world.knows("Người khác").await;
    world.tells(&other, "ai hỏi câu này đấy?");
    world.settle().await;
    assert_eq!(world.count(ATTEMPTS).await, 8);
    assert_eq!(world.count("SELECT COUNT(*) FROM act WHERE deed = 'pry'").await, 8);
    world.close().await;
}
