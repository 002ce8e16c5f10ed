//! Whoever is looked for is found while one types, with a slip of the fingers too, and nobody who is only
//! similar stands before one who matches.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::people::People;
use crate::random_cases::cases;
use crate::*;

/// What the screen asks for.
const LIMIT: u32 = 12;

thread_local! {
    /// A vault of made-up people.
    static CROWD: (Vault, Vec<NewPatient>) = {
        let mut vault = Vault::temporary(now()).unwrap();
        let people: Vec<NewPatient> = People::new(7).take(2001).collect();
        vault.add_patients(people.iter().cloned(), now()).unwrap();
        (vault, people)
    };
}

fn find(typed: &str) -> Found {
    CROWD.with(|(vault, _)| vault.patients_matching(typed, LIMIT).unwrap())
}

fn one(at: usize) -> NewPatient {
    CROWD.with(|(_, people)| people[at].clone())
}

fn is_there(patients: &[Patient], wanted: &NewPatient) -> bool {
    patients.iter().any(|one| one.name == wanted.name && one.birth_date == wanted.birth_date)
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn a_name_typed_with_one_slip_is_found_among_two_thousand_others(at in 0..2001usize, seed: u64) {
        let wanted = one(at);
        let mut chance = People::new(seed);
        let mut words: Vec<String> = wanted.name.split([' ', '-']).map(str::to_owned).collect();
        // Three letters, which may be left of four, begin so many names that they need not be a slip.
        let long: Vec<usize> = (0..words.len()).filter(|at| words[*at].chars().count() >= 5).collect();
        prop_assume!(!long.is_empty());
        let wrong = long[usize::try_from(chance.below(long.len() as u64)).unwrap()];
        words[wrong] = chance.slip(&words[wrong]);
        if chance.below(2) == 0 {
            words.reverse();
        }
        let typed = words.join(" ");
        let found = find(&typed);
        prop_assert!(is_there(&found.patients, &wanted), "{typed} did not find {}", wanted.name);
    }

    #[test]
    fn a_name_typed_right_stands_before_every_similar_one(at in 0..2001usize) {
        let wanted = one(at);
        let found = find(&wanted.name);
        let (exact, similar) = found.patients.split_at(found.similar_from);
        prop_assert!(is_there(exact, &wanted), "{}", wanted.name);
        prop_assert!(similar.iter().all(|one| one.name != wanted.name), "{}", wanted.name);
    }

    #[test]
    fn whatever_is_typed_is_answered_without_an_error_and_nobody_twice(
        typed in prop_oneof![
            any::<String>(),
            "[ 0-9/.+()-]{0,20}",
            "((may|June|feb|[0-9]{1,4}|[a-zé]{1,5}|[-,./'\"*^]|AND|NOT|NEAR\\() ?){0,9}",
        ],
    ) {
        let found = find(&typed);
        prop_assert!(found.patients.len() <= LIMIT as usize && found.similar_from <= found.patients.len());
        let ids: BTreeSet<PatientId> = found.patients.iter().map(|one| one.id).collect();
        prop_assert_eq!(ids.len(), found.patients.len());
    }

    #[test]
    fn a_birth_date_and_the_beginning_of_a_name_find_the_patient(at in 0..2001usize, form in 0..6) {
        let wanted = one(at);
        let Some(born) = wanted.birth_date else { return Ok(()) };
        let form = match form {
            0 => "%-m/%-d/%Y",
            1 => "%Y-%m-%d",
            2 => "%B %-d, %Y",
            3 => "%-d %b %Y",
            4 => "%d.%m.%Y",
            _ => "%d-%b-%y",
        };
        let begins: String = wanted.name.chars().take(3).collect();
        for typed in [format!("{begins} {}", born.strftime(form)), format!("{} {begins}", born.strftime(form))] {
            let found = find(&typed);
            prop_assert!(is_there(&found.patients[..found.similar_from], &wanted), "{typed}");
        }
    }
}

#[test]
fn a_name_is_near_as_soon_as_it_is_kept_whichever_way_it_came() {
    let mut vault = Vault::temporary(now()).unwrap();
    let names = |vault: &Vault, typed: &str| -> (Vec<String>, usize) {
        let found = vault.patients_matching(typed, LIMIT).unwrap();
        (found.patients.into_iter().map(|one| one.name).collect(), found.similar_from)
    };
    let named = |name: &str| NewPatient { name: name.to_owned(), birth_date: None, phone: None };
    assert_eq!(names(&vault, "mrakovic"), (vec![], 0), "nobody is near in an empty vault");
    let id = vault.add_patient(&elena(), now()).unwrap();
    assert_eq!(names(&vault, "mrakovic").0, ["Elena Marković"]);
    vault.update_patient(id, &named("Elena Whitfield"), now()).unwrap();
    assert_eq!(names(&vault, "whitfeild"), (vec!["Elena Whitfield".to_owned()], 0));
    assert_eq!(names(&vault, "mrakovic"), (vec![], 0));

    let mut elsewhere = Vault::temporary(now()).unwrap();
    begin(&mut elsewhere);
    let record = elsewhere.export(ExportFilter::All).unwrap().next().unwrap().unwrap();
    vault.import_export_record(&record).unwrap();
    assert_eq!(names(&vault, "elena mrakovic"), (vec!["Elena Marković".to_owned()], 0));
    assert_eq!(names(&vault, "elenna may 2 1984"), (vec!["Elena Marković".to_owned()], 0));

    vault.add_patients((0..400).map(|at| named(&format!("Person{at} Nguyen"))), now()).unwrap();
    vault.add_patient(&named("Kim Weber"), now()).unwrap();
    assert_eq!(names(&vault, "kmi weber"), (vec!["Kim Weber".to_owned()], 0), "three letters, nobody else");
    assert_eq!(names(&vault, "Kim Webre").0, ["Kim Weber"]);
    assert_eq!(names(&vault, "nguyne").0.len(), LIMIT as usize);
    assert!(vault.verify().unwrap().is_whole());
}

#[test]
fn who_is_only_similar_follows_whole_words_and_beginnings() {
    let mut vault = Vault::temporary(now()).unwrap();
    for name in ["Ann Smith", "Bo Smithson", "Cy Smyth", "Di Smit", "Ed Wu"] {
        let new = NewPatient { name: name.to_owned(), birth_date: None, phone: None };
        vault.add_patient(&new, now()).unwrap();
    }
    let found = vault.patients_matching("smith", LIMIT).unwrap();
    let names: Vec<&str> = found.patients.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Ann Smith", "Bo Smithson", "Di Smit", "Cy Smyth"]);
    assert_eq!(found.similar_from, 2);
    for name in ["Jo Smithers", "Johanna Smithers"] {
        let new = NewPatient { name: name.to_owned(), birth_date: None, phone: None };
        vault.add_patient(&new, now()).unwrap();
    }
    let first = &vault.patients_matching("jo smithe", LIMIT).unwrap().patients[0];
    assert_eq!(first.name, "Jo Smithers", "all but the last word stand whole");
    let found = vault.patients_matching("smith", 2).unwrap();
    assert_eq!((found.patients.len(), found.similar_from), (2, 2), "enough without them");
    assert_eq!(vault.patients_matching("", LIMIT).unwrap().similar_from, 7, "recent ones are not similar");
    assert!(vault.patients_matching("wv", LIMIT).unwrap().patients.is_empty(), "two letters are near to all");
}
