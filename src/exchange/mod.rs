//! Files in and out.
//!
//! [`json`] reads untrusted JSON strictly, [`prices`] tables of prices, [`ndc`] the codes of products;
//! [`calendar`] writes follow-ups for a calendar. Readers of other formats (FHIR) come beside them; none of them
//! opens a file itself.

pub mod calendar;
pub mod json;
pub mod ndc;
pub mod prices;
