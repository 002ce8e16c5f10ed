//! What a screen reader makes of the tables and the chart of costs, and what the pointer shows.

use std::collections::BTreeMap;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, pos2};
use egui_kittest::kittest::NodeT as _;
use serde_json::json;

use crate::hand::{Hand, content};
use countercheck::app::desk::Action;
use countercheck::app::desk::visit::Said;
use countercheck::checklist::coverage::Coverage;

/// A coverage in which all of so many treatments can be counted.
fn counted(count: usize) -> Hand {
    let mut hand = Hand::with_visit();
    let content = content();
    let drugs = content.drugs().iter().filter(|drug| !drug.fills.is_empty()).take(count);
    let options: Vec<_> = drugs
        .map(|drug| {
            json!({"id": drug.id.as_str(), "name": drug.name, "covered": true, "lines": [
                {"drug": drug.id.as_str(), "maintenance": [1, 30, 1_000_000]}]})
        })
        .collect();
    assert_eq!(options.len(), count);
    let plan = json!({
        "kind": "commercial", "plan_year_reset_month": 1, "assistance": "counts",
        "deductible": {"structure": "individual", "individual_cents": 300_000, "met_individual_cents": 0},
        "oop_max": {"structure": "individual", "individual_cents": 600_000, "met_individual_cents": 0},
        "cost_share": {"type": "coinsurance", "rate_bp": 3000},
    });
    let coverage = json!({"payer": "employer", "plan": plan, "first_fill": "2026-12-01", "months": 12,
        "options": options});
    let coverage = Coverage::from_json(&content, &coverage, "coverage").unwrap();
    hand.does(Action::Say(Said::Coverage(coverage)));
    hand.key(Key::F4);
    hand.key(Key::Escape);
    hand
}

/// The rows of the table with this label: of each the roles and labels of its cells.
fn rows(hand: &Hand, label: &str) -> Vec<Vec<(Role, String)>> {
    let mut nodes = hand.harness.root().children_recursive();
    let table = nodes
        .find(|node| {
            let node = node.accesskit_node();
            node.role() == Role::Table && node.label().as_deref() == Some(label)
        })
        .unwrap_or_else(|| panic!("no table {label}"));
    let rows = table.children_recursive().filter(|node| node.accesskit_node().role() == Role::Row);
    rows.map(|row| {
        let cells = row.children_recursive();
        cells
            .map(|cell| (cell.accesskit_node().role(), cell.accesskit_node().label().unwrap_or_default()))
            .filter(|(role, _)| [Role::Cell, Role::ColumnHeader, Role::RowHeader].contains(role))
            .collect()
    })
    .collect()
}

#[test]
fn the_costs_are_a_table_with_heads_rows_and_cells() {
    let hand = counted(3);
    let rows = rows(&hand, "What each treatment costs");
    let heads: Vec<&str> = rows[0].iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(
        heads,
        ["Option", "Price a fill", "Highest month", "Patient pays, 12 months", "Programs pay", "Safety"]
    );
    assert!(rows[0].iter().all(|(role, _)| *role == Role::ColumnHeader));
    assert_eq!(rows.len(), 1 + 3 + 1, "heads, treatments, the generic step");
    for row in &rows[1..] {
        let roles: Vec<Role> = row.iter().map(|(role, _)| *role).collect();
        assert_eq!(roles, [Role::RowHeader, Role::Cell, Role::Cell, Role::Cell, Role::Cell, Role::Cell]);
    }
    assert!(rows[1][3].1.starts_with("$12,000.00"), "{:?}", rows[1]);
    assert!(rows[1][1].1.starts_with("$10,000.00"), "{:?}", rows[1]);
}

#[test]
fn the_months_of_the_chart_are_a_table_too() {
    let mut hand = counted(2);
    hand.types("t");
    let rows = rows(&hand, "What the patient pays, month by month");
    assert_eq!(rows[0][0], (Role::ColumnHeader, "Month".to_owned()));
    assert!(rows[0][1].1.starts_with("1 "), "the head has the sign of the bars: {:?}", rows[0]);
    assert_eq!(rows.len(), 13, "{rows:?}");
    assert_eq!(rows[1][0], (Role::RowHeader, "Dec 2026".to_owned()));
    assert_eq!(rows[1][1], (Role::Cell, "$6,000.00".to_owned()));
}

#[test]
fn many_treatments_stand_in_several_tables_so_that_their_figures_can_be_read() {
    let mut hand = counted(9);
    hand.types("t");
    let label = "What the patient pays, month by month";
    let nodes = hand.harness.root().children_recursive();
    let is_table = |role, name: Option<String>| role == Role::Table && name.as_deref() == Some(label);
    let tables = nodes.filter(|node| is_table(node.accesskit_node().role(), node.accesskit_node().label()));
    // Nine and the generic step, three beside each other.
    assert_eq!(tables.count(), 4);
}

#[test]
fn a_row_of_the_table_is_still_chosen_by_keyboard_and_pointer() {
    let mut hand = counted(3);
    let name = content().drugs().iter().filter(|drug| !drug.fills.is_empty()).nth(1).unwrap().name.clone();
    hand.tabs_to(&name);
    hand.key(Key::Enter);
    assert_eq!(hand.focused().unwrap().0, "Price a package");
    let is_selected = |hand: &Hand| {
        let mut nodes = hand.harness.root().children_recursive();
        nodes.any(|node| {
            let node = node.accesskit_node();
            node.label().as_deref() == Some(&*name) && node.is_selected() == Some(true)
        })
    };
    assert!(is_selected(&hand));
}

#[test]
fn each_treatment_has_its_own_sign_in_legend_and_table_also_where_colors_begin_again() {
    let hand = counted(9);
    let mut signs: BTreeMap<String, usize> = BTreeMap::new();
    for drug in content().drugs().iter().filter(|drug| !drug.fills.is_empty()).take(9) {
        let legend = hand.words().into_iter().find(|words| {
            words.split_once(' ').is_some_and(|(sign, name)| sign.len() == 1 && name == drug.name)
        });
        let legend = legend.unwrap_or_else(|| panic!("{} is not in the legend", drug.name));
        *signs.entry(legend[..1].to_owned()).or_default() += 1;
    }
    assert_eq!(signs.len(), 9, "{signs:?}");
    assert!(signs.values().all(|count| *count == 1));
}

#[test]
fn the_pointer_on_a_month_shows_its_figures() {
    let mut hand = counted(2);
    let chart = hand
        .harness
        .root()
        .children_recursive()
        .find(|node| {
            node.accesskit_node().label().as_deref() == Some("Chart of what the patient pays each month")
        })
        .unwrap()
        .rect();
    assert!(hand.sees("Point at a month"));
    let at = |part: f32| pos2(chart.left() + chart.width() * part, chart.top() + 60.0);
    hand.frame(vec![Event::PointerMoved(at(0.16))]);
    hand.settle();
    assert!(hand.sees("December 2026: "), "{:?}", hand.words());
    hand.frame(vec![Event::PointerMoved(at(0.97))]);
    hand.settle();
    assert!(hand.sees("November 2027: "), "{:?}", hand.words());
    assert!(!hand.sees("Point at a month"));
}
