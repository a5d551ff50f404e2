//! With the machine's own ffmpeg and real speech: `tests/run` installs it.

use super::*;

const SPOKEN: &[u8] = include_bytes!("../../practice/question.ogg");
/// The same sentence as an old phone records it, and an app: AMR (12.2 kbit/s) and MPEG-4 with its index at the end.
const BY_AMR: &[u8] = include_bytes!("../../../tests/fixtures/question.amr");
const BY_M4A: &[u8] = include_bytes!("../../../tests/fixtures/question.m4a");

fn converter() -> Converter {
    let converter = Converter::find();
    assert!(converter.is_there(), "this test needs ffmpeg; run ./tests/run, which installs it");
    converter
}

/// How long a sound lasts, counted from its own frames.
fn seconds(sound: &[u8]) -> f64 {
    match Form::of(sound) {
        Some(Form::Ogg) => {
            assert_eq!(&sound[28..36], b"OpusHead");
            let last = sound.windows(4).rposition(|w| w == b"OggS").unwrap();
            let granule = u64::from_le_bytes(sound[last + 6..last + 14].try_into().unwrap());
            granule as f64 / 48_000.0
        }
        Some(Form::Aac) => {
            let (mut at, mut frames) = (0, 0);
            while at < sound.len() {
                assert_eq!(Form::of(&sound[at..]), Some(Form::Aac), "a frame begins at {at}");
                // Sampling index 8 is 16 kHz, channel configuration 1 is one channel.
                assert_eq!((sound[at + 2] >> 2 & 0xf, sound[at + 2] & 1, sound[at + 3] >> 6), (8, 0, 1));
                at += usize::from(sound[at + 3] & 3) << 11
                    | usize::from(sound[at + 4]) << 3
                    | usize::from(sound[at + 5] >> 5);
                frames += 1;
            }
            f64::from(frames) * 1024.0 / 16_000.0
        }
        other => panic!("no sound that is sent: {other:?}"),
    }
}

#[tokio::test]
async fn speech_of_every_platform_becomes_what_the_others_take_and_keeps_its_length() {
    let converter = converter();
    let aac = converter.convert(SPOKEN.to_vec(), Form::Aac).await.unwrap();
    for (name, sound) in [("ogg", SPOKEN), ("aac", &aac), ("amr", BY_AMR), ("m4a", BY_M4A)] {
        for to in [Form::Ogg, Form::Aac] {
            let made = converter.convert(sound.to_vec(), to).await.unwrap();
            assert_eq!(Form::of(&made), Some(to), "{name}");
            let lasts = seconds(&made);
            assert!((4.8..5.4).contains(&lasts), "{name} to {to:?} lasts {lasts} s");
            assert!(made.len() < 40_000, "{name} to {to:?} has {} bytes", made.len());
        }
    }
}

#[tokio::test]
async fn the_same_form_passes_untouched_even_without_a_converter() {
    let none = Converter::none();
    assert_eq!(none.convert(SPOKEN.to_vec(), Form::Ogg).await.unwrap(), SPOKEN);
    assert_eq!(none.convert(SPOKEN.to_vec(), Form::Aac).await, Err(Unable::NoProgram));
    assert_eq!(Converter::on(OsStr::new("/nowhere:/proc")).0.map(|p| p.path.clone()), None);
}

#[tokio::test]
async fn what_is_no_sound_is_refused_and_harms_nothing() {
    let converter = converter();
    let mut cut = BY_M4A.to_vec();
    cut.truncate(cut.len() / 2);
    // A playlist that would have ffmpeg read another file, or ask the network.
    let playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".to_vec();
    let mut disguised = b"\0\0\0\x18ftypM4A ".to_vec();
    disguised.extend_from_slice(&playlist);
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    picture.resize(100, 0);
    let large = [b"OggS".as_slice(), &vec![0; MOST_SOUND_BYTES]].concat();
    for (name, sound) in [
        ("nothing", vec![]),
        ("a page", b"<html></html>".to_vec()),
        ("a playlist", playlist),
        ("a playlist in disguise", disguised),
        ("a picture", picture),
        ("half a file", cut),
        ("Ogg without sound", b"OggS a voice".to_vec()),
        ("too large", large),
    ] {
        assert_eq!(converter.convert(sound, Form::Aac).await, Err(Unable::NotSound), "{name}");
    }
    assert_eq!(converter.convert(SPOKEN.to_vec(), Form::M4a).await, Err(Unable::NotSound));
    // And it goes on working.
    assert!(converter.convert(SPOKEN.to_vec(), Form::Aac).await.is_ok());
}

#[tokio::test]
async fn a_program_that_hangs_is_ended_and_others_get_their_turn() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ffmpeg");
    std::fs::write(&path, "#!/bin/sh\nexec sleep 600\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let converter = Converter::on(folder.path().as_os_str());
    assert!(converter.is_there());
    let hangs = converter.convert(SPOKEN.to_vec(), Form::Aac);
    assert!(tokio::time::timeout(Duration::from_millis(300), hangs).await.is_err());
    // Whoever gave up took the child along, and its turn is free.
    assert_eq!(converter.0.unwrap().turns.available_permits(), CONVERSIONS_AT_ONCE);
}
