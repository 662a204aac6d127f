//! The recorded packets of libvirt's clients, played at a peer: it answers what real libvirtd did.

use super::*;
use crate::wire::{HEADER_BYTES, STATUS_CONTINUE};

/// What a packet says, for people and for comparing: the function, and the error or the answer.
fn told(packet: &[u8]) -> String {
    let mut bytes = Decoder::new(packet);
    let header = Header::decode(&mut bytes).expect("a header");
    let name = Procedure::of_number(header.procedure).map_or("?", |procedure| procedure.name);
    match (header.kind, header.status) {
        (MessageType::Reply, STATUS_ERROR) => format!("{name}: {:?}", decode_error(&mut bytes)),
        _ => format!("{name}: {}", bytes.rest().escape_ascii()),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).expect("hexadecimal");
    (0..hex.len()).step_by(2).map(digit).collect()
}

/// Plays a recording, and gives what differs on its first connections.
fn differences(recording: &str, connections: u32) -> Vec<String> {
    let mut daemon = Daemon::new();
    let mut sent: BTreeMap<(u32, bool), Vec<Vec<u8>>> = BTreeMap::new();
    let mut recorded = sent.clone();
    let is_event = |packet: &[u8]| packet[12..16] == MessageType::Message.number().to_be_bytes();
    for line in recording.lines() {
        let mark = line.find(['<', '>']).expect("a direction");
        let number: u32 = line[..mark].parse().expect("a connection");
        // Some data stands for what flowed.
        let packet = bytes(&line[mark + 1..].trim().replace('*', "00"));
        if &line[mark..=mark] == "<" {
            recorded.entry((number, is_event(&packet))).or_default().push(packet);
            continue;
        }
        for (number, packet) in daemon.receive(number, &packet) {
            sent.entry((number, is_event(&packet))).or_default().push(packet);
        }
    }
    let mut differences = Vec::new();
    for (key, recorded) in recorded.iter().filter(|(key, _)| key.0 <= connections) {
        let sent = sent.get(key).map(Vec::as_slice).unwrap_or_default();
        if sent.len() != recorded.len() {
            differences.push(format!("{key:?}: {} packets, {} recorded", sent.len(), recorded.len()));
        }
        for (sent, recorded) in sent.iter().zip(recorded).filter(|(sent, recorded)| !alike(sent, recorded)) {
            differences.push(format!("{key:?}\n   sent {}\nlibvirt {}", told(sent), told(recorded)));
        }
    }
    differences
}

/// The recordings that come out alike; of the last, only the first connection: libvirtd numbers callbacks of all clients
/// together, the world those of each.
const PLAYED: [(&str, u32); 5] =
    [("connection", 99), ("errors", 99), ("life", 99), ("screen", 99), ("events", 1)];

/// Whether two packets say the same, but for what differs from run to run and what is not built.
fn alike(sent: &[u8], recorded: &[u8]) -> bool {
    let Ok(header) = Header::decode(&mut Decoder::new(sent)) else { return false };
    let Some(procedure) = Procedure::of_number(header.procedure) else { return false };
    let sorted = |packet: &[u8]| {
        let mut bytes = packet.to_vec();
        bytes.sort_unstable();
        bytes
    };
    if header.kind == MessageType::Stream && header.status == STATUS_CONTINUE {
        return sent[..HEADER_BYTES] == recorded[..HEADER_BYTES]
            && (sent.len() > HEADER_BYTES) == (recorded.len() > HEADER_BYTES);
    }
    match procedure.name {
        // The world's clock stands still.
        "DOMAIN_GET_INFO" => sent[..sent.len() - 8] == recorded[..recorded.len() - 8],
        // libvirt's order is that of a hash table with a random seed.
        "CONNECT_LIST_ALL_DOMAINS" => sorted(sent) == sorted(recorded),
        _ => sent == recorded || (procedure.call.is_none() && told(sent).contains("code: NoSupport")),
    }
}

#[test]
fn recorded_clients_hear_what_libvirtd_said() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/recordings/packets");
    let mut all = Vec::new();
    for (name, connections) in PLAYED {
        let text = std::fs::read_to_string(format!("{folder}/{name}.txt")).expect("a recording");
        all.extend(differences(&text, connections).into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
