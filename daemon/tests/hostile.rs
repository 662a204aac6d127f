//! Packets of real sessions, spoilt by a seeded die: none of them may cost the daemon a panic or another client its
//! service. The fuzz target `packets` does the same without an end.

mod common;

use common::hostile::{Dice, endure, sessions, spoil};

const ROUNDS: u64 = 1500;
/// Of a session; later ones repeat what these do.
const PACKETS: usize = 24;

#[test]
fn nothing_that_is_sent_breaks_the_daemon_or_another_client() {
    let sessions = sessions();
    for seed in 0..ROUNDS {
        let mut dice = Dice::new(seed);
        let mut packets = sessions[dice.roll(sessions.len())].clone();
        // Some keep their opening, others not even that.
        let from = if dice.roll(4) == 0 { 0 } else { 5.min(packets.len()) };
        let until = (from + dice.roll(PACKETS)).min(packets.len());
        packets.truncate(until.max(from));
        for packet in packets.iter_mut().skip(from) {
            for _ in 0..dice.roll(3) {
                spoil(&mut dice, packet);
            }
        }
        if dice.roll(3) == 0 && !packets.is_empty() {
            let (from, to) = (dice.roll(packets.len()), dice.roll(packets.len()));
            packets.swap(from, to);
        }
        endure(packets.iter().map(Vec::as_slice));
    }
}

#[test]
fn every_procedure_survives_arguments_that_are_not_there() {
    let sessions = sessions();
    let opening: Vec<&[u8]> = sessions[0].iter().take(3).map(Vec::as_slice).collect();
    for procedure in 0..=480u32 {
        for payload in [&[][..], &[0; 4], &[0; 64], &[0xff; 64]] {
            let mut packet = sessions[0][0][..24].to_vec();
            packet[8..12].copy_from_slice(&procedure.to_be_bytes());
            packet.extend_from_slice(payload);
            endure(opening.iter().copied().chain([&packet[..]]));
        }
    }
}
