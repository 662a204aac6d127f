//! Every procedure by its number, as tests/record/procedures.py called it at real libvirtd: the same is answered.

use super::*;

/// What the first argument is, by the word in a recording's name.
fn object(name: &str) -> Vec<u8> {
    let mut out = Encoder::default();
    let (text, uuid, id) = match name {
        _ if name.contains("-domain-") => ("test", 0x6695_eb01_f6a4_8304_79aa_97f2_502e_193f_u128, Some(1)),
        _ if name.contains("-network-") => ("default", 0xdd8f_e884_6c02_601e_7551_cca9_7df1_c5df, None),
        _ => return Vec::new(),
    };
    out.string(text);
    out.fixed(&uuid.to_be_bytes());
    id.into_iter().for_each(|id| out.int(id));
    out.into_bytes()
}

/// The arguments of a recording's calls.
fn arguments(name: &str) -> Vec<u8> {
    let filler: u32 = match name.rsplit('-').next() {
        Some("ones") => u32::MAX,
        Some("large") => i32::MAX as u32,
        _ => 0,
    };
    let words = if name == "short" { 0 } else { 64 };
    let filler = std::iter::repeat_n(filler.to_be_bytes(), words);
    object(name).into_iter().chain(filler.flatten()).collect()
}

fn escaped(bytes: &[u8]) -> String {
    format!("ok \"{}\"", bytes.escape_ascii())
}

/// An answer as the recordings have it.
fn told(answer: Result<Vec<u8>, VirError>) -> String {
    let e = match answer {
        Ok(payload) => return escaped(&payload),
        Err(error) => error,
    };
    let text = |text: &Option<Box<str>>| text.as_ref().map_or("null".into(), |text| json(text));
    let message = Some(e.message.clone()).filter(|message| !message.is_empty());
    let texts = [text(&message), text(&e.str1), text(&e.str2), text(&e.str3)];
    let [message, str1, str2, str3] = texts;
    let (code, domain, level) = (e.code.number(), e.domain.number(), e.level as i32);
    format!("error [{code}, {domain}, {message}, {level}, {str1}, {str2}, {str3}, {}, {}]", e.int1, e.int2)
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("text")
}

/// What the peer of a fresh daemon answers, in the circumstances that a recording's name tells.
fn answer(name: &str, template: &World, header: Header, arguments: &[u8]) -> Result<Vec<u8>, VirError> {
    let mut daemon = Daemon::new();
    *daemon.world.borrow_mut() = template.clone();
    daemon.read_only_socket = name.starts_with("read-only");
    if name != "unopened" {
        assert_eq!(daemon.call("CONNECT_OPEN", &open("test:///default", 0)), Ok(Vec::new()));
    }
    daemon.packet(header, arguments)
}

/// Whether an answer is right though it is another one.
fn excused(name: &str, header: Header, recorded: &str, answered: &str) -> bool {
    let Some(procedure) = Procedure::of_number(header.procedure).filter(|_| header.program == REMOTE_PROGRAM)
    else {
        return false;
    };
    match procedure.name {
        // CPU time goes by the clock. The escaped bytes of a number are of different lengths.
        "DOMAIN_GET_INFO" => return answered[..90] == recorded[..90],
        // libvirtd says again what went wrong before in one of its threads.
        "AUTH_POLKIT" => return recorded.starts_with("error [") && answered.starts_with("error ["),
        // libvirtd finds no driver for no URI at all, and a lab has one.
        "CONNECT_OPEN" => return name == "unopened",
        _ => {}
    }
    // What is not built says so, or that it is refused to who only looks, before it looks at arguments.
    let (not_built, refused) = ("error [3, ", "read only access prevents");
    let undecoded = recorded.contains("Unable to decode message payload");
    let earlier = undecoded || recorded.starts_with("error [8, ");
    procedure.call.is_none()
        && name != "unopened"
        && (earlier || !recorded.contains(refused))
        && (answered.starts_with(not_built) || (earlier && answered.contains(refused)))
}

#[test]
fn every_procedure_answers_as_libvirtd_did() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/recordings/procedures");
    let template = World::builtin(1);
    let mut differences = Vec::new();
    for entry in std::fs::read_dir(folder).expect("recordings") {
        let path = entry.expect("a recording").path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
        let arguments = arguments(&name);
        for line in std::fs::read_to_string(&path).expect("a recording").lines() {
            let mut words = line.splitn(3, ' ');
            let mut word = || words.next().expect("three words");
            let program = u32::from_str_radix(word(), 16).expect("a program");
            let header = Header { program, ..Header::call(word().parse().expect("a number"), 1) };
            let recorded = word();
            let answered = told(answer(&name, &template, header, &arguments));
            if answered != recorded && !excused(&name, header, recorded, &answered) {
                let procedure = Procedure::of_number(header.procedure).map_or("?", |p| p.name);
                differences.push(format!("{name} {procedure}\n   sent {answered}\nlibvirt {recorded}"));
            }
        }
    }
    differences.sort();
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}
