//! A coverage can't be counted, since what was typed into two fields does not fit together: which fields are
//! these, and how is it said?

use serde_json::Value;

use super::form::{Group, Row};
use super::{model, script};
use crate::checklist::answer::InputError;
use crate::content::Content;
use crate::content::phrase::capitalized;

/// What is wrong with a coverage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The paths of the fields that are to be looked at.
    pub paths: Vec<String>,
    /// What was expected, as a sentence.
    pub why: String,
}

impl Complaint {
    /// What an error of counting is about.
    pub fn of(error: &InputError) -> Self {
        let path = error.field.replace('[', ".").replace(']', "");
        let path = path.strip_prefix("coverage.").unwrap_or(&path);
        let above = path.rsplit_once('.').map_or(path, |(above, _)| above);
        let both = |one: &str, other: &str| vec![one.to_owned(), format!("{above}.{other}")];
        let (paths, why) = if path.ends_with(".individual_cents") && error.expected.contains("family_cents") {
            (both(above, "family_cents"), "One person's limit can't be higher than the family's.")
        } else if path.ends_with(".min_cents") && error.expected.contains("max_cents") {
            (both(path, "max_cents"), "The least for a fill can't be more than the most for a fill.")
        } else if path.ends_with(".pap.to") && error.expected.contains("from") {
            (both(path, "from"), "The last day of free drug can't come before the first.")
        } else if path.ends_with("card.enrolled") {
            (vec![above.to_owned()], "No more than three cards of a treatment can stay open: answer one.")
        } else if error.expected.contains("all packages of a fill") {
            let line = path.rsplit_once('.').filter(|(_, last)| last.parse::<usize>().is_ok());
            let place = line.map_or(path, |(line, _)| line);
            (vec![place.to_owned()], "That is more than all packages of a fill can cost.")
        } else {
            let said = error.expected.strip_prefix("expected ").unwrap_or(&error.expected);
            return Self { paths: vec![path.to_owned()], why: format!("{}.", capitalized(said)) };
        };
        Self { paths, why: why.to_owned() }
    }

    /// Whether a row is one of those to be looked at.
    pub fn is_about(&self, row: &Row) -> bool {
        self.paths.contains(&row.path)
    }

    /// The complaint with the paths of rows, where they were those of values below them.
    pub fn in_rows(mut self, groups: &[Group], coverage: &Value) -> Self {
        for path in &mut self.paths {
            if let Some(row) = script::row_in(groups, coverage, path) {
                *path = row.path.clone();
            }
        }
        self
    }

    /// As a sentence with the treatment and the names of the fields: "Deductible and Deductible, family: …".
    pub fn words(&self, content: &Content, coverage: &Value) -> String {
        let labels: Vec<&str> = self
            .paths
            .iter()
            .filter_map(|path| content.guide.field(path).map(|field| field.label.as_str()))
            .collect();
        let about = self.paths.first().and_then(|path| model::about(content, coverage, path));
        let fields = (!labels.is_empty()).then(|| labels.join(" and "));
        let parts: Vec<String> = about.into_iter().chain(fields).chain([self.why.clone()]).collect();
        parts.join(": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::coverage::Coverage;
    use crate::cost::read;
    use serde_json::json;

    /// The error that counting gives for a coverage with these changes, as a complaint.
    #[track_caller]
    fn complaint(changes: &[(&str, Value)]) -> Complaint {
        let content = Content::embedded().unwrap();
        let mut coverage = json!({
            "payer": "employer", "first_fill": "2026-12-01", "months": 12,
            "plan": {
                "kind": "commercial",
                "deductible": {"structure": "embedded", "individual_cents": 100, "family_cents": 200},
                "oop_max": {"structure": "embedded", "individual_cents": 100, "family_cents": 200},
                "cost_share": {"type": "coinsurance", "rate_bp": 3000},
            },
            "options": [{"id": "a", "lines": [{"drug": "a", "maintenance": [1, 30, 100]}]}],
        });
        for (path, value) in changes {
            crate::cost::entry::set(&mut coverage, path, Some(value.clone()));
        }
        Coverage::from_json(&content, &coverage, "coverage").unwrap();
        let asked = json!({"as_of": "2026-11-25", "patient": {}, "coverage": coverage});
        Complaint::of(&read::question(&content, &asked).err().expect("it can't be counted"))
    }

    #[test]
    fn fields_that_do_not_fit_together_are_both_named_and_it_is_said_in_words() {
        type Case<'a> = (Vec<(&'a str, Value)>, [&'a str; 2], &'a str);
        let cases: [Case<'_>; 7] = [
            (
                vec![("plan.deductible.individual_cents", json!(300))],
                ["plan.deductible", "plan.deductible.family_cents"],
                "higher than the family's",
            ),
            (
                vec![("plan.oop_max.individual_cents", json!(300))],
                ["plan.oop_max", "plan.oop_max.family_cents"],
                "higher than the family's",
            ),
            (
                vec![
                    ("plan.next_year.cost_share", json!("unknown")),
                    (
                        "plan.next_year.oop_max",
                        json!({"structure": "embedded", "individual_cents": 9, "family_cents": 8}),
                    ),
                ],
                ["plan.next_year.oop_max", "plan.next_year.oop_max.family_cents"],
                "higher than the family's",
            ),
            (
                vec![("plan.cost_share.min_cents", json!(9)), ("plan.cost_share.max_cents", json!(8))],
                ["plan.cost_share.min_cents", "plan.cost_share.max_cents"],
                "least for a fill",
            ),
            (
                vec![(
                    "options.0.lines.0.cost_share",
                    json!({"type": "coinsurance", "rate_bp": 1, "min_cents": 9, "max_cents": 8}),
                )],
                ["options.0.lines.0.cost_share.min_cents", "options.0.lines.0.cost_share.max_cents"],
                "least for a fill",
            ),
            (
                vec![("options.0.pap", json!({"from": "2027-02-01", "to": "2027-01-01"}))],
                ["options.0.pap.to", "options.0.pap.from"],
                "before the first",
            ),
            (
                vec![("options.0.lines.0.maintenance", json!([1000, 30, 99_999_999_999_i64]))],
                ["options.0.lines.0.maintenance", ""],
                "more than all packages",
            ),
        ];
        for (changes, expected, words) in cases {
            let found = complaint(&changes);
            let expected: Vec<&str> = expected.into_iter().filter(|path| !path.is_empty()).collect();
            assert_eq!(found.paths, expected, "{changes:?}");
            assert!(found.why.contains(words) && !found.why.contains("_cents"), "{found:?}");
        }
    }
}
