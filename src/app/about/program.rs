//! The pages about the program itself: versions, what draws the window, what it does not check, and whose work is in it.

use super::model::{Item, Section, Sheet, Text, Topic};
use super::sheet::Basis;

/// Name and version of each part, and its license: a test of the house holds it to `Cargo.lock`.
static PARTS: &str = include_str!("../../../assets/parts.txt");

/// A part of the program that others have made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its name and version.
    pub name: &'a str,
    /// Its license, as an SPDX expression.
    pub license: &'a str,
}

/// All parts that others have made, by name.
pub fn parts() -> impl Iterator<Item = Part<'static>> {
    let lines = PARTS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" | ")).map(|(name, license)| Part { name, license })
}

/// What the app does not check, whatever is answered: each in a few words, and in full.
const NOT_CHECKED: [(&str, &str); 8] = [
    (
        "The diagnosis",
        "It takes for granted that it is eczema, and that the prescriber has seen the skin. It knows no other reason for a \
         prescription of these medicines.",
    ),
    (
        "Medicines against each other",
        "It looks at what the treatments here do with what the patient takes, and not at what the patient's other medicines \
         do with each other.",
    ),
    (
        "Names that it does not know",
        "A medicine that is not recognized stays as it was typed, and keeps open what hangs on it. Herbs and supplements are \
         known only where a source names them.",
    ),
    (
        "Whether answers are true",
        "It sees no chart, no laboratory and no claim history. What the patient does not know or say, it does not know.",
    ),
    (
        "What changed since the content was read",
        "It works offline: a label, guideline, program or price that changed later is not in it. What is past its date says \
         “check”.",
    ),
    (
        "What the plan decides",
        "Costs are estimates from what is typed, and patterns of prior authorization are patterns. No claim is sent, and no \
         benefit is looked up.",
    ),
    ("Stock, refrigeration, shipping", "It does not know what is on the shelf, and follows no parcel."),
    (
        "Everything after the counter",
        "It plans what is due and lists what is late; it calls nobody, and reminds nobody outside of this window.",
    ),
];

fn text(head: &str, text: &str) -> Item {
    Item::Text(Text { head: head.to_owned(), text: text.to_owned(), ..Text::default() })
}

/// Versions, what draws, what is not checked.
pub fn program(basis: &Basis<'_>) -> Sheet {
    let content = basis.content;
    let old = content.sources().iter().filter(|source| source.check_by < basis.today).count();
    let drawn = match basis.renderer {
        "" => "No window is drawn.",
        renderer => renderer,
    };
    let versions = vec![
        text("Program", &format!("Countercheck {}", env!("CARGO_PKG_VERSION"))),
        text(
            "Content",
            &format!(
                "{}, with {} sources, {old} of them past their date.",
                content.version,
                content.sources().len()
            ),
        ),
        Item::Go("Sources and their age".to_owned(), Topic::Sources),
        text("Drawn with", drawn),
        text(
            "License",
            &format!(
                "MIT or Apache-2.0, at your option. {} parts of it were made by others, each under terms of its own.",
                parts().count()
            ),
        ),
        Item::Go("Parts and their licenses".to_owned(), Topic::Parts),
    ];
    let mut not_checked: Vec<Item> = NOT_CHECKED.iter().map(|(head, about)| text(head, about)).collect();
    let holes = &content.holes;
    not_checked.push(text(
        "What is not known of these medicines",
        &format!("{} holes as of {}, the most harmful first.", holes.list.len(), holes.as_of),
    ));
    not_checked.push(Item::Go("What the app does not know".to_owned(), Topic::Holes));
    let section = |heading: &str, items| Section { heading: heading.to_owned(), items };
    Sheet {
        title: "About this program".to_owned(),
        lead: "An aid for pharmacists. It decides nothing, ranks nothing, and never says that something is free of risk."
            .to_owned(),
        sections: vec![section("Versions", versions), section("What it does not check", not_checked)],
    }
}

/// Whose work is in the program, by license.
pub fn licenses() -> Sheet {
    let mut by_license: std::collections::BTreeMap<&str, Vec<&str>> = std::collections::BTreeMap::new();
    for part in parts() {
        by_license.entry(part.license).or_default().push(part.name);
    }
    let sections = by_license.into_iter().map(|(license, names)| Section {
        heading: format!("{license}: {}", names.len()),
        items: vec![text("", &names.join(", "))],
    });
    Sheet {
        title: "Parts and their licenses".to_owned(),
        lead: "Made by others and used under these terms, on one system or another. Each package of the program comes with \
               the texts in full."
            .to_owned(),
        sections: sections.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_license_and_stands_there_once() {
        let all: Vec<Part<'_>> = parts().collect();
        assert!(all.len() > 300, "{}", all.len());
        let mut names: Vec<&str> = all.iter().map(|part| part.name).collect();
        names.dedup();
        assert_eq!(names.len(), all.len());
        assert!(all.iter().all(|part| !part.license.is_empty() && part.name.contains(' ')));
        let lines = PARTS.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(lines, all.len(), "a line that is not read");
        let shown: usize = licenses().sections.iter().map(|section| section.items.len()).sum();
        assert!(shown > 5);
    }
}
