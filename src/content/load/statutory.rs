//! Checks the figures of the plan years.

use super::super::payer::State;
use super::super::raw::statutory as raw;
use super::super::source::Source;
use super::super::statutory::{
    ExtraHelp, HighDeductible, Limits, LowestCopays, PartD, PovertyLevel, PovertyLevels, Stated, Statutory,
    StatutoryYear, TierCopays, Tricare, VaCopays,
};
use super::Loader;

/// A group of figures of one file.
struct Group<'f> {
    file: &'f str,
    name: &'static str,
}

impl Loader<'_> {
    pub(super) fn statutory(&mut self, states: &[State], sources: &[Source]) -> Statutory {
        let files: Vec<String> =
            self.files.keys().filter(|file| file.starts_with("statutory/")).cloned().collect();
        // Names are in order, and so are the years.
        let years: Vec<StatutoryYear> =
            files.iter().filter_map(|file| self.statutory_year(file, states)).collect();
        years.iter().for_each(|year| self.sources_of_the_year(year, sources));
        Statutory { years }
    }

    /// A source that has to be looked at again before the year begins is of an older one: the file was copied, and
    /// nobody has gone through that group.
    fn sources_of_the_year(&mut self, year: &StatutoryYear, sources: &[Source]) {
        let file = format!("statutory/{}.toml", year.year);
        // One that is called otherwise is an error already.
        if !self.files.contains_key(&file) {
            return;
        }
        let groups = [
            ("poverty", year.poverty.as_ref().map(|group| &group.backing)),
            ("part_d", year.part_d.as_ref().map(|group| &group.backing)),
            ("extra_help", year.extra_help.as_ref().map(|group| &group.backing)),
            ("extra_help_lowest", year.extra_help_lowest.as_ref().map(|group| &group.backing)),
            ("hdhp", year.hdhp.as_ref().map(|group| &group.backing)),
            ("marketplace", year.marketplace_maximum_oop.as_ref().map(|group| &group.backing)),
            ("tricare", year.tricare.as_ref().map(|group| &group.backing)),
            ("va", year.va.as_ref().map(|group| &group.backing)),
        ];
        for (name, backing) in groups {
            for ix in backing.into_iter().flat_map(|backing| &backing.sources) {
                let older = sources.get(ix.position()).filter(|source| source.check_by.year() < year.year);
                if let Some(source) = older {
                    let problem = format!(
                        "`{}` holds to {}, before {} begins: name a source of that year, and its figures",
                        source.id, source.check_by, year.year
                    );
                    self.error(&file, name, problem);
                }
            }
        }
    }

    fn statutory_year(&mut self, file: &str, states: &[State]) -> Option<StatutoryYear> {
        let raw: raw::StatutoryYear = self.read(file)?;
        if file != format!("statutory/{}.toml", raw.year) {
            self.error(file, "year", format!("the file must be called {}.toml", raw.year));
        }
        let poverty = raw.poverty.map(|poverty| self.poverty(file, poverty, states));
        let part_d = raw.part_d.map(|raw| {
            let group = Group { file, name: "part_d" };
            if raw.coinsurance_bp > 10_000 {
                self.error(file, group.name, "`coinsurance_bp` is more than 10000: write basis points");
            }
            let figures = PartD {
                deductible_cents: self.cents(&group, "deductible_cents", raw.deductible_cents),
                coinsurance_bp: raw.coinsurance_bp,
                threshold_cents: self.cents(&group, "threshold_cents", raw.threshold_cents),
            };
            self.stated(&group, figures, &raw.confidence, &raw.sources)
        });
        let extra_help = raw.extra_help.map(|raw| {
            let group = Group { file, name: "extra_help" };
            let figures = ExtraHelp {
                deductible_cents: self.cents(&group, "deductible_cents", raw.deductible_cents),
                generic_cents: self.cents(&group, "generic_cents", raw.generic_cents),
                brand_cents: self.cents(&group, "brand_cents", raw.brand_cents),
                institution_cents: self.cents(&group, "institution_cents", raw.institution_cents),
            };
            self.stated(&group, figures, &raw.confidence, &raw.sources)
        });
        let extra_help_lowest = raw.extra_help_lowest.map(|raw| {
            let group = Group { file, name: "extra_help_lowest" };
            let figures = LowestCopays {
                generic_cents: self.cents(&group, "generic_cents", raw.generic_cents),
                brand_cents: self.cents(&group, "brand_cents", raw.brand_cents),
            };
            self.stated(&group, figures, &raw.confidence, &raw.sources)
        });
        let hdhp = raw.hdhp.map(|raw| {
            let group = Group { file, name: "hdhp" };
            let figures = HighDeductible {
                minimum_deductible: self.limits(&group, "minimum_deductible", &raw.minimum_deductible),
                maximum_oop: self.limits(&group, "maximum_oop", &raw.maximum_oop),
                hsa_limit: self.limits(&group, "hsa_limit", &raw.hsa_limit),
            };
            self.stated(&group, figures, &raw.confidence, &raw.sources)
        });
        let marketplace_maximum_oop = raw.marketplace.map(|raw| {
            let group = Group { file, name: "marketplace" };
            let figures = self.limits(&group, "maximum_oop", &raw.maximum_oop);
            self.stated(&group, figures, &raw.confidence, &raw.sources)
        });
        let tricare = raw.tricare.map(|raw| self.tricare(file, raw));
        let va = raw.va.map(|raw| self.va(file, raw));
        Some(StatutoryYear {
            year: raw.year,
            poverty,
            part_d,
            extra_help,
            extra_help_lowest,
            hdhp,
            marketplace_maximum_oop,
            tricare,
            va,
        })
    }

    fn poverty(&mut self, file: &str, raw: raw::Poverty, states: &[State]) -> Stated<PovertyLevels> {
        let group = Group { file, name: "poverty" };
        let mut level = |field: &str, raw: &raw::PovertyLevel| PovertyLevel {
            one_cents: self.cents(&group, &format!("{field}.one_cents"), raw.one_cents),
            more_cents: self.cents(&group, &format!("{field}.more_cents"), raw.more_cents),
        };
        let (contiguous, alaska, hawaii) = (
            level("contiguous", &raw.contiguous),
            level("alaska", &raw.alaska),
            level("hawaii", &raw.hawaii),
        );
        for id in &raw.not_for {
            // Without the list of states nothing can be said of one.
            if !states.is_empty() && !states.iter().any(|state| state.id == *id) {
                self.error(file, group.name, format!("`not_for` names `{id}`, which is not in states.toml"));
            }
        }
        let figures = PovertyLevels { contiguous, alaska, hawaii, not_for: raw.not_for };
        self.stated(&group, figures, &raw.confidence, &raw.sources)
    }

    fn tricare(&mut self, file: &str, raw: raw::Tricare) -> Stated<Tricare> {
        let group = Group { file, name: "tricare" };
        let mut tiers = |field: &str, raw: &raw::TierCopays| TierCopays {
            per_days: self.days(&group, &format!("{field}.per_days"), raw.per_days),
            generic_cents: self.cents(&group, &format!("{field}.generic_cents"), raw.generic_cents),
            brand_cents: self.cents(&group, &format!("{field}.brand_cents"), raw.brand_cents),
            nonformulary_cents: self.cents(
                &group,
                &format!("{field}.nonformulary_cents"),
                raw.nonformulary_cents,
            ),
        };
        let (retail, mail) = (tiers("retail", &raw.retail), tiers("mail", &raw.mail));
        let figures = Tricare {
            retail,
            mail,
            military_pharmacy_cents: self.cents(
                &group,
                "military_pharmacy_cents",
                raw.military_pharmacy_cents,
            ),
            active_duty_cents: self.cents(&group, "active_duty_cents", raw.active_duty_cents),
        };
        self.stated(&group, figures, &raw.confidence, &raw.sources)
    }

    fn va(&mut self, file: &str, raw: raw::VaCopays) -> Stated<VaCopays> {
        let group = Group { file, name: "va" };
        let mut amount = |field: &str, amount: i64| self.cents(&group, field, amount);
        let figures = VaCopays {
            tier_1_cents: amount("tier_1_cents", raw.tier_1_cents),
            tier_2_cents: amount("tier_2_cents", raw.tier_2_cents),
            tier_3_cents: amount("tier_3_cents", raw.tier_3_cents),
            yearly_cap_cents: amount("yearly_cap_cents", raw.yearly_cap_cents),
            priority_group_1_cents: amount("priority_group_1_cents", raw.priority_group_1_cents),
            per_days: self.days(&group, "per_days", raw.per_days),
        };
        self.stated(&group, figures, &raw.confidence, &raw.sources)
    }

    fn stated<T>(
        &mut self,
        group: &Group<'_>,
        figures: T,
        confidence: &str,
        sources: &[String],
    ) -> Stated<T> {
        Stated { figures, backing: self.backing(group.file, group.name, confidence, sources) }
    }

    fn limits(&mut self, group: &Group<'_>, field: &str, raw: &raw::Limits) -> Limits {
        let limits = Limits {
            individual_cents: self.cents(group, &format!("{field}.individual_cents"), raw.individual_cents),
            family_cents: self.cents(group, &format!("{field}.family_cents"), raw.family_cents),
        };
        if limits.individual_cents > limits.family_cents {
            self.error(
                group.file,
                group.name,
                format!("`{field}` is higher for one person than for a family"),
            );
        }
        limits
    }

    fn cents(&mut self, group: &Group<'_>, field: &str, cents: i64) -> i64 {
        // A year's amounts stay far below a million dollars; more is a slip of the point.
        if !(0..100_000_000).contains(&cents) {
            self.error(group.file, group.name, format!("`{field}` is no amount: write whole cents"));
        }
        cents
    }

    fn days(&mut self, group: &Group<'_>, field: &str, days: u16) -> u16 {
        if !(1..=365).contains(&days) {
            self.error(group.file, group.name, format!("`{field}` is no number of days from 1 to 365"));
        }
        days
    }
}
