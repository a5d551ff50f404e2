//! Short texts: cut where a paragraph ends, marked, in order; one body for all groups of one manner.

use super::{BOTH, told};
use crate::stories;
use crate::world::{World, code_in};
use loaban::config::Platform;
use loaban::message::units;

stories!(on BOTH;
    a_long_answer_comes_in_marked_parts_and_its_choices_come_last,
    an_item_is_one_body_for_each_manner_not_for_each_group,
);

async fn a_long_answer_comes_in_marked_parts_and_its_choices_come_last(world: World) {
    let on = Platform::ZaloBot;
    let reporter = world.official(Platform::Telegram, "Báo cáo viên", "reporter", "lc-binhlu").await;
    let resident = world.phone(on, "Bà con");
    told(&world, &resident, "Làm giấy khai sinh thế nào?", "đồng ý để máy dùng câu hỏi này").await;
    told(&world, &resident, "1", "Bà con ở bản nào?").await;
    told(&world, &resident, "Nà Luồng", "Có phải bà con ở đây không?").await;
    let code = code_in(&told(&world, &resident, "1", "Đã nhận câu hỏi").await.text);
    world.reads(&reporter, &format!("Câu hỏi #{code}")).await;
    let paragraphs: Vec<String> =
        (1..=8).map(|n| format!("Bước {n}: {}", "mang giấy tờ ra xã ".repeat(20).trim_end())).collect();
    world.tells(&reporter, &format!("/traloi {code} {}", paragraphs.join("\n\n")));
    world.reads(&resident, "1. Đã rõ\n2. Chưa rõ").await;
    let parts: Vec<String> =
        world.notes(&resident).into_iter().map(|n| n.text).filter(|t| t.contains("Bước ")).collect();
    assert_eq!(parts.len(), 2, "{parts:?}");
    assert!(parts.iter().all(|p| units(p) <= 1800));
    assert!(parts[0].ends_with("\n(1/2)") && parts[1].contains("\n(2/2)\n\n1. Đã rõ"), "{parts:?}");
    // Whole paragraphs, each once, in order.
    let all = parts.join("\n");
    let places: Vec<usize> = paragraphs.iter().map(|p| all.find(p.as_str()).unwrap()).collect();
    assert!(places.is_sorted());
    // A reporter on a platform with long texts sees no marks.
    assert!(world.notes(&reporter).iter().all(|n| !n.text.contains("(1/2)")));
    told(&world, &resident, "1", &format!("Câu hỏi #{code} đã xong")).await;
    world.close().await;
}

async fn an_item_is_one_body_for_each_manner_not_for_each_group(world: World) {
    for on in [Platform::Telegram, Platform::ZaloBot] {
        for place in ["lc-binhlu-naluong", "lc-binhlu-suoimay"] {
            let somebody = world.phone(on, "Bà con");
            world.village(place, &[&somebody]).await;
        }
    }
    assert_eq!(world.publishes("kham-suc-khoe").await.groups, 4);
    world.settle().await;
    assert_eq!(
        world.count("SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND kind = 'announcement'").await,
        4
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM body").await, 2);
    world.close().await;
}
