//! Checks what is asked about coverage and cost, and how drugs are dispensed.

use super::super::decimal::Decimal;
use super::super::dose::DoseTable;
use super::super::drug::Drug;
use super::super::fill::{BillingUnit, Fill, FillOf, Holding, Supply};
use super::super::guide::{GenericStep, Guide, GuideField, Quick, QuickFigures};
use super::super::ids::PayerId;
use super::super::payer::Payer;
use super::super::raw;
use super::Loader;

const FILE: &str = "coverage.toml";
/// The most that a package holds, in thousandths of a unit.
const MOST_HELD: i64 = 10_000_000;

impl Loader<'_> {
    pub(super) fn guide(&mut self, drugs: &[Drug], payers: &[Payer]) -> Guide {
        let Some(raw) = self.read::<raw::Guide>(FILE) else { return Guide::default() };
        self.once(FILE, "field", raw.field.iter().map(|field| field.path.as_str()));
        self.once(FILE, "quick entry", raw.quick.iter().map(|quick| quick.id.as_str()));
        let compare_with = raw
            .compare_with
            .iter()
            .filter_map(|id| {
                let drug = self.drug_named("compare_with", id, drugs)?;
                if drug.fills.is_empty() {
                    self.error(FILE, "compare_with", format!("`{id}` has no fill: define one in its file"));
                }
                Some(drug.ix)
            })
            .collect();
        self.words(FILE, "generic_step", "name", &raw.generic_step.name);
        let name = self.phrase(FILE, "generic_step", "name", raw.generic_step.name);
        let fills: Vec<FillOf> =
            raw.generic_step.fills.iter().filter_map(|named| self.generic_fill(named, drugs)).collect();
        if fills.is_empty() {
            self.error(FILE, "generic_step", "it names no fill: the generic step is always a column");
        }
        Guide {
            compare_with,
            generic_step: GenericStep { name, fills },
            quick: raw.quick.into_iter().filter_map(|quick| self.quick(quick, payers)).collect(),
            fields: raw.field.into_iter().map(|field| self.guide_field(field)).collect(),
        }
    }

    fn drug_named<'d>(&mut self, entry: &str, id: &str, drugs: &'d [Drug]) -> Option<&'d Drug> {
        let found = drugs.iter().find(|drug| drug.id.as_str() == id);
        if found.is_none() {
            self.error(FILE, entry, format!("there is no drug `{id}`: use one of content.toml"));
        }
        found
    }

    fn generic_fill(&mut self, named: &raw::FillOf, drugs: &[Drug]) -> Option<FillOf> {
        let drug = self.drug_named("generic_step", &named.drug, drugs)?;
        let found = drug.fills.iter().enumerate().find(|(_, fill)| fill.id == named.fill);
        match found {
            Some((fill, known)) if known.is_generic => Some(FillOf { drug: drug.ix, fill }),
            Some(_) => {
                self.error(FILE, "generic_step", format!("the fill `{}` is no generic", named.fill));
                None
            }
            None => {
                self.error(
                    FILE,
                    "generic_step",
                    format!("`{}` has no fill `{}`: define it there", named.drug, named.fill),
                );
                None
            }
        }
    }

    fn quick(&mut self, raw: raw::Quick, payers: &[Payer]) -> Option<Quick> {
        self.words(FILE, &raw.id, "name", &raw.name);
        self.words(FILE, &raw.id, "about", &raw.about);
        if !payers.iter().any(|payer| payer.id.as_str() == raw.payer) {
            self.error(FILE, &raw.id, format!("there is no payer `{}`: use an id of payers.toml", raw.payer));
        }
        let figures = QuickFigures::ALL.into_iter().find(|figures| figures.id() == raw.fills_in);
        if figures.is_none() {
            let known = QuickFigures::ALL.map(QuickFigures::id).join(", ");
            self.error(
                FILE,
                &raw.id,
                format!("`fills_in` names no figures: `{}`; write {known}", raw.fills_in),
            );
        }
        let backing = self.backing(FILE, &raw.id, &raw.confidence, &raw.sources);
        let payer = PayerId::new(raw.payer);
        Some(Quick { id: raw.id, payer, figures: figures?, name: raw.name, about: raw.about, backing })
    }

    fn guide_field(&mut self, raw: raw::GuideField) -> GuideField {
        for (field, text) in [
            ("label", &raw.label),
            ("help", &raw.help),
            ("find", &raw.find),
            ("ask", &raw.ask),
            ("patient.en", &raw.patient.en),
        ] {
            self.words(FILE, &raw.path, field, text);
        }
        if !raw.path.split('.').all(|part| part.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase()))
        {
            self.error(FILE, &raw.path, "`path` is a field's path without numbers: mend it");
        }
        let patient = self.phrase(FILE, &raw.path, "patient.en", raw.patient.en);
        GuideField { path: raw.path, label: raw.label, help: raw.help, find: raw.find, ask: raw.ask, patient }
    }

    pub(super) fn fills(&mut self, file: &str, raw: Vec<raw::Fill>, table: &DoseTable) -> Vec<Fill> {
        self.once(file, "fill", raw.iter().map(|fill| fill.id.as_str()));
        raw.into_iter().filter_map(|fill| self.fill(file, fill, table)).collect()
    }

    fn fill(&mut self, file: &str, raw: raw::Fill, table: &DoseTable) -> Option<Fill> {
        let entry = format!("fill {}", raw.id);
        self.words(file, &entry, "package", &raw.package);
        let strength = table.strengths.iter().position(|strength| strength.id == raw.strength);
        if strength.is_none() {
            self.error(file, &entry, format!("there is no strength `{}`: define it", raw.strength));
        }
        let mut doses = Vec::new();
        for id in &raw.doses {
            match table.rows.iter().position(|row| row.id == *id) {
                Some(at) => doses.push(at),
                None => self.error(file, &entry, format!("the dose table has no row `{id}`: mend `doses`")),
            }
        }
        for at in &doses {
            let allowed = table.rows.get(*at).map(|row| row.fits.as_slice()).unwrap_or_default();
            if strength.is_some_and(|strength| !allowed.is_empty() && !allowed.contains(&strength)) {
                self.error(file, &entry, "a row of `doses` does not allow the strength: mend one");
            }
        }
        if raw.then.is_none() && !raw.first.is_empty() {
            self.error(file, &entry, "`first` stands without `then`: write what follows");
        }
        let possible =
            |(packages, days): &(u32, u16)| (1..=100).contains(packages) && (1..=365).contains(days);
        if !raw.first.iter().chain(&raw.then).all(possible) {
            self.error(file, &entry, "a fill has 1 to 100 packages for 1 to 365 days: mend it");
        }
        let holds = raw.holds.and_then(|(amount, unit)| {
            let unit = BillingUnit::ALL.into_iter().find(|known| known.id() == unit);
            let holding = Decimal::parse(&amount)
                .ok()
                .map(Decimal::thousandths)
                .filter(|thousandths| (1..=MOST_HELD).contains(thousandths))
                .zip(unit)
                .map(|(thousandths, unit)| Holding { thousandths, unit });
            if holding.is_none() {
                self.error(file, &entry, "`holds` is an amount and EA, ML or GM: mend it");
            }
            holding
        });
        let supply = |(packages, days)| Supply { packages, days };
        Some(Fill {
            backing: self.backing(file, &entry, &raw.confidence, &raw.sources),
            id: raw.id,
            package: raw.package,
            holds,
            strength: strength?,
            doses,
            is_generic: raw.generic,
            first: raw.first.into_iter().map(supply).collect(),
            then: raw.then.map(supply),
        })
    }
}
