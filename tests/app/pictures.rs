//! Does the app still look as it did when somebody last looked at it? Small parts of real screens in all themes, drawn
//! on the CPU and compared with the files in `tests/app/pictures`.
//!
//! What a picture is a part of stands below. With `COUNTERCHECK_PICTURES=FOLDER` the whole windows are written there, to
//! be looked at; with `COUNTERCHECK_RENEW_GOLDENS` set the kept parts are written anew instead of compared.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use countercheck::app::desk::visit::{Here, Screen};
use countercheck::app::desk::{Action, Door, Page};
use countercheck::app::theme::Choice;
use eframe::egui::{Key, Rect, pos2};

use crate::hand::{Glass, Hand, question};
use crate::kept::RENEW;
use crate::support::Picture;

const FOLDER: &str = "COUNTERCHECK_PICTURES";
/// A channel that differs by no more is the same: other processors round in other ways.
const SAME: u8 = 6;
/// So many of 10,000 pixels may differ.
const MAY_DIFFER: usize = 5;

/// Bytes of red, green and blue, row by row.
struct Part {
    width: u32,
    height: u32,
    bytes: Vec<u8>,
}

impl Part {
    /// The pixels of a picture inside of `place`.
    fn of(picture: &Picture, place: Rect) -> Self {
        let columns = place.left() as usize..(place.right() as usize).min(picture.width);
        let rows = place.top() as usize..(place.bottom() as usize).min(picture.height);
        let (width, height) = (columns.len() as u32, rows.len() as u32);
        let pixels = rows.flat_map(|y| columns.clone().map(move |x| picture.at(x, y)));
        let bytes = pixels.flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]).collect();
        Self { width, height, bytes }
    }

    fn read(path: &Path) -> Option<Self> {
        let decoder = png::Decoder::new(BufReader::new(File::open(path).ok()?));
        let mut reader = decoder.read_info().ok()?;
        let mut bytes = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut bytes).ok()?;
        bytes.truncate(info.buffer_size());
        Some(Self { width: info.width, height: info.height, bytes })
    }

    fn write(&self, path: &Path) {
        let file = BufWriter::new(File::create(path).unwrap());
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        // Flat colors: what is beside a pixel is mostly the same.
        encoder.set_filter(png::Filter::NoFilter);
        encoder.write_header().unwrap().write_image_data(&self.bytes).unwrap();
    }

    /// How many pixels differ; all of them when the sizes do.
    fn differs_from(&self, other: &Self) -> usize {
        if (self.width, self.height) != (other.width, other.height) {
            return self.bytes.len() / 3;
        }
        let differs = |(a, b): &(&[u8], &[u8])| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > SAME);
        self.bytes.chunks(3).zip(other.bytes.chunks(3)).filter(differs).count()
    }
}

/// Compares a part of the window with the picture of that name; `place` in pixels.
fn compare(hand: &Hand, name: &str, place: Rect) -> Option<String> {
    let picture = hand.raster.picture(&hand.harness);
    if let Some(folder) = std::env::var_os(FOLDER) {
        picture.save(&PathBuf::from(folder).join(format!("{name}.png")));
    }
    let now = Part::of(&picture, place);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/app/pictures/{name}.png"));
    if std::env::var_os(RENEW).is_some() {
        now.write(&file);
        return None;
    }
    let Some(kept) = Part::read(&file) else { return Some(format!("{name}: no picture is kept")) };
    let differ = now.differs_from(&kept);
    let all = now.bytes.len() / 3;
    (differ * 10_000 > all * MAY_DIFFER).then(|| format!("{name}: {differ} of {all} pixels differ"))
}

/// A part of the window, in pixels: from the left and top, and so wide and high.
fn part(left: f32, top: f32, width: f32, height: f32) -> Rect {
    Rect::from_min_max(pos2(left, top), pos2(left + width, top + height))
}

fn at_a_question(glass: Glass) -> Hand {
    let mut hand = Hand::with_samples_behind(glass);
    hand.opens("Elena");
    hand.does(Action::Go(Here::Question(question("infection"))));
    hand.key(Key::ArrowDown);
    hand
}

fn theme(theme: Choice) -> Glass {
    Glass { theme, ..Glass::USUAL }
}

#[test]
fn the_screens_look_as_they_did() {
    let mut differ = Vec::new();
    for (name, choice) in
        [("light", Choice::Light), ("dark", Choice::Dark), ("high-contrast", Choice::HighContrast)]
    {
        let mut hand = at_a_question(theme(choice));
        // The banner, the question, the answer that the keyboard is on.
        differ.extend(compare(&hand, &format!("safety-{name}"), part(226.0, 62.0, 330.0, 290.0)));
        hand.does(Action::Open(Screen::Summary));
        // The list of pages, which are white in any theme.
        differ.extend(compare(&hand, &format!("pages-{name}"), part(340.0, 150.0, 220.0, 180.0)));
    }
    let hand = at_a_question(Glass { theme: Choice::Dark, ..Glass::of(1024.0, 640.0, 200) });
    differ.extend(compare(&hand, "narrow-dark", part(16.0, 16.0, 420.0, 330.0)));
    let mut hand = Hand::behind(theme(Choice::HighContrast));
    hand.does(Action::Show(Page::Door(Door::Create)));
    differ.extend(compare(&hand, "door-high-contrast", part(360.0, 140.0, 330.0, 220.0)));
    assert!(
        differ.is_empty(),
        "{}\nLook at the windows ({FOLDER}=FOLDER cargo test --test app pictures). If they are meant to look so, write \
         the pictures anew: {RENEW}=1 cargo test --test app pictures",
        differ.join("\n")
    );
}

/// Every screen in every theme, for eyes: nothing is compared.
#[test]
#[ignore = "writes pictures of all screens; for looking at them"]
fn all_screens_to_look_at() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = PathBuf::from(folder);
    let glasses = [
        ("light", theme(Choice::Light)),
        ("dark", theme(Choice::Dark)),
        ("contrast", theme(Choice::HighContrast)),
        ("light-150", Glass::of(1280.0, 800.0, 150)),
        ("dark-1024", Glass { theme: Choice::Dark, ..Glass::of(1024.0, 640.0, 100) }),
        ("light-1024-200", Glass::of(1024.0, 640.0, 200)),
    ];
    for (name, glass) in glasses {
        crate::tour::tour(glass, |screen, hand| {
            let file = format!("{name}-{}.png", screen.replace(' ', "-"));
            hand.raster.picture(&hand.harness).save(&folder.join(file));
        });
    }
}
