//! Files in and out.
//!
//! [`json`] reads untrusted JSON strictly, [`prices`] tables of prices, [`ndc`] the codes of products.
//! [`fhir`] writes records as a FHIR bundle, [`calendar`] follow-ups for a calendar. Readers of other formats come
//! beside them; none of them opens a file itself.

pub mod calendar;
pub mod fhir;
pub mod json;
pub mod ndc;
pub mod prices;
