//! What stands where on a page, as text that a person can read and a test can compare?
//!
//! One line a run of letters, a line or a shape, rounded to a tenth of a point. The files beside this are
//! what the pages looked like when somebody last looked at them.

use std::fmt::Write;
use std::path::Path;

use super::kept::{RENEW, differs};
use super::{Figure, Item, Page, Paint, Point, Pt, Segment, Tag};

/// A file that is longer is not read by anybody.
const LONGEST: usize = 600;

/// Compares pages with a file of `tests/summary/pages`, or writes it.
pub fn compare(name: &str, pages: &[Page]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/summary/pages");
    let file = folder.join(name);
    let now = described(pages);
    assert!(now.lines().count() < LONGEST, "{name} would have {} lines", now.lines().count());
    if let Some(difference) = differs(&file, &now) {
        panic!(
            "tests/summary/pages/{name}, {difference}\nLook at the pages. If they are meant to look so, write \
             the files anew: {RENEW}=1 cargo test summary"
        );
    }
}

/// Pages as lines: for each page its paper, then what is on it in reading order.
pub fn described(pages: &[Page]) -> String {
    let mut text = String::new();
    for (number, page) in (1..).zip(pages) {
        let opens = page.opens.as_ref().map(|title| format!(", opens “{title}”")).unwrap_or_default();
        let size = format!("{} × {}", tenth(page.size.width), tenth(page.size.height));
        writeln!(text, "page {number}: {size}, {}{opens}", page.language).unwrap();
        for items in page.items.chunk_by(is_one_row_of_marks) {
            let count = if items.len() > 1 { format!("{} × ", items.len()) } else { String::new() };
            writeln!(text, "{number} {count}{}", one(&items[0])).unwrap();
        }
    }
    text
}

/// Marks of 100 people are told by their number and the place of the first.
fn is_one_row_of_marks(one: &Item, other: &Item) -> bool {
    match (one, other) {
        (Item::Shape(one), Item::Shape(other)) => {
            matches!(one.figure, Figure::Mark(_)) && one.figure == other.figure && one.tag == other.tag
        }
        _ => false,
    }
}

fn one(item: &Item) -> String {
    let role = role(item.tag());
    match item {
        Item::Glyphs(run) => format!(
            "{} {} {:?} {} {:?} {role} | {}",
            tenth(run.x),
            tenth(run.baseline),
            run.face,
            tenth(run.size),
            run.tone,
            run.text
        ),
        Item::Line(line) => format!(
            "line {} to {} {} {:?} {role}",
            place(line.from),
            place(line.to),
            tenth(line.thickness),
            line.tone
        ),
        Item::Shape(shape) => {
            let (from, to) = corners(&shape.path);
            let paint = match shape.paint {
                Paint::Fill => "filled".to_owned(),
                Paint::Stroke(thickness) => format!("stroke {}", tenth(thickness)),
                Paint::Dashed { thickness, dash, gap } => {
                    format!("dashed {} {} {}", tenth(thickness), tenth(dash), tenth(gap))
                }
            };
            let figure = plain(&format!("{:?}", shape.figure));
            format!("{figure} {} to {} {paint} {:?} {role}", place(from), place(to), shape.tone)
        }
    }
}

/// The rectangle around a path.
pub fn corners(path: &[Segment]) -> (Point, Point) {
    let ends = path.iter().filter_map(|segment| match segment {
        Segment::Move(to) | Segment::Line(to) | Segment::Curve(_, _, to) => Some(*to),
        Segment::Close => None,
    });
    let far = Pt(f32::INFINITY);
    ends.fold((Point::new(far, far), Point::new(-far, -far)), |(from, to), end| {
        (Point::new(from.x.min(end.x), from.y.min(end.y)), Point::new(to.x.max(end.x), to.y.max(end.y)))
    })
}

/// "TableCell 1 0 2".
fn role(tag: Tag) -> String {
    plain(&format!("{:?}", tag.role))
}

/// What `Debug` says without brackets and names of fields.
fn plain(debug: &str) -> String {
    let words = debug.split([' ', '{', '}', '(', ')', ',']);
    words.filter(|word| !word.is_empty() && !word.ends_with(':')).collect::<Vec<_>>().join(" ")
}

fn place(point: Point) -> String {
    format!("{} {}", tenth(point.x), tenth(point.y))
}

/// To a tenth of a point; never "-0.0".
fn tenth(length: Pt) -> String {
    format!("{:.1}", (length.0 * 10.0).round() / 10.0 + 0.0)
}
