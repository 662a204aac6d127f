//! A sequence of calls that the bytes choose, with arguments that are mostly right, in a world and once more.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;
use virtlab_rpc::draw::Die;

fuzz_target!(|bytes: &[u8]| {
    common::texts::do_calls(&mut Die::of(bytes), &common::texts::furnished());
});
