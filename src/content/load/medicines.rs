//! Checks the medicine list and its classes.

use std::collections::HashMap;

use super::super::decimal::Decimal;
use super::super::ids::{
    ChoiceIx, MedicineClassId, MedicineClassIx, MedicineClassSet, MedicineId, MedicineIx, QuestionIx,
    SourceIx,
};
use super::super::medicine::{ByDose, Medicine, MedicineClass, Medicines, Unstated, key};
use super::super::question::{Kind, Question};
use super::super::raw;
use super::super::source::Confidence;
use super::{Index, Loader};

const CLASSES: &str = "medicine-classes.toml";
const MEDICINES: &str = "medicines.toml";

impl Loader<'_> {
    pub fn medicine_classes(&mut self, index: &mut Index) -> Vec<MedicineClass> {
        let mut classes = Vec::new();
        let Some(raw) = self.read::<raw::MedicineClasses>(CLASSES) else {
            return classes;
        };
        for class in raw.class {
            for (field, text) in
                [("name", &class.name), ("about", &class.about), ("patient.en", &class.patient.en)]
            {
                self.words(CLASSES, &class.id, field, text);
            }
            let ix = MedicineClassIx(u16::try_from(classes.len()).unwrap_or(u16::MAX));
            if index.medicine_classes.insert(class.id.clone(), ix).is_some() {
                self.error(CLASSES, &class.id, "the class is defined twice: take one out");
            }
            let patient = self.phrase(CLASSES, &class.id, "patient.en", class.patient.en);
            classes.push(MedicineClass {
                id: MedicineClassId::new(class.id),
                name: class.name,
                about: class.about,
                patient,
            });
        }
        if classes.len() > 64 {
            self.error(CLASSES, "", "there are more than 64 classes: take some out");
        }
        classes
    }

    pub fn medicines(&mut self, questions: &[Question], index: &Index) -> Medicines {
        let Some(raw) = self.read::<raw::Medicines>(MEDICINES) else {
            return Medicines::default();
        };
        let mut ids: HashMap<String, MedicineIx> = HashMap::new();
        for (position, medicine) in raw.medicine.iter().enumerate() {
            let ix = MedicineIx(u16::try_from(position).unwrap_or(u16::MAX));
            if ids.insert(medicine.id.clone(), ix).is_some() {
                self.error(MEDICINES, &medicine.id, "the medicine is defined twice: take one out");
            }
        }
        let list: Vec<Medicine> = raw
            .medicine
            .into_iter()
            .map(|medicine| self.medicine(medicine, &ids, questions, index))
            .collect();
        let (medicines, shared) = Medicines::new(list);
        for (name, first, second) in shared {
            let id =
                |ix: MedicineIx| medicines.get(ix).map_or("", |medicine| medicine.id.as_str()).to_owned();
            self.error(
                MEDICINES,
                &id(second),
                format!("`{name}` also names `{}`: leave it with one of them", id(first)),
            );
        }
        medicines
    }

    fn medicine(
        &mut self,
        raw: raw::Medicine,
        ids: &HashMap<String, MedicineIx>,
        questions: &[Question],
        index: &Index,
    ) -> Medicine {
        let id = raw.id.clone();
        if raw.names.is_empty() {
            self.error(MEDICINES, &id, "the entry has no name: add at least one");
        }
        for name in raw.names.iter().chain(&raw.misspellings) {
            if key(name).is_empty() {
                self.error(MEDICINES, &id, format!("the name `{name}` has no letter or digit"));
            }
        }
        for open in &raw.ask_form {
            let known = std::iter::once(&raw.id)
                .chain(&raw.names)
                .chain(&raw.misspellings)
                .any(|name| key(name) == key(open));
            if !known {
                self.error(
                    MEDICINES,
                    &id,
                    format!("`ask_form` names `{open}`, which is no name of the entry"),
                );
            }
        }
        let see_also = raw.see_also.iter().filter_map(|other| {
            let found = ids.get(other).copied();
            if found.is_none() {
                self.error(MEDICINES, &id, format!("`see_also` names no entry: `{other}`"));
            }
            found
        });
        let see_also: Vec<MedicineIx> = see_also.collect();
        if !raw.ask_form.is_empty() && see_also.is_empty() {
            self.error(MEDICINES, &id, "`ask_form` without `see_also`: name the other forms");
        }
        let suggests =
            raw.suggests.iter().filter_map(|hint| self.hint(&id, hint, questions, index)).collect();
        let classes = self.class_set(&id, &raw.classes, index);
        let by_dose = raw.by_daily_mg.and_then(|dose| self.by_dose(&id, &dose, index));
        let confidence = match raw.confidence.as_str() {
            "H" => Confidence::High,
            "M" => Confidence::Medium,
            "L" => Confidence::Low,
            other => {
                self.error(MEDICINES, &id, format!("`{other}` is no confidence: write H, M or L"));
                Confidence::Low
            }
        };
        let source = self.source_list(MEDICINES, &id, std::slice::from_ref(&raw.source)).first().copied();
        Medicine {
            id: MedicineId::new(raw.id),
            names: raw.names,
            misspellings: raw.misspellings,
            ask_form: raw.ask_form,
            see_also,
            suggests,
            classes,
            by_dose,
            source: source.unwrap_or(SourceIx(0)),
            confidence,
            note: raw.note,
        }
    }

    fn class_set(&mut self, id: &str, classes: &[String], index: &Index) -> MedicineClassSet {
        let mut set = MedicineClassSet::NONE;
        for class in classes {
            match index.medicine_classes.get(class) {
                Some(ix) => set.insert(*ix),
                None => {
                    self.error(MEDICINES, id, format!("there is no class `{class}`: use an id of {CLASSES}"))
                }
            }
        }
        set
    }

    fn by_dose(&mut self, id: &str, raw: &raw::ByDailyMg, index: &Index) -> Option<ByDose> {
        let unstated = match raw.unstated.as_deref() {
            None => Unstated::Unknown,
            Some("at-most") => Unstated::AtMost,
            Some(other) => {
                self.error(MEDICINES, id, format!("`unstated` can only be at-most, not `{other}`"));
                return None;
            }
        };
        let Ok(up_to) = Decimal::parse(&raw.up_to) else {
            self.error(MEDICINES, id, format!("`{}` is no dose in mg", raw.up_to));
            return None;
        };
        let at_most = self.class_set(id, &raw.at_most, index);
        let above = self.class_set(id, &raw.above, index);
        Some(ByDose { up_to, at_most, above, unstated })
    }

    fn hint(
        &mut self,
        id: &str,
        hint: &str,
        questions: &[Question],
        index: &Index,
    ) -> Option<(QuestionIx, ChoiceIx)> {
        let found = hint.split_once(':').and_then(|(question, choice)| {
            let ix = *index.questions.get(question)?;
            let question = questions.get(ix.position())?;
            match question.kind {
                Kind::Many | Kind::Choice | Kind::YesNo => Some((ix, question.choice_named(choice)?)),
                Kind::Number(_) | Kind::Medicines => None,
            }
        });
        if found.is_none() {
            self.error(MEDICINES, id, format!("`suggests` names no answer: `{hint}`: write question:choice"));
        }
        found
    }
}
