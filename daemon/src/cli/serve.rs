//! `virtlab serve`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args as ClapArgs, ValueEnum};
use virtlab_core::host::Lab;

use crate::serve::{Address, Keepalive, Options, TlsFiles};
use crate::worlds::{Clock, Settings};

/// Let libvirt's own clients connect to simulated hosts
///
/// Clients connect as to libvirtd: virsh -c 'test+unix:///default?socket=PATH', test+tcp://127.0.0.1/default,
/// qemu+tls://HOST/system. All of them share one world, which outlives them; test:///default?world=NAME is another
/// one, test:///default?world= one of the connection's own, and test:///PATH.xml one made from a node file in the format of
/// libvirt's test driver.
///
/// Where it listens is printed to standard output, a line for each socket. Without any of --unix, --unix-ro, --tcp and
/// --tls, and with no socket of systemd's, it listens on virtlab/virtlab.sock in the user's runtime directory.
/// SIGTERM lets calls in flight be answered and then ends it; a second one ends it at once.
#[derive(ClapArgs, Debug)]
pub(super) struct Args {
    /// Listen on a socket of this machine
    #[arg(long, value_name = "PATH", help_heading = "Where to listen")]
    unix: Option<PathBuf>,
    /// Listen on a socket whose clients may only look
    #[arg(long, value_name = "PATH", help_heading = "Where to listen")]
    unix_ro: Option<PathBuf>,
    /// Listen for plain TCP (port 16509 unless another is said)
    #[arg(long, value_name = "ADDR[:PORT]", help_heading = "Where to listen")]
    tcp: Vec<Address>,
    /// Listen for TLS with client certificates (port 16514 unless another is said)
    #[arg(long, value_name = "ADDR[:PORT]", requires_all = ["cert", "key", "ca"], help_heading = "Where to listen")]
    tls: Vec<Address>,
    /// The daemon's certificate, in PEM
    #[arg(long, value_name = "FILE", requires_all = ["key", "ca"], help_heading = "Where to listen")]
    cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM
    #[arg(long, value_name = "FILE", requires = "cert", help_heading = "Where to listen")]
    key: Option<PathBuf>,
    /// The authority that clients' certificates must be from, in PEM
    #[arg(long, value_name = "FILE", requires = "cert", help_heading = "Where to listen")]
    ca: Option<PathBuf>,
    /// Serve the page to browsers (port 8080 unless another is said)
    #[arg(long, value_name = "ADDR[:PORT]", help_heading = "Where to listen")]
    http: Vec<Address>,
    /// Listen without TLS on addresses that other machines reach
    #[arg(long, help_heading = "Where to listen")]
    insecure: bool,

    /// Begin with the hosts of a lab, described in JSON as `virtlab lab` prints one
    #[arg(long, value_name = "FILE", help_heading = "Worlds")]
    lab: Option<PathBuf>,
    /// The seed of UUIDs, MAC addresses and everything else that libvirt draws by lot
    #[arg(long, value_name = "NUMBER", default_value_t = 1, help_heading = "Worlds")]
    seed: u64,
    /// What the virtual clock follows
    #[arg(long, value_enum, value_name = "CLOCK", default_value = "real", help_heading = "Worlds")]
    clock: ClockArg,
    /// Forget everything when the last connection to a host is closed, as libvirtd's test driver does
    #[arg(long, conflicts_with = "state", help_heading = "Worlds")]
    forget: bool,
    /// Keep worlds in a directory: every call is in its journal before it is answered
    #[arg(long, value_name = "DIR", help_heading = "Worlds")]
    state: Option<PathBuf>,
    /// Calls in a journal before an image of the world takes its place
    #[arg(long, value_name = "CALLS", requires = "state", hide = true)]
    image_every: Option<usize>,

    /// Connections at once; the next ones wait until one is closed
    #[arg(long, value_name = "NUMBER", default_value_t = 15_000, value_parser = clients, help_heading = "Limits")]
    max_clients: usize,
    /// Seconds after which a silent client is asked for a sign of life; 0 asks nobody
    #[arg(long, value_name = "SECONDS", default_value_t = 5, help_heading = "Limits")]
    keepalive_interval: u32,
    /// Questions that may stay unanswered before a client is taken for dead
    #[arg(long, value_name = "NUMBER", default_value_t = 5, help_heading = "Limits")]
    keepalive_count: u32,
}

/// What the virtual clock follows.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ClockArg {
    /// The wall clock
    Real,
    /// Only virtlabClockAdvance
    Manual,
}

/// A world holds 16,384 clients, and the daemon is one.
fn clients(text: &str) -> Result<usize, String> {
    let number = text.parse().map_err(|_| "a number is wanted".to_owned())?;
    if (1..16_384).contains(&number) { Ok(number) } else { Err("it must be between 1 and 16383".to_owned()) }
}

impl Args {
    pub fn run(self) -> Result<ExitCode, String> {
        let options = self.options()?;
        crate::serve::run(options).map_err(|error| error.to_string())?;
        Ok(ExitCode::SUCCESS)
    }

    fn options(self) -> Result<Options, String> {
        let lab = self.lab.map(|file| read_lab(&file)).transpose()?;
        let tls_files = match (self.cert, self.key, self.ca) {
            (Some(cert), Some(key), Some(ca)) => Some(TlsFiles { cert, key, ca }),
            _ => None,
        };
        let interval = Duration::from_secs(self.keepalive_interval.into());
        let keepalive = Keepalive { interval, count: self.keepalive_count };
        let clock = match self.clock {
            ClockArg::Real => Clock::Real,
            ClockArg::Manual => Clock::Manual,
        };
        Ok(Options {
            unix: self.unix,
            unix_ro: self.unix_ro,
            tcp: self.tcp,
            tls: self.tls,
            tls_files,
            http: self.http,
            insecure: self.insecure,
            clients_max: self.max_clients,
            keepalive: (!interval.is_zero()).then_some(keepalive),
            worlds: Settings {
                lab,
                seed: self.seed,
                clock,
                forget: self.forget,
                state: self.state,
                image_every: self.image_every,
            },
        })
    }
}

fn read_lab(file: &std::path::Path) -> Result<Lab, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("cannot read {}: {e}", file.display()))?;
    Lab::from_json(&text).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
        format!("{} describes no lab:{}", file.display(), faults.concat())
    })
}
