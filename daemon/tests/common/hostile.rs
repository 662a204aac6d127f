//! Clients that mean harm or are broken: packets that are changed by a seeded die, and what has to hold whatever they send.

use super::{House, Recorded, recordings};

const HEADER_BYTES: usize = 24;
/// The hostile client, and one that only wants to know where it is.
const HOSTILE: u32 = 1;
const BYSTANDER: u32 = 2;
/// CONNECT_OPEN of test:///default, and CONNECT_GET_TYPE.
const OPEN: &str = "200080860000000100000001000000000000000000000000000000010000000f746573743a2f2f2f64656661756c740000000000";
const GET_TYPE: &str = "200080860000000100000003000000000000000100000000";
const TYPE: &str = "2000808600000001000000030000000100000001000000000000000454455354";

/// A stream of numbers that is the same on every machine: xorshift64*.
pub struct Dice(u64);

impl Dice {
    /// One stream for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides.max(1)
    }
}

/// What clients sent, connection by connection.
pub fn sessions() -> Vec<Vec<Vec<u8>>> {
    let mut sessions = Vec::new();
    for (_, packets) in recordings() {
        let last = packets.iter().map(|packet| packet.connection).max().unwrap_or(0);
        let sent = |of: u32| move |p: &&Recorded| p.from_client && p.connection == of;
        sessions
            .extend((1..=last).map(|of| packets.iter().filter(sent(of)).map(|p| p.packet.clone()).collect()));
    }
    sessions
}

/// Changes a packet in one of the ways in which packets go wrong.
pub fn spoil(dice: &mut Dice, packet: &mut Vec<u8>) {
    const EDGES: [u32; 10] =
        [0, 1, 2, 255, 1024, 0x00ff_ffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
    let at = dice.roll(packet.len());
    match dice.roll(7) {
        0 if !packet.is_empty() => packet[at] ^= 1 << dice.roll(8),
        1 => packet.truncate(at),
        2 => packet.extend((0..dice.roll(64)).map(|_| 0).collect::<Vec<u8>>()),
        // A length, a flag or a number at the edge of what fits.
        3 | 4 if at / 4 * 4 + 4 <= packet.len() => {
            let at = at / 4 * 4;
            packet[at..at + 4].copy_from_slice(&EDGES[dice.roll(EDGES.len())].to_be_bytes());
        }
        // Another procedure with these arguments.
        5 if packet.len() >= 12 => packet[8..12].copy_from_slice(&(dice.roll(480) as u32).to_be_bytes()),
        _ => {
            let end = (at + dice.roll(32)).min(packet.len());
            let part = packet[at..end].to_vec();
            packet.splice(at..at, part);
        }
    }
}

/// Changes some bytes, or some letters that mean something to either reader.
pub fn spoil_text(dice: &mut Dice, text: &mut Vec<u8>) {
    const WORDS: [&str; 12] =
        ["\n", "\"", "\\", "(", ")", ",", "NULL", "dom1", "99999999999999999999", "-1", "x\"00\"", "[[[["];
    if dice.roll(2) == 0 {
        return spoil(dice, text);
    }
    let at = dice.roll(text.len() + 1);
    text.splice(at..at, WORDS[dice.roll(WORDS.len())].bytes());
}

/// Gives a client's packets to a fresh house until it is thrown out, and holds what has to hold whatever it sends.
pub fn endure<'p>(packets: impl IntoIterator<Item = &'p [u8]>) {
    let mut house = House::new();
    let quiet = packet_of(OPEN);
    house.receive(BYSTANDER, &quiet);
    for packet in packets {
        let sent = house.receive(HOSTILE, packet);
        let answers = sent.iter().filter(|(to, answer)| *to == HOSTILE && kind(answer) == Some(1));
        for (i, (_, answer)) in answers.enumerate() {
            assert_eq!(i, 0, "more than one answer to {packet:02x?}");
            assert_eq!(answer[..12], packet[..12], "an answer of another procedure");
            assert_eq!(answer[16..20], packet[16..20], "an answer to another call");
            assert!(word(answer, 5) <= Some(1), "a status that answers do not have: {answer:02x?}");
        }
        assert!(
            sent.iter().all(|(to, _)| *to == HOSTILE || *to == BYSTANDER),
            "somebody unknown was sent something"
        );
        if !house.has(HOSTILE) {
            break;
        }
    }
    let told = house.receive(BYSTANDER, &packet_of(GET_TYPE));
    assert_eq!(told, [(BYSTANDER, packet_of(TYPE))], "the other client is not served as before");
}

fn word(packet: &[u8], index: usize) -> Option<u32> {
    packet.get(index * 4..index * 4 + 4).map(|word| u32::from_be_bytes(word.try_into().unwrap()))
}

fn kind(packet: &[u8]) -> Option<u32> {
    assert!(packet.len() >= HEADER_BYTES, "a packet without a whole header: {packet:02x?}");
    word(packet, 3)
}

fn packet_of(hex: &str) -> Vec<u8> {
    super::unhex(hex)
}
