//! Sockets to listen on: made here, or handed over by systemd.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt as _, FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use tokio::net::{TcpListener, UnixListener};

use super::ServeError;

/// What clients of a listener speak.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// libvirt's RPC, by a socket of this machine.
    Unix,
    /// The same, to look only.
    UnixReadOnly,
    /// libvirt's RPC over plain TCP.
    Tcp,
    /// libvirt's RPC within TLS.
    Tls,
    /// The page.
    Http,
}

impl Kind {
    /// As the options, the lines on standard output and systemd's `FileDescriptorName=` have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unix => "unix",
            Self::UnixReadOnly => "unix-ro",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Http => "http",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Unix, Self::UnixReadOnly, Self::Tcp, Self::Tls, Self::Http]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

pub(super) enum Socket {
    Unix(UnixListener),
    Tcp(TcpListener),
}

/// A socket that is listened on.
pub(super) struct Listener {
    pub kind: Kind,
    pub socket: Socket,
    /// Where, for a person to read.
    pub place: String,
    /// The file to remove at the end: one of ours.
    file: Option<OwnFile>,
}

/// A socket's file: its path, and which file it is, in case another takes its place.
struct OwnFile {
    path: PathBuf,
    is: (u64, u64),
}

/// What tells one file from another.
fn identity(path: &Path) -> io::Result<(u64, u64)> {
    fs::symlink_metadata(path).map(|about| (about.dev(), about.ino()))
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Somebody may have removed it already, and another daemon may listen there by now.
        if let Some(OwnFile { path, is }) = &self.file
            && identity(path).is_ok_and(|there| there == *is)
        {
            let _ = fs::remove_file(path);
        }
    }
}

/// What is behind the name of a socket that is being made.
const UNFINISHED: &str = ".new";

/// Bytes of a socket's path: what `sockaddr_un` has room for, with the end of the text and [`UNFINISHED`].
pub(super) const PATH_BYTES_MAX: usize = 108 - 1 - UNFINISHED.len();

/// Listens at a path. Its folder is made if it is not there, for its user alone; the socket is for its user alone, or for
/// everybody if it is to look only.
pub(super) fn unix(kind: Kind, path: &Path) -> Result<Listener, ServeError> {
    if path.as_os_str().len() > PATH_BYTES_MAX {
        return Err(ServeError::LongPath(path.to_owned()));
    }
    let failed = |what: &'static str| {
        move |source: io::Error| ServeError::Socket { what, place: path.display().to_string(), source }
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed("make the folder of"))?;
    }
    match fs::symlink_metadata(path) {
        Ok(about) if !about.file_type().is_socket() => return Err(ServeError::NoSocket(path.to_owned())),
        Ok(_) if UnixStream::connect(path).is_ok() => return Err(ServeError::InUse(path.to_owned())),
        _ => {}
    }
    // Under another name first: whoever can connect by the real one finds it with its mode, and a socket that a daemon
    // left behind is replaced in one step.
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(UNFINISHED);
    let unfinished = PathBuf::from(unfinished);
    let _ = fs::remove_file(&unfinished);
    let socket = UnixListener::bind(&unfinished).map_err(failed("listen on"))?;
    let mode = if kind == Kind::UnixReadOnly { 0o666 } else { 0o600 };
    let named = fs::set_permissions(&unfinished, Permissions::from_mode(mode))
        .map_err(failed("set the mode of"))
        .and_then(|()| fs::rename(&unfinished, path).map_err(failed("name")));
    if let Err(error) = named {
        let _ = fs::remove_file(&unfinished);
        return Err(error);
    }
    let is = identity(path).map_err(failed("look at"))?;
    let (place, file) = (path.display().to_string(), OwnFile { path: path.to_owned(), is });
    Ok(Listener { kind, socket: Socket::Unix(socket), place, file: Some(file) })
}

/// Listens at an address.
pub(super) async fn tcp(kind: Kind, address: SocketAddr) -> Result<Listener, ServeError> {
    let failed = |source| ServeError::Socket { what: "listen on", place: address.to_string(), source };
    let socket = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::PortInUse(address),
        _ => failed(error),
    })?;
    let place = socket.local_addr().map_err(failed)?.to_string();
    Ok(Listener { kind, socket: Socket::Tcp(socket), place, file: None })
}

/// The sockets that systemd hands over, by their names or else by what they are.
///
/// To be called before there are other threads: it takes the variables out of the environment.
pub(super) fn handed_over() -> Handed {
    let names = std::env::var("LISTEN_FDNAMES").unwrap_or_default();
    let names: Vec<String> = names.split(':').map(str::to_owned).collect();
    Handed { names, sockets: listenfd::ListenFd::from_env() }
}

/// What systemd handed over.
pub(super) struct Handed {
    names: Vec<String>,
    sockets: listenfd::ListenFd,
}

impl Handed {
    /// Makes listeners of them; to be called within the runtime.
    pub fn listeners(mut self) -> Result<Vec<Listener>, ServeError> {
        (0..self.sockets.len()).map(|index| self.listener(index)).collect()
    }

    fn listener(&mut self, index: usize) -> Result<Listener, ServeError> {
        let named = self.names.get(index).and_then(|name| Kind::from_name(name));
        let failed = |source| ServeError::Socket {
            what: "take over systemd's socket",
            place: self.names.get(index).cloned().unwrap_or_default(),
            source,
        };
        if let Ok(Some(socket)) = self.sockets.take_unix_listener(index) {
            let kind = named.unwrap_or(Kind::Unix);
            let address = socket.local_addr().map_err(failed)?;
            let place = address.as_pathname().map_or("(unnamed)".into(), |path| path.display().to_string());
            socket.set_nonblocking(true).map_err(failed)?;
            let socket = Socket::Unix(UnixListener::from_std(socket).map_err(failed)?);
            return Ok(Listener { kind, socket, place, file: None });
        }
        let missing = || io::Error::other("it is no stream socket of the kinds unix and inet");
        let socket = self.sockets.take_tcp_listener(index).and_then(|socket| socket.ok_or_else(missing));
        let socket = socket.map_err(failed)?;
        let place = socket.local_addr().map_err(failed)?.to_string();
        socket.set_nonblocking(true).map_err(failed)?;
        let socket = Socket::Tcp(TcpListener::from_std(socket).map_err(failed)?);
        Ok(Listener { kind: named.unwrap_or(Kind::Tcp), socket, place, file: None })
    }
}
