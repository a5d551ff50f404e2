//! A whole month of a part of a province: 200 residents of twelve villages on three platforms and in two languages, six
//! reporters who are away now and then, 600 questions, two communes that become one, and a process that is killed in the
//! middle of its work. At its end every question is answered, taken back, set aside, or seen to be overdue where it
//! belongs; the reports add up; and nothing on disk or in the log says who anybody is.

mod ends;
mod people;

use crate::live::on_both;
use crate::world::phones::{Group, Phone};
use crate::world::{Engine, World};
use loaban::config::Platform;
use people::{Office, Resident};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;
use std::time::Duration;

on_both!(every_question_of_a_month_ends_where_it_can_be_seen);

const RESIDENTS: usize = 200;
/// What people try to ask; some of it is a complaint, or becomes more of what they asked before.
const TRIES: usize = 660;
const DAYS: usize = 30;
const HOUR: Duration = Duration::from_secs(3_600);
const PLATFORMS: [Platform; 3] = [Platform::Telegram, Platform::ZaloBot, Platform::ZaloOa];
/// The platform of each village: a free Zalo bot may be in three groups.
const APPS: [usize; 12] = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 2, 0];
/// Code and name of each village, and the commune that it is in.
const VILLAGES: [(&str, &str, &str); 12] = [
    ("lc-binhlu-naluong", "Nà Luồng", "lc-binhlu"),
    ("lc-binhlu-suoimay", "Suối Mây", "lc-binhlu"),
    ("lc-binhlu-doiche", "Đồi Chè", "lc-binhlu"),
    ("lc-taleng-hoadao", "Hoa Đào", "lc-taleng"),
    ("lc-taleng-suoida", "Suối Đá", "lc-taleng"),
    ("lc-taleng-doithong", "Đồi Thông", "lc-taleng"),
    ("lc-banbo-namay", "Nà Mây", "lc-banbo"),
    ("lc-banbo-coxanh", "Cọ Xanh", "lc-banbo"),
    ("lc-banbo-suoinga", "Suối Ngà", "lc-banbo"),
    ("lc-khunha-namhoa", "Nậm Hoa", "lc-khunha"),
    ("lc-khunha-doiman", "Đồi Mận", "lc-khunha"),
    ("lc-khunha-suoitre", "Suối Tre", "lc-khunha"),
];
/// From 10 December on, Bản Bo belongs to Khun Há, and one of its villages to a village there.
const MERGER: &str = "\
code,name,kind,parent,from,until,successors,phone,households
lc-banbo,Xã Bản Bo,commune,lc,01/07/2025,09/12/2026,lc-khunha,,
lc-banbo-coxanh,Bản Cọ Xanh (mẫu),village,lc-banbo,01/07/2025,09/12/2026,lc-khunha-doiman,,163
";

/// What the story knows of a question that it asked.
pub struct Asked {
    /// Whose it is, in the order of the residents.
    pub who: usize,
    /// The village that it was asked from.
    pub village: usize,
    /// Asked in the village's group.
    pub in_group: bool,
}

/// What has happened so far, by whom the machine must not know.
pub struct Month {
    pub world: World,
    pub chance: StdRng,
    pub residents: Vec<Resident>,
    pub groups: Vec<Group>,
    pub offices: Vec<Office>,
    /// By the code that the receipt told.
    pub asked: BTreeMap<String, Asked>,
    /// How often something was killed.
    pub kills: usize,
    /// How many were shown where a complaint goes.
    pub complaints: usize,
}

async fn every_question_of_a_month_ends_where_it_can_be_seen(engine: Engine) {
    let Some(world) = World::on(engine, &PLATFORMS, |_| {}).await else { return };
    let mut month = Month::begin(world, 2_026).await;
    let mut order: Vec<usize> = (0..TRIES).map(|n| n % RESIDENTS).collect();
    order.shuffle(&mut month.chance);
    for day in 0..DAYS {
        let today = &order[day * TRIES / DAYS..(day + 1) * TRIES / DAYS];
        month.morning(day, today).await;
        month.world.pass(HOUR * 6);
        month.afternoon(day).await;
        month.world.pass(HOUR * 18);
        month.world.settle().await;
    }
    // What the last morning sent is read, too.
    month.listen().await;
    ends::every_question_ended(&mut month).await;
    ends::the_reports_add_up(&month).await;
    ends::nobody_is_named(&month).await;
    month.world.close().await;
}

impl Month {
    async fn begin(world: World, seed: u64) -> Month {
        // A door that is shut for a moment is tried again a moment later.
        world.zalo_oa.set_retry_unit(Duration::from_millis(20));
        let mut chance = StdRng::seed_from_u64(seed);
        let residents: Vec<Resident> =
            (0..RESIDENTS).map(|n| Resident::new(&world, n, chance.random_bool(0.2))).collect();
        let mut month = Month {
            world,
            chance,
            residents,
            groups: vec![],
            offices: vec![],
            asked: BTreeMap::new(),
            kills: 0,
            complaints: 0,
        };
        for (n, (code, _, _)) in VILLAGES.iter().enumerate() {
            let own: Vec<&Phone> =
                month.residents.iter().filter(|r| r.village == n).map(|r| &r.phone).collect();
            let group = month.world.village(code, &own).await;
            month.groups.push(group);
        }
        month.offices = people::offices(&month.world).await;
        month.world.publishes("hoc-phi").await;
        month.world.settle().await;
        month
    }

    /// Residents ask, and the process may die while it listens.
    async fn morning(&mut self, day: usize, today: &[usize]) {
        if day == 9 {
            let file = self.world.dir.path().join("merger.csv");
            std::fs::write(&file, MERGER).unwrap();
            loaban::places::import(&self.world.parts().core.db, &file).await.unwrap();
        }
        let mut asking: Vec<usize> = today.to_vec();
        asking.sort_unstable();
        asking.dedup();
        // Who is drawn twice for one day asks on it once more when the first is through.
        let again: Vec<usize> =
            asking.iter().copied().filter(|who| today.iter().filter(|one| *one == who).count() > 1).collect();
        for (round, who) in [asking, again].into_iter().enumerate() {
            for one in &who {
                self.asks(*one, day);
            }
            if round == 0 && self.chance.random_bool(0.15) {
                self.dies().await;
            }
            self.listen().await;
        }
    }

    /// Those who answer do their work, and residents say what they think of it.
    async fn afternoon(&mut self, day: usize) {
        self.goes_away(day).await;
        self.world.settle().await;
        self.works(day);
        // Some days for certain: how often chance is asked before depends on who says what.
        if self.chance.random_bool(0.15) || day % 4 == 2 {
            self.dies().await;
        }
        self.listen().await;
        self.thinks_again(day).await;
        self.listen().await;
    }

    /// The process is killed, and another takes over.
    async fn dies(&mut self) {
        // Not in the one gap in which a platform has spent a token and its successor is not written down yet: that needs a
        // person, and has a story of its own (`oa::crash`).
        let now = self.world.clock.now();
        let renewing = format!(
            "SELECT COUNT(*) FROM zalo_token WHERE holder <> '' OR {now} >= issued_at + (expires_at - issued_at) / 5 * 4"
        );
        self.world.comes_to(&renewing, 0).await;
        self.world.crash().await;
        self.world.start().await;
        self.kills += 1;
    }

    /// Everybody reads what is new and says what it asks for, until nobody has anything to say.
    async fn listen(&mut self) {
        for _ in 0..8 {
            self.world.settle().await;
            if !self.reads_and_says().await {
                return;
            }
        }
        panic!("somebody is asked something again and again");
    }
}
