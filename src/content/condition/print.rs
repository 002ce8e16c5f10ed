//! Writes a condition back as its one line, for the rule book and for errors.

use super::{Condition, Counting};
use crate::content::Content;
use crate::content::ids::{ChoiceSet, QuestionIx};

/// The line of a condition, in the notation of the content files.
pub fn print(content: &Content, condition: &Condition) -> String {
    let mut line = String::new();
    write(content, condition, Binding::Loose, &mut line);
    line
}

/// How tightly the surroundings bind: whether parentheses are needed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Loose,
    InAll,
    InNot,
}

fn write(content: &Content, condition: &Condition, around: Binding, line: &mut String) {
    match condition {
        Condition::Always => line.push_str("always"),
        Condition::All(parts) => {
            joined(content, parts, " and ", Binding::InAll, around >= Binding::InNot, line)
        }
        Condition::Any(parts) => {
            joined(content, parts, " or ", Binding::Loose, around >= Binding::InAll, line)
        }
        Condition::Not(inner) => {
            line.push_str("not ");
            write(content, inner, Binding::InNot, line);
        }
        Condition::Named(named) => line.push_str(&content.condition(*named).name),
        Condition::Has(question, choices) => {
            line.push_str(content.question(*question).id.as_str());
            line.push_str(" has ");
            let all = ChoiceSet::first(content.question(*question).choices.len());
            if *choices == all {
                line.push_str("any");
            } else {
                line.push_str(&choice_list(content, *question, *choices));
            }
        }
        Condition::HasSelf(question) => {
            line.push_str(content.question(*question).id.as_str());
            line.push_str(" has self");
        }
        Condition::Is(question, choices) => {
            line.push_str(content.question(*question).id.as_str());
            line.push_str(if choices.iter().nth(1).is_some() { " in " } else { " = " });
            line.push_str(&choice_list(content, *question, *choices));
        }
        Condition::Number(question, comparison, bound) => {
            line.push_str(&format!("{} {} {bound}", content.question(*question).id, comparison.sign()));
        }
        Condition::Age(unit, comparison, bound) => {
            line.push_str(&format!("{} {} {bound}", unit.name(), comparison.sign()));
        }
        Condition::Takes(class, counting) => {
            let word = match counting {
                Counting::Every => "takes",
                Counting::Others => "takes_other",
            };
            line.push_str(&format!("{word}({})", content.medicine_class(*class).id));
        }
        Condition::OnTreatment(None) => line.push_str("on-treatment"),
        Condition::OnTreatment(Some(days)) => line.push_str(&format!("on-treatment >= {days} days")),
    }
}

fn joined(
    content: &Content,
    parts: &[Condition],
    word: &str,
    inside: Binding,
    wrap: bool,
    line: &mut String,
) {
    if wrap {
        line.push('(');
    }
    for (position, part) in parts.iter().enumerate() {
        if position > 0 {
            line.push_str(word);
        }
        write(content, part, inside, line);
    }
    if wrap {
        line.push(')');
    }
}

fn choice_list(content: &Content, question: QuestionIx, choices: ChoiceSet) -> String {
    let all = &content.question(question).choices;
    let ids: Vec<&str> = choices
        .iter()
        .filter_map(|choice| all.get(choice.position()))
        .map(|choice| choice.id.as_str())
        .collect();
    match ids.as_slice() {
        [only] => (*only).to_owned(),
        several => format!("({})", several.join(", ")),
    }
}
