//! Which ids, codes and texts may stand in a bundle?
//!
//! Codes of our own are under names drawn at random (`urn:uuid:`), so that none looks as if an authority
//! had given it; what each list of codes holds is told in the bundle. Ids come from the vault, or from those of
//! the vault by a hash, so that the same record has the same ids in every export.

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// A list of codes of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    /// Answers that many questions have.
    Said,
    /// The choices of a question.
    Choice,
    /// The questions.
    Question,
    /// The medicines that are recognized.
    Medicine,
    /// The treatments that are assessed.
    Drug,
    /// The rules behind a finding.
    Rule,
    /// How much a finding stands in the way.
    Level,
    /// What a rule rests on.
    Source,
    /// The kinds of insurance.
    Payer,
}

impl System {
    pub(super) const ALL: [Self; 9] = [
        Self::Said,
        Self::Choice,
        Self::Question,
        Self::Medicine,
        Self::Drug,
        Self::Rule,
        Self::Level,
        Self::Source,
        Self::Payer,
    ];

    /// The id of the list. It never changes: what was exported once is understood by it.
    pub(super) fn id(self) -> Uuid {
        Uuid::from_u128(match self {
            Self::Said => SAID,
            Self::Choice => CHOICE,
            Self::Question => QUESTION,
            Self::Medicine => MEDICINE,
            Self::Drug => DRUG,
            Self::Rule => RULE,
            Self::Level => LEVEL,
            Self::Source => SOURCE,
            Self::Payer => PAYER,
        })
    }

    /// Its name for programs, and its title.
    pub(super) fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Said => ("CountercheckAnswers", "Answers that many questions have"),
            Self::Choice => ("CountercheckChoices", "Choices, as question.choice"),
            Self::Question => ("CountercheckQuestions", "Questions"),
            Self::Medicine => ("CountercheckMedicines", "Medicines that are recognized"),
            Self::Drug => ("CountercheckTreatments", "Treatments that are assessed"),
            Self::Rule => ("CountercheckRules", "Rules behind a finding"),
            Self::Level => ("CountercheckLevels", "How much a finding stands in the way of a treatment"),
            Self::Source => ("CountercheckSources", "What a rule rests on"),
            Self::Payer => ("CountercheckPayers", "Kinds of insurance"),
        }
    }
}

const SAID: u128 = 0xcb04f752_a439_42be_8a6b_1b22d53c933c;
const CHOICE: u128 = 0xcaecb3d1_665c_4fd6_9652_a0484bf7e9e9;
const QUESTION: u128 = 0x177a0190_4c7e_41f0_a0ca_28e2fced4ed1;
const MEDICINE: u128 = 0x74260733_f958_4cb7_9de2_ca3d51dd574f;
const DRUG: u128 = 0x32b8e816_56f1_4684_aa3d_e3888f637e07;
const RULE: u128 = 0x23219ec5_c0ef_4676_9f29_b05757cdf12e;
const LEVEL: u128 = 0x42ccbdb0_865f_4c10_8f94_58dd1c3773d0;
const SOURCE: u128 = 0xd9aaebcb_d8f9_472a_9f96_9c58f845ff55;
const PAYER: u128 = 0x1ff133ec_4b94_48f8_9793_a3cc28fc3953;
const NAMESPACE: u128 = 0x7bef261a_9b9c_4fa9_a3cb_37f5cc3bdf67;

/// The answers of [`System::Said`] and their words.
pub(super) const UNSURE: (&str, &str) = ("unsure", "Not sure");
/// Nothing of what was asked for applies.
pub(super) const NONE: (&str, &str) = ("none", "None");
/// A drug for which an open question matters.
pub(super) const INCOMPLETE: (&str, &str) = ("incomplete", "Incomplete");

/// An id that follows from another and from what it is for.
pub(super) fn derived(from: Uuid, what: &str) -> Uuid {
    let hash = Sha256::new().chain_update(from.as_bytes()).chain_update(what).finalize();
    let mut bytes = [0; 16];
    for (place, byte) in bytes.iter_mut().zip(hash) {
        *place = byte;
    }
    // Version 8 is the one for ids that follow from a hash of one's own choice.
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// An id that is the same in every vault.
pub(super) fn shared(what: &str) -> Uuid {
    derived(Uuid::from_u128(NAMESPACE), what)
}

/// An id as it stands in `fullUrl` and in references.
pub(super) fn urn(id: Uuid) -> String {
    format!("urn:uuid:{id}")
}

/// A reference to another entry.
pub(super) fn reference(id: Uuid) -> Value {
    json!({"reference": urn(id)})
}

/// An entry of a bundle.
pub(super) fn entry<const FIELDS: usize>(id: Uuid, kind: &str, fields: [(&str, Value); FIELDS]) -> Value {
    let mut resource = Map::from_iter([
        ("resourceType".to_owned(), Value::from(kind)),
        ("id".to_owned(), Value::from(id.to_string())),
    ]);
    fill(&mut resource, fields);
    json!({"fullUrl": urn(id), "resource": resource})
}

/// An object without what is empty: FHIR knows no null, and no list of nothing.
pub(super) fn object<const FIELDS: usize>(fields: [(&str, Value); FIELDS]) -> Value {
    let mut object = Map::new();
    fill(&mut object, fields);
    Value::Object(object)
}

fn fill<const FIELDS: usize>(object: &mut Map<String, Value>, fields: [(&str, Value); FIELDS]) {
    for (name, value) in fields {
        let is_empty = match &value {
            Value::Null => true,
            Value::Array(list) => list.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        };
        if !is_empty {
            object.insert(name.to_owned(), value);
        }
    }
}

/// A code of ours.
pub(super) fn coding(system: System, code: &str, display: &str) -> Value {
    object([("system", urn(system.id()).into()), ("code", code.into()), ("display", text(display))])
}

/// A code of those that FHIR itself defines.
pub(super) fn standard(system: &str, code: &str) -> Value {
    json!({"system": format!("http://terminology.hl7.org/CodeSystem/{system}"), "code": code})
}

/// A text as FHIR takes it: white space of no other kind than blanks, tabs and ends of lines, and no control
/// characters. Null when nothing is left.
pub(super) fn text(typed: &str) -> Value {
    let plain = |c: char| match c {
        '\t' | '\n' | '\r' => c,
        _ if c.is_whitespace() => ' ',
        _ if c.is_control() => char::REPLACEMENT_CHARACTER,
        _ => c,
    };
    let plain: String = typed.chars().map(plain).collect();
    match plain.trim() {
        "" => Value::Null,
        text => text.into(),
    }
}

/// A day. Null for one that FHIR can't tell, before the year 1.
pub(super) fn day(date: Date) -> Value {
    if date.year() < 1 { Value::Null } else { date.to_string().into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_exported_once_keeps_its_ids() {
        let visit = Uuid::from_u128(1);
        assert_eq!(derived(visit, "medicine/0"), derived(visit, "medicine/0"));
        assert_ne!(derived(visit, "medicine/0"), derived(visit, "medicine/1"));
        assert_ne!(derived(visit, "medicine/0"), derived(Uuid::from_u128(2), "medicine/0"));
        assert_eq!(shared("drug/x").to_string(), "53aee0bd-be68-8eef-bcbe-0aab9e0ecd8b");
        let ids: std::collections::BTreeSet<Uuid> = System::ALL.into_iter().map(System::id).collect();
        assert_eq!(ids.len(), System::ALL.len());
    }

    #[test]
    fn a_text_is_one_that_fhir_takes_and_nothing_else_is_changed() {
        for (typed, expected) in [
            ("Marković, Елена", json!("Marković, Елена")),
            ("\u{a0}aspirin\u{2003}81\u{3000}", json!("aspirin 81")),
            ("a\u{1}b\nc", json!("a\u{fffd}b\nc")),
            (" \u{a0}", Value::Null),
        ] {
            assert_eq!(text(typed), expected);
        }
    }

    #[test]
    fn nothing_empty_is_written() {
        let empty = object([("a", json!([])), ("b", json!({})), ("c", Value::Null), ("d", json!(false))]);
        assert_eq!(empty, json!({"d": false}));
    }
}
