//! What a killed `backup` or `restore` leaves lying about holds what people wrote. It is written down before it is made, in
//! a note beside the sealing key, and whoever comes next takes both away.

use crate::config::Settings;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// How a note's name begins, and how the names of what it speaks of begin or end: nothing else is ever taken away.
const NOTE: &str = ".loaban-unfinished-";
const OURS: &str = ".loaban-restore-";
pub(super) const PARTIAL: &str = ".partial";

/// Where the notes are.
pub(super) fn folder(settings: &Settings) -> &Path {
    settings.erased.parent().unwrap_or(Path::new(""))
}

/// What one command makes and takes away again. Its note is locked for as long as it works.
pub(super) struct Unfinished {
    note: Option<(PathBuf, File)>,
    made: Vec<PathBuf>,
    name: String,
}

impl Unfinished {
    /// With a note in this folder. Where none can be written the work is done all the same.
    pub(super) fn begin(folder: &Path, name: String) -> Unfinished {
        let path = folder.join(format!("{NOTE}{name}"));
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let note = file.ok().filter(|file| file.try_lock().is_ok()).map(|file| (path, file));
        Unfinished { note, made: vec![], name }
    }

    /// Writes down that this is about to be made.
    pub(super) fn will_make(&mut self, path: PathBuf) -> std::io::Result<PathBuf> {
        let path = std::path::absolute(path)?;
        if let Some((_, note)) = &mut self.note {
            note.write_all(&[path.as_os_str().as_bytes(), b"\n"].concat())?;
            note.sync_all()?;
        }
        self.made.push(path.clone());
        Ok(path)
    }

    /// A folder of its own in this one, which nobody else may read.
    pub(super) fn folder(&mut self, parent: &Path) -> std::io::Result<PathBuf> {
        let path = self.will_make(parent.join(format!("{OURS}{}", self.name)))?;
        DirBuilder::new().mode(0o700).create(&path)?;
        Ok(path)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.made.iter().for_each(|path| take_away(path));
        if let Some((path, _)) = &self.note {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Takes away what dead commands left, as their notes in this folder say.
pub(super) fn sweep(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if !entry.file_name().as_bytes().starts_with(NOTE.as_bytes()) {
            continue;
        }
        let path = entry.path();
        // Whoever holds it still works.
        let Some(_held) = File::open(&path).ok().filter(|note| note.try_lock().is_ok()) else { continue };
        let lines = std::fs::read(&path).unwrap_or_default();
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            take_away(&PathBuf::from(std::ffi::OsString::from_vec(line.to_vec())));
        }
        let _ = std::fs::remove_file(&path);
    }
}

/// With what a database puts beside a file that it writes.
fn take_away(path: &Path) {
    let name = path.file_name().unwrap_or_default().as_bytes();
    if name.starts_with(OURS.as_bytes()) {
        let _ = std::fs::remove_dir_all(path);
    } else if name.ends_with(PARTIAL.as_bytes()) {
        for end in ["", "-journal", "-wal", "-shm"] {
            let mut beside = path.as_os_str().to_owned();
            beside.push(end);
            let _ = std::fs::remove_file(beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_dead_left_goes_and_what_the_living_need_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        let mut dead = Unfinished::begin(dir.path(), "dead".into());
        let mut made = vec![dead.will_make(path("a.partial")).unwrap(), dead.folder(dir.path()).unwrap()];
        // A note that was damaged, or that somebody else wrote, takes nothing else away.
        let precious = dead.will_make(path("loaban.db")).unwrap();
        for file in [&made[0], &made[1].join("copy.db"), &precious, &path("a.partial-journal")] {
            std::fs::write(file, "x").unwrap();
        }
        let mut alive = Unfinished::begin(dir.path(), "alive".into());
        let needed = alive.will_make(path("b.partial")).unwrap();
        std::fs::write(&needed, "x").unwrap();
        sweep(dir.path());
        assert!(made.iter().chain([&needed, &precious]).all(|file| file.exists()), "both still work");
        // Killed: the lock goes, and nothing else.
        dead.note.take();
        dead.made.clear();
        drop(dead);
        sweep(dir.path());
        made.push(path("a.partial-journal"));
        assert!(made.iter().all(|file| !file.exists()));
        assert!(needed.exists() && precious.exists());
        drop(alive);
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
        assert_eq!(left, ["loaban.db"]);
    }
}
