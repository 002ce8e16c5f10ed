//! Checks what a claim can come back with.

use super::super::claim::{Claims, Figure, LeadsTo, Reject, Returned};
use super::super::ids::RejectId;
use super::super::raw::claim as raw;
use super::Loader;

const CLAIMS: &str = "claims.toml";

impl Loader<'_> {
    pub(super) fn claims(&mut self) -> Claims {
        let Some(raw) = self.read::<raw::Claims>(CLAIMS) else { return Claims::default() };
        self.once(CLAIMS, "rejected claim", raw.reject.iter().map(|reject| reject.id.as_str()));
        let rejects = raw.reject.into_iter().map(|reject| self.reject(reject)).collect();
        let returned: Vec<Returned> =
            raw.returned.into_iter().filter_map(|returned| self.returned(returned)).collect();
        if returned.iter().map(|returned| returned.figure).ne(Figure::ALL) {
            let ids = Figure::ALL.map(Figure::id).join(", ");
            self.error(CLAIMS, "returned", format!("the figures must be {ids}, in this order"));
        }
        Claims { rejects, returned }
    }

    fn reject(&mut self, raw: raw::Reject) -> Reject {
        let id = raw.id.as_str();
        // The code is what a pharmacist types and what a record holds: it must not name another.
        if raw.code.as_deref().is_some_and(|code| code != id) {
            self.error(CLAIMS, id, "`code` is not the id: an entry with a code is called by it");
        }
        for (field, text) in [("name", &raw.name), ("means", &raw.means), ("patient.en", &raw.patient.en)] {
            self.words(CLAIMS, id, field, text);
        }
        if raw.next.is_empty() {
            self.error(CLAIMS, id, "`next` is empty: say what to do");
        }
        for text in &raw.next {
            self.words(CLAIMS, id, "next", text);
        }
        if raw.leads_to.is_empty() {
            self.error(CLAIMS, id, "`leads_to` is empty: name a step or a kind of help");
        }
        let mut leads_to = Vec::new();
        for name in &raw.leads_to {
            match LeadsTo::from_id(name) {
                Some(leads) if leads_to.contains(&leads) => {
                    self.error(CLAIMS, id, format!("`leads_to` names `{name}` twice"));
                }
                Some(leads) => leads_to.push(leads),
                None => {
                    self.error(
                        CLAIMS,
                        id,
                        format!("`leads_to` names `{name}`, which is no step and no kind of help"),
                    );
                }
            }
        }
        let backing = self.backing(CLAIMS, id, &raw.confidence, &raw.sources);
        let patient = self.phrase(CLAIMS, id, "patient.en", raw.patient.en.as_str());
        Reject {
            id: RejectId::new(raw.id),
            code: raw.code,
            name: raw.name,
            means: raw.means,
            next: raw.next,
            leads_to,
            patient,
            backing,
        }
    }

    fn returned(&mut self, raw: raw::Returned) -> Option<Returned> {
        self.words(CLAIMS, &raw.id, "name", &raw.name);
        self.words(CLAIMS, &raw.id, "about", &raw.about);
        let backing = self.backing(CLAIMS, &raw.id, &raw.confidence, &raw.sources);
        let figure = Figure::ALL.into_iter().find(|figure| figure.id() == raw.id);
        if figure.is_none() {
            self.error(CLAIMS, &raw.id, "this is no figure of a paid claim: take it out");
        }
        Some(Returned { figure: figure?, code: raw.code, name: raw.name, about: raw.about, backing })
    }
}
