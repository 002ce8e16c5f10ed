//! Files in and out.
//!
//! [`json`] reads untrusted JSON strictly. Readers of other formats (FHIR, prices, calendars) come
//! beside it; none of them opens a file itself.

pub mod json;
