//! Do the packed icons hold the same pictures as the single files?

use super::{bytes, check};

/// Width and height of a PNG file.
fn size_of_png(png: &[u8]) -> Option<(u32, u32)> {
    let head = png.get(..24)?;
    let (start, size) = head.split_at(16);
    if !start.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") {
        return None;
    }
    let (width, height) = size.split_at(4);
    Some((u32::from_be_bytes(width.try_into().ok()?), u32::from_be_bytes(height.try_into().ok()?)))
}

/// The pictures of a .icns file, each with its four letters.
fn of_icns(file: &[u8]) -> Option<Vec<(String, &[u8])>> {
    let number = |at: usize| Some(u32::from_be_bytes(file.get(at..at + 4)?.try_into().ok()?) as usize);
    if file.get(..4)? != b"icns" || number(4)? != file.len() {
        return None;
    }
    let mut found = Vec::new();
    let mut at = 8;
    while at < file.len() {
        let end = at + number(at + 4)?.max(8);
        found.push((String::from_utf8(file.get(at..at + 4)?.to_vec()).ok()?, file.get(at + 8..end)?));
        at = end;
    }
    Some(found)
}

/// The pictures of a .ico file, each with its width (0 stands for 256).
fn of_ico(file: &[u8]) -> Option<Vec<(u32, &[u8])>> {
    let short = |at: usize| Some(u16::from_le_bytes(file.get(at..at + 2)?.try_into().ok()?));
    let long = |at: usize| Some(u32::from_le_bytes(file.get(at..at + 4)?.try_into().ok()?) as usize);
    if short(0)? != 0 || short(2)? != 1 {
        return None;
    }
    let mut found = Vec::new();
    for at in (0..usize::from(short(4)?)).map(|entry| 6 + 16 * entry) {
        let width = u32::from(*file.get(at)?);
        let (length, start) = (long(at + 8)?, long(at + 12)?);
        found.push((if width == 0 { 256 } else { width }, file.get(start..start + length)?));
    }
    Some(found)
}

fn picture(size: u32) -> Vec<u8> {
    bytes(&format!("assets/icons/countercheck-{size}.png"))
}

#[test]
fn each_picture_has_the_size_that_it_is_named_for() {
    assert_eq!(size_of_png(b"\x89PNG\r\n\x1a\n"), None);
    let sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
    let wrong = sizes.into_iter().filter(|size| size_of_png(&picture(*size)) != Some((*size, *size)));
    check(wrong.map(|size| format!("countercheck-{size}.png: not of {size} pixels: run packaging/icons.py")));
}

#[test]
fn the_icon_for_macs_holds_the_single_pictures() {
    assert_eq!(of_icns(b"icns\0\0\0\x10ic07\0\0\0\x08"), Some(vec![("ic07".to_owned(), &b""[..])]));
    assert_eq!(of_icns(b"icns\0\0\0\x11ic07\0\0\0\x08"), None);
    let file = bytes("assets/icons/countercheck.icns");
    let found = of_icns(&file).unwrap();
    let expected = [
        ("icp4", 16),
        ("ic11", 32),
        ("icp5", 32),
        ("ic12", 64),
        ("ic07", 128),
        ("ic13", 256),
        ("ic08", 256),
        ("ic14", 512),
        ("ic09", 512),
        ("ic10", 1024),
    ];
    assert_eq!(found.len(), expected.len());
    for ((kind, data), (wanted, size)) in found.into_iter().zip(expected) {
        assert_eq!(kind, wanted);
        assert!(data == picture(size), "{kind} is not countercheck-{size}.png: run packaging/icons.py");
    }
}

#[test]
fn the_icon_for_windows_holds_every_size() {
    assert_eq!(of_ico(b"\0\0\x02\0\0\0"), None);
    let file = bytes("assets/icons/countercheck.ico");
    let found = of_ico(&file).unwrap();
    assert_eq!(found.iter().map(|(width, _)| *width).collect::<Vec<_>>(), [16, 24, 32, 48, 64, 256]);
    for (width, data) in found {
        if width == 256 {
            assert!(data == picture(256), "the largest is not countercheck-256.png: run packaging/icons.py");
        } else {
            // A bitmap: 40 bytes of head, twice as high as it is (the mask stands below), 32 bits.
            let field = |at: usize| u32::from_le_bytes(data.get(at..at + 4).unwrap().try_into().unwrap());
            assert_eq!((field(0), field(4), field(8), field(12) >> 16), (40, width, 2 * width, 32));
        }
    }
}
