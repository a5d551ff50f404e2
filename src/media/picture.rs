//! A person's picture as it goes on (pure): upright, no larger than it is read at, and without anything that a phone
//! writes into a picture (where it was taken, when, on which device). What goes in was made by somebody else.

use super::Form;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use std::io::Cursor;

/// The longer side of what goes on, in pixels: a page of print stays readable.
const LONGEST_SIDE: u32 = 1_600;
/// The longer side of what is looked at, in pixels.
const MOST_SIDE: u32 = 12_000;
/// What it may take decoded: 32 million pixels of three colours.
const MOST_DECODED_BYTES: u64 = 96 << 20;
/// What goes on, at most: an Official Account takes no larger picture (Zalo, upload/image).
const MOST_BYTES: usize = 1_000_000;
/// How well it is written, the best first.
const QUALITIES: [u8; 3] = [82, 65, 45];

/// The picture as a JPEG without metadata; `None`: it is none that we know, too large, or not what it says it is.
pub fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let format = match Form::of(bytes)? {
        Form::Jpeg => ImageFormat::Jpeg,
        Form::Png => ImageFormat::Png,
        _ => return None,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_DECODED_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > MOST_SIDE || decoder.total_bytes() > MOST_DECODED_BYTES {
        return None;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if width.max(height) > LONGEST_SIDE {
        picture = picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle);
    }
    picture.apply_orientation(orientation);
    let picture = on_white(&picture);
    QUALITIES.iter().find_map(|quality| written(&picture, *quality).filter(|made| made.len() <= MOST_BYTES))
}

/// What is seen through is white, as paper is.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let seen = picture.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [r, g, b, opaque] = seen.get_pixel(x, y).0.map(u32::from);
        Rgb([r, g, b].map(|colour| ((colour * opaque + 255 * (255 - opaque)) / 255) as u8))
    })
}

fn written(picture: &RgbImage, quality: u8) -> Option<Vec<u8>> {
    let mut made = vec![];
    JpegEncoder::new_with_quality(&mut made, quality).encode_image(picture).ok()?;
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgba, RgbaImage};

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let shade =
            |x: u32, y: u32| Rgb([(x % 251) as u8, (y % 241) as u8, if x < width / 2 { 0 } else { 255 }]);
        written(&RgbImage::from_fn(width, height, shade), 90).unwrap()
    }

    fn png(picture: &RgbaImage) -> Vec<u8> {
        let mut made = Cursor::new(vec![]);
        picture.write_to(&mut made, ImageFormat::Png).unwrap();
        made.into_inner()
    }

    /// With what a phone writes into a picture: lying on its side, and where it was taken.
    fn with_metadata(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08".to_vec();
        exif.extend(b"\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"); // Orientation: turned by a quarter.
        exif.extend(b"\x01\x0f\0\x02\0\0\0\x09\0\0\0\x26\0\0\0\0"); // Make.
        exif.extend(b"\0\0GPS-Nha-Luong-22.3N");
        let mut made = jpeg[..2].to_vec();
        made.extend([0xff, 0xe1]);
        made.extend(((exif.len() + 2) as u16).to_be_bytes());
        made.extend(exif);
        made.extend(&jpeg[2..]);
        made
    }

    fn size(bytes: &[u8]) -> (u32, u32) {
        ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg).into_dimensions().unwrap()
    }

    #[test]
    fn it_is_upright_and_says_nothing_of_where_it_was_taken() {
        let taken = with_metadata(&jpeg(200, 100));
        assert!(taken.windows(3).any(|part| part == b"GPS"));
        let clean = cleaned(&taken).unwrap();
        assert_eq!(size(&clean), (100, 200));
        for gone in [&b"Exif"[..], b"GPS", b"Luong"] {
            assert!(clean.windows(gone.len()).all(|part| part != gone));
        }
    }

    #[test]
    fn it_is_no_larger_than_it_is_read_at() {
        assert_eq!(size(&cleaned(&jpeg(4_000, 1_000)).unwrap()), (1_600, 400));
        assert_eq!(size(&cleaned(&jpeg(300, 20)).unwrap()), (300, 20));
        // What says nothing but noise is written less well, and fits.
        let mut seed = 1_u32;
        let noise = RgbaImage::from_fn(1_600, 1_600, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Rgba([(seed >> 24) as u8, (seed >> 16) as u8, (seed >> 8) as u8, 255])
        });
        if let Some(made) = cleaned(&png(&noise)) {
            assert!(made.len() <= MOST_BYTES);
        }
    }

    #[test]
    fn what_is_seen_through_is_white() {
        let clean = cleaned(&png(&RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 0])))).unwrap();
        let seen = image::load_from_memory_with_format(&clean, ImageFormat::Jpeg).unwrap().to_rgb8();
        assert!(seen.pixels().all(|pixel| pixel.0.iter().all(|colour| *colour > 250)));
    }

    #[test]
    fn what_is_no_picture_or_too_much_of_one_goes_nowhere() {
        let whole = jpeg(200, 100);
        // A head that promises more than there may be: the size stands at a fixed place of a PNG.
        let mut bomb = png(&RgbaImage::from_pixel(4, 4, Rgba([1, 2, 3, 255])));
        bomb[16..24].copy_from_slice(&[0, 0, 0x2e, 0xe0, 0, 0, 0x2e, 0xe0]);
        let mut wide = bomb.clone();
        wide[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 1]);
        for bad in
            [&b"<html>"[..], b"", b"\x89PNG\r\n\x1a\n", &whole[..40], b"\xff\xd8\xff\xe0", &bomb, &wide]
        {
            assert_eq!(cleaned(bad), None);
        }
    }
}
