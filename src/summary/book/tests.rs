//! Is everything in the book that a reviewer has to see, and can it be printed?

use super::*;
use crate::summary::{PageSetup, Paper, PdfMeta, PrintSize, lay_out, to_markdown, to_pdf};

fn content() -> Content {
    Content::embedded().unwrap()
}

#[test]
fn every_rule_of_every_drug_every_fact_and_every_source_stands_in_the_book() {
    let content = content();
    let markdown = to_markdown(&book(&content, None)).replace('\\', "");
    let parts: Vec<&str> = markdown.split("\n## ").collect();
    for drug in content.drugs() {
        let part = parts.iter().find(|part| part.starts_with(&drug.name_with_brand())).unwrap();
        for ix in &drug.rules {
            let rule = content.rule(*ix);
            for words in [
                rule.id.as_str(),
                &rule.title,
                &rule.advice,
                rule.patient.says.english(),
                rule.patient.ask.english(),
            ] {
                assert!(part.contains(words), "{}: {} lacks `{words}`", drug.id, rule.id);
            }
        }
        for fact in &drug.facts {
            assert!(
                part.contains(&fact.text) && part.contains(fact.patient.english()),
                "{}: {}",
                drug.id,
                fact.id
            );
        }
        for effect in &drug.side_effects {
            assert!(part.contains(&effect.name), "{}: {}", drug.id, effect.id);
            let patient = effect.patient.as_ref().map_or("", |patient| patient.english());
            assert!(part.contains(patient), "{}: {patient}", drug.id);
        }
        for study in &drug.studies {
            assert!(
                part.contains(&study.limits) && part.contains(study.patient_limits.english()),
                "{}",
                study.id
            );
        }
        let rows = drug.dose.rows.iter().map(|row| row.patient.english());
        let limits = drug.dose.limits.iter().map(|limit| limit.advice.as_str());
        for words in rows.chain(limits) {
            assert!(part.contains(words), "{}: {words}", drug.id);
        }
        assert!(part.contains("Reviewed by"), "{}", drug.id);
    }
    let criteria = content.authorization.groups.iter().flat_map(|group| &group.criteria);
    for words in criteria.flat_map(|criterion| [&criterion.typical, &criterion.obtain]) {
        assert!(markdown.contains(words.as_str()), "{words}");
    }
    for way in &content.authorization.ways {
        assert!(markdown.contains(&way.about), "{}", way.id);
    }
    for source in content.sources() {
        assert!(markdown.contains(source.id.as_str()) && markdown.contains(&source.title), "{}", source.id);
    }
    for question in content.questions() {
        assert!(markdown.contains(&question.ask), "{}", question.id);
    }
}

#[test]
fn what_is_past_its_date_and_what_is_weak_says_so() {
    let content = content();
    let markdown = to_markdown(&book(&content, None));
    let old = content.aging(content.as_of).next().unwrap();
    let told = format!("check: as of {}", old.as_of);
    assert!(markdown.contains(&told), "{told}");
    assert!(markdown.contains("check the label"));
}

#[test]
fn the_book_prints_twice_the_same_and_every_letter_has_a_glyph() {
    let content = content();
    let document = book(&content, None);
    let setup = PageSetup { paper: Paper::Letter, print_size: PrintSize::Normal };
    let pages = lay_out(&document, setup).unwrap();
    assert!(pages.len() > content.drugs().len());
    let meta = PdfMeta::of(&document, "", content.as_of);
    let bytes = to_pdf(&pages, &meta).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    assert!(bytes == to_pdf(&pages, &meta).unwrap(), "equal bytes");
}

#[test]
fn the_sheet_of_one_drug_holds_that_drug_alone() {
    let content = content();
    let drug = content.drugs().last().unwrap();
    let document = book(&content, Some(drug.ix));
    assert_eq!(document.parts.len(), 1);
    assert_eq!(document.parts[0].title, drug.name_with_brand());
}

#[test]
fn what_the_program_evaluates_stands_in_the_book_and_not_only_its_words() {
    let content = content();
    let markdown = to_markdown(&book(&content, None)).replace('\\', "");
    for rule in content.rules() {
        let when = crate::content::condition::print::print(&content, &rule.when);
        assert!(markdown.contains(&format!("when {when}")), "{}", rule.id);
        assert!(markdown.contains(rule.level.id()));
    }
    let mut starts = 0;
    for drug in content.drugs() {
        for limit in &drug.dose.limits {
            let when = crate::content::condition::print::print(&content, &limit.when);
            assert!(markdown.contains(&when), "{}: {}", drug.id, limit.id);
            starts += usize::from(limit.starts_with != limit.fits);
        }
        for row in &drug.dose.rows {
            let when = crate::content::condition::print::print(&content, &row.when);
            assert!(markdown.contains(&when), "{}: {}", drug.id, row.id);
            starts += usize::from(row.starts_with != row.fits);
        }
    }
    assert!(starts > 0);
    assert_eq!(markdown.matches("a new start with").count(), starts);
    assert!(markdown.contains("aspirin (over 81 mg a day)"));
    assert!(markdown.contains("may count as not-done"));
}

#[test]
fn what_the_law_sets_for_each_year_stands_in_the_book_with_what_it_rests_on() {
    let content = content();
    let markdown = to_markdown(&book(&content, None)).replace('\\', "");
    let law = markdown.split("\n## ").find(|part| part.starts_with("What the law sets")).unwrap();
    for year in &content.statutory.years {
        assert!(law.contains(&year.year.to_string()), "{}", year.year);
    }
    for told in ["$15,960.00 and $5,680.00", "25.00 % until $2,100.00", "$8,500.00 for one person", "$48.00"]
    {
        assert!(law.contains(told), "{told}: {law}");
    }
    assert!(law.contains("part-d-standard-benefit (seen, as of 2026)"), "{law}");
}

#[test]
fn every_program_stands_in_the_book_with_the_terms_that_are_matched() {
    let content = content();
    let markdown = to_markdown(&book(&content, None)).replace('\\', "");
    let part = markdown.split("\n## ").find(|part| part.starts_with("Assistance programs")).unwrap();
    for program in &content.programs.list {
        for words in [program.id.as_str(), &program.about, &program.amounts.says, program.patient.english()] {
            assert!(part.contains(words), "{}: {words}", program.id);
        }
    }
    for told in [
        "Income up to 400% of the poverty level (table of 2025)",
        "Step: appeal after pa-denied (with part_d)",
        "Step: payment-plan-elected above 138% of the poverty level (with part_d)",
        "Only residents of: NY",
        "Income tested, limit not seen",
        "check: terms as of 2025",
    ] {
        assert!(part.contains(told), "{told}");
    }
}

#[test]
fn every_answer_to_a_claim_stands_in_the_book_with_what_to_do_next() {
    let content = content();
    let markdown = to_markdown(&book(&content, None)).replace('\\', "");
    let claims = markdown.split("\n## ").find(|part| part.starts_with("Claims\n")).unwrap();
    assert_eq!(content.claims.rejects.len(), 7);
    for reject in &content.claims.rejects {
        let next = reject.next.iter().map(String::as_str);
        for words in [&reject.name, &reject.means, reject.patient.english()].into_iter().chain(next) {
            assert!(claims.contains(words), "{}: {words}", reject.id);
        }
    }
    for returned in &content.claims.returned {
        let code = returned.code.as_deref().unwrap_or_default();
        assert!(claims.contains(&returned.about) && claims.contains(code), "{}", returned.name);
    }
    for told in ["reject 608", "field 505-F5", "Leads to: Prior authorization, Bridge supply"] {
        assert!(claims.contains(told), "{told}: {claims}");
    }
}
