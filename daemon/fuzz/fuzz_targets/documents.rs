//! A document, given to each function that takes one: it is read or refused, and what is dumped can be read.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;
use virtlab_rpc::draw::Die;

fuzz_target!(|bytes: &[u8]| {
    let (die, text) = bytes.split_at(bytes.len().min(16));
    if let Ok(text) = std::str::from_utf8(text) {
        common::texts::read_document(&mut Die::of(die), &common::texts::furnished(), text);
    }
});
