//! The recorded packets of libvirt's clients, played at a peer: it answers what real libvirtd did.

use super::*;

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

/// Plays a recording, and gives what differs.
fn differences(recording: &str) -> Vec<String> {
    let mut daemon = Daemon::new();
    let mut sent: BTreeMap<(u32, bool), Vec<Vec<u8>>> = BTreeMap::new();
    let mut recorded = sent.clone();
    let is_event = |packet: &[u8]| packet[12..16] == MessageType::Message.number().to_be_bytes();
    for line in recording.lines() {
        let mark = line.find(['<', '>']).expect("a direction");
        let number: u32 = line[..mark].parse().expect("a connection");
        let packet = bytes(line[mark + 1..].trim());
        if &line[mark..=mark] == "<" {
            recorded.entry((number, is_event(&packet))).or_default().push(packet);
            continue;
        }
        for (number, packet) in daemon.receive(number, &packet) {
            sent.entry((number, is_event(&packet))).or_default().push(packet);
        }
    }
    let mut differences = Vec::new();
    for (key, recorded) in &recorded {
        let sent = sent.get(key).map(Vec::as_slice).unwrap_or_default();
        if sent.len() != recorded.len() {
            differences.push(format!("{key:?}: {} packets, {} recorded", sent.len(), recorded.len()));
        }
        for (sent, recorded) in sent.iter().zip(recorded).filter(|(sent, recorded)| sent != recorded) {
            differences.push(format!("{key:?}\n   sent {}\nlibvirt {}", told(sent), told(recorded)));
        }
    }
    differences
}

#[test]
fn recorded_clients_hear_what_libvirtd_said() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/recordings/packets");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("recordings").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    assert!(files.len() >= 7);
    let all: Vec<String> = files
        .iter()
        .flat_map(|file| {
            let text = std::fs::read_to_string(file).expect("a recording");
            differences(&text).into_iter().map(|what| format!("{}: {what}", file.file_stem().unwrap_or_default().display()))
        })
        .collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}
