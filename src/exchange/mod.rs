//! Files in and out.
//!
//! [`json`] reads untrusted JSON strictly, [`prices`] tables of prices, [`ndc`] the codes of products.
//! Readers of other formats (FHIR, calendars) come beside them; none of them opens a file itself.

pub mod json;
pub mod ndc;
pub mod prices;
