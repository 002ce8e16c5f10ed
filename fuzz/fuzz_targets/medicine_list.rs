//! Does every line of a pasted list of medicines stand in what is shown and recorded?
#![no_main]

#[allow(dead_code, reason = "each target holds its input to one promise")]
#[path = "../../tests/readers/promises/mod.rs"]
mod promises;

libfuzzer_sys::fuzz_target!(|input: &[u8]| promises::paste::medicines(input));
