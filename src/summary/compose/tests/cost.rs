//! What the cost page promises.

use super::*;
use crate::cost::money::Cents;
use crate::summary::{Item, to_text};

const ONLY: [PartKind; 1] = [PartKind::Cost];

/// A private plan; most of the deductible and of the yearly limit are met.
fn employer() -> Value {
    json!({
        "payer": "employer",
        "plan": {
            "kind": "commercial",
            "plan_year_reset_month": 1,
            "deductible": {"structure": "individual", "individual_cents": 150_000, "met_individual_cents": 120_000},
            "cost_share": {"type": "coinsurance", "rate_bp": 2000, "max_cents": 25_000},
            "oop_max": {"structure": "individual", "individual_cents": 400_000, "met_individual_cents": 330_000},
            "assistance": "counts",
        },
        "first_fill": "2026-12-01",
        "months": 12,
        "options": [],
    })
}

fn option(drug: &str, price_cents: i64) -> Value {
    json!({"id": drug, "lines": [{
        "drug": drug,
        "first": [],
        "maintenance": [1, 30, price_cents],
        "price": {"kind": "entered", "as_of": "2026-11-20"},
    }]})
}

fn with_card(drug: &str, price_cents: i64, enrolled: Value) -> Value {
    let mut option = option(drug, price_cents);
    option["lines"][0]["card"] =
        json!({"annual_max_cents": 1_423_400, "min_patient_pay_cents": 500, "enrolled": enrolled});
    option
}

fn visit(coverage: Value) -> Made {
    Made::from(&json!({"as_of": "2026-11-25", "coverage": coverage}))
}

/// Four options: one with a card, one that can't be told, one without a share, one cheap.
fn sample() -> Made {
    let mut coverage = employer();
    let mut ointments = option("tacrolimus", 12_044);
    ointments["name"] = json!("Generic ointments");
    ointments["lines"][0]["price"] = json!({"kind": "discount-card", "as_of": "2026-06-01"});
    let mut cream = option("ruxolitinib", 208_711);
    cream["lines"][0]["cost_share"] = json!("unknown");
    coverage["options"] = json!([
        with_card("upadacitinib", 675_013, json!("unknown")),
        with_card("dupilumab", 387_654, json!(true)),
        cream,
        ointments,
    ]);
    visit(coverage)
}

fn text_of(made: &Made) -> String {
    to_text(&compose(&made.visit(), &ONLY))
}

/// The bars, the rows of all tables, and the words around them.
fn everything(part: &Part) -> String {
    let bars = part.blocks.iter().flat_map(|block| match block {
        Block::Bars(bars) => bars.as_slice(),
        _ => &[],
    });
    let bars: Vec<String> =
        bars.map(|bar| format!("{}: {}", of_text(&bar.label), of_text(&bar.amount))).collect();
    format!("{}\n{}", bars.join("\n"), words_of(part))
}

fn tables(part: &Part) -> Vec<&Table> {
    let tables = part.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

#[test]
fn the_page_reads_as_it_was_agreed() {
    let text = text_of(&sample());
    let (_, body) = text.split_once("\n\n").unwrap();
    assert_eq!(body.trim(), GOLDEN.trim(), "{body}");
}

const GOLDEN: &str = include_str!("cost.txt");

#[test]
fn every_page_on_every_paper_says_that_it_is_an_estimate_of_that_day_and_breaks_no_amount() {
    let mut coverage = employer();
    coverage["plan"]["deductible"]["met_individual_cents"] = json!("unknown");
    coverage["options"] = content()
        .drugs()
        .iter()
        .take(12)
        .zip(1..)
        .map(|(drug, number)| option(drug.id.as_str(), 70_013 * number))
        .collect();
    let twelve = visit(coverage);
    let part = twelve.part(PartKind::Cost, &ONLY);
    let of_months: Vec<_> = tables(&part).into_iter().filter(|table| table.rows.len() == 12).collect();
    assert!(of_months.iter().take(3).all(|table| table.columns.len() == 5), "three of four options");
    for made in [twelve, sample(), visit(json!({"payer": "unknown"}))] {
        let document = compose(&made.visit(), &ONLY);
        for paper in [Paper::Letter, Paper::A4] {
            for print_size in [PrintSize::Normal, PrintSize::Large] {
                for page in lay_out(&document, PageSetup { paper, print_size }).unwrap() {
                    let runs = page.items.iter().filter_map(|item| match item {
                        Item::Glyphs(run) => Some(run.text.as_str()),
                        Item::Line(_) | Item::Shape(_) => None,
                    });
                    let words: String = runs.collect::<Vec<_>>().join(" ");
                    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    assert!(words.contains("Estimate from facts entered on 25 November 2026."), "{words}");
                    for amount in words.split(' ').filter(|word| word.starts_with('$')) {
                        let is_whole = amount.split_once('.').is_none_or(|(_, cents)| cents.len() == 2);
                        let groups: Vec<&str> = amount[1..].split('.').next().unwrap().split(',').collect();
                        let is_grouped = groups[1..].iter().all(|group| group.len() == 3);
                        assert!(is_whole && is_grouped && groups[0].len() <= 3, "{amount} in {words}");
                    }
                }
            }
        }
    }
}

#[test]
fn nothing_that_the_plan_or_a_card_pays_stands_on_the_page() {
    let prices = [675_013, 387_654, 208_711, 12_044, 99_713];
    for payer in ["employer", "hdhp", "part_d", "medicaid", "marketplace"] {
        for met in [json!(0), json!(150_000), json!("unknown")] {
            let mut coverage = employer();
            coverage["payer"] = json!(payer);
            coverage["plan"]["kind"] =
                json!(if ["part_d", "medicaid"].contains(&payer) { payer } else { "commercial" });
            // A price below the deductible would be what the patient pays.
            coverage["plan"]["deductible"] =
                json!({"structure": "individual", "individual_cents": 9000, "met_individual_cents": 0});
            coverage["plan"]["oop_max"]["met_individual_cents"] = met;
            let options = content().drugs().iter().zip(prices);
            coverage["options"] =
                options.map(|(drug, price)| with_card(drug.id.as_str(), price, json!("unknown"))).collect();
            let page = everything(&visit(coverage).part(PartKind::Cost, &ONLY));
            for amount in prices.into_iter().chain([1_423_400]) {
                let amount = Cents::new(amount).unwrap().to_string();
                let dollars = amount.split('.').next().unwrap();
                assert!(
                    !page.contains(&amount) && !page.contains(&format!("{dollars} ")),
                    "{amount}\n{page}"
                );
            }
        }
    }
}

#[test]
fn a_range_over_a_thousand_dollars_has_a_question_and_no_figure() {
    let mut open = 0;
    for met in [json!("unknown"), json!(0)] {
        for limit in [50_000, 90_000, 100_000, 100_001, 200_000, 400_000] {
            let mut coverage = employer();
            coverage["plan"]["deductible"] = Value::Null;
            coverage["plan"]["oop_max"] =
                json!({"structure": "individual", "individual_cents": limit, "met_individual_cents": met});
            coverage["first_fill"] = json!("2027-01-01");
            coverage["options"] = json!([option("upadacitinib", 675_013)]);
            let made = visit(coverage);
            let total = made.costs.as_ref().unwrap().1.options[0].total.unwrap();
            let part = made.part(PartKind::Cost, &ONLY);
            let before_later: String = everything(&part).split("Behind the numbers").next().unwrap().into();
            if total.width() > Cents::new(100_000).unwrap() {
                open += 1;
                assert!(!before_later.contains('$'), "{before_later}");
                assert!(
                    before_later.contains("ask your plan “How much have I paid toward my yearly limit?”")
                );
                assert!(!part.blocks.iter().any(|block| matches!(block, Block::Bars(_))));
            } else {
                assert!(before_later.contains('$') && !before_later.contains("can’t be told"));
            }
        }
    }
    assert!(open >= 3);
}

#[test]
fn what_narrows_most_is_asked_first_and_each_question_of_the_plan_has_room_for_its_answer() {
    let mut coverage = employer();
    coverage["plan"]["oop_max"]["met_individual_cents"] = json!("unknown");
    coverage["plan"]["plan_year_reset_month"] = json!("unknown");
    coverage["options"] = json!([option("upadacitinib", 675_013), option("dupilumab", 387_654)]);
    let missing = visit(coverage.clone()).part(PartKind::Cost, &ONLY);
    assert!(
        words_of(&missing)
            .contains("Upadacitinib: can’t be told yet: ask your plan “When does my plan year start?”")
    );
    assert!(!everything(&missing).contains('$'));
    coverage["plan"]["plan_year_reset_month"] = json!(1);
    coverage["plan"]["assistance"] = json!("unknown");
    let part = visit(coverage).part(PartKind::Cost, &ONLY);
    let asked = part.blocks.iter().rev().find_map(|block| match block {
        Block::Checks(entries) => Some(entries),
        _ => None,
    });
    let asked = asked.unwrap();
    assert!(
        of_text(&asked[0]).starts_with("How much have I paid toward my yearly limit?"),
        "{:?}",
        of_text(&asked[0])
    );
    assert!(asked.iter().all(|entry| matches!(entry.last(), Some(Inline::Blank { .. }))));
    let once: std::collections::BTreeSet<String> = asked.iter().map(of_text).collect();
    assert_eq!(once.len(), asked.len());
}

#[test]
fn without_a_comparison_the_page_says_what_is_missing() {
    for coverage in [json!({"payer": "unknown"}), json!({"payer": "employer"}), json!({"payer": "cash"})] {
        let page = words_of(&visit(coverage.clone()).part(PartKind::Cost, &ONLY));
        assert!(page.contains("What we need to know") && page.contains("Programs to ask for"), "{page}");
        assert_eq!(page.contains("Which insurance you have."), coverage["payer"] == "unknown");
        assert_eq!(page.contains("How high is my deductible"), coverage["payer"] != "cash");
        assert!(!page.contains('$'));
    }
    let mut empty = employer();
    empty["first_fill"] = Value::Null;
    empty["options"] = json!([option("upadacitinib", 675_013)]);
    let page = words_of(&visit(empty).part(PartKind::Cost, &ONLY));
    assert!(page.contains("can’t be told yet: ask us “When is my first fill?”"), "{page}");
}

/// The figures of a plan in 2027.
fn next_year() -> Value {
    json!({
        "deductible": {"structure": "individual", "individual_cents": 70_000},
        "cost_share": {"type": "coinsurance", "rate_bp": 2500},
        "oop_max": {"structure": "individual", "individual_cents": 240_000},
    })
}

/// Coverages that together bring every note of a comparison.
fn noted() -> Vec<Value> {
    let mut slips = employer();
    slips["plan"]["deductible"]["met_individual_cents"] = json!(150_001);
    slips["plan"]["oop_max"] = json!({"structure": "aggregate", "family_cents": 1000});
    slips["plan"]["plan_year_reset_month"] = Value::Null;
    slips["credits"] = json!([{"date": "2025-02-01", "deductible_cents": 1, "oop_cents": 1}]);
    let mut both = option("upadacitinib", 675_013);
    both["use_discount_when_lower"] = json!(true);
    both["lines"][0]["discount_price_cents"] = json!(100);
    both["lines"][0]["price"]["as_of"] = json!("2026-01-01");
    slips["options"] = json!([both]);
    let mut low = employer();
    low["plan"]["oop_max"]["individual_cents"] = json!(1000);
    low["options"] = json!([option("upadacitinib", 675_013)]);
    let mut part_d = employer();
    part_d["payer"] = json!("part_d");
    part_d["plan"]["kind"] = json!("part_d");
    part_d["options"] = json!([with_card("upadacitinib", 675_013, json!(true))]);
    let mut entered = part_d.clone();
    entered["plan"]["next_year"] = next_year();
    let mut far = entered.clone();
    far["months"] = json!(36);
    let mut month = part_d.clone();
    month["months"] = json!(1);
    let mut private = employer();
    private["months"] = json!(36);
    private["plan"]["next_year"] = next_year();
    private["options"] = json!([option("upadacitinib", 675_013)]);
    let mut unfit = part_d.clone();
    unfit["payer"] = json!("employer");
    let cash =
        json!({"payer": "cash", "first_fill": "2026-12-01", "months": 12, "options": part_d["options"]});
    vec![slips, low, part_d, entered, far, month, private, unfit, cash]
}

#[test]
fn every_note_of_a_comparison_is_known_and_none_reaches_the_page_as_it_is() {
    let mut notes: Vec<String> = Vec::new();
    for coverage in noted() {
        let made = visit(coverage);
        let page = words_of(&made.part(PartKind::Cost, &ONLY));
        for note in
            made.costs.iter().flat_map(|(_, compared)| &compared.options).flat_map(|option| &option.notes)
        {
            let meaning = crate::summary::compose::cost::notes::meaning(
                &made.visit(),
                &Teller::new(Language::English),
                note,
            );
            assert!(meaning.is_some(), "{note}");
            assert!(!page.contains(note.as_str()));
            push_new(&mut notes, note.clone());
        }
    }
    assert_eq!(notes.len(), 18, "{notes:#?}");
}

#[test]
fn bills_of_medicare_are_worked_out_only_where_a_whole_year_is_known() {
    let mut coverage = json!({
        "payer": "part_d",
        "plan": {
            "kind": "part_d",
            "year": 2027,
            "deductible": {"structure": "individual", "individual_cents": 61_500, "met_individual_cents": 0},
            "cost_share": {"type": "coinsurance", "rate_bp": 2500},
            "oop_max": {"structure": "individual", "individual_cents": 210_000, "met_individual_cents": 0},
        },
        "first_fill": "2027-01-05",
        "months": 12,
        "options": [option("upadacitinib", 675_013), option("tacrolimus", 12_044)],
    });
    let part = visit(coverage.clone()).part(PartKind::Cost, &ONLY);
    let page = words_of(&part);
    assert!(page.contains("Your bills, if you sign up in January 2027"), "{page}");
    let bills = tables(&part).into_iter().rfind(|table| table.rows.len() == 12).unwrap();
    let mut sums = [Cents::ZERO; 2];
    for row in &bills.rows {
        for (sum, cell) in sums.iter_mut().zip(&row.cells[1..]) {
            *sum = sum.plus(Cents::new(crate::content::price::cents(&of_cell(cell)).unwrap()).unwrap());
        }
    }
    sums.sort();
    assert_eq!(sums[1], Cents::new(210_000).unwrap());
    assert!(!page.contains("We can’t work out the bills yet."));
    let changes = [("first_fill", json!("2027-02-01")), ("months", json!(11)), ("plan", json!("unknown"))];
    for (field, value) in changes {
        let before = std::mem::replace(&mut coverage[field], value);
        let page = words_of(&visit(coverage.clone()).part(PartKind::Cost, &ONLY));
        assert!(page.contains("Medicare Prescription Payment Plan"), "{field}");
        assert!(page.contains("We can’t work out the bills yet.") && !page.contains("Your bills"), "{field}");
        coverage[field] = before;
    }
    assert!(!words_of(&sample().part(PartKind::Cost, &ONLY)).contains("Medicare Prescription Payment Plan"));
}

#[test]
fn bills_of_the_next_year_go_by_the_limit_of_that_year() {
    let mut coverage = employer();
    coverage["payer"] = json!("part_d");
    coverage["plan"]["kind"] = json!("part_d");
    coverage["months"] = json!(13);
    coverage["plan"]["next_year"] = next_year();
    coverage["options"] = json!([option("upadacitinib", 675_013)]);
    let part = visit(coverage).part(PartKind::Cost, &ONLY);
    let page = words_of(&part);
    assert!(page.contains("Your bills, if you sign up in January 2027"), "{page}");
    assert!(page.contains("For 2027 we used your plan’s amounts as they were entered"), "{page}");
    let bills = tables(&part).into_iter().rfind(|table| table.rows.len() == 12).unwrap();
    // $2,400, the limit of 2027, over twelve months; by that of 2026, $4,000, it would be $333.33.
    assert_eq!(of_cell(&bills.rows[0].cells[1]), "$200.00");
}

#[test]
fn a_year_whose_figures_are_not_known_is_not_told_on_the_page() {
    for next in [
        json!({"deductible": {"structure": "individual"}, "oop_max": {"structure": "individual"}, "cost_share": "unknown"}),
        json!("unknown"),
    ] {
        let mut coverage = employer();
        coverage["payer"] = json!("part_d");
        coverage["plan"]["kind"] = json!("part_d");
        coverage["months"] = json!(1);
        coverage["plan"]["next_year"] = next;
        coverage["options"] = json!([option("upadacitinib", 675_013)]);
        let part = visit(coverage).part(PartKind::Cost, &ONLY);
        let behind = tables(&part).into_iter().find(|table| table.columns.len() == 3).unwrap();
        assert_eq!(of_cell(&behind.rows[0].cells[1]), "can’t be told yet");
        let page = everything(&part);
        assert!(page.contains("We can’t tell yet what the full plan year 2027 costs."), "{page}");
        assert!(
            page.contains("next year?") || page.contains("in the next plan year?"),
            "it is asked: {page}"
        );
        assert!(!page.contains("$0.00"), "{page}");
    }
}

#[test]
fn visits_and_tests_stand_apart_from_what_the_medicines_cost() {
    let mut coverage = employer();
    coverage["options"] = json!([option("tacrolimus", 12_044)]);
    let page = |coverage: &Value| words_of(&visit(coverage.clone()).part(PartKind::Cost, &ONLY));
    assert!(!page(&coverage).contains("Visits and tests"));
    coverage["credits"] = json!([
        {"date": "2026-12-05", "deductible_cents": 20_000, "oop_cents": 20_000},
        {"date": "2027-02-05", "oop_cents": 4_550},
    ]);
    assert!(page(&coverage).contains("Visits and tests come on top: $245.50."), "{}", page(&coverage));
}
