//! A running `virtlab serve`, and a client of it that speaks packets.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use virtlab_core::api::FunctionId;
use virtlab_core::ground::VirError;
use virtlab_rpc::wire::{
    Decoder, Encoder, Header, LENGTH_BYTES, Procedure, STATUS_OK, XdrError, decode_error, frame_rest,
};

/// `REMOTE_PROC_CONNECT_OPEN`.
pub const OPEN: i32 = 1;

/// A folder of one test's own, gone with it.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("virtlab-{}-{test}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn socket(&self) -> PathBuf {
        self.0.join("socket")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The command, with nothing of this machine's environment that it looks at.
pub fn virtlab(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_virtlab"));
    command.args(args).stdin(Stdio::null()).env_remove("NOTIFY_SOCKET").env_remove("LISTEN_FDS");
    command
}

/// A daemon; killed when it is dropped.
pub struct Daemon {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Daemon {
    /// Starts one that listens on the folder's socket, and waits until it does.
    pub fn start(folder: &Folder, args: &[&str]) -> Self {
        let socket = folder.socket();
        let all = [&["--log", "off", "serve", "--unix", socket.to_str().unwrap()], args].concat();
        Self::of(&mut virtlab(&all))
    }

    /// Starts one as the command says, and waits for its first listener.
    pub fn of(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut daemon = Self { child, stdout };
        assert!(daemon.line().starts_with("listening on unix"));
        daemon
    }

    /// The next line of its standard output.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn terminate(&self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
    }

    pub fn wait(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client.
pub struct Client {
    pub stream: UnixStream,
    serial: u32,
}

impl Client {
    pub fn connect(socket: &Path) -> Self {
        Self { stream: UnixStream::connect(socket).unwrap(), serial: 0 }
    }

    /// One that has opened a URI.
    pub fn open(socket: &Path, uri: &str) -> Self {
        let mut client = Self::connect(socket);
        client.send(OPEN, |out| {
            out.optional(Some(uri));
            out.uint(0);
        });
        client.answer().unwrap();
        client
    }

    pub fn send(&mut self, procedure: i32, args: impl FnOnce(&mut Encoder)) {
        self.serial += 1;
        let packet = Header::call(procedure, self.serial).packet(|out| {
            args(out);
            Ok::<_, XdrError>(())
        });
        self.stream.write_all(&packet.unwrap()).unwrap();
    }

    /// The next packet, without its length.
    pub fn packet(&mut self) -> io::Result<Vec<u8>> {
        let mut length = [0; LENGTH_BYTES];
        self.stream.read_exact(&mut length)?;
        let mut packet = vec![0; frame_rest(length).unwrap()];
        self.stream.read_exact(&mut packet)?;
        Ok(packet)
    }

    /// The next answer's payload.
    pub fn answer(&mut self) -> Result<Vec<u8>, VirError> {
        let packet = self.packet().unwrap();
        let mut bytes = Decoder::new(&packet);
        let header = Header::decode(&mut bytes).unwrap();
        if header.status == STATUS_OK {
            Ok(bytes.rest().to_vec())
        } else {
            Err(decode_error(&mut bytes).unwrap())
        }
    }

    pub fn send_to(&mut self, function: FunctionId, args: impl FnOnce(&mut Encoder)) {
        self.send(Procedure::of_function(function).unwrap().number, args);
    }

    pub fn call(
        &mut self,
        function: FunctionId,
        args: impl FnOnce(&mut Encoder),
    ) -> Result<Vec<u8>, VirError> {
        self.send_to(function, args);
        self.answer()
    }

    pub fn domains(&mut self) -> i32 {
        number(&self.call(FunctionId::ConnectNumOfDefinedDomains, |_| ()).unwrap())
    }
}

/// The number that an answer begins with.
pub fn number(payload: &[u8]) -> i32 {
    Decoder::new(payload).int().unwrap()
}

/// A domain's description.
pub fn xml(name: &str) -> String {
    format!("<domain type='test'><name>{name}</name><memory>1024</memory><os><type>hvm</type></os></domain>")
}
