//! `cargo xtask clients`: libvirt's own clients, as the distribution has them, at the daemon over each transport.
//!
//! virsh and libvirt-python do what tests/recordings/clients/ has, recorded at real libvirtd; every answer has to be the
//! same. tests/record/clients.py plays them.

use crate::daemon::{self, Daemon, Profile, Scratch};
use crate::setup::{self, Need};
use crate::sh::{self, Result, cmd};
use crate::tools::libvirt_python;

const SCRIPT: &str = "tests/record/clients.py";
const RECORDINGS: &str = "tests/recordings/clients";

/// Plays every recording over Unix sockets, TCP and TLS.
pub fn run(_: &[String]) -> Result {
    setup::ensure(&[Need::Clients])?;
    let python = libvirt_python()?;
    let folder = Scratch::new("clients")?;
    let keys = folder.file("pki")?;
    std::fs::create_dir(&keys).map_err(|e| format!("cannot make {keys}: {e}"))?;
    sh::run(cmd(&python).args([SCRIPT, "pki", &keys]))?;
    let (unix, unix_ro) = (folder.file("socket")?, folder.file("read-only")?);
    let key = |name: &str| format!("{keys}/{name}.pem");
    let local = "127.0.0.1:0";
    let mut args = vec!["--forget", "--unix", &unix, "--unix-ro", &unix_ro, "--tcp", local, "--tls", local];
    let (cert, private, ca) = (key("servercert"), key("serverkey"), key("cacert"));
    args.extend(["--cert", &cert, "--key", &private, "--ca", &ca]);
    let daemon = Daemon::start(&daemon::build(Profile::Dev)?, &args)?;
    let port = |kind| daemon.at(kind).map(|at| at.rsplit(':').next().unwrap_or_default().to_owned());
    let tls = format!("test+tls://localhost:{}/default?pkipath={keys}", port("tls")?);
    let mut play = cmd(&python);
    play.args([SCRIPT, "play", RECORDINGS]);
    play.arg(format!("unix=test+unix:///default?socket={unix}"));
    play.arg(format!("unix-ro=test+unix:///default?socket={unix_ro}"));
    play.arg(format!("tcp=test+tcp://127.0.0.1:{}/default", port("tcp")?));
    play.arg(format!("tls={tls}")).arg(format!("tls-stranger={tls}/stranger"));
    sh::run(&mut play)
}
