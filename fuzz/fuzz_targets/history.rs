//! Does every line of a pasted fill history stand in the record?
#![no_main]

#[allow(dead_code, reason = "each target holds its input to one promise")]
#[path = "../../tests/readers/promises/mod.rs"]
mod promises;

libfuzzer_sys::fuzz_target!(|input: &[u8]| promises::paste::history(input));
