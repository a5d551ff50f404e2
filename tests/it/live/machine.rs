//! The built program as an operator has it: a settings file in a folder, commands, a process that can be killed.

use crate::world::Engine;
use crate::world::postgres::Database;
use loaban::clock::Clock;
use loaban::standins::telegram::{Seen, Telegram};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

/// The bot's token. It must not appear in anything that the program says.
pub const TOKEN: &str = "4242:AAsecret-of-the-live-bot";
/// What the platform sends along with a webhook. As secret as the token.
pub const HOOK: &str = "hook-secret-of-the-live-bot";
/// How long something is waited for before the test fails. Generous: machines are slow now and then.
pub const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(10);

/// What a command said, and how it ended.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The one JSON document of stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("not one JSON document ({e}): {}\n{}", self.out, self.err))
    }
}

/// A folder with settings, beside a stand-in for the platform that outlives the program.
pub struct Machine {
    pub platform: Telegram,
    pub bot: i64,
    pub dir: TempDir,
    pub engine: Engine,
    pub url: String,
    /// Where the web door listens; port 0: wherever it likes.
    pub listen: String,
    /// Everything that the program ever said.
    heard: Arc<Mutex<String>>,
    runs: AtomicU32,
    _postgres: Option<Database>,
}

impl Machine {
    /// With settings that are written already, and no database of its own yet. `None`: PostgreSQL was left out on purpose.
    pub async fn new(engine: Engine) -> Option<Machine> {
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Database::create().await?),
        };
        let clock = Clock::system();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let platform = Telegram::start(address, Arc::new(move || clock.now())).await.unwrap();
        let bot = platform.add_bot(TOKEN, "LoaBanBot", "Loa Bản");
        let url = postgres.as_ref().map_or("sqlite://loaban.db".into(), Database::url);
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(project().join("content"), dir.path().join("content")).unwrap();
        let (heard, runs) = (Arc::default(), AtomicU32::new(0));
        let listen = "127.0.0.1:0".into();
        let machine = Machine { platform, bot, dir, engine, url, listen, heard, runs, _postgres: postgres };
        machine.writes("loaban.toml", &machine.settings(""));
        Some(machine)
    }

    /// The settings of the contract; `account` adds lines to the account.
    pub fn settings(&self, account: &str) -> String {
        let (url, listen, api) = (&self.url, &self.listen, self.platform.url());
        format!(
            "[server]\nlisten = \"{listen}\"\nmetrics = \"127.0.0.1:0\"\npublic_url = \"https://loa.example.vn\"\n\n[database]\nurl = \"{url}\"\n\n\
             [content]\ndir = \"content\"\n\n[privacy]\nkey = {{ file = \"loaban.key\" }}\n\n[delivery]\nquiet = \"off\"\n\n[questions]\ngather = \"0s\"\n\n\
             [[identity]]\nplace = \"lc\"\nowner = \"Đảng uỷ xã Mẫu (phòng tập)\"\nissuer = \"ĐẢNG UỶ XÃ MẪU\"\n\n\
             [[account]]\nname = \"tg\"\nplatform = \"telegram\"\ntoken = {{ file = \"token\" }}\napi_url = \"{api}\"\n\
             per_second = 10000\nper_chat_per_minute = 100000\n{account}"
        )
    }

    /// From now on the web door is at one port; returns its address.
    pub fn is_at_a_port(&mut self) -> String {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        self.listen = free.to_string();
        self.writes("loaban.toml", &self.settings(""));
        format!("http://{free}")
    }

    /// From now on the platform pushes: a public address in front of a port that stays the same.
    pub fn is_pushed(&mut self) {
        let door = self.is_at_a_port();
        self.platform.route("https://loa.example.vn", &door);
        self.platform.set_webhook_retry_unit(Duration::from_millis(50));
        self.writes(
            "loaban.toml",
            &self.settings(&format!("receive = \"webhook\"\nwebhook_secret = \"{HOOK}\"\n")),
        );
    }

    /// Puts a file into the folder.
    pub fn writes(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.dir.path().join("token"), TOKEN).unwrap();
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = program();
        command.args(args).current_dir(self.dir.path()).stdin(Stdio::null());
        command
    }

    /// One command, to its end. Blocks: the stand-in lives on other threads.
    pub fn does(&self, args: &[&str]) -> Said {
        self.hears(self.command(args))
    }

    /// The same with these variables.
    pub fn does_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Said {
        let mut command = self.command(args);
        command.envs(variables.iter().copied());
        self.hears(command)
    }

    /// Any command line of the program.
    pub fn hears(&self, mut command: Command) -> Said {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let said = Said {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        self.heard.lock().unwrap().push_str(&format!("{}{}", said.out, said.err));
        said
    }

    /// A command that must end well, as JSON.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        let said = self.does(&[args, &["--json"]].concat());
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
        said.json()
    }

    /// `loaban run`, in the background, with these variables.
    pub fn runs(&self, variables: &[(&str, &str)]) -> Running {
        let log = self.dir.path().join(format!("run-{}.log", self.runs.fetch_add(1, Ordering::Relaxed)));
        let file = std::fs::File::create(&log).unwrap();
        let mut command = self.command(&["run"]);
        // Few people ask a lot here; what limits one of them has trials of its own (`attack::flood`).
        command.env("LOABAN_WITHOUT_LIMITS", "1");
        command.envs(variables.iter().copied()).stdout(file.try_clone().unwrap()).stderr(file);
        Running { child: command.spawn().unwrap(), log, heard: self.heard.clone(), ended: None }
    }

    /// More accounts than the first one, with bots of their own; returns the bots. Written into the settings that are
    /// there.
    pub fn has_accounts(&self, more: usize, pushed: bool) -> Vec<i64> {
        let way = if pushed {
            format!("receive = \"webhook\"\nwebhook_secret = \"{HOOK}\"\n")
        } else {
            String::new()
        };
        let (mut text, api) = (way.clone(), self.platform.url());
        let mut bots = vec![];
        for n in 2..2 + more {
            let token = format!("{n}{n}{n}{n}:{}", TOKEN.split_once(':').unwrap().1);
            self.writes(&format!("token{n}"), &token);
            text += &format!(
                "\n[[account]]\nname = \"tg{n}\"\nplatform = \"telegram\"\ntoken = {{ file = \"token{n}\" }}\n\
                 api_url = \"{api}\"\nper_second = 10000\nper_chat_per_minute = 100000\n{way}"
            );
            bots.push(self.platform.add_bot(&token, &format!("LoaBan{n}Bot"), "Loa Bản"));
        }
        self.writes("loaban.toml", &self.settings(&text));
        bots
    }

    /// How many messages an account may send in a second from now on.
    pub fn is_paced(&self, per_second: u32) {
        let settings = std::fs::read_to_string(self.dir.path().join("loaban.toml")).unwrap();
        self.writes(
            "loaban.toml",
            &settings.replace("per_second = 10000", &format!("per_second = {per_second}")),
        );
    }

    /// `loaban run`, once it said that it is ready.
    pub async fn runs_ready(&self) -> Running {
        let mut running = self.runs(&[]);
        running.ready().await;
        running
    }

    /// The headline of an item, by which people know it.
    pub fn title(&self, item: &str) -> String {
        let items = self.json(&["item", "list"]);
        let found = items.as_array().unwrap().iter().find(|i| i["item"] == *item).unwrap();
        found["title"].as_str().unwrap().to_owned()
    }

    /// What was said so far by every command and every ended run.
    pub fn heard(&self) -> String {
        self.heard.lock().unwrap().clone()
    }

    // ---- people

    /// Waits until the private chat holds a message of the bot with these words; returns the newest such.
    pub async fn person_sees(&self, user: i64, words: &str) -> Seen {
        let bot = self.bot;
        self.sees(words, move |p| p.private_messages(user, bot)).await
    }

    /// The same in a group.
    pub async fn group_sees(&self, group: i64, words: &str) -> Seen {
        self.sees(words, move |p| p.messages(group)).await
    }

    async fn sees(&self, words: &str, look: impl Fn(&Telegram) -> Vec<Seen>) -> Seen {
        let holds = |m: &Seen| m.from_bot && (m.text.contains(words) || m.caption.contains(words));
        let found = self.platform.wait_for(PATIENCE, |p| look(p).into_iter().rev().find(holds)).await;
        found.unwrap_or_else(|| {
            panic!("“{words}” was not seen; seen:\n{}", crate::world::show(&look(&self.platform)))
        })
    }

    /// Presses the first button under the newest message of the private chat: the affirmative one.
    pub fn says_yes(&self, user: i64, seen: &Seen) {
        self.platform.person_presses(user, self.bot, seen.message_id, 0).unwrap();
    }

    /// Somebody with a role, invited by command and enrolled in the private chat.
    pub async fn enrolled(&self, role: &str, place: &str) -> i64 {
        let invitation = self.json(&["invite", role, "--place", place]);
        let user = self.platform.add_person("Người giữ vai");
        let code = invitation["code"].as_str().unwrap();
        self.platform.person_sends(user, self.bot, &format!("/start {code}")).unwrap();
        self.person_sees(user, "Máy đã nhận đồng chí").await;
        user
    }

    /// A group with the bot in it, invited by command and linked in the chat.
    pub async fn linked(&self, place: &str, by: i64) -> i64 {
        let invitation = self.json(&["invite", "group", "--place", place]);
        let group = self.platform.add_group("Bản mẫu", &[by]);
        self.platform.add_bot_to_group(self.bot, group, by).unwrap();
        let code = invitation["code"].as_str().unwrap();
        self.platform.person_sends(by, group, &format!("/lienket {code}")).unwrap();
        self.group_sees(group, "Từ nay nhóm này nhận tin của").await;
        group
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.platform.shutdown();
        if std::thread::panicking() {
            return;
        }
        let heard = self.heard();
        for secret in [TOKEN, TOKEN.split_once(':').unwrap().1, HOOK] {
            assert!(!heard.contains(secret), "the program said a secret:\n{heard}");
        }
    }
}

/// `loaban run`.
pub struct Running {
    child: Child,
    log: PathBuf,
    heard: Arc<Mutex<String>>,
    ended: Option<ExitStatus>,
}

impl Running {
    /// What it said until now.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Waits for the line with `ready`; returns where its web door is.
    pub async fn ready(&mut self) -> SocketAddr {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(address) = address(&self.said()) {
                return address;
            }
            assert!(self.ended().is_none(), "it ended before it was ready:\n{}", self.said());
            assert!(Instant::now() < deadline, "it is not ready:\n{}", self.said());
            sleep(GLANCE).await;
        }
    }

    /// Where its other door is, once it is ready.
    pub fn watching(&self) -> SocketAddr {
        address_of(&self.said(), "metrics=").expect("it said where its figures are")
    }

    /// SIGKILL, and nothing of the process is left.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.ended = Some(self.child.wait().unwrap());
    }

    /// SIGTERM.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// SIGSTOP: it stands still, and nobody tells it for how long.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    /// SIGCONT: it goes on as though nothing had been.
    pub fn thaw(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let sent =
            Command::new("sh").arg("-c").arg(format!("kill -{name} {}", self.child.id())).status().unwrap();
        assert!(sent.success());
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The name under which it owns accounts, as its log gives it; "" while it owned none yet.
    pub fn owner(&self) -> String {
        let said = self.said();
        let name = said.split("process=").nth(1).and_then(|rest| rest.split_whitespace().next());
        name.unwrap_or_default().trim_matches('"').to_owned()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().unwrap();
        }
        self.ended
    }

    /// Waits until it ended by itself.
    pub async fn ends(&mut self, within: Duration) -> ExitStatus {
        let deadline = Instant::now() + within;
        loop {
            if let Some(status) = self.ended() {
                return status;
            }
            assert!(Instant::now() < deadline, "it did not end within {within:?}:\n{}", self.said());
            sleep(GLANCE).await;
        }
    }

    /// SIGTERM, an exit code of 0 within 10 s, and nothing more.
    pub async fn stops(mut self) {
        self.terminate();
        let status = self.ends(Duration::from_secs(10)).await;
        assert_eq!(status.code(), Some(0), "{}", self.said());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.ended().is_none() {
            self.kill();
        }
        self.heard.lock().unwrap().push_str(&self.said());
    }
}

/// The address in the line that says `ready`.
fn address(log: &str) -> Option<SocketAddr> {
    address_of(log, "address=")
}

fn address_of(log: &str, name: &str) -> Option<SocketAddr> {
    let line = log.lines().find(|line| line.contains(" ready"))?;
    line.split(name).nth(1)?.split_whitespace().next()?.trim_matches('"').parse().ok()
}

/// The program, with nothing of this process's own settings in its environment.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loaban"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("LOABAN_") {
            command.env_remove(name);
        }
    }
    command
}

/// The folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sample places, for `place import`.
pub fn places() -> String {
    project().join("src/practice/places.csv").display().to_string()
}
