//! Packets, one after the other with their lengths as on the wire, from a client to a peer with the built-in world behind.
#![no_main]

#[path = "../../tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;
use virtlab_rpc::wire::{LENGTH_BYTES, frame_rest};

fuzz_target!(|stream: &[u8]| {
    let mut rest = stream;
    let mut packets = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<LENGTH_BYTES>() {
        let Ok(size) = frame_rest(*length) else { break };
        // What is missing of the last packet is missing: the daemon would wait for it, the peer never sees it.
        let Some((packet, after)) = after.split_at_checked(size) else { break };
        packets.push(packet);
        rest = after;
    }
    common::hostile::endure(packets);
});
