//! What did the plan answer when the chosen drug was billed: its fields, and what follows from it.

use eframe::egui::Ui;
use serde_json::{Value, json};

use super::form::{Empty, Group, Kind, Seen, row};
use super::live::Counted;
use super::text::{self, Choice};
use crate::app::theme::Type;
use crate::app::widgets::{Tone, link, notice, section_title, words};
use crate::checklist::claim::Claim;
use crate::content::Content;
use crate::content::phrase::capitalized;
use crate::cost::claim::Answered;
use crate::cost::entry::{Known, get, set};

/// The answer of a claim that the plan pays.
const PAID: &str = "paid";
/// The reject of a drug that the plan does not cover at all.
pub(super) const NOT_COVERED: &str = "70";

/// The fields about the latest claim of the chosen option's first drug.
pub fn group(seen: Seen<'_>, coverage: &Value) -> Option<Group> {
    let drug = drug_of(coverage, seen.selected)?;
    seen.content.drug_by_id(&drug)?;
    let at = position(coverage, &drug);
    let path = |field: &str| format!("claims.{at}.{field}");
    let mut rows = vec![row(path("result"), Kind::Claim(drug))];
    let result = get(coverage, &path("result")).and_then(Value::as_str);
    if result.is_some() {
        rows.push(row(path("date"), Kind::Day(Empty::LeftOut)));
    }
    if result == Some(PAID) {
        let figures = [
            "patient_pay_cents",
            "plan_paid_cents",
            "to_deductible_cents",
            "copay_cents",
            "coinsurance_cents",
            "remaining_deductible_cents",
            "card_paid_cents",
        ];
        rows.extend(figures.into_iter().map(|figure| row(path(figure), Kind::Amount(Empty::LeftOut))));
        rows.push(row(path("packages"), Kind::Count(1, 1000, Empty::LeftOut)));
    }
    let name = get(coverage, &format!("options.{}.name", seen.selected)).and_then(Value::as_str);
    let title = name.map_or_else(|| "From the last claim".to_owned(), |name| format!("Last claim: {name}"));
    Some(Group { title, option: None, rows })
}

fn drug_of(coverage: &Value, option: usize) -> Option<String> {
    get(coverage, &format!("options.{option}.lines.0.drug"))
        .or_else(|| get(coverage, &format!("options.{option}.id")))
        .and_then(Value::as_str)
        .map(ToOwned::to_owned)
}

/// The position of the latest claim of a drug; behind all claims if there is none.
fn position(coverage: &Value, drug: &str) -> usize {
    let claims = get(coverage, "claims").and_then(Value::as_array);
    let all = claims.map(Vec::as_slice).unwrap_or_default();
    let of_drug = all.iter().enumerate().filter(|(_, claim)| get(claim, "drug").is_some_and(|id| id == drug));
    let day = |claim: &Value| get(claim, "date").and_then(Value::as_str).unwrap_or_default().to_owned();
    of_drug.max_by_key(|(at, claim)| (day(claim), *at)).map_or(all.len(), |(at, _)| at)
}

/// The answers that a plan gives.
pub fn answers(content: &Content) -> Vec<Choice> {
    let rejects = content.claims.rejects.iter().map(|reject| {
        let words = match &reject.code {
            Some(code) => format!("{code} {}", reject.name),
            None => reject.name.clone(),
        };
        (reject.id.as_str().to_owned(), words)
    });
    std::iter::once((PAID.to_owned(), "Paid".to_owned())).chain(rejects).collect()
}

/// The answer of the claim at a path of its result.
pub fn answer_of(coverage: &Value, path: &str) -> Option<String> {
    let text = |path: &str| get(coverage, path).and_then(Value::as_str);
    match text(path)? {
        PAID => Some(PAID.to_owned()),
        _ => text(&path.replace(".result", ".code")).map(ToOwned::to_owned),
    }
}

/// Says what the plan answered. Other figures of an earlier answer go: they belong to it. A paid claim shows
/// that the plan covers the drug, a reject 70 that it does not.
pub fn say(known: Known<'_>, coverage: &mut Value, path: &str, drug: &str, answer: &str) {
    let claim_path = path.trim_end_matches(".result");
    if answer_of(coverage, path).as_deref() == Some(answer) {
        return;
    }
    let today = json!(known.checklist.as_of.to_string());
    let date = get(coverage, &format!("{claim_path}.date")).cloned().unwrap_or(today);
    let claim = match answer {
        PAID => json!({"drug": drug, "date": date, "result": PAID}),
        code => json!({"drug": drug, "date": date, "result": "rejected", "code": code}),
    };
    match get(coverage, claim_path) {
        Some(_) => set(coverage, claim_path, Some(claim)),
        None => {
            let mut claims = get(coverage, "claims").and_then(Value::as_array).cloned().unwrap_or_default();
            claims.push(claim);
            set(coverage, "claims", Some(Value::Array(claims)));
        }
    }
    let covered = match answer {
        PAID => true,
        NOT_COVERED => false,
        _ => return,
    };
    let options = get(coverage, "options").and_then(Value::as_array).map_or(0, Vec::len);
    for at in (0..options).filter(|at| drug_of(coverage, *at).as_deref() == Some(drug)).collect::<Vec<_>>() {
        set(coverage, &format!("options.{at}.covered"), Some(json!(covered)));
    }
}

/// Takes a claim back.
pub fn take_back(coverage: &mut Value, path: &str) {
    set(coverage, path.trim_end_matches(".result"), None);
    if get(coverage, "claims").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        set(coverage, "claims", None);
    }
}

/// What a package costs by the claim at a path, in cents, or why that can't be told; `None` where the claim
/// does not say what was allowed, and where the line has that price.
fn price(content: &Content, coverage: &Value, path: &str, option: usize) -> Option<Result<i64, String>> {
    let claim = Claim::from_json(content, get(coverage, path)?, path).ok()?;
    let allowed = Answered::of(claim.paid()?).allowed?;
    let of_line = |at: usize| {
        get(coverage, &format!("options.{option}.lines.0.maintenance.{at}")).and_then(Value::as_i64)
    };
    let Some(packages) = claim.packages.map(i64::from).or_else(|| of_line(0)).filter(|count| *count > 0)
    else {
        return Some(Err(format!("The claim's price is {allowed}: enter how many packages were billed.")));
    };
    if allowed.get() % packages != 0 {
        return Some(Err(format!(
            "The claim's price is {allowed}, which {packages} packages do not divide to the cent: check the packages, or enter the price of one."
        )));
    }
    let each = allowed.get() / packages;
    (of_line(2) != Some(each)).then_some(Ok(each))
}

/// Draws what follows from the claim. The answer is the coverage with what was chosen to be used.
pub fn follows(
    ui: &mut Ui,
    content: &Content,
    coverage: &Value,
    selected: usize,
    counted: Option<&Counted>,
) -> Option<Value> {
    let drug = drug_of(coverage, selected)?;
    let path = format!("claims.{}", position(coverage, &drug));
    get(coverage, &path)?;
    if let Some(reject) =
        answer_of(coverage, &format!("{path}.result")).and_then(|id| content.claims.reject(&id))
    {
        notice(ui, &reject.means);
        section_title(ui, "What to do next");
        for step in &reject.next {
            words(ui, Type::Small, Tone::Ink, &format!("· {step}"));
        }
        return None;
    }
    let mut used = None;
    if link(ui, "Another claim of this drug").clicked() {
        let today = get(coverage, &format!("{path}.date")).cloned();
        let next = json!({"drug": drug, "date": today, "result": PAID});
        let mut more = coverage.clone();
        let mut claims = get(&more, "claims").and_then(Value::as_array).cloned().unwrap_or_default();
        claims.push(next);
        set(&mut more, "claims", Some(Value::Array(claims)));
        used = Some(more);
    }
    match price(content, coverage, &path, selected) {
        Some(Ok(each)) => {
            let amount = text::amount_words(&json!(each)).unwrap_or_default();
            words(ui, Type::Small, Tone::Ink, &format!("The claim's price: {amount} a package."));
            if link(ui, "Use it as the price").clicked() {
                let mut next = coverage.clone();
                let line = format!("options.{selected}.lines.0");
                super::take::set_price(&mut next, &line, json!(each));
                set(&mut next, &format!("{line}.price.kind"), Some(json!("claim")));
                let day = get(coverage, &format!("{path}.date")).cloned();
                set(&mut next, &format!("{line}.price.as_of"), day);
                used = Some(next);
            }
        }
        Some(Err(why)) => {
            words(ui, Type::Small, Tone::Ink, &why);
        }
        None => {}
    }
    let Some(counted) = counted else { return used };
    for sign in &counted.card_money {
        notice(ui, sign);
    }
    let Some((_, calibration)) = counted.calibrations.iter().find(|(of, _)| *of == drug) else { return used };
    for said in &calibration.words {
        words(ui, Type::Small, Tone::Ink, &capitalized(said));
    }
    for (at, answer) in calibration.answers.iter().enumerate() {
        ui.push_id(("reading", at), |ui| {
            notice(ui, &answer.words);
            if !answer.sets.is_empty() && link(ui, "Use it").clicked() {
                let mut next = coverage.clone();
                for setting in &answer.sets {
                    set(&mut next, &setting.path, Some(setting.value.clone()));
                }
                used = Some(next);
            }
        });
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(claim: Value) -> Option<Result<i64, String>> {
        let content = Content::embedded().unwrap();
        let mut claim = claim;
        set(&mut claim, "drug", Some(json!("upadacitinib")));
        set(&mut claim, "date", Some(json!("2026-11-20")));
        set(&mut claim, "result", Some(json!(PAID)));
        let coverage = json!({
            "claims": [claim],
            "options": [{"id": "upadacitinib", "lines": [{"drug": "upadacitinib", "maintenance": [1, 30, 675_000]}]}],
        });
        price(&content, &coverage, "claims.0", 0)
    }

    #[test]
    fn the_price_of_a_claim_is_what_was_allowed_also_where_the_patient_pay_amount_stands_after_the_card() {
        let after_the_card = json!({"patient_pay_cents": 500, "plan_paid_cents": 475_000,
            "card_paid_cents": 174_500, "to_deductible_cents": 150_000, "coinsurance_cents": 25_000});
        assert_eq!(offered(after_the_card), Some(Ok(650_000)));
        let before = json!({"patient_pay_cents": 175_000, "plan_paid_cents": 475_000});
        assert_eq!(offered(before.clone()), Some(Ok(650_000)));
        assert_eq!(offered(json!({"patient_pay_cents": 500})), None);

        let mut two = before;
        set(&mut two, "packages", Some(json!(2)));
        assert_eq!(offered(two.clone()), Some(Ok(325_000)));
        set(&mut two, "packages", Some(json!(7)));
        let why = offered(two).unwrap().unwrap_err();
        assert!(why.contains("$6,500.00") && why.contains("7 packages"), "{why}");
        let same = json!({"patient_pay_cents": 175_000, "plan_paid_cents": 500_000});
        assert_eq!(offered(same), None, "the line has that price");
    }
}
