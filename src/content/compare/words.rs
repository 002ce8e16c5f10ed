//! The names of lists and fields as a pharmacist would say them, and what is told first.

/// What can change a verdict or a dose, then what is said, then what it rests on.
const KINDS: [(&str, &str); 33] = [
    ("rule", "Rule"),
    ("condition", "Named condition"),
    ("limit", "Dose limit"),
    ("dose", "Dose"),
    ("amount", "Amount of cream"),
    ("strength", "Strength"),
    ("test", "Test"),
    ("question", "Question"),
    ("choice", "Answer"),
    ("groups", "Group of answers"),
    ("medicine", "Medicine"),
    ("item", "Boxed warning item"),
    ("potency", "Potency class"),
    ("class", "Class of medicines"),
    ("side_effect", "Side effect"),
    ("benefit", "Benefit"),
    ("study", "Study"),
    ("fact", "Fact"),
    ("figures", "Figures"),
    ("payer", "Payer"),
    ("help", "Kind of help"),
    ("program", "Program"),
    ("document", "Document"),
    ("price", "Price"),
    ("state", "State"),
    ("reject", "Rejected claim"),
    ("returned", "Figure of a paid claim"),
    ("statement", "Statement of the article"),
    ("page", "Page"),
    ("hole", "Known hole"),
    ("text", "Spanish text"),
    ("source", "Source"),
    ("file", "File"),
];

/// How soon changes of a kind are told.
pub fn rank(kind: &str) -> usize {
    let kind = kind.split(' ').next().unwrap_or(kind);
    KINDS.iter().position(|(id, _)| *id == kind).unwrap_or(KINDS.len())
}

/// The name of a kind of entry.
pub fn kind(kind: &str) -> String {
    let (id, rest) = kind.split_once(' ').unwrap_or((kind, ""));
    let name = KINDS.iter().find(|(known, _)| *known == id).map(|(_, name)| (*name).to_owned());
    let name = name.unwrap_or_else(|| id.replace('_', " "));
    if rest.is_empty() { name } else { format!("{name} {rest}") }
}

/// Fields whose names only an author of content would know; the first ones are told first.
const FIELDS: [(&str, &str); 30] = [
    ("level", "level"),
    ("when", "condition"),
    ("unknown", "when it is unknown"),
    ("test", "test"),
    ("fits", "strengths that fit"),
    ("starts_with", "strengths of a new start"),
    ("at_most", "at most (grams, days)"),
    ("every_weeks", "weeks between shots"),
    ("loading", "loading dose"),
    ("not_for_eczema", "not for eczema, because"),
    ("for", "for these drugs"),
    ("counts_stopping", "counts medicines that will be stopped"),
    ("title", "title"),
    ("says", "what it says"),
    ("advice", "what to do"),
    ("means", "what it means"),
    ("next", "what to do next"),
    ("leads_to", "where it leads"),
    ("of", "figures"),
    ("patient.en", "words for the patient"),
    ("patient.en.says", "words for the patient"),
    ("patient.en.ask", "question to the doctor"),
    ("patient.en.emergency", "call 911 for"),
    ("patient.en.call_today", "call us today for"),
    ("patient.en.next_visit", "tell us at the next visit"),
    ("confidence", "how sure"),
    ("as_of", "date of the text"),
    ("check_by", "to be checked by"),
    ("sources", "sources"),
    ("where", "said at"),
];

/// How soon a change of a field is told.
pub fn field_rank(field: &str) -> usize {
    FIELDS.iter().position(|(id, _)| *id == field).unwrap_or(FIELDS.len())
}

/// Whether a field decides over a verdict or a dose, rather than saying something.
pub fn decides(field: &str) -> bool {
    field_rank(field) < field_rank("title")
}

/// The name of a field.
pub fn field(field: &str) -> String {
    // A field of a table inside of an entry: "boxed warning, what it says".
    if let Some((table, inner)) = field.split_once('.')
        && table != "patient"
    {
        return format!("{}, {}", table.replace('_', " "), self::field(inner));
    }
    match FIELDS.iter().find(|(id, _)| *id == field) {
        Some((_, name)) => (*name).to_owned(),
        None => field.replace("patient.en.", "for the patient, ").replace('_', " "),
    }
}
