//! `virtlab shell`: what it prints, what it answers with, over the built-in world and over a daemon.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;

use rustix::process::{Pid, Signal, kill_process};

fn virtlab(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_virtlab"));
    command
        .args(args)
        .env_remove("VIRSH_DEFAULT_CONNECT_URI")
        .env_remove("NOTIFY_SOCKET")
        .env_remove("LISTEN_FDS");
    command
}

/// What `virtlab shell ARGS` comes to with this on standard input.
fn shell(args: &[&str], input: &str) -> Output {
    let mut child = virtlab(&[&["shell"], args].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[track_caller]
fn gives(args: &[&str], input: &str, out: &str, err: &str, status: i32) {
    let output = shell(args, input);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!((text(&output.stdout), text(&output.stderr)), (out.to_owned(), err.to_owned()));
    assert_eq!(output.status.code(), Some(status));
}

const LIST: &str = " Id   Name   State\n----------------------\n 1    test   running\n\n";

#[test]
fn a_command_is_done_and_its_status_is_virsh_s() {
    gives(&["list", "--all"], "", LIST, "", 0);
    gives(&["domid test; domstate test"], "", "1\n\nrunning\n\n", "", 0);
    gives(&["domid", "nosuch"], "", "\n", "error: failed to get domain 'nosuch'\n", 1);
    gives(&["nonsense"], "", "", "error: unknown command: 'nonsense'\n", 1);
    gives(&["-q", "suspend", "test"], "", "", "", 0);
    let read_only = "error: Failed to suspend domain 'test'\nerror: operation forbidden: read only access prevents virDomainSuspend\n";
    gives(&["-r", "suspend", "test"], "", "\n", read_only, 1);
    let nowhere = "error: failed to connect to the hypervisor\nerror: Failed to open file '/nonsense': No such file or directory\n";
    gives(&["-c", "test:///nonsense", "list"], "", "", nowhere, 1);
}

// Nobody else does anything in the built-in world, so that its clock is moved on instead of waiting for the machine's.
#[test]
fn waiting_in_the_built_in_world_takes_no_time() {
    let for_ever = "error: nothing happens in this world while this shell waits, so that it would wait for ever: give --timeout\n";
    gives(&["event", "--all"], "", "\n", for_ever, 1);
    let timed_out = "event loop timed out\n\n";
    gives(&["await test --condition domain-inactive --timeout 100000"], "", timed_out, "", 2);
}

// The editor makes the description wrong. Nobody else may read what is kept of it.
#[test]
fn what_was_edited_and_refused_is_kept() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("edited");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let output = virtlab(&["shell", "edit", "test"])
        .env_remove("VISUAL")
        .env("EDITOR", "sed -i s/8388608/nonsense/")
        .env("TMPDIR", &folder)
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    let kept: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [file] = &kept[..] else { panic!("{kept:?}: {err}") };
    let told = format!("error: what was edited is kept in {}\nerror: Failed.\n", file.display());
    assert!(err.contains(&told), "{err}");
    assert!(std::fs::read_to_string(file).unwrap().contains("nonsense"));
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_script_is_read_from_standard_input() {
    let script = "# what follows\nsuspend test\ndomstate test\nnonsense\nquit\ndomid test\n";
    let out = "Domain 'test' suspended\n\npaused\n\n";
    gives(&[], script, out, "error: unknown command: 'nonsense'\n", 0);
}

#[test]
fn calls_are_told() {
    let calls = "call: virConnectOpenAuth(\"test:///default\", NULL, 0)\ncall: virDomainLookupByName(conn1, \"test\")\n\
                 call: virDomainGetID(dom1)\ncall: virDomainFree(dom1)\n";
    gives(&["-e", "domid", "test"], "", "1\n\n", calls, 0);
}

#[test]
fn whoever_reads_no_further_is_no_failure() {
    let scenarios = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/scenarios");
    for args in [&["lab"][..], &["man", "serve"], &["completions", "bash"], &["conform", "--tap", scenarios]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = virtlab(args).stdout(writer).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn a_session_that_is_run_is_printed_with_all_that_it_says() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("session.json");
    let text = r#"{"virtlab":1,"seed":1,"subject":"exercise first-start","answers":{"id":"2"},"calls":[]}"#;
    std::fs::write(&file, text).unwrap();
    let printed = virtlab(&["run", file.to_str().unwrap()]).output().unwrap().stdout;
    let printed: serde_json::Value = serde_json::from_slice(&printed).unwrap();
    assert_eq!(printed["subject"], "exercise first-start");
    assert_eq!(printed["answers"]["id"], "2");
}

/// A daemon on a socket of its own.
struct Daemon {
    child: Child,
    folder: PathBuf,
}

impl Daemon {
    fn start() -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("virtlab-shell-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { child: serve(&folder), folder }
    }

    fn end(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Begins again after its end.
    fn again(&mut self) {
        self.child = serve(&self.folder);
    }

    fn uri(&self) -> String {
        format!("test+unix:///default?socket={}", self.folder.join("socket").display())
    }
}

/// A daemon that listens in a folder.
fn serve(folder: &Path) -> Child {
    let socket = folder.join("socket");
    let serve = ["--log", "off", "serve", "--unix", socket.to_str().unwrap()];
    let mut child = virtlab(&serve).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("listening on unix"), "{line}");
    child
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn ctrl_c_ends_a_wait_and_not_the_shell() {
    let daemon = Daemon::start();
    let uri = daemon.uri();
    let waits = "event --event lifecycle --loop; domstate test";
    let mut child = virtlab(&["shell", "-c", &uri, waits]).stdout(Stdio::piped()).spawn().unwrap();
    let (told, lines) = mpsc::channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader =
        thread::spawn(move || out.lines().map_while(Result::ok).for_each(|line| told.send(line).unwrap()));
    // Others act until the shell has heard of it: then it waits.
    let acts = "suspend test; resume test";
    let heard = (0..1000).find_map(|_| {
        assert!(shell(&["-q", "-c", &uri, acts], "").status.success());
        lines.try_recv().ok()
    });
    assert!(heard.unwrap().starts_with("event 'lifecycle' for domain 'test': "));
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert!(child.wait().unwrap().success());
    reader.join().unwrap();
    let rest: Vec<String> = lines.iter().skip_while(|line| line.starts_with("event '")).collect();
    let [interrupted, received, end @ ..] = &rest[..] else { panic!("{rest:?}") };
    assert_eq!(interrupted, "event loop interrupted");
    assert!(received.starts_with("events received: "), "{received}");
    assert_eq!(end, ["", "running", ""]);
}

// As libvirt's virsh does, which tells the end when it comes.
#[test]
fn a_shell_connects_anew_when_its_daemon_is_gone_and_there_again() {
    let mut daemon = Daemon::start();
    let uri = daemon.uri();
    let shell = ["shell", "-c", &uri];
    let mut child =
        virtlab(&shell).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut input, mut out) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    // What comes of a command, which ends with an empty line.
    let mut says = |lines: usize| {
        writeln!(input, "domstate test").unwrap();
        let mut text = String::new();
        for _ in 0..lines {
            out.read_line(&mut text).unwrap();
        }
        text
    };
    assert_eq!(says(2), "running\n\n");
    daemon.end();
    assert_eq!((says(1), says(1)), ("\n".to_owned(), "\n".to_owned()));
    daemon.again();
    assert_eq!(says(2), "running\n\n");
    daemon.end();
    daemon.again();
    assert_eq!(says(2), "running\n\n");
    drop(input);
    let err = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    let nobody = format!("Failed to connect socket to '{}': ", daemon.folder.join("socket").display());
    let lines: Vec<String> = err.lines().map(|line| line.split(&nobody).next().unwrap().to_owned()).collect();
    let failed = ["error: Failed to reconnect to the hypervisor", "error: "];
    let lost = format!("error: Disconnected from {uri} due to end of file");
    let told =
        [&[lost.as_str()][..], &failed, &failed, &[&lost, "error: Reconnected to the hypervisor"]].concat();
    assert_eq!(lines, told, "{err}");
}

#[test]
fn a_daemon_is_talked_to() {
    let daemon = Daemon::start();
    let uri = daemon.uri();
    let document = daemon.folder.join("tiny.xml");
    let xml = "<domain type='test'><name>tiny</name><memory>1024</memory><os><type>hvm</type></os></domain>";
    std::fs::write(&document, xml).unwrap();
    let document = document.display().to_string();
    let defined = format!("Domain 'tiny' defined from {document}\n\n");
    gives(&["-c", &uri, "define", &document], "", &defined, "", 0);
    // The daemon keeps it: the next shell starts it.
    gives(&["-c", &uri, "start tiny; domid tiny"], "", "Domain 'tiny' started\n\n2\n\n", "", 0);
    let list = " Id   Name   State\n----------------------\n 1    test   running\n 2    tiny   running\n\n";
    gives(&["-c", &uri, "list"], "", list, "", 0);
    gives(
        &["-c", &uri],
        "destroy tiny\nundefine tiny\nlist --all --name\n",
        "Domain 'tiny' destroyed\n\nDomain 'tiny' has been undefined\n\ntest\n\n",
        "",
        0,
    );
}
