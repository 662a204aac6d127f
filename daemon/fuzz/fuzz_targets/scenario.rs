//! A scenario as `virtlab conform` reads it: what is read is written, read again, and run.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        common::texts::read_scenario(text);
    }
});
