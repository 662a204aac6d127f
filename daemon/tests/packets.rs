//! The recorded packets of libvirt's clients, played at a peer: it answers what real libvirtd did.

mod common;

use std::collections::BTreeMap;

use common::{House, Recorded, recordings};
use virtlab_rpc::wire::{
    Decoder, HEADER_BYTES, Header, MessageType, Procedure, STATUS_CONTINUE, STATUS_ERROR, STATUS_OK,
    decode_error,
};

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

/// What differs from one daemon to the next, as libvirtd had it and as the world has it.
#[derive(Default)]
struct Drawn {
    /// What is drawn at random: bytes, and the same in text.
    random: Vec<[Vec<u8>; 2]>,
    /// Numbers of callbacks, by connection and libvirtd's number: libvirtd counts those of all clients together, the world
    /// those of each.
    callbacks: BTreeMap<(u32, [u8; 4]), [u8; 4]>,
}

/// Where in a packet its payload begins with the number of a callback, by what the packet is.
fn callback(packet: &[u8]) -> Option<&[u8; 4]> {
    let header = Header::decode(&mut Decoder::new(packet)).ok()?;
    let name = Procedure::of_number(header.procedure)?.name;
    let has = match header.kind {
        MessageType::Message => name.contains("EVENT"),
        MessageType::Call => name.contains("EVENT") && name.contains("DEREGISTER_ANY"),
        MessageType::Reply => {
            name.contains("EVENT") && name.contains("_REGISTER_ANY") && header.status == STATUS_OK
        }
        _ => false,
    };
    packet.get(HEADER_BYTES..)?.first_chunk().filter(|_| has)
}

impl Drawn {
    /// Learns the UUID of something new, or the number of a callback, from the two answers.
    fn learn(&mut self, connection: u32, recorded: &[u8], sent: &[u8]) {
        if let [Some(theirs), Some(ours)] = [recorded, sent].map(callback) {
            self.callbacks.insert((connection, *theirs), *ours);
        }
        let [Some((one, theirs)), Some((other, ours))] = [recorded, sent].map(made) else { return };
        if one == other && theirs != ours {
            let text = |uuid: [u8; 16]| uuid::Uuid::from_bytes(uuid).to_string().into_bytes();
            self.random.push([theirs.to_vec(), ours.to_vec()]);
            self.random.push([text(theirs), text(ours)]);
        }
    }

    /// A recorded packet as it would be with what the world has.
    fn ours(&self, connection: u32, packet: &[u8]) -> Vec<u8> {
        let number = callback(packet).and_then(|theirs| self.callbacks.get(&(connection, *theirs)));
        let mut packet = packet.to_vec();
        if let Some(number) = number {
            packet[HEADER_BYTES..HEADER_BYTES + number.len()].copy_from_slice(number);
        }
        for [theirs, ours] in &self.random {
            while let Some(at) = packet.windows(theirs.len()).position(|bytes| bytes == theirs) {
                packet[at..at + ours.len()].copy_from_slice(ours);
            }
        }
        packet
    }
}

/// The name and the UUID of what an answer says was made.
fn made(packet: &[u8]) -> Option<(String, [u8; 16])> {
    let mut bytes = Decoder::new(packet);
    let header = Header::decode(&mut bytes).ok()?;
    let procedure = Procedure::of_number(header.procedure)?.name;
    let makes = procedure.contains("DEFINE_XML") || procedure.contains("CREATE_XML");
    if !makes || header.kind != MessageType::Reply || header.status == STATUS_ERROR {
        return None;
    }
    let name = bytes.string().ok()?;
    Some((name, bytes.rest().get(..16)?.try_into().ok()?))
}

fn serial(packet: &[u8]) -> u32 {
    Header::decode(&mut Decoder::new(packet)).expect("a header").serial
}

/// Plays a recording, and gives what differs.
fn differences(recording: &[Recorded]) -> Vec<String> {
    let mut house = House::new();
    let mut drawn = Drawn::default();
    let mut sent: BTreeMap<(u32, bool), Vec<Vec<u8>>> = BTreeMap::new();
    let mut recorded = sent.clone();
    let is_event = |packet: &[u8]| packet[12..16] == MessageType::Message.number().to_be_bytes();
    for line in recording {
        if !line.from_client {
            let packet = line.packet.clone();
            recorded.entry((line.connection, is_event(&packet))).or_default().push(packet);
            continue;
        }
        for (number, packet) in house.receive(line.connection, &drawn.ours(line.connection, &line.packet)) {
            let answers = |other: &&Recorded| {
                !other.from_client && other.connection == number && serial(&other.packet) == serial(&packet)
            };
            if let Some(answer) = recording.iter().find(answers) {
                drawn.learn(number, &answer.packet, &packet);
            }
            sent.entry((number, is_event(&packet))).or_default().push(packet);
        }
    }
    for ((connection, _), packets) in &mut recorded {
        packets.iter_mut().for_each(|packet| *packet = drawn.ours(*connection, packet));
    }
    let mut differences = Vec::new();
    for (key, recorded) in &recorded {
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
        name if name.starts_with("CONNECT_LIST_") => sorted(sent) == sorted(recorded),
        _ => sent == recorded || (procedure.call.is_none() && told(sent).contains("code: NoSupport")),
    }
}

#[test]
fn recorded_clients_hear_what_libvirtd_said() {
    let mut all = Vec::new();
    for (name, recording) in recordings() {
        let found = differences(&recording);
        all.extend(found.into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
