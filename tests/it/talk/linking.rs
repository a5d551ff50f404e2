//! A group and its village: codes, good and bad; leaving, coming back, moving house.

use super::{OPEN, PEOPLE};
use crate::stories;
use crate::world::{World, code_in};
use loaban::config::Platform;
use loaban::roster;
use loaban::standins::telegram::Standing;
use std::time::Duration;

stories!(on each;
    a_code_links_a_group_and_the_greeting_is_the_notice,
    a_bad_code_says_why,
    a_group_is_linked_anew_and_two_groups_share_a_village,
    a_village_does_not_lose_its_group_to_whoever_holds_a_code,
);
// What only that platform has: writing under the group's name, links into a group, news of where the bot stands.
stories!(
    whoever_holds_the_code_may_use_it_even_under_the_groups_name,
    a_link_that_puts_the_bot_into_a_group_links_it,
    taken_out_and_put_back_the_link_stays,
    a_group_that_moves_keeps_its_link,
    a_group_that_may_be_written_to_again_is_found_again,
);

const LINKED: &str = "SELECT COUNT(*) FROM chat_group WHERE state = 'linked'";

async fn a_code_links_a_group_and_the_greeting_is_the_notice(world: World) {
    let member = world.person("Người trong bản");
    let group = world.group(&[&member]);
    // One platform does not tell the bot that it was taken in: it hears of the group when it is called.
    if world.home == Platform::ZaloBot {
        world.calls_in(&member, &group, "alo");
    }
    world.reads_in(&group, "chưa được liên kết").await;
    world.tells_in(&member, &group, "/hoi Bao giờ có điện?");
    world.settle().await;
    assert_eq!(world.count("SELECT COUNT(*) FROM question").await, 0);
    world.tells_in(&member, &group, "/lienket");
    world.reads_in(&group, "thêm mã").await;
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    assert!(code.len() >= 8);
    // Some bots are handed every message of a group.
    world.platform.hears_all(world.bot, true);
    // Small letters, no slash.
    world.tells_in(&member, &group, &format!("lienket {}", code.to_lowercase()));
    let greeting = world.reads_in(&group, "Từ nay nhóm này nhận tin của Đảng uỷ").await;
    // Where only a call is heard, nothing else reaches the machine.
    let (how, rest) = match world.home {
        Platform::ZaloBot => ("gõ @", "không tới máy"),
        _ => ("/hoi", "không đọc và không lưu"),
    };
    for word in ["Đảng uỷ xã Mẫu (phòng tập)", "máy", how, "cả nhóm thấy", "nhắn thẳng", rest]
    {
        assert!(greeting.text.contains(word), "{word} in {}", greeting.text);
    }
    assert_eq!((world.count(LINKED).await, world.count(PEOPLE).await), (1, 0), "who linked it is not kept");
    world.close().await;
}

async fn whoever_holds_the_code_may_use_it_even_under_the_groups_name(world: World) {
    let member = world.platform.add_person("Trưởng nhóm");
    let group = world.platform.add_group("Bản mẫu", &[member]);
    world.platform.add_bot_to_group(world.bot, group, member).unwrap();
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    world.platform.anonymous_admin_sends(group, &format!("/lienket {code}"), None).unwrap();
    world.group_sees(group, "Từ nay nhóm này nhận tin của").await;
    // Under the group's name a question is asked and answered; only "clear" cannot be said by nobody.
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let asked = world.platform.anonymous_admin_sends(group, "/hoi Bao giờ sửa đường?", None).unwrap();
    let receipt = world.group_sees(group, "Đã nhận câu hỏi").await;
    assert_eq!(receipt.reply_to, Some(asked));
    world.says(reporter, &format!("/traloi {} Tháng sau.", code_in(&receipt.text)));
    let answer = world.group_sees(group, "Tháng sau.").await;
    assert_eq!((answer.reply_to, answer.buttons.len()), (Some(asked), 0));
    world.close().await;
}

async fn a_link_that_puts_the_bot_into_a_group_links_it(world: World) {
    let member = world.platform.add_person("Trưởng nhóm");
    let group = world.platform.add_group("Bản mẫu", &[member]);
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    let link = format!("https://t.me/LoaBanBot?startgroup={code}");
    world.platform.opens_group_link(member, &link, group).unwrap();
    world.group_sees(group, "Từ nay nhóm này nhận tin của Đảng uỷ").await;
    world.close().await;
}

async fn a_bad_code_says_why(world: World) {
    let member = world.person("Người trong bản");
    let group = world.group(&[&member]);
    world.tells_in(&member, &group, "/lienket ABCDEFGHJK");
    world.reads_in(&group, "Mã này không đúng").await;

    let used = world.invite("group", "lc-binhlu-naluong", "").await;
    let other = world.group(&[&member]);
    world.tells_in(&member, &other, &format!("/lienket {used}"));
    world.reads_in(&other, "Từ nay nhóm này nhận tin của").await;
    world.tells_in(&member, &group, &format!("/lienket {used}"));
    world.reads_in(&group, "Mã này đã dùng").await;

    let revoked = world.invite("group", "lc-binhlu-naluong", "").await;
    let parts = world.parts();
    let mut tx = parts.core.db.write().await.unwrap();
    assert!(
        roster::close(&mut tx, &parts.core.seal, &revoked, roster::InvitationState::Revoked).await.unwrap()
    );
    tx.commit().await.unwrap();
    world.tells_in(&member, &group, &format!("/lienket {revoked}"));
    world.reads_in(&group, "Mã này đã bị thu lại").await;

    let reporter = world.invite("reporter", "lc-binhlu", "").await;
    world.tells_in(&member, &group, &format!("/lienket {reporter}"));
    world.reads_in(&group, "Mã này dành cho một người").await;
    // It is not used up: the reporter can still begin. A group's code in private is sent to the group.
    let (first, second) = (world.person("Một"), world.person("Hai"));
    world.tells(&first, &format!("/start {}", reporter.to_lowercase()));
    world.reads(&first, "Máy đã nhận đồng chí: báo cáo viên, xã Bình Lư").await;
    world.tells(&second, &format!("/start {reporter}"));
    world.reads(&second, "Mã này đã dùng").await;
    let late = world.invite("group", "lc-binhlu-naluong", "").await;
    world.tells(&second, &format!("/start {late}"));
    world.reads(&second, &format!("/lienket {late}")).await;
    world.tells(&second, &format!("/lienket {late}"));
    world.reads(&second, "dùng trong nhóm của bản").await;

    world.pass(Duration::from_secs(7 * 24 * 3600));
    world.tells_in(&member, &group, &format!("/lienket {late}"));
    world.reads_in(&group, "hết hạn").await;
    assert_eq!((world.count(LINKED).await, world.count("SELECT COUNT(*) FROM role").await), (1, 1));
    world.close().await;
}

async fn a_group_is_linked_anew_and_two_groups_share_a_village(world: World) {
    let member = world.person("Người trong bản");
    let first = world.village("lc-binhlu-naluong", &[&member]).await;
    let second = world.village("lc-binhlu-naluong", &[&member]).await;
    assert_eq!(world.publishes("hoc-phi").await.groups, 2);
    world.reads_in(&first, "không phải nộp học phí").await;
    world.reads_in(&second, "không phải nộp học phí").await;
    let code = world.invite("group", "lc-binhlu-suoimay", "").await;
    // Not by whoever holds a code: by its own secretary, and only after a yes.
    world.told_in(&member, &second, &format!("/lienket {code}"), "chỉ có mã thì chưa chuyển").await;
    let secretary = world.enrols("Bí thư", "secretary", "lc-binhlu-naluong").await;
    world.joins(&secretary, &second);
    let asked = world
        .told_in(&secretary, &second, &format!("/lienket {code}"), "Chuyển nhóm sang bản Suối Mây")
        .await;
    assert_eq!(asked.choices, ["Chuyển nhóm", "Giữ nguyên"]);
    world.settle().await;
    let at_first = "SELECT COUNT(*) FROM chat_group WHERE place = 'lc-binhlu-naluong' AND state = 'linked'";
    assert_eq!(world.count(at_first).await, 2);
    world.chooses_in(&secretary, &second, "Chuyển nhóm").await;
    world.reads_in(&second, "do máy gửi (bản Suối Mây").await;
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM chat_group WHERE place = 'lc-binhlu-suoimay' AND state = 'linked'")
            .await,
        1
    );
    assert_eq!(world.count(LINKED).await, 2);
    world.close().await;
}

async fn a_village_does_not_lose_its_group_to_whoever_holds_a_code(world: World) {
    let member = world.person("Người trong bản");
    let group = world.village("lc-binhlu-naluong", &[&member]).await;
    let code = world.invite("group", "lc-banbo-namay", "").await;
    let link = format!("/lienket {code}");
    let refused = "chỉ có mã thì chưa chuyển";
    world.told_in(&member, &group, &link, refused).await;
    // Nor by an editor of one of the two places, the secretary of the other, or who only answers.
    for (name, role, place) in [
        ("Biên tập xã này", "editor", "lc-binhlu"),
        ("Biên tập xã kia", "editor", "lc-banbo"),
        ("Bí thư bản kia", "secretary", "lc-banbo-namay"),
        ("Điều phối", "coordinator", "lc"),
    ] {
        let official = world.enrols(name, role, place).await;
        world.joins(&official, &group);
        world.told_in(&official, &group, &link, refused).await;
    }
    let editor = world.enrols("Biên tập tỉnh", "editor", "lc").await;
    world.joins(&editor, &group);
    world.told_in(&editor, &group, &link, "Chuyển nhóm sang").await;
    world.chooses_in(&editor, &group, "Giữ nguyên").await;
    world.reads_in(&group, "giữ nguyên như cũ").await;
    world.told_in(&editor, &group, &link, "Chuyển nhóm sang").await;
    // Somebody else's yes is none.
    world.settle().await;
    let here = "SELECT COUNT(*) FROM chat_group WHERE place = 'lc-binhlu-naluong' AND state = 'linked'";
    let asked = world.reads_in(&group, "Chuyển nhóm sang").await;
    world.is_answered_on_choosing_in(&member, &group, &asked, "Chuyển nhóm").await;
    world.settle().await;
    assert_eq!(world.count(here).await, 1);
    world.chooses_in(&editor, &group, "Chuyển nhóm").await;
    world.reads_in(&group, "do máy gửi (bản Nà Mây").await;
    assert_eq!(world.count(here).await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM act WHERE deed = 'move' AND role IS NOT NULL").await, 1);
    // The code is used up: nobody takes the group back with it.
    world.told_in(&editor, &group, &link, "Mã này đã dùng").await;
    world.close().await;
}

async fn taken_out_and_put_back_the_link_stays(world: World) {
    let member = world.platform.add_person("Người trong bản");
    let group = world.linked_group("lc-binhlu-naluong", member).await;
    world.platform.remove_bot_from_group(world.bot, group, member).unwrap();
    world.comes_to("SELECT COUNT(*) FROM chat_group WHERE state = 'gone' AND reason = 'removed'", 1).await;
    assert_eq!(world.publishes("hoc-phi").await.groups, 0);
    world.platform.add_bot_to_group(world.bot, group, member).unwrap();
    world.comes_to(LINKED, 1).await;
    assert_eq!(world.publishes("hoc-phi").await.groups, 1);
    world.group_sees(group, "không phải nộp học phí").await;
    world.close().await;
}

async fn a_group_that_moves_keeps_its_link(world: World) {
    let member = world.platform.add_person("Người trong bản");
    let reporter = world.enrolled("Báo cáo viên", "reporter", "lc-binhlu").await;
    let old = world.platform.add_basic_group("Bản mẫu", &[member]);
    world.platform.add_bot_to_group(world.bot, old, member).unwrap();
    let code = world.invite("group", "lc-binhlu-naluong", "").await;
    world.writes(member, old, &format!("/lienket {code}"));
    world.group_sees(old, "Từ nay nhóm này nhận tin của").await;
    world.writes(member, old, "/hoi Bao giờ sửa đường?");
    let code = code_in(&world.group_sees(old, "Đã nhận câu hỏi").await.text);
    let new = world.platform.migrate(old).unwrap();
    world.says(reporter, &format!("/traloi {code} Tháng sau."));
    world.group_sees(new, "Tháng sau.").await;
    world.writes(member, new, "/hoi Bao giờ sửa cầu?");
    world.group_sees(new, "Đã nhận câu hỏi").await;
    assert_eq!((world.count(LINKED).await, world.count("SELECT COUNT(*) FROM chat_group").await), (1, 1));
    world.close().await;
}

async fn a_group_that_may_be_written_to_again_is_found_again(world: World) {
    let member = world.platform.add_person("Người trong bản");
    let group = world.linked_group("lc-binhlu-naluong", member).await;
    world.platform.set_standing(world.bot, group, member, Standing::Muted).unwrap();
    world.publishes("hoc-phi").await;
    let waits = "SELECT COUNT(*) FROM outbox WHERE part = 0 AND state = 'waiting' AND reason = 'muted'";
    world.comes_to(waits, 1).await;
    assert_eq!(world.count(LINKED).await, 1);
    world.platform.set_standing(world.bot, group, member, Standing::Member).unwrap();
    world.writes(member, group, "/hoi Bao giờ có điện?");
    world.group_sees(group, "Đã nhận câu hỏi").await;
    assert_eq!((world.count(LINKED).await, world.count(OPEN).await), (1, 1));
    world.close().await;
}
