//! Writes what supports a prior authorization as JSON, in the form that is read.
//!
//! What was not asked is left out; what is not known is `"unknown"`.

use serde_json::{Map, Value};

use super::fact::Fact;
use super::{
    Approval, Authorization, BodySurface, Denial, Fill, LightTherapy, Outcome, Score, Specialist, TestDone,
    Tried,
};
use crate::checklist::answer::decimal_json;
use crate::content::Content;

impl Authorization {
    /// As JSON, without what was not asked.
    pub fn to_json(&self, content: &Content) -> Value {
        let mut object = Written::default();
        object.fact("onset", &self.onset, |moment| moment.to_string().into());
        object.text("icd10", &self.icd10);
        object.list("severity", &self.severity, score);
        object.inner("body_surface", body_surface(&self.body_surface));
        object.fact("sites", &self.sites, |sites| sites.clone().into());
        object.text("impact", &self.impact);
        object.list("tried", &self.tried, tried);
        object.inner("light", light(&self.light));
        object.fact("steroid_bursts_a_year", &self.steroid_bursts_a_year, |count| (*count).into());
        object.text("topicals_not_advisable", &self.topicals_not_advisable);
        object.fact("needle_phobia", &self.needle_phobia, |yes| (*yes).into());
        object.list("tests", &self.tests, |done| test(content, done));
        object.inner("specialist", specialist(&self.specialist));
        object.text("why", &self.why);
        object.text("why_not_preferred", &self.why_not_preferred);
        object.list("approvals", &self.approvals, approval);
        object.list("denials", &self.denials, denial);
        Value::Object(object.0)
    }
}

#[derive(Default)]
struct Written(Map<String, Value>);

impl Written {
    fn fact<T>(&mut self, field: &str, fact: &Fact<T>, value: impl Fn(&T) -> Value) {
        match fact {
            Fact::NotAsked => {}
            Fact::Unknown => {
                self.0.insert(field.to_owned(), "unknown".into());
            }
            Fact::Known(known) => {
                self.0.insert(field.to_owned(), value(known));
            }
        }
    }

    fn text(&mut self, field: &str, fact: &Fact<String>) {
        self.fact(field, fact, |text| text.as_str().into());
    }

    fn date(&mut self, field: &str, fact: &Fact<jiff::civil::Date>) {
        self.fact(field, fact, |date| date.to_string().into());
    }

    fn outcome(&mut self, field: &str, fact: &Fact<Outcome>) {
        self.fact(field, fact, |outcome| outcome.id().into());
    }

    fn inner(&mut self, field: &str, inner: Written) {
        if !inner.0.is_empty() {
            self.0.insert(field.to_owned(), Value::Object(inner.0));
        }
    }

    fn list<T>(&mut self, field: &str, list: &[T], write: impl Fn(&T) -> Written) {
        if !list.is_empty() {
            let list: Value = list.iter().map(|entry| Value::Object(write(entry).0)).collect();
            self.0.insert(field.to_owned(), list);
        }
    }
}

fn score(score: &Score) -> Written {
    let mut object = Written::default();
    object.0.insert("measure".into(), score.measure.as_str().into());
    object.fact("value", &score.value, |number| decimal_json(*number));
    object.date("on", &score.on);
    object.text("by", &score.by);
    object
}

fn body_surface(surface: &BodySurface) -> Written {
    let mut object = Written::default();
    object.fact("percent", &surface.percent, |number| decimal_json(*number));
    object.date("on", &surface.on);
    object.text("by", &surface.by);
    object
}

fn tried(tried: &Tried) -> Written {
    let mut object = Written::default();
    object.text("drug", &tried.drug);
    object.text("strength", &tried.strength);
    object.text("vehicle", &tried.vehicle);
    object.fact("potency", &tried.potency, |class| (*class).into());
    object.text("site", &tried.site);
    object.fact("start", &tried.start, |moment| moment.to_string().into());
    object.fact("stop", &tried.stop, |moment| moment.to_string().into());
    object.fact("days_used", &tried.days_used, |days| (*days).into());
    object.list("dispensed", &tried.dispensed, fill);
    object.outcome("outcome", &tried.outcome);
    object.text("why", &tried.why);
    object
}

fn fill(fill: &Fill) -> Written {
    let mut object = Written::default();
    object.date("on", &fill.on);
    object.text("quantity", &fill.quantity);
    object.fact("days_supply", &fill.days_supply, |days| (*days).into());
    object
}

fn light(light: &LightTherapy) -> Written {
    let mut object = Written::default();
    object.text("kind", &light.kind);
    object.fact("sessions", &light.sessions, |count| (*count).into());
    object.outcome("outcome", &light.outcome);
    object.text("barrier", &light.barrier);
    object
}

fn test(content: &Content, done: &TestDone) -> Written {
    let mut object = Written::default();
    object.0.insert("test".into(), content.question(done.test).id.as_str().into());
    object.date("on", &done.on);
    object.text("result", &done.result);
    object
}

fn specialist(specialist: &Specialist) -> Written {
    let mut object = Written::default();
    object.text("name", &specialist.name);
    object.text("npi", &specialist.npi);
    object.date("seen_on", &specialist.seen_on);
    object
}

fn approval(approval: &Approval) -> Written {
    let mut object = Written::default();
    object.text("drug", &approval.drug);
    object.date("on", &approval.on);
    object.date("until", &approval.until);
    object
}

fn denial(denial: &Denial) -> Written {
    let mut object = Written::default();
    object.text("code", &denial.code);
    object.text("why", &denial.why);
    object.date("on", &denial.on);
    object.date("deadline", &denial.deadline);
    object.fact("payer", &denial.payer, |payer| payer.as_str().into());
    object.fact("after_appeal", &denial.after_appeal, |yes| (*yes).into());
    object
}
