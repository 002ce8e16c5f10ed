//! Is a pharmacy's own folder read alike each time, or refused in words?
#![no_main]

#[allow(dead_code, reason = "each target holds its input to one promise")]
#[path = "../../tests/readers/promises/mod.rs"]
mod promises;

libfuzzer_sys::fuzz_target!(|input: &[u8]| promises::files::overlay(input));
