//! The last words to somebody of whom nothing is kept any more: they carry the address and must reach the person, on
//! every platform by the way that leads to people.

use crate::stories;
use crate::world::World;
use loaban::config::Platform;

const EVERYWHERE: &[Platform] = &[Platform::Telegram, Platform::ZaloBot, Platform::ZaloOa];

stories!(on EVERYWHERE;
    who_erases_everything_is_told_so,
    who_says_no_at_consent_is_told_so,
    a_group_that_is_not_linked_is_answered_in_the_group,
);

async fn who_erases_everything_is_told_so(world: World) {
    for platform in EVERYWHERE {
        let resident = world.phone(*platform, "Bà con");
        world.asks_first(&resident, "Bao giờ họp bản?").await;
        world.erases(&resident, "Đã xoá hết").await;
    }
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE state IN ('failed', 'waiting', 'unknown')", 0).await;
    world.close().await;
}

async fn who_says_no_at_consent_is_told_so(world: World) {
    for platform in EVERYWHERE {
        let resident = world.phone(*platform, "Bà con");
        world.tells(&resident, "Bao giờ họp bản vậy cán bộ?");
        world.reads(&resident, "xin phép dùng câu hỏi này").await;
        let before = world.notes(&resident).iter().filter(|n| n.from_bot).count();
        world.chooses(&resident, "Không, xoá").await;
        world.settle().await;
        let after = world.notes(&resident).iter().filter(|n| n.from_bot).count();
        assert!(after > before, "{platform:?}: nothing was said after the no");
    }
    world.comes_to("SELECT COUNT(*) FROM outbox WHERE state IN ('failed', 'waiting', 'unknown')", 0).await;
    world.close().await;
}

/// Here the address alone is known as well, and it is a group's.
async fn a_group_that_is_not_linked_is_answered_in_the_group(world: World) {
    let member = world.platform.add_person("Người trong bản");
    let group = world.platform.add_group("Nhóm lạ", &[member]);
    world.platform.add_bot_to_group(world.bot, group, member).unwrap();
    world.writes(member, group, "/hoi Bao giờ có điện?");
    world.group_sees(group, "chưa").await;
    let stranger = world.phone(Platform::ZaloOa, "Người lạ");
    let other = world.zalo_oa.add_group(&world.oa, "Nhóm lạ", &[stranger.zalo_oa()]);
    world.zalo_oa.person_writes(stranger.zalo_oa(), &other, None, "/hoi Bao giờ có điện?").unwrap();
    let answered = |z: &loaban::standins::zalo_oa::ZaloOa| {
        z.messages(&world.oa, &other).iter().any(|m| m.from_oa).then_some(())
    };
    world
        .zalo_oa
        .wait_for(std::time::Duration::from_secs(20), answered)
        .await
        .expect("an answer in the group");
    world.close().await;
}
