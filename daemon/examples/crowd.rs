//! Crowds of clients at a daemon's socket, virtlab's or libvirt's: how fast they are served together, and what one more that
//! only holds its connection costs. `cargo xtask bench --rpc` runs it at both.
//!
//! `crowd SOCKET PID CLIENTS IDLE`, PID being the daemon's: each line is a name, a number and its unit.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use virtlab_core::api::FunctionId;
use virtlab_rpc::wire::{
    Decoder, Encoder, Header, LENGTH_BYTES, Procedure, STATUS_OK, XdrError, decode_error, frame_rest,
};

/// `REMOTE_PROC_CONNECT_OPEN`, and `REMOTE_PROC_AUTH_LIST`, which is a client's first call.
const OPEN: i32 = 1;
const AUTH_LIST: i32 = 66;
/// How often every client goes through a domain's life.
const CYCLES: usize = 10;
/// Calls that are timed while others are idle, and how long at most.
const CALLS: usize = 5000;
const TIMED_MAX: Duration = Duration::from_secs(5);

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [socket, pid, clients, idle] = args.as_slice() else {
        return Err("crowd SOCKET PID CLIENTS IDLE".into());
    };
    let files = getrlimit(Resource::Nofile).maximum;
    setrlimit(Resource::Nofile, Rlimit { current: files, maximum: files })?;
    let (clients, idle) = (clients.parse()?, idle.parse()?);
    // First those who wait: what memory they take is told by how it grows, and it is not given back.
    if idle > 0 {
        waiting(socket, pid, idle)?;
    }
    if clients > 0 {
        busy(socket, clients)?;
    }
    println!("{:<28} {:>10.1} MiB", "resident after all that", resident_kib(pid)? as f64 / 1024.0);
    Ok(())
}

/// All clients at once go through a domain's life: everybody asks before anybody reads an answer.
fn busy(socket: &str, count: usize) -> Outcome {
    let mut clients = crowd(socket, count)?;
    let began = Instant::now();
    for _ in 0..CYCLES {
        for (n, client) in clients.iter_mut().enumerate() {
            client.send_to(FunctionId::DomainDefineXML, |out| out.string(&xml(n)))?;
        }
        let domains = clients.iter_mut().map(Client::answer).collect::<Outcome<Vec<_>>>()?;
        for function in [
            FunctionId::DomainCreate,
            FunctionId::DomainSuspend,
            FunctionId::DomainResume,
            FunctionId::DomainDestroy,
            FunctionId::DomainUndefine,
        ] {
            for (client, domain) in clients.iter_mut().zip(&domains) {
                client.send_to(function, |out| out.raw(domain))?;
            }
            for client in &mut clients {
                client.answer()?;
            }
        }
    }
    rate("life cycle, all at once", CYCLES * count, began);
    Ok(())
}

/// One client calls while others only hold their connections.
fn waiting(socket: &str, pid: &str, count: usize) -> Outcome {
    let mut one = Client::open(socket)?;
    let domain = one.call(FunctionId::DomainDefineXML, |out| out.string(&xml(0)))?;
    let mut calls = |name| -> Outcome {
        let (began, mut made) = (Instant::now(), 0);
        while made < CALLS && began.elapsed() < TIMED_MAX {
            one.call(FunctionId::DomainGetState, |out| {
                out.raw(&domain);
                out.uint(0);
            })?;
            made += 1;
        }
        rate(name, made, began);
        Ok(())
    };
    calls("getState, nobody else there")?;
    let before = resident_kib(pid)?;
    let began = Instant::now();
    let _idle = crowd(socket, count)?;
    rate("connections opened", count, began);
    let grown = resident_kib(pid)?.saturating_sub(before);
    println!("{:<28} {:>10.2} KiB", "resident, an idle client", grown as f64 / count as f64);
    calls("getState, the others idle")?;
    one.call(FunctionId::DomainUndefine, |out| out.raw(&domain))?;
    Ok(())
}

fn crowd(socket: &str, count: usize) -> Outcome<Vec<Client>> {
    (0..count).map(|_| Client::open(socket)).collect()
}

fn rate(name: &str, count: usize, since: Instant) {
    println!("{name:<28} {:>10.0} /s", count as f64 / since.elapsed().as_secs_f64());
}

/// What of a process is in memory.
fn resident_kib(pid: &str) -> Outcome<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

fn xml(n: usize) -> String {
    format!(
        "<domain type='test'><name>crowd{n}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os>\
         <devices><disk type='file' device='disk'><source file='/var/lib/crowd{n}.img'/><target dev='vda'/></disk>\
         <interface type='network'><source network='default'/></interface></devices></domain>"
    )
}

/// A client that has opened test:///default.
struct Client {
    stream: UnixStream,
    serial: u32,
}

impl Client {
    fn open(socket: &str) -> Outcome<Self> {
        let mut client = Self { stream: UnixStream::connect(socket)?, serial: 0 };
        client.send(AUTH_LIST, |_| ())?;
        client.answer()?;
        client.send(OPEN, |out| {
            out.optional(Some("test:///default"));
            out.uint(0);
        })?;
        client.answer()?;
        Ok(client)
    }

    fn send(&mut self, procedure: i32, args: impl FnOnce(&mut Encoder)) -> Outcome {
        self.serial += 1;
        let packet = Header::call(procedure, self.serial).packet(|out| {
            args(out);
            Ok::<_, XdrError>(())
        });
        Ok(self.stream.write_all(&packet.map_err(|error| error.to_string())?)?)
    }

    fn send_to(&mut self, function: FunctionId, args: impl FnOnce(&mut Encoder)) -> Outcome {
        self.send(Procedure::of_function(function).ok_or("no procedure")?.number, args)
    }

    /// The payload of the next answer.
    fn answer(&mut self) -> Outcome<Vec<u8>> {
        let mut length = [0; LENGTH_BYTES];
        self.stream.read_exact(&mut length)?;
        let mut packet = vec![0; frame_rest(length).map_err(|error| error.to_string())?];
        self.stream.read_exact(&mut packet)?;
        let mut bytes = Decoder::new(&packet);
        let header = Header::decode(&mut bytes)?;
        if header.status != STATUS_OK {
            let error =
                decode_error(&mut bytes).map_err(|error| format!("an error that cannot be read: {error}"))?;
            return Err(error.message.as_ref().into());
        }
        Ok(bytes.rest().to_vec())
    }

    fn call(&mut self, function: FunctionId, args: impl FnOnce(&mut Encoder)) -> Outcome<Vec<u8>> {
        self.send_to(function, args)?;
        self.answer()
    }
}
