//! How it starts, or why it does not.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixDatagram, UnixListener};
use std::path::Path;
use std::process::{Command, Stdio};

use virtlab_core::api::FunctionId;
use virtlab_core::ground::ErrorCode;

use crate::daemon::{Client, Daemon, Folder, OPEN, virtlab, xml};

/// What a daemon says that cannot be.
fn refused(args: &[&str]) -> String {
    let output = virtlab(args).output().unwrap();
    assert!(!output.status.success(), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let folder = Folder::new("refused");
    let socket = folder.socket();
    let at = socket.to_str().unwrap();
    std::fs::write(folder.0.join("file"), "x").unwrap();
    let file = folder.0.join("file");
    let file = file.to_str().unwrap();
    let state = folder.0.join("state");
    let state = state.to_str().unwrap();
    let _daemon = Daemon::start(&folder, &["--state", state]);
    let long = folder.0.join("x".repeat(100)).display().to_string();
    let scenario = folder.0.join("scenario.toml").display().to_string();
    std::fs::write(&scenario, "title = 'x'\n").unwrap();
    let nobody = "test+unix:///default?socket=/nonsense".to_owned();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap();
    for (args, says) in [
        (&["serve", "--tcp", "0.0.0.0:0"][..], "or say --insecure"),
        (&["serve", "--http", "[::]:0", "--tcp", "127.0.0.1:0"], "or say --insecure"),
        (&["serve", "--tcp", "example.com"], "an address of this machine is wanted"),
        (&["serve", "--tls", "127.0.0.1:0"], "--cert <FILE>"),
        (
            &["serve", "--tls", "127.0.0.1:0", "--cert", file, "--key", file, "--ca", file],
            "no certificate in it",
        ),
        (&["serve", "--unix", &long], "may have 103 bytes at most"),
        (&["serve", "--tcp", &taken.to_string()], "name another port, or 0 for any that is free"),
        (&["serve", "--unix", at], "in use by another daemon"),
        (&["serve", "--unix", file], "is no socket"),
        (&["serve", "--tcp", "127.0.0.1:0", "--state", state], "in use by another virtlab"),
        (&["serve", "--forget", "--state", state], "cannot be used with"),
        (&["serve", "--lab", file], "describes no lab"),
        (&["serve", "--max-clients", "0"], "between 1 and 16383"),
        (&["run", file], "no virtlab session"),
        (&["grade", "/nonsense"], "cannot read /nonsense"),
        (&["export", "scorm", "first-start", "--page", "/", "-o", file], "there is no page in /: "),
        (&["record", "nonsense", file], "nonsense names no libvirt: give a URI such as"),
        (&["record", "test:///default", "/nonsense"], "cannot read /nonsense"),
        (&["conform", "--uri", &nobody, &scenario], "Failed to connect socket to '/nonsense'"),
        (&["man", "nothing"], "there is no command `nothing`"),
    ] {
        let said = refused(args);
        assert!(said.contains(says), "{args:?}: {said}");
    }
}

#[test]
fn the_lab_that_is_printed_can_be_changed_and_served() {
    let folder = Folder::new("lab");
    let printed = virtlab(&["lab"]).output().unwrap();
    let text = String::from_utf8(printed.stdout).unwrap().replace("test:///default", "test:///other");
    let lab = folder.0.join("lab.json");
    std::fs::write(&lab, text).unwrap();
    let _daemon = Daemon::start(&folder, &["--lab", lab.to_str().unwrap()]);
    Client::open(&folder.socket(), "test:///other");
}

#[test]
fn a_socket_is_for_its_user_and_one_left_behind_is_replaced() {
    let folder = Folder::new("socket");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let read_only = folder.0.join("ro");
    Daemon::start(&folder, &["--unix-ro", read_only.to_str().unwrap()]).kill();
    assert!(folder.socket().exists(), "killed, it could not remove it");
    let mut daemon = Daemon::start(&folder, &["--unix-ro", read_only.to_str().unwrap()]);
    assert!(daemon.line().starts_with("listening on unix-ro"));
    assert_eq!((mode(&folder.socket()), mode(&read_only)), (0o600, 0o666));
    Client::open(&folder.socket(), "test:///default");
}

#[test]
fn a_daemon_leaves_the_socket_of_another_alone() {
    let folder = Folder::new("taken");
    let first = Daemon::start(&folder, &[]);
    std::fs::remove_file(folder.socket()).unwrap();
    let _second = Daemon::start(&folder, &[]);
    first.terminate();
    assert!(first.wait().success());
    Client::open(&folder.socket(), "test:///default");
}

#[test]
fn systemd_is_told_when_it_is_ready() {
    let folder = Folder::new("notify");
    let path = folder.0.join("notify");
    let systemd = UnixDatagram::bind(&path).unwrap();
    let socket = folder.socket();
    let mut command = virtlab(&["--log", "off", "serve", "--unix", socket.to_str().unwrap()]);
    let daemon = Daemon::of(command.env("NOTIFY_SOCKET", &path));
    let mut told = [0; 64];
    let length = systemd.recv(&mut told).unwrap();
    assert_eq!(&told[..length], b"READY=1");
    daemon.terminate();
    let length = systemd.recv(&mut told).unwrap();
    assert_eq!(&told[..length], b"STOPPING=1");
    assert!(daemon.wait().success());
}

#[test]
fn sockets_that_systemd_hands_over_are_what_their_names_say() {
    let folder = Folder::new("activation");
    let (socket, read_only) = (folder.socket(), folder.0.join("ro"));
    let handed = |path: &Path| Stdio::from(OwnedFd::from(UnixListener::bind(path).unwrap()));
    // A shell does what systemd does: the sockets from 3 on, and for which process they are.
    let mut systemd = Command::new("sh");
    let script = "exec 3<&0 4<&2 </dev/null 2>/dev/null; LISTEN_PID=$$ exec \"$0\" --log off serve";
    systemd
        .args(["-c", script, env!("CARGO_BIN_EXE_virtlab")])
        .stdin(handed(&read_only))
        .stderr(handed(&socket));
    systemd.env("LISTEN_FDS", "2").env("LISTEN_FDNAMES", "unix-ro:unix").env_remove("NOTIFY_SOCKET");
    // Whoever comes before it runs is served when it does.
    let mut early = Client::connect(&read_only);
    let mut daemon = Daemon::of(&mut systemd);
    assert_eq!(daemon.line(), format!("listening on unix {}\n", socket.display()));
    early.send(OPEN, |out| {
        out.optional(Some("test:///default"));
        out.uint(0);
    });
    early.answer().unwrap();
    let defined = early.call(FunctionId::DomainDefineXML, |out| out.string(&xml("early")));
    assert_eq!(defined.unwrap_err().code, ErrorCode::OperationDenied);
    let mut client = Client::open(&socket, "test:///default");
    client.call(FunctionId::DomainDefineXML, |out| out.string(&xml("new"))).unwrap();
    assert_eq!(early.domains(), 1);
    daemon.terminate();
    assert!(daemon.wait().success());
    assert!(socket.exists() && read_only.exists(), "they are systemd's");
}

#[test]
fn the_page_is_served_or_it_is_said_how_to_build_it() {
    let folder = Folder::new("http");
    let mut daemon = Daemon::start(&folder, &["--http", "127.0.0.1:0"]);
    let line = daemon.line();
    let address = line.trim_end().strip_prefix("listening on http ").unwrap();
    let mut browser = TcpStream::connect(address).unwrap();
    browser.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = String::new();
    browser.read_to_string(&mut answer).unwrap();
    let built = answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("<html");
    let missing = answer.starts_with("HTTP/1.1 503 ") && answer.contains("cargo xtask daemon");
    assert!(built || missing, "{answer}");
    assert!(answer.contains("\r\nContent-Security-Policy: default-src 'none'"), "{answer}");
}

#[test]
fn man_page_and_completions_come_from_the_definitions() {
    for (args, has) in [
        (&["man"][..], "virtlab\\-serve"),
        (&["man", "serve"], "\\-\\-unix\\-ro"),
        (&["completions", "bash"], "--keepalive-interval"),
        (&["completions", "fish"], "insecure"),
    ] {
        let output = virtlab(args).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && text.contains(has), "{args:?}: {text}");
    }
}
