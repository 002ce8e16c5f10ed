//! Checks what plans ask before they pay, and the ways after a denial.

use super::super::authorization::{
    After, AuthorizationContent, Criterion, DatedTest, Group, Measure, Need, Site, Span, TriedKind, Way,
    Within,
};
use super::super::decimal::Decimal;
use super::super::drug::Drug;
use super::super::ids::{ChoiceIx, DrugIx, PayerId, QuestionIx};
use super::super::payer::Payer;
use super::super::question::Question;
use super::super::raw;
use super::super::rule::NamedCondition;
use super::super::satisfy;
use super::{Index, Loader};

const FILE: &str = "authorization.toml";

/// The safety question whose choices are places on the body.
const SITES: &str = "skin_sites";

/// What the file may point to.
pub(super) struct Known<'a> {
    pub drugs: &'a [Drug],
    pub questions: &'a [Question],
    pub named: &'a [NamedCondition],
    pub payers: &'a [Payer],
    pub index: &'a Index,
}

impl Loader<'_> {
    pub(super) fn authorization(&mut self, known: &Known<'_>) -> Option<AuthorizationContent> {
        let raw: raw::Authorization = self.read(FILE)?;
        let as_of = self.date(FILE, "as_of", &raw.as_of);
        self.once(FILE, "scale", raw.measure.iter().map(|measure| measure.id.as_str()));
        self.once(FILE, "site", raw.site.iter().map(|site| site.id.as_str()));
        self.once(FILE, "kind", raw.kind.iter().map(|kind| kind.id.as_str()));
        self.once(FILE, "test", raw.test.iter().map(|test| test.question.as_str()));
        self.once(FILE, "group", raw.group.iter().map(|group| group.id.as_str()));
        self.once(FILE, "way", raw.way.iter().map(|way| way.id.as_str()));
        let measures: Vec<Measure> =
            raw.measure.into_iter().filter_map(|measure| self.measure(measure)).collect();
        let sites = raw.site.into_iter().map(|site| self.site(site, known)).collect();
        let kinds: Vec<TriedKind> = raw.kind.into_iter().map(|kind| self.tried_kind(kind, known)).collect();
        let tests: Vec<DatedTest> =
            raw.test.into_iter().filter_map(|test| self.dated_test(test, known)).collect();
        let names = Names { known, measures: &measures, kinds: &kinds, tests: &tests };
        let groups: Vec<Group> = raw.group.into_iter().map(|group| self.group(group, &names)).collect();
        for (at, group) in groups.iter().enumerate() {
            let others = groups.iter().skip(at + 1);
            if others.into_iter().any(|other| other.drugs.iter().any(|drug| group.drugs.contains(drug))) {
                self.error(
                    FILE,
                    &group.id,
                    "a drug of this group stands in another one too: take it out of one",
                );
            }
        }
        let ways = raw.way.into_iter().filter_map(|way| self.way(way, known)).collect();
        Some(AuthorizationContent { as_of: as_of?, measures, sites, kinds, tests, groups, ways })
    }

    fn measure(&mut self, raw: raw::Measure) -> Option<Measure> {
        self.words(FILE, &raw.id, "name", &raw.name);
        self.words(FILE, &raw.id, "about", &raw.about);
        let backing = self.backing(FILE, &raw.id, &raw.confidence, &raw.sources);
        let max = self.authorization_number(&raw.id, "max", &raw.max)?;
        Some(Measure { id: raw.id, name: raw.name, about: raw.about, max, backing })
    }

    fn authorization_number(&mut self, entry: &str, field: &str, text: &str) -> Option<Decimal> {
        let number = Decimal::parse(text).ok().filter(|number| number.thousandths() > 0);
        if number.is_none() {
            self.error(FILE, entry, format!("`{field}` is no number over 0 with at most 3 decimals"));
        }
        number
    }

    fn site(&mut self, raw: raw::Site, known: &Known<'_>) -> Site {
        self.words(FILE, &raw.id, "name", &raw.name);
        let choice = raw.choice.and_then(|choice| {
            let question = known.index.questions.get(SITES).copied();
            let found = question.and_then(|ix| Some((ix, choice_of(known, ix, &choice)?)));
            if found.is_none() {
                self.error(FILE, &raw.id, format!("the question `{SITES}` has no choice `{choice}`"));
            }
            found
        });
        Site { id: raw.id, name: raw.name, critical: raw.critical, choice }
    }

    fn tried_kind(&mut self, raw: raw::TriedKind, known: &Known<'_>) -> TriedKind {
        self.words(FILE, &raw.id, "name", &raw.name);
        let drugs = self.drugs_named(&raw.id, &raw.drugs, known);
        let class = raw.class.and_then(|class| {
            let found = known.index.medicine_classes.get(&class).copied();
            if found.is_none() {
                self.error(FILE, &raw.id, format!("there is no class of medicines `{class}`"));
            }
            found
        });
        if drugs.is_empty() && class.is_none() {
            self.error(FILE, &raw.id, "nothing belongs to this kind: name drugs or a class of medicines");
        }
        let question = raw.question.and_then(|id| self.authorization_question(&raw.id, &id, known));
        TriedKind { id: raw.id, name: raw.name, drugs, class, question }
    }

    fn drugs_named(&mut self, entry: &str, ids: &[String], known: &Known<'_>) -> Vec<DrugIx> {
        let mut drugs = Vec::new();
        for id in ids {
            match known.drugs.iter().find(|drug| drug.id.as_str() == id) {
                Some(drug) if drugs.contains(&drug.ix) => {
                    self.error(FILE, entry, format!("the drug `{id}` stands twice"));
                }
                Some(drug) => drugs.push(drug.ix),
                // The drug of a file that can't be read is an error already.
                None if self.unread.iter().any(|file| *file == format!("drugs/{id}.toml")) => {}
                None => self.error(FILE, entry, format!("there is no drug `{id}`")),
            }
        }
        drugs
    }

    fn authorization_question(&mut self, entry: &str, id: &str, known: &Known<'_>) -> Option<QuestionIx> {
        let found = known.index.questions.get(id).copied();
        if found.is_none() {
            self.error(FILE, entry, format!("there is no question `{id}`"));
        }
        found
    }

    fn dated_test(&mut self, raw: raw::DatedTest, known: &Known<'_>) -> Option<DatedTest> {
        self.words(FILE, &raw.question, "name", &raw.name);
        let question = self.authorization_question(&raw.question, &raw.question, known)?;
        Some(DatedTest { question, name: raw.name })
    }

    fn group(&mut self, raw: raw::AuthorizationGroup, names: &Names<'_>) -> Group {
        self.words(FILE, &raw.id, "name", &raw.name);
        self.words(FILE, &raw.id, "duration", &raw.duration);
        for line in &raw.attach {
            self.words(FILE, &raw.id, "attach", line);
        }
        let drugs = self.drugs_named(&raw.id, &raw.drugs, names.known);
        if drugs.is_empty() {
            self.error(FILE, &raw.id, "the group has no drug: name at least one");
        }
        let mut criteria: Vec<Criterion> = Vec::new();
        for criterion in raw.criterion {
            let entry = format!("{}.{}", raw.id, criterion.id);
            let criterion = self.criterion(&entry, criterion, &drugs, names);
            if criteria.iter().any(|other| other.id == criterion.id) {
                self.error(FILE, &entry, "the criterion is defined twice: take one out");
            }
            criteria.push(criterion);
        }
        let backing = self.backing(FILE, &raw.id, &raw.confidence, &raw.sources);
        Group {
            id: raw.id,
            name: raw.name,
            drugs,
            duration: raw.duration,
            attach: raw.attach,
            criteria,
            backing,
        }
    }

    fn criterion(
        &mut self,
        entry: &str,
        raw: raw::Criterion,
        of_group: &[DrugIx],
        names: &Names<'_>,
    ) -> Criterion {
        self.words(FILE, entry, "wants", &raw.wants);
        self.words(FILE, entry, "typical", &raw.typical);
        if raw.any.is_empty() != raw.obtain.is_empty() {
            self.error(FILE, entry, "`obtain` goes with `any`, and only with it");
        } else if !raw.obtain.is_empty() {
            self.words(FILE, entry, "obtain", &raw.obtain);
        }
        let only_for = self.drugs_named(entry, &raw.only_for, names.known);
        if only_for.iter().any(|drug| !of_group.contains(drug)) {
            self.error(FILE, entry, "`for` names a drug of another group: take it out");
        }
        let any = raw.any.into_iter().filter_map(|need| self.need(entry, need, names)).collect();
        let backing = self.backing(FILE, entry, &raw.confidence, &raw.sources);
        Criterion {
            id: raw.id,
            wants: raw.wants,
            typical: raw.typical,
            obtain: raw.obtain,
            only_for,
            any,
            backing,
        }
    }

    fn need(&mut self, entry: &str, raw: raw::Need, names: &Names<'_>) -> Option<Need> {
        Some(match raw {
            raw::Need::Answers { when } => {
                let known = names.known;
                let when = self.condition(FILE, entry, &when, known.questions, known.index)?;
                if !satisfy::can_hold(&when, known.named) || !satisfy::can_fail(&when, known.named) {
                    self.error(FILE, entry, "the condition holds always or never: mend it");
                }
                Need::Answers(when)
            }
            raw::Need::Diagnosis { begins } => {
                self.words(FILE, entry, "begins", &begins);
                Need::Diagnosis(begins)
            }
            raw::Need::BodySurface { at_least, at_most } => {
                if at_least.is_none() && at_most.is_none() {
                    self.error(FILE, entry, "a body surface without a bound: write at_least or at_most");
                }
                let mut bound = |field: &str, text: Option<String>| {
                    let number = self.authorization_number(entry, field, &text?)?;
                    if number > Decimal::from_thousandths(100_000) {
                        self.error(FILE, entry, format!("`{field}` is more than 100 %"));
                    }
                    Some(number)
                };
                Need::BodySurface {
                    at_least: bound("at_least", at_least),
                    at_most: bound("at_most", at_most),
                }
            }
            raw::Need::CriticalSite => Need::CriticalSite,
            raw::Need::Score { measure, at_least } => {
                let at_least = self.authorization_number(entry, "at_least", &at_least)?;
                let Some(at) = names.measures.iter().position(|known| known.id == measure) else {
                    self.error(FILE, entry, format!("there is no scale `{measure}`"));
                    return None;
                };
                if names.measures.get(at).is_some_and(|measure| at_least > measure.max) {
                    self.error(FILE, entry, format!("`at_least` is over the end of the scale `{measure}`"));
                }
                Need::Score { measure: at, at_least }
            }
            raw::Need::Tried { kinds, weakest, days } => {
                if weakest.is_some_and(|class| !(1..=7).contains(&class)) {
                    self.error(FILE, entry, "`weakest` is no potency class: write 1 to 7");
                }
                if days == 0 || kinds.is_empty() {
                    self.error(FILE, entry, "a trial needs kinds and days");
                }
                let mut ats = Vec::new();
                for kind in kinds {
                    match names.kinds.iter().position(|known| known.id == kind) {
                        Some(at) => ats.push(at),
                        None => self.error(FILE, entry, format!("there is no kind `{kind}`")),
                    }
                }
                Need::Tried { kinds: ats, weakest, days }
            }
            raw::Need::Test { test, days } => {
                let question = names.known.index.questions.get(&test).copied();
                let test_known = |ix: &QuestionIx| names.tests.iter().any(|test| test.question == *ix);
                let Some(question) = question.filter(test_known) else {
                    self.error(FILE, entry, format!("`{test}` is no test of this file"));
                    return None;
                };
                Need::Test { question, days }
            }
            raw::Need::Specialist => Need::Specialist,
            raw::Need::NeedlePhobia => Need::NeedlePhobia,
        })
    }

    fn way(&mut self, raw: raw::Way, known: &Known<'_>) -> Option<Way> {
        self.words(FILE, &raw.id, "name", &raw.name);
        self.words(FILE, &raw.id, "about", &raw.about);
        if !raw.decision.is_empty() {
            self.words(FILE, &raw.id, "decision", &raw.decision);
        }
        for payer in &raw.payers {
            if !known.payers.iter().any(|known| known.id.as_str() == payer) {
                self.error(FILE, &raw.id, format!("there is no payer `{payer}`"));
            }
        }
        let within = match &raw.within {
            Some(within) => Some(self.within(&raw.id, within)?),
            None => None,
        };
        let backing = self.backing(FILE, &raw.id, &raw.confidence, &raw.sources);
        Some(Way {
            id: raw.id,
            name: raw.name,
            payers: raw.payers.into_iter().map(PayerId::new).collect(),
            about: raw.about,
            within,
            decision: raw.decision,
            backing,
        })
    }

    fn within(&mut self, entry: &str, raw: &raw::Within) -> Option<Within> {
        let span = match (raw.days, raw.months) {
            (Some(days @ 1..), None) => Span::Days(days),
            (None, Some(months @ 1..)) => Span::Months(months),
            (Some(_), _) | (None, _) => {
                self.error(FILE, entry, "`within` needs either days or months, over 0");
                return None;
            }
        };
        let after = match raw.after.as_str() {
            "denial" => After::Denial,
            "appeal-denied" => After::AppealDenied,
            other => {
                let problem = format!("`{other}` is no decision: write denial or appeal-denied");
                self.error(FILE, entry, problem);
                return None;
            }
        };
        Some(Within { span, after })
    }
}

/// What criteria may point to.
struct Names<'a> {
    known: &'a Known<'a>,
    measures: &'a [Measure],
    kinds: &'a [TriedKind],
    tests: &'a [DatedTest],
}

fn choice_of(known: &Known<'_>, question: QuestionIx, id: &str) -> Option<ChoiceIx> {
    known.questions.get(question.position())?.choice_named(id)
}
