//! Connections and the test driver's host, against what real libvirt answered: recordings/host/.

use serde::Deserialize;
use serde_json::{Value, json};
use virtlab_core::connection::{Auth, AuthMethod, CredentialKind, authenticate, requests, resolve};
use virtlab_core::ground::VirError;
use virtlab_core::host::{self, Account, DomainKind, HostConfig, Lab};

type Answer = Result<Value, Box<VirError>>;

/// What a recorded line says came of it.
#[derive(Deserialize)]
struct Recorded {
    ok: Option<Value>,
    error: Option<Box<VirError>>,
}

impl Recorded {
    fn answer(line: &Value) -> Answer {
        let recorded: Self = serde_json::from_value(line.clone()).expect("a recorded answer");
        match recorded.error {
            Some(error) => Err(error),
            None => Ok(recorded.ok.unwrap_or(Value::Null)),
        }
    }
}

fn lines(recording: &str) -> Vec<Value> {
    recording.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Fails with every line that is answered otherwise than recorded, and how.
fn compare(lines: &[Value], answer: impl Fn(&Value) -> Answer) {
    let mut wrong = Vec::new();
    for line in lines {
        let (recorded, ours) = (Recorded::answer(line), answer(line));
        if recorded != ours {
            wrong.push(format!("{line}\n  libvirt: {recorded:?}\n  here:    {ours:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

/// Where the recordings were made: one machine with the QEMU and test drivers.
fn recorded_lab() -> Lab {
    let mut lab = Lab::builtin();
    lab.hosts.retain(|host| host.hostname == lab.local_hostname);
    lab
}

fn test_host() -> HostConfig {
    Lab::builtin().host(&"test".into()).expect("test:///default").clone()
}

#[test]
fn uris_reach_what_they_reach_in_libvirt() {
    let lab = recorded_lab();
    compare(&lines(include_str!("recordings/host/uris.jsonl")), |line| {
        let flags = line["flags"].as_u64().expect("flags") as u32;
        let found = resolve(line["name"].as_str(), flags, &lab)?;
        let host = lab.host(&found.host).expect("a host of the lab");
        Ok(json!({
            "uri": &*found.uri,
            "type": host.driver().type_name(),
            "encrypted": u8::from(found.encrypted),
            "secure": u8::from(found.secure),
        }))
    });
}

/// The node with accounts that the recorder wrote.
fn node_with_accounts() -> HostConfig {
    let account = |user: &str, password: Option<&str>| Account {
        user: user.into(),
        password: password.map(Into::into),
    };
    HostConfig {
        accounts: vec![account("astrochicken", Some("123456")), account("root", None)],
        ..test_host()
    }
}

fn credential_kind(number: &Value) -> CredentialKind {
    let number = number.as_i64().expect("a number");
    CredentialKind::ALL
        .into_iter()
        .find(|kind| i64::from(kind.number()) == number)
        .expect("a kind of credential")
}

fn recorded_auth(line: &Value) -> Option<Auth> {
    let kinds = line["kinds"].as_array()?.iter().map(credential_kind).collect();
    let answer = |pair: &Value| (credential_kind(&pair[0]), pair[1].as_str().expect("an answer").into());
    let answers = line["answers"].as_array().map(|answers| answers.iter().map(answer).collect());
    Some(Auth { kinds, answers })
}

#[test]
fn the_test_driver_asks_for_its_accounts() {
    let node = node_with_accounts();
    let recorded = lines(include_str!("recordings/host/auth.jsonl"));
    compare(&recorded, |line| {
        authenticate(&node, AuthMethod::TestDriver, recorded_auth(line).as_ref()).map(|()| json!(0))
    });
    for line in &recorded {
        let asked = line["asked"].as_array().expect("questions");
        let auth = recorded_auth(line).unwrap_or_default();
        let ours = requests(&node, AuthMethod::TestDriver, &auth).into_iter().map(|request| {
            let (kind, prompt) = (request.kind.number(), request.prompt);
            json!({ "kind": kind, "prompt": prompt, "challenge": request.challenge })
        });
        // Where libvirt gave up early it did not ask all.
        assert_eq!(ours.take(asked.len()).collect::<Vec<_>>(), *asked, "{line}");
    }
}

#[test]
fn the_host_of_the_test_driver_tells_what_libvirt_s_tells() {
    let test = test_host();
    compare(&lines(include_str!("recordings/host/node.jsonl")), |line| ask(&test, line));
}

fn ask(host: &HostConfig, line: &Value) -> Answer {
    let argument = |index: usize| &line["arguments"][index];
    let text = |index: usize| argument(index).as_str();
    let int = |index: usize| argument(index).as_i64().expect("a number") as i32;
    match line["call"].as_str().expect("a call") {
        "virConnectGetCapabilities" => Ok(json!(host::capabilities(host))),
        "virConnectGetSysinfo" => Ok(json!(host::sysinfo(host)?)),
        "virNodeGetSecurityModel" => Ok(json!(host::security_model(host))),
        "virNodeGetFreeMemory" => Ok(json!(host::free_memory(host, &[]))),
        "virNodeGetInfo" => {
            let info = host::node_info(host);
            // The Python binding tells MiB.
            let memory_mib = info.memory_kib / 1024;
            Ok(json!([
                info.model,
                memory_mib,
                info.cpus,
                info.mhz,
                info.nodes,
                info.sockets,
                info.cores,
                info.threads
            ]))
        }
        "virConnectGetMaxVcpus" => Ok(json!(host::max_vcpus(host, text(0))?)),
        "virConnectGetCPUModelNames" => Ok(json!(host::cpu_model_names(host, text(0).expect("a word"))?)),
        "virConnectGetDomainCapabilities" => {
            let kind = DomainKind { emulator: text(0), arch: text(1), machine: text(2), virt_type: text(3) };
            Ok(json!(host::domain_capabilities(host, kind)?))
        }
        "virNodeGetCellsFreeMemory" => Ok(json!(host::cells_free_memory(host, &[], int(0), int(1))?)),
        "virNodeGetFreePages" => {
            let sizes: Vec<u32> = serde_json::from_value(argument(0).clone()).expect("sizes");
            Ok(json!(host::free_pages(host, &[], &sizes, int(1), int(2) as u32)?))
        }
        "virNodeGetCPUStats" => stats(host::cpu_stats(host, 0, 0, int(0), room(argument(1)))),
        "virNodeGetMemoryStats" => stats(host::memory_stats(host, &[], int(0), room(argument(1)), 0)),
        "virNodeGetCPUMap" => {
            let found = host::cpu_map(host)?;
            Ok(json!([found.cpus, found.map, found.online]))
        }
        other => panic!("{other} is recorded and not asked here"),
    }
}

fn room(value: &Value) -> Option<usize> {
    value.as_u64().map(|room| room as usize)
}

fn stats(answer: Result<host::Stats, Box<VirError>>) -> Answer {
    answer.map(|stats| json!([stats.count, stats.values]))
}
