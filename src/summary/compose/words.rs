//! What do the pages themselves say, around the content? Headings, frames of sentences, months.
//!
//! One constant a language, so that a missing line does not compile. `{…}` marks what is filled in
//! by [`fill`](super::phrase::fill). What is known of drugs, rules and questions is content and never stands here.

mod authorization;
mod cost;
mod numbers;
mod spanish;

use std::ops::Deref;

use crate::content::language::{Language, Standing};
pub(super) use authorization::AuthorizationWords;
pub(super) use cost::CostWords;
pub(super) use numbers::NumberWords;

impl Language {
    /// The names of its months, January first.
    pub fn months(self) -> &'static [&'static str; 12] {
        &self.words().months
    }

    /// A day in full: "2 May 1984".
    pub fn day(self, date: jiff::civil::Date) -> String {
        self.words().day(date)
    }

    /// Its words.
    pub(super) fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Spanish => &spanish::SPANISH,
        }
    }
}

/// What the pages for patients say around the content, in one language.
pub(super) struct Words {
    pub(super) language: Language,
    /// Whether a qualified translator has reviewed them.
    pub(super) standing: Standing,
    pub(super) months: [&'static str; 12],
    pub(super) frame: Frame,
    pub(super) patient: PatientWords,
    pub(super) numbers: NumberWords,
    pub(super) cost: CostWords,
}

/// What the pages for professionals say. They are in US English whatever the patient reads.
pub(super) struct Professional {
    words: &'static Words,
    pub(super) dermatologist: DermatologistWords,
    pub(super) record: RecordWords,
    pub(super) authorization: AuthorizationWords,
}

impl Deref for Professional {
    type Target = Words;

    fn deref(&self) -> &Words {
        self.words
    }
}

/// What stands on every page.
pub(super) struct Frame {
    pub(super) file_title: &'static str,
    pub(super) page: &'static str,
    pub(super) pharmacy: &'static str,
    pub(super) patient: &'static str,
    pub(super) born: &'static str,
    pub(super) no_birth_date: &'static str,
    /// A day in full.
    pub(super) day: &'static str,
    /// A month of a year in full.
    pub(super) month: &'static str,
    /// Behind a text that there is only in English.
    pub(super) in_english: &'static str,
    /// What a part says at its beginning, and at the foot of its pages, whose translation was not reviewed.
    pub(super) not_reviewed: &'static str,
    pub(super) not_reviewed_short: &'static str,
}

/// The patient's page.
pub(super) struct PatientWords {
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) footer: &'static str,
    pub(super) choices: &'static str,
    pub(super) medicine: &'static str,
    pub(super) talk: &'static str,
    pub(super) in_use: &'static str,
    pub(super) we_still_need: &'static str,
    /// Medicines that could not be checked.
    pub(super) not_checked: &'static str,
    pub(super) and_more_not_checked: &'static str,
    pub(super) and_more: &'static str,
    pub(super) and_one_more: &'static str,
    pub(super) birth_date: &'static str,
    pub(super) and_more_found: &'static str,
    pub(super) more: &'static str,
    pub(super) others: &'static str,
    pub(super) more_and_others: &'static str,
    pub(super) others_ask_us: &'static str,
    pub(super) ask: &'static str,
    pub(super) ask_follow_up: &'static str,
    /// The same for a treatment that goes on.
    pub(super) ask_next_check: &'static str,
    pub(super) ask_blood_tests: &'static str,
    pub(super) ask_tests: &'static str,
    pub(super) ask_tests_due: &'static str,
    pub(super) ask_which: &'static str,
    pub(super) ask_instead: &'static str,
    /// What the patient was not sure of.
    pub(super) ask_unsure: &'static str,
    /// Of a prescribed drug that must not be used.
    pub(super) ruled_out: &'static str,
    pub(super) boxed_warning: &'static str,
    pub(super) emergency: &'static str,
    pub(super) today: &'static str,
    pub(super) next_visit: &'static str,
    pub(super) cost: &'static str,
    pub(super) ask_plan_covered: &'static str,
    pub(super) ask_plan_card: &'static str,
    pub(super) tell_insurance: &'static str,
    pub(super) next: &'static str,
    pub(super) do_not_stop: &'static str,
    pub(super) tests_first: TestWords,
    /// The same for a treatment that goes on.
    pub(super) tests_due: TestWords,
    pub(super) after_weeks: &'static str,
    pub(super) weeks_from_to: &'static str,
    pub(super) later: &'static str,
    pub(super) more_medicines: &'static str,
    pub(super) more_signs: &'static str,
    pub(super) boxed_warning_named: &'static str,
    pub(super) short_form: &'static str,
}

/// Which tests are needed.
pub(super) struct TestWords {
    pub(super) missing: &'static str,
    /// Where the result is not known.
    pub(super) not_known: &'static str,
    pub(super) both: &'static str,
}

/// The dermatologist's page.
pub(super) struct DermatologistWords {
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) footer: &'static str,
    pub(super) nothing_prescribed: &'static str,
    pub(super) prescribed_by: &'static str,
    pub(super) prescriber_reached: &'static str,
    pub(super) fax: &'static str,
    pub(super) problem: &'static str,
    pub(super) needed: &'static str,
    pub(super) needed_now: &'static str,
    pub(super) caution: &'static str,
    pub(super) open: &'static str,
    pub(super) dose: &'static str,
    pub(super) nothing_found: &'static str,
    pub(super) nothing_open: &'static str,
    pub(super) more_below: &'static str,
    pub(super) status: &'static str,
    pub(super) asked_of_you: &'static str,
    pub(super) proceed: &'static str,
    pub(super) change_to: &'static str,
    pub(super) prescribe: &'static str,
    pub(super) order: &'static str,
    pub(super) order_open: &'static str,
    pub(super) order_both: &'static str,
    pub(super) reply_phone: &'static str,
    pub(super) reply: &'static str,
    pub(super) date: &'static str,
    pub(super) findings: &'static str,
    pub(super) option: &'static str,
    pub(super) why: &'static str,
    pub(super) source: &'static str,
    pub(super) missing: &'static str,
    pub(super) advice_above: &'static str,
    /// The level of a finding behind the first.
    pub(super) also: &'static str,
    pub(super) open_more: &'static str,
    /// Medicines that could not be checked.
    pub(super) not_checked: &'static str,
    pub(super) not_checked_more: &'static str,
    pub(super) birth_date: &'static str,
    pub(super) missing_tests: &'static str,
    /// The same for a treatment that goes on.
    pub(super) missing_or_overdue: &'static str,
    pub(super) test: &'static str,
    pub(super) needed_for: &'static str,
    pub(super) last_known: &'static str,
    pub(super) sources: &'static str,
    pub(super) label: &'static str,
    pub(super) own_label: &'static str,
    pub(super) boxed: &'static str,
    pub(super) boxed_warning: &'static str,
    pub(super) as_of: &'static str,
    pub(super) check_as_of: &'static str,
    pub(super) secondary: &'static str,
    pub(super) check_the_label: &'static str,
}

/// What was answered and told, on the dermatologist's page.
pub(super) struct RecordWords {
    pub(super) tried: &'static str,
    pub(super) treatment: &'static str,
    pub(super) outcome: &'static str,
    pub(super) medicines: &'static str,
    pub(super) as_typed: &'static str,
    pub(super) recognized_as: &'static str,
    pub(super) since: &'static str,
    pub(super) dose: &'static str,
    pub(super) course: &'static str,
    pub(super) goes_on: &'static str,
    pub(super) will_stop: &'static str,
    pub(super) mg_a_day: &'static str,
    pub(super) not_recognized: &'static str,
    pub(super) reviewed: &'static str,
    pub(super) form_open: &'static str,
    pub(super) no_listed_interaction: &'static str,
    pub(super) takes_nothing: &'static str,
    pub(super) medicines_unsure: &'static str,
    pub(super) hints: &'static str,
    pub(super) hint: &'static str,
    pub(super) answers: &'static str,
    pub(super) none: &'static str,
    pub(super) not_sure: &'static str,
    pub(super) not_asked: &'static str,
    pub(super) nothing_answered: &'static str,
    pub(super) coverage: &'static str,
    pub(super) payer_unknown: &'static str,
}

const ENGLISH: Words = Words {
    language: Language::English,
    standing: Standing::Sound,
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    frame: Frame {
        file_title: "Eczema treatments: what we talked about",
        page: "Page {page} of {pages}",
        pharmacy: "Pharmacy: ",
        patient: "Patient: ",
        born: ", born {date}",
        no_birth_date: ", date of birth not given",
        day: "{day} {month} {year}",
        month: "{month} {year}",
        in_english: "(in English)",
        not_reviewed: "",
        not_reviewed_short: "",
    },
    patient: PatientWords {
        title: "What we talked about",
        lead: "Take these pages to your skin doctor. They do not tell you what to take. They are not the Medication Guide: ask us for it. ",
        footer: "Prepared for a talk with your doctor, from your answers and labels. Content {version}.",
        choices: "Your choices, at a glance",
        medicine: "Medicine",
        talk: "Talk about this first",
        in_use: "you use it now",
        we_still_need: " We still need: {list}.",
        not_checked: " We could not check {list}. Bring the package to us.",
        and_more_not_checked: "{n} more",
        and_more: "{n} more questions about your health, at the pharmacy",
        and_one_more: "1 more question about your health, at the pharmacy",
        birth_date: "your date of birth",
        and_more_found: " More to talk about: {n}.",
        more: "What is cut short here is on the dermatologist’s page.",
        others: "The other treatments are on the dermatologist’s page.",
        more_and_others: "What is cut short here, and the other treatments, are on the dermatologist’s page.",
        others_ask_us: "There are other treatments too. Ask us about them.",
        ask: "Ask your skin doctor",
        ask_follow_up: "If we start, when will we check that it works?",
        ask_blood_tests: " What blood tests do I need?",
        ask_next_check: "When do we check next how well it works?",
        ask_tests_due: "Can you order these tests now: {list}?",
        ask_tests: "Can you order these tests before I start: {list}?",
        ask_which: "Which treatment fits me, and why? What could I try first?",
        ask_unsure: "You were not sure about this: {list}. Ask how we can find out.",
        ask_instead: "What must change before I can use it? What could I use in its place?",
        ruled_out: "As things stand, {drug} must not be used. If you use it now, call us or your doctor today. Ask what is below.",
        boxed_warning: "Boxed warning: {drug}",
        emergency: "Call 911 for",
        today: "Call us today for",
        next_visit: "Tell us at the next visit: ",
        cost: "Ask about help with the cost",
        ask_plan_covered: "Ask your plan: “Is this medicine covered? What will I pay each time I fill it?”",
        ask_plan_card: "Ask your plan: “Does money from a drug maker’s card count toward my deductible?”",
        tell_insurance: "We do not know your insurance yet. It decides which help is open to you.",
        next: "What happens next",
        do_not_stop: "Do not stop a medicine on your own.",
        tests_first: TestWords {
            missing: "Before the first dose: {list}.",
            not_known: "Before the first dose, unless done lately: {open}.",
            both: "Before the first dose: {list}. Also, unless done lately: {open}.",
        },
        tests_due: TestWords {
            missing: "Tests that are missing or overdue: {list}.",
            not_known: "Tests to have, unless done lately: {open}.",
            both: "Tests that are missing or overdue: {list}. Also, unless done lately: {open}.",
        },
        after_weeks: "About {weeks} weeks after the start: {list}.",
        weeks_from_to: "{first} to {last}",
        later: "Later: {list}.",
        more_medicines: "More medicines that are not on this page: {n}. Ask us about them.",
        more_signs: "more signs ({n}): ask us for the list",
        boxed_warning_named: "{drug} has a boxed warning. Ask us what it says.",
        short_form: "This is the short form. The full pages say more: ask us for them.",
    },
    numbers: numbers::ENGLISH,
    cost: cost::ENGLISH,
};

/// The words of the pages for professionals.
pub(super) const PROFESSIONAL: Professional = Professional {
    words: &ENGLISH,
    dermatologist: DermatologistWords {
        title: "For the dermatologist",
        lead: "Findings from a pharmacy checklist, each with its source, so that you can judge it yourself.",
        footer: "For professional review. Not a diagnosis or an order. Content {version}, checked {date}.",
        nothing_prescribed: "No prescription at hand",
        prescribed_by: "Prescriber: {name}",
        prescriber_reached: "Prescriber: {name}, fax or phone {fax}",
        fax: "Prescriber’s fax or phone: {fax}",
        problem: "Problem: ",
        needed: "Needed first: ",
        needed_now: "Missing or overdue: ",
        caution: "Caution: ",
        open: "Open: ",
        dose: "Dose by the label: ",
        nothing_found: "No concern found in the answers given.",
        nothing_open: "In the answers given; no question that matters is open.",
        more_below: "{n} more below",
        status: "Status",
        asked_of_you: "Asked of you: ",
        proceed: " proceed as written   ",
        change_to: " change to ",
        prescribe: " prescribe ",
        order: " order {list}",
        order_open: " order, unless done lately: {open}",
        order_both: " order {list}, and, unless done lately: {open}",
        reply_phone: "Reply by phone {phone}, or sign and send back with the patient: ",
        reply: "Sign and send back with the patient: ",
        date: " date ",
        findings: "Findings",
        option: "Option",
        why: "Why",
        source: "Source",
        missing: "Missing: ",
        advice_above: "Also (advice above): ",
        also: "also: {level}",
        open_more: "{n} more (see “Answers given”)",
        not_checked: "Not checked: ",
        not_checked_more: "{n} more (see “Medicines”)",
        birth_date: "date of birth",
        missing_tests: "Missing before a first dose",
        missing_or_overdue: "Missing or overdue",
        test: "Test",
        needed_for: "Needed for",
        last_known: "Last known",
        sources: "Sources",
        label: "{brand} label",
        own_label: "label {section}",
        boxed: "boxed",
        boxed_warning: "boxed warning",
        as_of: "as of {date}",
        check_as_of: "check: as of {date}",
        secondary: "secondary",
        check_the_label: "check the label",
    },
    record: RecordWords {
        tried: "Tried before",
        treatment: "Treatment",
        outcome: "Outcome",
        medicines: "Medicines",
        as_typed: "As typed",
        recognized_as: "Recognized as",
        since: "Since",
        dose: "Dose",
        course: "Course",
        goes_on: "goes on",
        will_stop: "will stop",
        mg_a_day: "{n} mg/day",
        not_recognized: "not recognized: the app could not check it",
        reviewed: "not on the list; looked up by the pharmacist: no relevant interaction",
        form_open: "{name}, but the name does not tell the form",
        no_listed_interaction: "{name}: no interaction listed",
        takes_nothing: "Takes nothing else.",
        medicines_unsure: "The patient is not sure.",
        hints: "Hints to check",
        hint: "{medicine} is on the list, but the answers do not name what it is mostly taken for: {list}.",
        answers: "Answers given",
        none: "none",
        not_sure: "Not sure",
        not_asked: "Not asked",
        nothing_answered: "No question was answered yet.",
        coverage: "Coverage",
        payer_unknown: "Payer not known: it decides which help with the cost is open.",
    },
    authorization: authorization::ENGLISH,
};
