//! Every agreed case comes out exactly.

use serde_json::{Value, json};

use super::{answer, answer_text, cases, ledger};

#[test]
fn every_agreed_ledger_comes_out_to_the_cent() {
    let cases = cases();
    let list = cases["cases"].as_array().unwrap();
    assert_eq!(list.len(), 17, "a case went missing");
    for case in list {
        let id = case["case"]["id"].as_str().unwrap();
        let mut got = answer(&ledger(), &case["case"]).unwrap();
        let notes = got.as_object_mut().unwrap().remove("notes");
        assert_eq!(got, case["expected"], "{id}");
        // Only where a card was refused is there anything to add to what was agreed.
        assert_eq!(notes, (id == "E14").then(|| json!(["card ignored: government payer"])), "{id}");
    }
}

#[test]
fn a_list_is_answered_by_a_list_in_order_and_one_bad_item_refuses_it_with_its_index() {
    let cases = cases();
    let inputs: Vec<Value> =
        cases["cases"].as_array().unwrap().iter().map(|case| case["case"].clone()).collect();
    let answers = answer(&ledger(), &Value::from(inputs.clone())).unwrap();
    for (input, got) in inputs.iter().zip(answers.as_array().unwrap()) {
        assert_eq!(*got, answer(&ledger(), input).unwrap());
    }
    assert_eq!(answers.as_array().unwrap().len(), inputs.len());
    let mut bad = inputs;
    bad[3]["plan"]["kind"] = "company".into();
    let refused = answer(&ledger(), &Value::from(bad)).unwrap_err();
    assert!(refused.starts_with("item 3: plan.kind: expected commercial, part_d,"), "{refused}");
    assert_eq!(answer_text(&ledger(), "[]").unwrap(), json!([]));
}
