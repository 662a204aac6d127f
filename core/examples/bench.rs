//! Times the engine: the same calls, in the same order, with the same lines printed as the C program that times real
//! libvirt (`cargo xtask bench` runs both). Every call goes through `World::perform`, as all faces do.
//!
//! Usage: `bench POPULATION CYCLES`

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "it times the core from outside, and ends with a status"
)]

use std::hint::black_box;
use std::time::Instant;

use virtlab_core::api::{Call, FunctionId, Handle, HandleKind, Value};
use virtlab_core::world::{ClientId, World};

const CLIENT: ClientId = ClientId(0);

fn xml(name: &str) -> Value {
    Value::from(format!(
        "<domain type='test'><name>{name}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os>\
         <devices><disk type='file' device='disk'><source file='/var/lib/{name}.img'/><target dev='vda'/></disk>\
         <interface type='network'><source network='default'/></interface></devices></domain>"
    ))
}

/// A world and one client of it.
struct Bench(World);

impl Bench {
    fn call<const N: usize>(&mut self, function: FunctionId, args: [Value; N]) -> Value {
        let outcome = self.0.perform(CLIENT, &Call { function, args: args.into() });
        if let Some(error) = outcome.error {
            eprintln!("{}: {}", function.c_name(), error.message);
            std::process::exit(1);
        }
        outcome.ret
    }

    /// A call whose answer is behind pointers.
    fn ask(&mut self, function: FunctionId, args: Vec<Value>) -> Vec<(&'static str, Value)> {
        self.0.perform(CLIENT, &Call { function, args }).out
    }
}

/// Prints a line: how often a second.
fn rate(label: &str, count: u32, run: impl FnOnce()) {
    let start = Instant::now();
    run();
    println!("{label:<28} {:>10.0} /s", f64::from(count) / start.elapsed().as_secs_f64());
}

fn main() {
    let number = |index| std::env::args().nth(index).and_then(|arg| arg.parse::<u32>().ok());
    let (population, cycles) = (number(1).unwrap_or(10_000), number(2).unwrap_or(10_000));
    let mut b = Bench(World::builtin(1));
    let conn = b.call(FunctionId::ConnectOpen, [Value::text("test:///default")]);
    populate(&mut b, &conn, population);
    life_cycle(&mut b, &conn, cycles);
    let dom = b.call(FunctionId::DomainDefineXML, [conn.clone(), xml("cyc")]);
    b.call(FunctionId::DomainCreate, [dom.clone()]);
    look(&mut b, &conn, &dom, cycles);
    lists(&mut b, &conn, if population >= 1000 { 20 } else { 200 });
    if let Some(kib) = resident_kib() {
        println!("{:<28} {:>10.2} KiB", "resident, a defined domain", kib / f64::from(population.max(1)));
    }
}

fn populate(b: &mut Bench, conn: &Value, population: u32) {
    let run = |b: &mut Bench| {
        for i in 0..population {
            let dom = b.call(FunctionId::DomainDefineXML, [conn.clone(), xml(&format!("p{i}"))]);
            b.call(FunctionId::DomainFree, [dom]);
        }
    };
    if population > 0 {
        rate("define (populate)", population, || run(b));
    }
}

fn life_cycle(b: &mut Bench, conn: &Value, cycles: u32) {
    rate("lifecycle cycle (6 calls)", cycles, || {
        for _ in 0..cycles {
            let dom = b.call(FunctionId::DomainDefineXML, [conn.clone(), xml("cyc")]);
            b.call(FunctionId::DomainCreate, [dom.clone()]);
            b.call(FunctionId::DomainSuspend, [dom.clone()]);
            b.call(FunctionId::DomainResume, [dom.clone()]);
            b.call(FunctionId::DomainDestroy, [dom.clone()]);
            b.call(FunctionId::DomainUndefine, [dom.clone()]);
            b.call(FunctionId::DomainFree, [dom]);
        }
    });
}

fn look(b: &mut Bench, conn: &Value, dom: &Value, cycles: u32) {
    rate("lookupByName", cycles, || {
        for _ in 0..cycles {
            let found = b.call(FunctionId::DomainLookupByName, [conn.clone(), Value::text("cyc")]);
            b.call(FunctionId::DomainFree, [found]);
        }
    });
    rate("suspend+resume (2 calls)", cycles, || {
        for _ in 0..cycles {
            b.call(FunctionId::DomainSuspend, [dom.clone()]);
            b.call(FunctionId::DomainResume, [dom.clone()]);
        }
    });
    rate("getState", cycles, || {
        for _ in 0..cycles {
            black_box(b.ask(FunctionId::DomainGetState, vec![dom.clone()]));
        }
    });
    rate("getXMLDesc", cycles, || {
        for _ in 0..cycles {
            black_box(b.call(FunctionId::DomainGetXMLDesc, [dom.clone(), Value::Int(0)]));
        }
    });
}

fn lists(b: &mut Bench, conn: &Value, lists: u32) {
    rate("listAllDomains", lists, || {
        for _ in 0..lists {
            let out = b.ask(FunctionId::ConnectListAllDomains, vec![conn.clone()]);
            let Some((_, Value::List(domains))) = out.into_iter().next() else { continue };
            for dom in domains {
                b.call(FunctionId::DomainFree, [dom]);
            }
        }
    });
    rate("getCapabilities", 200, || {
        for _ in 0..200 {
            let handle = Handle { kind: HandleKind::Connect, number: 1 };
            let call = Call { function: FunctionId::ConnectGetCapabilities, args: vec![handle.into()] };
            black_box(b.0.perform(CLIENT, &call));
        }
    });
}

/// Memory of this process, where the system tells.
fn resident_kib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
