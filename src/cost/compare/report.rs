//! A comparison as JSON, in the agreed form.

use serde_json::{Value, json};

use super::{Comparison, OptionCost, Range};
use crate::content::price::PriceKind;
use crate::cost::report::month_name;

impl Comparison {
    /// The comparison as JSON, with what is known of programs that could help.
    pub fn to_json(&self, programs: Vec<Value>) -> Value {
        let options: Vec<Value> = self.options.iter().map(OptionCost::to_json).collect();
        json!({"options": options, "programs": programs})
    }
}

impl OptionCost {
    fn to_json(&self) -> Value {
        let range = |range: Option<Range>| {
            range.map(|range| json!({"low": range.low.get(), "high": range.high.get()}))
        };
        let months: Vec<Value> = self
            .months
            .iter()
            .map(|month| {
                json!({
                    "month": month_name(month.year, month.month),
                    "low": month.range.low.get(),
                    "high": month.range.high.get(),
                })
            })
            .collect();
        let missing: Vec<&String> = self.missing.iter().chain(&self.missing_for_year).collect();
        json!({
            "id": self.id,
            "total_cents": range(self.total),
            "maintenance_year_cents": range(self.maintenance_year),
            "months": months,
            "weakest_source": self.weakest_source.map(PriceKind::id),
            "unknown": self.unknown,
            "missing": missing,
            "narrow": self.narrow,
            "notes": self.notes,
        })
    }
}
