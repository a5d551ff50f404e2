//! What a file is, known by its first bytes and never by its name (pure).

/// A form in which sounds and pictures are sent and received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Ogg, which on the platforms that use it holds Opus.
    Ogg,
    /// AAC as a bare stream (ADTS).
    Aac,
    /// AMR, narrow or wide band.
    Amr,
    /// MPEG-4 audio, or 3GP.
    M4a,
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 6] = [Form::Ogg, Form::Aac, Form::Amr, Form::M4a, Form::Png, Form::Jpeg];

    /// What these bytes are, if it is one of them.
    pub fn of(bytes: &[u8]) -> Option<Form> {
        match bytes {
            [b'O', b'g', b'g', b'S', ..] => Some(Form::Ogg),
            [b'#', b'!', b'A', b'M', b'R', ..] => Some(Form::Amr),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Form::M4a),
            [0x89, b'P', b'N', b'G', ..] => Some(Form::Png),
            // Twelve bits of one, then the layer, which in AAC is zero and in MP3 is not.
            [0xff, second, ..] if second & 0xf6 == 0xf0 => Some(Form::Aac),
            [0xff, 0xd8, 0xff, ..] => Some(Form::Jpeg),
            _ => None,
        }
    }

    /// Its usual file ending, which is its name.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Ogg => "ogg",
            Form::Aac => "aac",
            Form::Amr => "amr",
            Form::M4a => "m4a",
            Form::Png => "png",
            Form::Jpeg => "jpg",
        }
    }

    /// The form with this ending.
    pub fn named(ending: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|f| f.ending() == ending)
    }

    /// Its content type.
    pub fn mime(self) -> &'static str {
        match self {
            Form::Ogg => "audio/ogg",
            Form::Aac => "audio/aac",
            Form::Amr => "audio/amr",
            Form::M4a => "audio/mp4",
            Form::Png => "image/png",
            Form::Jpeg => "image/jpeg",
        }
    }

    /// Something to hear.
    pub fn is_sound(self) -> bool {
        !matches!(self, Form::Png | Form::Jpeg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        for (bytes, form) in [
            (&b"OggS\0\x02"[..], Some(Form::Ogg)),
            (&[0xff, 0xf1, 0x60, 0x40], Some(Form::Aac)),
            (&[0xff, 0xf9, 0x60, 0x40], Some(Form::Aac)),
            (&[0xff, 0xfb, 0x90, 0x44], None),
            (b"#!AMR\n\x3c", Some(Form::Amr)),
            (b"#!AMR-WB\n", Some(Form::Amr)),
            (b"\0\0\0\x18ftypM4A ", Some(Form::M4a)),
            (b"\0\0\0\x18ftyp3gp5", Some(Form::M4a)),
            (b"\x89PNG\r\n\x1a\n", Some(Form::Png)),
            (&[0xff, 0xd8, 0xff, 0xe0], Some(Form::Jpeg)),
            (b"<html>", None),
            (b"", None),
        ] {
            assert_eq!(Form::of(bytes), form, "{bytes:?}");
        }
        assert!(Form::ALL.into_iter().all(|f| Form::named(f.ending()) == Some(f)));
    }
}
