//! A second evaluator of the rules, kept naive on purpose: strings and maps straight from the
//! content files, written after the description of the rules and without the library's types.
//! Where the two differ, one of them is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};
use toml::{Table, Value as Toml};

use names::{letters, shortened};
use node::Node;

#[path = "names.rs"]
mod names;
#[path = "node.rs"]
mod node;

type Set = BTreeSet<String>;

/// The content, as its files are written.
pub struct Naive {
    drugs: Vec<DrugText>,
    /// Question ids in the order of asking.
    questions: Vec<String>,
    conditions: BTreeMap<String, String>,
    medicines: BTreeMap<String, Table>,
    by_key: BTreeMap<String, String>,
}

struct DrugText {
    id: String,
    medicine: Option<String>,
    rules: Vec<Table>,
}

fn read(path: &Path) -> Table {
    std::fs::read_to_string(path).unwrap().parse().unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Toml::as_str).unwrap_or("")
}

fn list(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Toml::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().map(|item| item.as_str().unwrap().to_owned()).collect()
}

fn tables(table: &Table, key: &str) -> Vec<Table> {
    let list = table.get(key).and_then(Toml::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().map(|item| item.as_table().unwrap().clone()).collect()
}

impl Naive {
    pub fn load(folder: &Path) -> Self {
        let overview = read(&folder.join("content.toml"));
        let questions = list(&overview, "topics")
            .iter()
            .flat_map(|topic| tables(&read(&folder.join(format!("questions/{topic}.toml"))), "question"))
            .map(|question| text(&question, "id").to_owned())
            .collect();
        let conditions = tables(&read(&folder.join("conditions.toml")), "condition")
            .iter()
            .map(|condition| (text(condition, "name").to_owned(), text(condition, "when").to_owned()))
            .collect();
        let drugs = list(&overview, "drugs").iter().map(|id| DrugText::load(folder, id)).collect();
        let mut medicines = BTreeMap::new();
        let mut by_key = BTreeMap::new();
        for medicine in tables(&read(&folder.join("medicines.toml")), "medicine") {
            let id = text(&medicine, "id").to_owned();
            for name in [vec![id.clone()], list(&medicine, "names"), list(&medicine, "misspellings")].concat()
            {
                by_key.insert(letters(&name), id.clone());
            }
            medicines.insert(id, medicine);
        }
        Self { drugs, questions, conditions, medicines, by_key }
    }

    fn find(&self, typed: &str) -> Option<(String, String)> {
        let whole = vec![typed.to_owned()];
        let names = [whole, shortened(typed)].concat();
        names.iter().map(|name| letters(name)).find_map(|key| Some((self.by_key.get(&key)?.clone(), key)))
    }
}

impl DrugText {
    fn load(folder: &Path, id: &str) -> Self {
        let drug = read(&folder.join(format!("drugs/{id}.toml")));
        let mut rules = Vec::new();
        for class in list(&drug, "classes") {
            let class = read(&folder.join(format!("classes/{class}.toml")));
            let of_drug =
                |rule: &Table| !rule.contains_key("for") || list(rule, "for").contains(&id.to_owned());
            rules.extend(tables(&class, "rule").into_iter().filter(of_drug));
        }
        rules.extend(tables(&drug, "rule"));
        let medicine = drug.get("medicine").and_then(Toml::as_str).map(str::to_owned);
        Self { id: id.to_owned(), medicine, rules }
    }
}

/// One listed medicine.
struct Item {
    id: Option<String>,
    open: bool,
    reviewed: bool,
    stopping: bool,
    since: Option<Date>,
    daily_mg: Option<f64>,
}

/// Which medicines a look sees.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Taken,
    All,
    AllAtWorst,
}

/// One checklist, looked at for one drug.
struct Visit<'a> {
    naive: &'a Naive,
    as_of: Date,
    birth_date: Option<Date>,
    answers: &'a Value,
    items: Option<Vec<Item>>,
    drug: &'a DrugText,
    seen: Seen,
}

impl Naive {
    /// The assessment, in the form of the command line, without titles and sources.
    pub fn assess(&self, input: &Value) -> Value {
        let day = |value: &Value| value.as_str().map(|text| text.parse::<Date>().unwrap());
        let drugs: Vec<Value> = self
            .drugs
            .iter()
            .map(|drug| {
                let mut visit = Visit {
                    naive: self,
                    as_of: day(&input["as_of"]).unwrap(),
                    birth_date: day(&input["patient"]["birth_date"]),
                    answers: &input["answers"],
                    items: self.items(&input["answers"]["medicines"]),
                    drug,
                    seen: Seen::Taken,
                };
                visit.assess()
            })
            .collect();
        Value::from(drugs)
    }

    fn items(&self, answer: &Value) -> Option<Vec<Item>> {
        let mut items: Vec<Item> = answer.as_array()?.iter().map(|item| self.item(item)).collect();
        let taken: Set =
            items.iter().filter(|item| !item.stopping).filter_map(|item| item.id.clone()).collect();
        for item in &mut items {
            item.stopping &= item.id.as_ref().is_none_or(|id| !taken.contains(id));
        }
        Some(items)
    }

    fn item(&self, item: &Value) -> Item {
        let name = item.as_str().or(item["name"].as_str()).unwrap();
        let found = self.find(name);
        let mapped = item["as"].as_str().map(str::to_owned);
        let open = match (&mapped, &found) {
            (None, Some((id, key))) => {
                list(&self.medicines[id], "ask_form").iter().any(|open| letters(open) == *key)
            }
            _ => false,
        };
        Item {
            id: mapped.or(found.map(|(id, _)| id)),
            open,
            reviewed: item["reviewed"] == "none",
            stopping: item["stopping"] == true,
            since: item["since"].as_str().map(|since| since.parse().unwrap()),
            daily_mg: item["daily_mg"].as_number().map(|dose| dose.to_string().parse().unwrap()),
        }
    }

    /// What an entry surely is and what it may be.
    fn classes(&self, id: &str, daily_mg: Option<f64>, at_worst: bool) -> (Set, Set) {
        let entry = &self.medicines[id];
        let mut sure: Set = list(entry, "classes").into_iter().collect();
        let mut maybe = sure.clone();
        if let Some(by_dose) = entry.get("by_daily_mg").and_then(Toml::as_table) {
            let up_to: f64 = text(by_dose, "up_to").parse().unwrap();
            let (low, high) = (list(by_dose, "at_most"), list(by_dose, "above"));
            let labeled = text(by_dose, "unstated") == "at-most";
            match daily_mg {
                Some(dose) if at_worst && (!labeled || dose > up_to) => sure.extend([low, high].concat()),
                None if at_worst && !labeled => sure.extend([low, high].concat()),
                Some(dose) if dose > up_to => sure.extend(high),
                Some(_) => sure.extend(low),
                None if labeled => sure.extend(low),
                None => maybe.extend([low, high].concat()),
            }
        }
        maybe.extend(sure.iter().cloned());
        (sure, maybe)
    }
}

impl Visit<'_> {
    fn assess(&mut self) -> Value {
        let mut found = Vec::new();
        let mut ask = Set::new();
        let mut tests = Set::new();
        for rule in &self.drug.rules {
            self.seen = if rule.contains_key("counts_stopping") { Seen::All } else { Seen::Taken };
            let node = self.node(text(rule, "when"));
            let mut questions = Set::new();
            node.questions(&mut questions);
            match node.truth() {
                Some(true) => {
                    if rule.contains_key("test") {
                        tests.insert(text(rule, "test").to_owned());
                    }
                    found.push(json!({"rule": text(rule, "id"), "level": text(rule, "level"),
                        "because": self.in_order(&questions)}));
                }
                Some(false) => {}
                None if text(rule, "unknown") == "skip" => {}
                None => ask.extend(questions),
            }
        }
        for id in self.stopping() {
            found.push(
                json!({"rule": format!("stopping.{id}"), "level": "caution", "because": ["medicines"]}),
            );
        }
        let order = ["contraindicated", "avoid", "needs-test", "incomplete", "caution", "no-concern"];
        let place = |level: &str| order.iter().position(|known| *known == level).unwrap();
        found.sort_by_key(|finding| place(finding["level"].as_str().unwrap()));
        let open = if ask.is_empty() { 5 } else { 3 };
        let worst = found.first().map_or(open, |finding| open.min(place(finding["level"].as_str().unwrap())));
        json!({"drug": self.drug.id, "verdict": order[worst], "findings": found,
            "ask": self.in_order(&ask), "tests": self.in_order(&tests)})
    }

    fn in_order(&self, questions: &Set) -> Vec<String> {
        let all =
            std::iter::once("patient.birth_date").chain(self.naive.questions.iter().map(String::as_str));
        all.filter(|id| questions.contains(*id)).map(str::to_owned).collect()
    }

    /// The medicines that will be stopped and would matter, in the order typed.
    fn stopping(&mut self) -> Vec<String> {
        self.seen = Seen::AllAtWorst;
        let mut reasons = BTreeSet::new();
        for rule in self.drug.rules.iter().filter(|rule| !rule.contains_key("counts_stopping")) {
            let node = self.node(text(rule, "when"));
            if node.truth() == Some(true) {
                node.reasons(&mut reasons);
            }
        }
        let mut ids: Vec<String> = Vec::new();
        for (at, item) in self.items.iter().flatten().enumerate() {
            let Some(id) = &item.id else { continue };
            if item.stopping && reasons.contains(&at) && !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    }

    fn node(&self, when: &str) -> Node {
        let spaced = when.replace('(', " ( ").replace(')', " ) ").replace(',', " , ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut at = 0;
        let node = self.any(&words, &mut at);
        assert_eq!(at, words.len(), "{when}");
        node
    }

    fn any(&self, words: &[&str], at: &mut usize) -> Node {
        let mut parts = vec![self.all(words, at)];
        while words.get(*at) == Some(&"or") {
            *at += 1;
            parts.push(self.all(words, at));
        }
        Node::Any(parts)
    }

    fn all(&self, words: &[&str], at: &mut usize) -> Node {
        let mut parts = vec![self.one(words, at)];
        while words.get(*at) == Some(&"and") {
            *at += 1;
            parts.push(self.one(words, at));
        }
        Node::All(parts)
    }

    fn one(&self, words: &[&str], at: &mut usize) -> Node {
        let word = words[*at];
        *at += 1;
        match word {
            "not" => Node::Not(Box::new(self.one(words, at))),
            "(" => {
                let inner = self.any(words, at);
                *at += 1;
                inner
            }
            "always" => Node::Always,
            "takes" | "takes_other" => {
                let class = words[*at + 1];
                *at += 3;
                self.takes(class, word == "takes_other")
            }
            "on-treatment" => {
                let days = if words.get(*at) == Some(&">=") {
                    *at += 3;
                    Some(words[*at - 2].parse().unwrap())
                } else {
                    None
                };
                self.leaf(self.on_treatment(days), "medicines")
            }
            name if self.naive.conditions.contains_key(name) => self.node(&self.naive.conditions[name]),
            subject => {
                let operator = words[*at];
                *at += 1;
                let mut values = vec![words[*at]];
                *at += 1;
                if values == ["("] {
                    let end = *at + words[*at..].iter().position(|word| *word == ")").unwrap();
                    values = words[*at..end].iter().copied().filter(|word| *word != ",").collect();
                    *at = end + 1;
                }
                self.compare(subject, operator, &values)
            }
        }
    }

    fn leaf(&self, truth: Option<bool>, question: &str) -> Node {
        Node::Leaf { truth, question: question.to_owned(), items: Vec::new() }
    }

    fn compare(&self, subject: &str, operator: &str, values: &[&str]) -> Node {
        let answer = &self.answers[subject];
        let number = |text: &str| text.parse::<f64>().unwrap();
        let ordered = |left: f64, right: f64| match operator {
            "<" => left < right,
            "<=" => left <= right,
            ">" => left > right,
            ">=" => left >= right,
            "=" => left == right,
            other => panic!("no operator: {other}"),
        };
        match (subject, operator) {
            ("age_years", _) => {
                let years = self.months().map(|months| f64::from(months / 12));
                self.leaf(years.map(|years| ordered(years, number(values[0]))), "patient.birth_date")
            }
            ("age_months", _) => {
                let months = self.months().map(f64::from);
                self.leaf(months.map(|months| ordered(months, number(values[0]))), "patient.birth_date")
            }
            (_, "has") => {
                let wanted = |list: &Value| {
                    list.as_array().is_some_and(|list| {
                        list.iter().filter_map(Value::as_str).any(|choice| {
                            values.contains(&choice)
                                || values == ["any"]
                                || values == ["self"] && choice == self.drug.id
                        })
                    })
                };
                let truth = match answer {
                    Value::Array(_) => Some(wanted(answer)),
                    Value::Object(_) if wanted(&answer["yes"]) => Some(true),
                    Value::Object(_) if wanted(&answer["unsure"]) => None,
                    Value::Object(_) => Some(false),
                    _ => None,
                };
                self.leaf(truth, subject)
            }
            _ => match answer {
                Value::Number(typed) => {
                    self.leaf(Some(ordered(number(&typed.to_string()), number(values[0]))), subject)
                }
                Value::String(choice) if choice != "unsure" => {
                    self.leaf(Some(values.contains(&choice.as_str())), subject)
                }
                _ => self.leaf(None, subject),
            },
        }
    }

    /// Completed months, counted one by one.
    fn months(&self) -> Option<u32> {
        let birth = self.birth_date?;
        let reached = |months: u32| {
            let month = i32::from(birth.year()) * 12 + i32::from(birth.month()) - 1 + months as i32;
            let (year, month) = ((month / 12) as i16, (month % 12 + 1) as i8);
            let first_of_next = || Date::new(year, month, 1).unwrap() + 1.month();
            Date::new(year, month, birth.day()).unwrap_or_else(|_| first_of_next())
        };
        Some((1..).take_while(|months| reached(*months) <= self.as_of).count() as u32)
    }

    fn on_treatment(&self, days: Option<i64>) -> Option<bool> {
        let items = self.items.as_ref()?;
        let Some(own) = &self.drug.medicine else { return Some(false) };
        let mut truth = Some(false);
        for item in items.iter().filter(|item| !item.stopping && item.id.as_ref() == Some(own)) {
            let long = match (days, item.since) {
                (None, _) => Some(true),
                (Some(_), None) => None,
                (Some(days), Some(since)) => Some(since + days.days() <= self.as_of),
            };
            truth = match (truth, long) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (None, _) | (_, None) => None,
                _ => Some(false),
            };
        }
        truth
    }

    fn takes(&self, class: &str, only_others: bool) -> Node {
        let Some(items) = &self.items else { return self.leaf(None, "medicines") };
        let mut perhaps = false;
        let mut sure_items = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let Some(id) = &item.id else {
                perhaps |= !item.reviewed;
                continue;
            };
            if item.stopping && self.seen == Seen::Taken
                || only_others && self.drug.medicine.as_ref() == Some(id)
            {
                continue;
            }
            let at_worst = item.stopping && self.seen == Seen::AllAtWorst;
            let (mut sure, mut maybe) = self.naive.classes(id, item.daily_mg, at_worst);
            if item.open {
                for other in list(&self.naive.medicines[id], "see_also") {
                    let (other_sure, other_maybe) = self.naive.classes(&other, item.daily_mg, at_worst);
                    if at_worst {
                        sure.extend(other_sure);
                    } else {
                        sure.retain(|class| other_sure.contains(class));
                    }
                    maybe.extend(other_maybe);
                }
            }
            if sure.contains(class) {
                sure_items.push(at);
            }
            perhaps |= maybe.contains(class);
        }
        let truth = if !sure_items.is_empty() {
            Some(true)
        } else if perhaps {
            None
        } else {
            Some(false)
        };
        Node::Leaf { truth, question: "medicines".to_owned(), items: sure_items }
    }
}
