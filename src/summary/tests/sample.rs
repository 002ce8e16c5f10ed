//! Two parts of a summary as they may really be printed: one for a patient, one for a dermatologist.

use crate::summary::{
    Bar, Block, Cell, CellStyle, Column, Density, Document, Header, Inline, Panel, Part, Row, Style, Table,
    Text, VerdictSign, text,
};

/// Both parts.
pub fn document() -> Document {
    Document {
        title: "What we talked about".to_owned(),
        language: "en".to_owned(),
        page_label: "Page {page} of {pages}".to_owned(),
        header: Header {
            left: [vec![Inline::bold("Linden Street Pharmacy")], text("(555) 010-0142 · A. Okafor, PharmD")],
            right: [
                vec![Inline::bold("Elena Marković"), Inline::words(", born 2 May 1984")],
                text("25 November 2026"),
            ],
        },
        parts: vec![patient(), cost(), dermatologist()],
    }
}

fn judged(sign: VerdictSign, word: &str, rest: &str) -> Cell {
    Cell::plain(vec![Inline::Sign(sign), Inline::bold(word), Inline::words(format!(" {rest}"))])
}

fn named(name: &str, brand: &str, how: &str) -> Cell {
    let mut words = vec![Inline::bold(name)];
    if !brand.is_empty() {
        words.push(Inline::words(format!(" ({brand})")));
    }
    Cell::plain(words).with(text(how), CellStyle::Muted)
}

fn amount(words: &str, note: &str) -> Cell {
    let cell = Cell::plain(vec![Inline::bold(words)]);
    if note.is_empty() { cell } else { cell.with(text(note), CellStyle::Muted) }
}

fn row<const N: usize>(cells: [Cell; N]) -> Row {
    Row { cells: cells.into() }
}

fn plain_row<const N: usize>(words: [&str; N]) -> Row {
    Row { cells: words.into_iter().map(|words| Cell::plain(text(words))).collect() }
}

fn patient() -> Part {
    let choices = Table {
        columns: vec![
            Column::words("Medicine", 30),
            Column::words("Talk about this first", 42),
            Column::words("You may pay in a year", 28),
        ],
        rows: vec![
            row([
                named("Upadacitinib", "Rinvoq", "a tablet, once a day"),
                judged(
                    VerdictSign::Avoid,
                    "Talk before starting.",
                    "Your seizure medicine (carbamazepine) makes it weaker. Do not stop it on your own.",
                ),
                amount("Can’t be told yet", "ask how much of your yearly limit is met"),
            ]),
            row([
                named("Ruxolitinib", "Opzelura", "a cream, twice a day"),
                judged(
                    VerdictSign::Incomplete,
                    "Not finished.",
                    "We still need: how much skin, heart and clot history.",
                ),
                amount("Can’t be told yet", "the maker’s card may pay most"),
            ]),
            row([
                named("Dupilumab", "Dupixent", "a shot every 2 weeks"),
                judged(VerdictSign::Incomplete, "Not finished.", "We still need: eye problems, vaccines."),
                amount("Can’t be told yet", ""),
            ]),
            row([
                named("Steroid and tacrolimus ointment", "", "what you use now"),
                judged(
                    VerdictSign::Caution,
                    "Use with care.",
                    "Thin skin on the face: use the weak one there.",
                ),
                amount("about $425 to $502", ""),
            ]),
        ],
    };
    Part {
        id: "patient".to_owned(),
        title: "What we talked about".to_owned(),
        lead: text(
            "Take these pages to your skin doctor. They do not tell you what to take. They are not the Medication Guide: ask us for it.",
        ),
        footer: "Prepared for a talk with your doctor, from your answers and the medicines’ labels. Content 2026.11.".to_owned(),
        density: Density::Comfortable,
        frame: None,
        blocks: vec![
            Block::heading("Your choices, at a glance"),
            Block::Table(choices),
            Block::heading("Ask your skin doctor"),
            Block::Checks(vec![
                text("I take carbamazepine. Does that rule out the tablet, or can my other doctor change it?"),
                text("I had shingles in 2019. Should I get the shingles vaccine first?"),
                text("I was once told that a TB test was positive. Which test do I need now?"),
                text("If we start, when will we check that it works? What blood tests do I need?"),
            ]),
            Block::heading("Ask about help with the cost"),
            Block::Checks(vec![
                text("Opzelura card: 1-800-583-6964. For people with insurance from a job."),
                text("Ask your plan: “Does money from a drug maker’s card count toward my deductible?”"),
            ]),
            Block::Panels(vec![
                panel("Call 911 for", "chest pain or trouble breathing · face drooping, weak arm, trouble speaking · swelling of the throat or tongue"),
                panel("Call us today for", "fever over 100.4 °F · a swollen, painful leg · painful blisters · sudden change in sight · bad stomach pain"),
            ]),
        ],
    }
}

fn panel(title: &str, words: &str) -> Panel {
    Panel { title: text(title), blocks: vec![Block::body(text(words))] }
}

fn cost() -> Part {
    let months = ["Dec 2026", "Jan 2027", "Feb 2027", "Mar 2027"];
    let amounts = [["$425", "$1,250"], ["$77", "$5"], ["$0", "$5"], ["$0", "$1,111"]];
    Part {
        id: "cost".to_owned(),
        title: "What you may pay".to_owned(),
        lead: text("An estimate from what was entered on 25 November 2026. Your plan decides."),
        footer: "An estimate, not a quote. Content 2026.11.".to_owned(),
        density: Density::Comfortable,
        frame: None,
        blocks: vec![
            Block::heading("In a year"),
            Block::Bars(vec![
                bar("Ointments", 42_500, 50_200, "about $425 to $502"),
                bar("Upadacitinib", 0, 625_000, "up to $6,250"),
                bar("Dupilumab", 300_000, 300_000, "about $3,000"),
            ]),
            Block::heading("Month by month"),
            Block::Table(Table {
                columns: vec![
                    Column::words("Month", 2),
                    Column::figures("Ointments", 1),
                    Column::figures("Dupilumab", 1),
                ],
                rows: months
                    .iter()
                    .zip(amounts)
                    .map(|(month, [first, second])| plain_row([month, first, second]))
                    .collect(),
            }),
            Block::Space,
            Block::Bullets(vec![
                text("Money from a maker’s card may not count."),
                text("In January your deductible begins anew."),
            ]),
        ],
    }
}

fn bar(label: &str, low: u64, high: u64, amount: &str) -> Bar {
    Bar { label: text(label), low, high, amount: text(amount) }
}

fn finding(option: &str, sign: VerdictSign, status: &str, why: [&str; 2], source: &str) -> Row {
    let mut reasons = Cell::plain(text(why[0]));
    if !why[1].is_empty() {
        reasons = reasons.with(text(why[1]), CellStyle::Plain);
    }
    row([
        Cell::strong(text(option)),
        Cell::strong(vec![Inline::Sign(sign), Inline::words(status)]),
        reasons,
        Cell::plain(text(source)),
    ])
}

fn asked() -> Text {
    vec![
        Inline::words("Asked of you: "),
        Inline::CheckBox,
        Inline::words("proceed as written   "),
        Inline::CheckBox,
        Inline::words("change to "),
        Inline::Blank { width_em: 9 },
        Inline::words("   "),
        Inline::CheckBox,
        Inline::words("order TB, hepatitis, CBC, liver tests, pregnancy test"),
    ]
}

fn dermatologist() -> Part {
    let small = |words: Text| Block::Paragraph { text: words, style: Style::Small };
    let columns =
        |heads: [(&str, u16); 3]| heads.iter().map(|(head, share)| Column::words(*head, *share)).collect();
    Part {
        id: "dermatologist".to_owned(),
        title: "For the dermatologist".to_owned(),
        lead: text(
            "Findings from a pharmacy checklist. Each shows the answers it rests on and its source, so that you can judge it yourself.",
        ),
        footer: "For professional review. Not a diagnosis or an order. Content 2026.11, checked 25 Nov 2026."
            .to_owned(),
        density: Density::Compact,
        frame: None,
        blocks: vec![
            Block::Panel(Panel {
                title: text("Upadacitinib 15 mg (Rinvoq), new start, written 24 Nov 2026"),
                blocks: vec![
                    small(text(
                        "Problem: takes carbamazepine, which makes it too weak (label: not together).",
                    )),
                    small(asked()),
                    small(text("Reply by fax (555) 010-0143 or phone (555) 010-0142.")),
                ],
            }),
            Block::heading("Findings"),
            Block::Table(Table {
                columns: vec![
                    Column::words("Option", 20),
                    Column::words("Status", 15),
                    Column::words("Why", 43),
                    Column::words("Source", 22),
                ],
                rows: vec![
                    finding(
                        "Upadacitinib",
                        VerdictSign::Avoid,
                        "Avoid",
                        [
                            "Takes carbamazepine (strong CYP3A4 inducer): exposure falls.",
                            "Missing: hepatitis, CBC, liver tests, pregnancy test. Caution: boxed warning, past smoker, shingles 2019, vaccine not complete.",
                        ],
                        "Rinvoq label 7.2; 5.1 (as of 2025)",
                    ),
                    finding(
                        "Abrocitinib",
                        VerdictSign::NeedsTest,
                        "Test needed",
                        [
                            "Hepatitis test and CBC not done. Open: TB (see below).",
                            "Caution: boxed warning, shingles 2019.",
                        ],
                        "Cibinqo label 5.1; 2",
                    ),
                    finding(
                        "Ruxolitinib cream",
                        VerdictSign::Incomplete,
                        "Incomplete",
                        ["Open: TB (see below). Caution: boxed warning, past smoker, shingles 2019.", ""],
                        "Opzelura label 5",
                    ),
                    finding(
                        "Dupilumab",
                        VerdictSign::Caution,
                        "Caution",
                        ["Open: eyes.", ""],
                        "Dupixent label 5",
                    ),
                    finding(
                        "Cyclosporine",
                        VerdictSign::Contraindicated,
                        "Contraindicated",
                        ["Blood pressure not controlled.", ""],
                        "Label 4",
                    ),
                    finding(
                        "Tacrolimus",
                        VerdictSign::NoConcern,
                        "No concern found",
                        ["", ""],
                        "Protopic label 5",
                    ),
                ],
            }),
            Block::heading("Missing before a first dose"),
            Block::Table(Table {
                columns: columns([("Test", 24), ("Needed for", 22), ("Last known", 54)]),
                rows: vec![
                    plain_row([
                        "TB test",
                        "upadacitinib, abrocitinib",
                        "positive test long ago, patient not sure; treatment unknown",
                    ]),
                    plain_row(["Hepatitis B and C", "upadacitinib, abrocitinib", "not done"]),
                    plain_row(["CBC with differential", "upadacitinib, abrocitinib", "not done"]),
                ],
            }),
            Block::heading("Tried before"),
            Block::Table(Table {
                columns: columns([("Treatment", 41), ("Outcome", 23), ("Pharmacy record", 36)]),
                rows: vec![
                    plain_row(["Triamcinolone 0.1 % ointment", "not enough", "6 fills, Mar to Oct 2026"]),
                    plain_row(["Tacrolimus 0.1 % ointment", "helped, burning", "2 fills, Aug and Sep 2026"]),
                ],
            }),
            Block::heading("Answers given"),
            small(text(
                "Moderate; not pregnant, could become pregnant, uses contraception; infections: shingles before yes, TB positive test not sure, others no; medicines: carbamazepine, cetirizine (recognized, no listed interaction).",
            )),
        ],
    }
}
