//! What only PostgreSQL does: dumps by its own tools. Addresses and passwords go to them by environment,
//! never on a command line, which every user of the machine can read.

use super::Db;
use super::schema::MIGRATIONS;
use super::snapshot::Snapshot;
use anyhow::{Context, Result};
use reqwest::Url;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// Why a tool of PostgreSQL did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// It is not installed.
    #[error("{0} is not installed")]
    Missing(&'static str),
    /// It said so itself.
    #[error("{0}: {1}")]
    Failed(&'static str, String),
}

/// Where a server is, as its tools want to know it.
#[derive(Clone)]
pub struct Server {
    environment: Vec<(&'static str, String)>,
    database: String,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Server(***)")
    }
}

impl Server {
    /// From the address in the settings.
    pub fn of(url: &str) -> Result<Server> {
        let url = Url::parse(url).ok().context("not a database address")?;
        let mut environment: Vec<(&'static str, String)> = vec![];
        let mut set = |name: &'static str, value: String| {
            environment.retain(|(n, _)| *n != name);
            environment.push((name, value));
        };
        let mut database = decoded(url.path().trim_start_matches('/'));
        if let Some(host) = url.host_str().filter(|h| !h.is_empty()) {
            set("PGHOST", decoded(host).trim_matches(['[', ']']).to_owned());
        }
        if let Some(port) = url.port() {
            set("PGPORT", port.to_string());
        }
        if !url.username().is_empty() {
            set("PGUSER", decoded(url.username()));
        }
        if let Some(password) = url.password() {
            set("PGPASSWORD", decoded(password));
        }
        let mut options: Vec<String> = vec![];
        for (key, value) in url.query_pairs() {
            let value = value.into_owned();
            match &*key {
                "host" | "hostaddr" => set("PGHOST", value),
                "port" => set("PGPORT", value),
                "user" => set("PGUSER", value),
                "password" => set("PGPASSWORD", value),
                "dbname" => database = value,
                "sslmode" | "ssl-mode" => set("PGSSLMODE", value),
                "sslrootcert" | "ssl-root-cert" | "ssl-ca" => set("PGSSLROOTCERT", value),
                "sslcert" | "ssl-cert" => set("PGSSLCERT", value),
                "sslkey" | "ssl-key" => set("PGSSLKEY", value),
                "options" => options.push(value),
                other => {
                    if let Some(name) = other.strip_prefix("options[").and_then(|o| o.strip_suffix(']')) {
                        options.push(format!("-c {name}={value}"));
                    }
                }
            }
        }
        if !options.is_empty() {
            set("PGOPTIONS", options.join(" "));
        }
        if database.is_empty() {
            let user = environment.iter().find(|(n, _)| *n == "PGUSER").map(|(_, v)| v.clone());
            database = user.unwrap_or_else(|| "postgres".into());
        }
        Ok(Server { environment, database })
    }

    fn tool(&self, name: &'static str) -> Command {
        let mut command = Command::new(name);
        command.env("LC_ALL", "C.UTF-8").envs(self.environment.iter().map(|(n, v)| (*n, v.as_str())));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Dumps our tables, and only ours, into a new file that only its owner may read.
    pub async fn dump(&self, db: &Db, to: &Path) -> Result<()> {
        let schema: String =
            sqlx::query_scalar("SELECT CAST(current_schema() AS TEXT)").fetch_one(db.read()).await?;
        let mut command = self.tool("pg_dump");
        command
            .args(["--format=custom", "--no-owner", "--no-privileges"])
            .arg(format!("--dbname={}", self.database));
        for table in tables() {
            command.arg(format!("--table=\"{}\".\"{table}\"", schema.replace('"', "\"\"")));
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
        command.stdout(file);
        run("pg_dump", command).await?;
        Ok(File::open(to)?.sync_all()?)
    }

    /// Replaces our tables by those of a dump, all or nothing.
    pub async fn put_back(&self, dump: &Path) -> Result<()> {
        let mut command = self.tool("pg_restore");
        command.args([
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
        ]);
        command.arg(format!("--dbname={}", self.database)).arg(dump);
        run("pg_restore", command).await
    }
}

/// What a dump holds. A file that is none is an error.
pub async fn read_dump(dump: &Path) -> Result<Snapshot> {
    let dump = dump.to_owned();
    let read = move || {
        let mut command = Command::new("pg_restore");
        command.env("LC_ALL", "C.UTF-8").args(["--data-only", "--file=-"]).arg(dump);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|e| missing("pg_restore", &e))?;
        let out = child.stdout.take().context("the tool has no output")?;
        let snapshot = read_copies(BufReader::new(out))?;
        let done = child.wait_with_output()?;
        if !done.status.success() {
            return Err(ToolError::Failed("pg_restore", first_line(&done.stderr)).into());
        }
        Ok(snapshot)
    };
    tokio::task::spawn_blocking(read).await?
}

/// True while a process holds an account of this database: `run` is working.
pub async fn is_busy(db: &Db) -> Result<bool> {
    // By the server's clock, as the owners do it.
    let sql = "SELECT COUNT(*) FROM lease WHERE owner <> '' AND until_at > EXTRACT(EPOCH FROM clock_timestamp()) * 1000";
    Ok(sqlx::query_scalar::<_, i64>(sql).fetch_one(db.read()).await? > 0)
}

/// Every `COPY table (columns) FROM stdin;` block of a dump as text.
fn read_copies(lines: impl BufRead) -> Result<Snapshot> {
    let mut snapshot = Snapshot::default();
    let mut at: Option<(String, Vec<String>)> = None;
    for line in lines.lines() {
        let line = line?;
        match &at {
            Some(_) if line == "\\." => at = None,
            Some((table, columns)) => {
                let row: Vec<(&str, &str)> =
                    columns.iter().map(String::as_str).zip(line.split('\t')).collect();
                snapshot.add(table, &row);
            }
            None => {
                let copy = line.strip_prefix("COPY ").and_then(|l| l.strip_suffix(") FROM stdin;"));
                at = copy.and_then(|l| l.split_once(" (")).map(|(table, columns)| {
                    let table = table.rsplit('.').next().unwrap_or(table).trim_matches('"');
                    let columns = columns.split(", ").map(|c| c.trim_matches('"').to_owned());
                    (table.to_owned(), columns.collect())
                });
            }
        }
    }
    Ok(snapshot)
}

/// The tables that our migrations make.
fn tables() -> Vec<&'static str> {
    let made = MIGRATIONS.iter().flat_map(|(_, _, sql)| sql.lines());
    let names = made.filter_map(|l| l.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next());
    names.chain(["_sqlx_migrations"]).collect()
}

async fn run(name: &'static str, mut command: Command) -> Result<()> {
    let done = tokio::task::spawn_blocking(move || command.output()).await?.map_err(|e| missing(name, &e))?;
    if done.status.success() {
        return Ok(());
    }
    Err(ToolError::Failed(name, first_line(&done.stderr)).into())
}

fn missing(name: &'static str, e: &std::io::Error) -> ToolError {
    match e.kind() {
        std::io::ErrorKind::NotFound => ToolError::Missing(name),
        kind => ToolError::Failed(name, kind.to_string()),
    }
}

fn first_line(stderr: &[u8]) -> String {
    String::from_utf8_lossy(stderr).lines().next().unwrap_or_default().to_owned()
}

/// Without percent signs. A `+` is a plus here, which a query string would turn into a blank.
fn decoded(text: &str) -> String {
    let url =
        Url::parse(&format!("x:?v={}", text.replace('+', "%2B").replace('&', "%26").replace('#', "%23")));
    url.ok().and_then(|u| u.query_pairs().next().map(|(_, v)| v.into_owned())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_environment_and_the_password_is_nowhere_else() {
        let url = "postgres://loa%40ban:b%C3%AD%2F+m%25@db.example:5433/loa?sslmode=require&options[search_path]=s1";
        let server = Server::of(url).unwrap();
        let get = |name: &str| server.environment.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str());
        assert_eq!(get("PGHOST"), Some("db.example"));
        assert_eq!(get("PGPORT"), Some("5433"));
        assert_eq!(get("PGUSER"), Some("loa@ban"));
        assert_eq!(get("PGPASSWORD"), Some("bí/+m%"));
        assert_eq!(get("PGSSLMODE"), Some("require"));
        assert_eq!(get("PGOPTIONS"), Some("-c search_path=s1"));
        assert_eq!(server.database, "loa");
        let tool = server.tool("pg_dump");
        assert!(tool.get_args().all(|a| !a.to_string_lossy().contains('m')));
        assert!(!format!("{server:?}").contains("bí"));
        let socket = Server::of("postgres://u@localhost/n?host=/run/postgresql").unwrap();
        assert!(socket.environment.contains(&("PGHOST", "/run/postgresql".into())));
    }

    #[test]
    fn the_tables_are_those_of_the_migrations() {
        let tables = tables();
        for name in ["counter", "mark", "place", "question", "outbox", "fact", "_sqlx_migrations"] {
            assert!(tables.contains(&name), "{name} is not in {tables:?}");
        }
        assert!(tables.iter().all(|t| t.chars().all(|c| c.is_ascii_lowercase() || c == '_')), "{tables:?}");
    }

    #[test]
    fn the_text_of_a_dump_is_read_by_table_and_column() {
        let text = "--\n-- comment\nCOPY public._sqlx_migrations (version, description) FROM stdin;\n1\tbase\n\\.\n\n\
                    COPY s1.fact (seq, at, detail) FROM stdin;\n7\t900\t{}\n\\.\nCOPY s1.mark (name, value) FROM stdin;\n\
                    key\tabc\n\\.\nSELECT 1;\n";
        let read = read_copies(text.as_bytes()).unwrap();
        assert_eq!(read.schema, 1);
        assert_eq!(read.marks.get("key").map(String::as_str), Some("abc"));
        let mut same = Snapshot::default();
        same.add("_sqlx_migrations", &[("version", "1")]);
        same.add("mark", &[("name", "key"), ("value", "abc")]);
        assert!(read.is_newer_than(&same));
        same.add("fact", &[("seq", "7"), ("at", "900"), ("detail", "{}")]);
        assert!(!read.is_newer_than(&same));
    }
}
