//! One sound into another, by the ffmpeg of the machine.
//!
//! What goes in was made by somebody else: it is a file without a name, read by the one demuxer and the few decoders
//! that its first bytes ask for; ffmpeg gets no network, no environment and no other file, a limit of memory, of time
//! and of what it may write, and only a few run at once. Nothing stays behind.

use super::Form;
use std::ffi::OsStr;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::process::Command;
use tokio::sync::Semaphore;

/// The largest sound that is taken or made: what the narrowest platform gives out at once.
pub(super) const MOST_SOUND_BYTES: usize = 20 << 20;
/// A minute of speech takes well under a second; what takes longer than this is not speech.
const CONVERSION_PATIENCE: Duration = Duration::from_secs(60);
/// More at once would only make each slower, and answers share the machine with them.
const CONVERSIONS_AT_ONCE: usize = 2;
/// What it may allocate in one piece.
const MOST_ALLOCATED_BYTES: &str = "67108864";
/// A folder in memory, where there is one: a person's voice is not written to a disk.
const MEMORY_FOLDER: &str = "/dev/shm";

/// Why there is no other form of a sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unable {
    /// ffmpeg is not installed.
    NoProgram,
    /// It is no sound that we know, or too large, or not what it says it is.
    NotSound,
}

/// Converts sounds, if ffmpeg is on this machine; cheap to clone.
#[derive(Clone, Debug)]
pub struct Converter(Option<Arc<Program>>);

#[derive(Debug)]
struct Program {
    path: PathBuf,
    turns: Semaphore,
}

impl Converter {
    /// With the ffmpeg that is found on `PATH`, if any.
    pub fn find() -> Converter {
        let path = std::env::var_os("PATH");
        path.map_or_else(Converter::none, |path| Converter::on(&path))
    }

    /// With the ffmpeg in one of these folders, if any.
    fn on(path: &OsStr) -> Converter {
        let found = std::env::split_paths(path).map(|folder| folder.join("ffmpeg")).find(|p| is_program(p));
        Converter(found.map(|path| Arc::new(Program { path, turns: Semaphore::new(CONVERSIONS_AT_ONCE) })))
    }

    /// Without: every sound stays as it is.
    pub fn none() -> Converter {
        Converter(None)
    }

    /// There is an ffmpeg; whether it can do it only [`Converter::convert`] tells.
    pub fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// A sound as Ogg Opus or as a bare stream of AAC, one channel. What has the form already is given back as it is.
    pub async fn convert(&self, sound: Vec<u8>, to: Form) -> Result<Vec<u8>, Unable> {
        let from = Form::of(&sound).filter(|f| f.is_sound()).ok_or(Unable::NotSound)?;
        if from == to {
            return Ok(sound);
        }
        let (demuxer, encoder) =
            (demuxer(from).ok_or(Unable::NotSound)?, encoder(to).ok_or(Unable::NotSound)?);
        if sound.len() > MOST_SOUND_BYTES {
            return Err(Unable::NotSound);
        }
        let program = self.0.as_ref().ok_or(Unable::NoProgram)?;
        let _turn = program.turns.acquire().await.map_err(|_| Unable::NoProgram)?;
        let input = tokio::task::spawn_blocking(move || unnamed(&sound)).await;
        let input = input.ok().and_then(Result::ok).ok_or(Unable::NotSound)?;
        match tokio::time::timeout(CONVERSION_PATIENCE, run(&program.path, demuxer, encoder, input)).await {
            Ok(Ok(made)) if Form::of(&made) == Some(to) => Ok(made),
            outcome => {
                let late = outcome.is_err();
                tracing::warn!(
                    from = from.ending(),
                    to = to.ending(),
                    late,
                    "a sound could not be converted"
                );
                Err(Unable::NotSound)
            }
        }
    }
}

fn demuxer(form: Form) -> Option<&'static str> {
    match form {
        Form::Ogg => Some("ogg"),
        Form::Aac => Some("aac"),
        Form::Amr => Some("amr"),
        Form::M4a => Some("mov"),
        Form::Png | Form::Jpeg => None,
    }
}

/// Speech, one channel: Opus as in voice messages, AAC as the platform that speaks it sends its own.
fn encoder(form: Form) -> Option<&'static [&'static str]> {
    match form {
        Form::Ogg => {
            Some(&["-c:a", "libopus", "-application", "voip", "-b:a", "24k", "-ar", "48000", "-f", "ogg"])
        }
        Form::Aac => Some(&["-c:a", "aac", "-b:a", "32k", "-ar", "16000", "-f", "adts"]),
        _ => None,
    }
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

/// A file that has no name and is gone with its last reader: some forms can only be read by going back and forth.
fn unnamed(bytes: &[u8]) -> std::io::Result<std::fs::File> {
    let mut file = tempfile::tempfile_in(MEMORY_FOLDER).or_else(|_| tempfile::tempfile())?;
    file.write_all(bytes)?;
    file.rewind()?;
    Ok(file)
}

async fn run(program: &Path, demuxer: &str, encoder: &[&str], input: std::fs::File) -> Result<Vec<u8>, ()> {
    let mut child = Command::new(program)
        .args([
            "-nostdin",
            "-hide_banner",
            "-loglevel",
            "quiet",
            "-max_alloc",
            MOST_ALLOCATED_BYTES,
            "-threads",
            "1",
        ])
        .args(["-protocol_whitelist", "file,pipe", "-codec_whitelist", "aac,amrnb,amrwb,opus"])
        .args(["-f", demuxer, "-i", "file:/dev/stdin"])
        .args(["-map", "0:a:0", "-map_metadata", "-1", "-fflags", "+bitexact", "-threads", "1", "-ac", "1"])
        .args(encoder)
        .arg("pipe:1")
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::from(input))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|_| ())?;
    let mut made = vec![];
    let out = child.stdout.take().ok_or(())?;
    out.take(MOST_SOUND_BYTES as u64 + 1).read_to_end(&mut made).await.map_err(|_| ())?;
    if made.len() > MOST_SOUND_BYTES {
        return Err(());
    }
    let ended = child.wait().await.map_err(|_| ())?;
    if ended.success() { Ok(made) } else { Err(()) }
}

#[cfg(test)]
mod tests;
