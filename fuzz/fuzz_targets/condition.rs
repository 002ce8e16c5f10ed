//! Is the condition of a rule printed as it was read, or refused with a place?
#![no_main]

#[allow(dead_code, reason = "each target holds its input to one promise")]
#[path = "../../tests/readers/promises/mod.rs"]
mod promises;

libfuzzer_sys::fuzz_target!(|input: &[u8]| promises::paste::condition(input));
