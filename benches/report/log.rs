//! A province's log: as many months of as many facts as are wanted, of the kinds that a month has.

use anyhow::{Context, Result, ensure};
use loaban::calendar::Calendar;
use loaban::db::{Db, Tx};
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;
use tempfile::TempDir;

/// The last month, which is reported.
pub const MONTH: &str = "2026-11";
const BEGINS: &str = "2026-10-15 00:00";
const VILLAGES: i64 = 1_500;
const COMMUNES: i64 = 120;
/// Items in a month, each in every village.
const ITEMS: i64 = 20;
const DAY: i64 = 24 * 3_600_000;
const ROWS: usize = 500;

/// Rows of the log that wait to be written.
struct Writer {
    begins: i64,
    seq: i64,
    rows: Vec<(i64, i64, &'static str, String, String, String, String)>,
}

/// Writes everything. Returns how many facts there are.
pub async fn write(folder: &TempDir, facts: i64, periods: i64) -> Result<i64> {
    let db = house(folder).await?;
    let begins = Calendar::new("Asia/Ho_Chi_Minh")?.moment(BEGINS).context("it is a moment")?;
    let mut writer = Writer { begins, seq: 0, rows: vec![] };
    let mut tx = db.write().await?;
    writer.month(&mut tx, facts).await?;
    tx.commit().await?;
    let one = writer.seq;
    // The last month's facts again, each month earlier by one that no two share a question or a publication; the numbers
    // go down, because what is older comes first.
    for back in 1..periods {
        let mut tx = db.write().await?;
        let sql = format!(
            "INSERT INTO fact (seq, at, kind, place, item, ref, detail)
             SELECT seq - {0}, at - {1}, kind, place, item, CASE ref WHEN '' THEN '' ELSE ref || '-{back}' END,
                    REPLACE(detail, '\"publication\":\"', '\"publication\":\"{back}-')
             FROM fact WHERE seq > 0 AND seq <= {one}",
            back * one,
            back * 30 * DAY,
        );
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    let mut tx = db.write().await?;
    let lift = (periods - 1) * one;
    for sql in [
        format!("UPDATE fact SET seq = seq + {}", lift + periods * one),
        format!("UPDATE fact SET seq = seq - {}", periods * one),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await?;
    }
    sqlx::query(AssertSqlSafe(format!("UPDATE counter SET value = {} WHERE name = 'fact'", periods * one)))
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    let written: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM fact").fetch_one(db.read()).await?;
    ensure!(written == periods * one, "{written} facts instead of {}", periods * one);
    db.close().await;
    Ok(written)
}

async fn house(folder: &TempDir) -> Result<Db> {
    let path = folder.path();
    std::fs::create_dir(path.join("content"))?;
    std::fs::write(path.join("loaban.key"), "A".repeat(43))?;
    std::fs::write(
        path.join("loaban.toml"),
        "[database]\nurl = \"sqlite://loaban.db\"\n[privacy]\nkey = { file = \"loaban.key\" }\n\
         [[identity]]\nplace = \"p\"\nowner = \"Tỉnh uỷ Mẫu\"\nissuer = \"TỈNH UỶ MẪU\"\n",
    )?;
    let db = Db::open(&format!("sqlite://{}", path.join("loaban.db").display())).await?;
    db.migrate().await?;
    let mut csv = String::from(
        "code,name,kind,parent,from,until,successors,phone,households\np,Tỉnh Mẫu,province,,2020-01-01,,,0213 0000 000,\n",
    );
    for commune in 0..COMMUNES {
        writeln!(csv, "c{commune},Xã {commune},commune,p,2020-01-01,,,,")?;
    }
    for village in 0..VILLAGES {
        writeln!(csv, "v{village},Bản {village},village,c{},2020-01-01,,,,120", village % COMMUNES)?;
    }
    let file = path.join("places.csv");
    std::fs::write(&file, csv)?;
    loaban::places::import(&db, &file).await?;
    Ok(db)
}

impl Writer {
    /// Of a thousand facts 30 plan, 360 tell what became of deliveries, 350 are about questions, 260 were reported.
    async fn month(&mut self, tx: &mut Tx, facts: i64) -> Result<()> {
        let thousands = facts / 1_000;
        let plans = (30 * thousands).min(ITEMS * VILLAGES);
        for n in 0..plans {
            let (item, village) = (n % ITEMS, n / ITEMS);
            let groups = 360 * thousands / plans;
            let detail = format!(
                r#"{{"kind":"planned","publication":"p{item}","number":"{item}-NQ/TW","title":"Nghị quyết số {item}","item_kind":"resolution","rank":"normal","platform":"telegram","groups":{groups},"fallback":0}}"#
            );
            self.add(n % 25, "planned", village, &item.to_string(), "", detail);
            for group in 0..groups {
                let to = if (n + group) % 97 == 0 { "failed" } else { "sent" };
                let detail = format!(
                    r#"{{"kind":"delivered","publication":"p{item}","platform":"telegram","from":"waiting","to":"{to}"}}"#
                );
                let delivery = format!("a:p{item}:{village}:{group}");
                self.add(n % 25, "delivered", village, &item.to_string(), &delivery, detail);
            }
            self.flush(tx, ROWS).await?;
        }
        for n in 0..100 * thousands {
            let (village, day, code) = (n % VILLAGES, n % 26, format!("Q{n}"));
            let topic = ["y-te", "dat-dai", "giao-duc", "khac"][(n % 4) as usize];
            let asked = format!(
                r#"{{"kind":"asked","topic":"{topic}","relayed":false,"platform":"telegram","due":"2026-11-20"}}"#
            );
            self.add(day, "asked", village, "", &code, asked);
            if n % 20 > 0 {
                let waited = (n % 9) * DAY;
                let answered = format!(r#"{{"kind":"answered","topic":"{topic}","waited":{waited}}}"#);
                self.add(day + 2, "answered", village, "", &code, answered);
                self.add(
                    day + 2,
                    "answer_written",
                    village,
                    "",
                    &code,
                    r#"{"kind":"answer_written"}"#.into(),
                );
            }
            if n % 2 > 0 {
                let cleared = format!(r#"{{"kind":"cleared","clear":{}}}"#, n % 3 > 0);
                self.add(day + 2, "cleared", village, "", &code, cleared);
            }
            self.flush(tx, ROWS).await?;
        }
        for n in 0..260 * thousands {
            let (village, item) = (n % VILLAGES, (n % ITEMS).to_string());
            let (kind, detail) = match n % 13 {
                0..8 => ("loudspeaker", format!(r#"{{"kind":"loudspeaker","times":{}}}"#, n % 4 + 1)),
                8..11 => ("meeting", format!(r#"{{"kind":"meeting","listeners":{}}}"#, n % 60)),
                _ => (
                    "study_session",
                    format!(r#"{{"kind":"study_session","form":"hoc_tap","present":{},"total":60}}"#, n % 60),
                ),
            };
            self.add(n % 28, kind, village, &item, "", detail);
            self.flush(tx, ROWS).await?;
        }
        self.flush(tx, 1).await
    }

    fn add(
        &mut self,
        day: i64,
        kind: &'static str,
        village: i64,
        item: &str,
        reference: &str,
        detail: String,
    ) {
        self.seq += 1;
        let at = self.begins + day * DAY;
        self.rows.push((self.seq, at, kind, format!("v{village}"), item.into(), reference.into(), detail));
    }

    async fn flush(&mut self, tx: &mut Tx, from: usize) -> Result<()> {
        if self.rows.len() < from {
            return Ok(());
        }
        for rows in self.rows.chunks(ROWS) {
            let values = vec!["(?, ?, ?, ?, ?, ?, ?)"; rows.len()].join(", ");
            let sql = format!("INSERT INTO fact (seq, at, kind, place, item, ref, detail) VALUES {values}");
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for (seq, at, kind, place, item, reference, detail) in rows {
                query =
                    query.bind(seq).bind(at).bind(*kind).bind(place).bind(item).bind(reference).bind(detail);
            }
            query.execute(&mut **tx).await?;
        }
        self.rows.clear();
        Ok(())
    }
}
