//! What a state directory may hold after a bad day: a restart reads it or says what is wrong, and reads the same again.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|journal: &[u8]| {
    common::journals::restart_twice(journal);
});
