//! Does every job of `costs` answer with sums that add up, or refuse in words?
#![no_main]

#[allow(dead_code, reason = "each target holds its input to one promise")]
#[path = "../../tests/readers/promises/mod.rs"]
mod promises;

libfuzzer_sys::fuzz_target!(|input: &[u8]| promises::fields::costs(input));
