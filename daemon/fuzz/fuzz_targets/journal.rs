//! A session as the page and `virtlab run` read it: what is read is replayed, and read again as it is written.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        common::journals::read_twice(text);
    }
});
