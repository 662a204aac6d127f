//! Getting to a daemon: by a UNIX socket, by TCP, by TLS.

use std::io::{ErrorKind, IoSlice, Read as _};
use std::mem::MaybeUninit;
use std::net::TcpStream;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustix::io::Errno;
use rustix::net::{RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, recv, sendmsg};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use virtlab_core::connection::{Route, Transport};
use virtlab_core::ground::{ErrorCode, ErrorDomain, Result, VirError};

use super::link::{Pipe, system};

/// How long an answer may take. Calls of a hypervisor can take minutes.
const ANSWER_MAX: Duration = Duration::from_secs(300);

/// Connects by the way that a URI says.
///
/// # Errors
/// What libvirt's client reports, as nearly as the reason is known.
pub(super) fn connect(route: &Route, read_only: bool) -> Result<Box<dyn Pipe>> {
    let server = route.server.as_deref().unwrap_or("localhost");
    match route.transport {
        Transport::Unix => unix(&socket_path(route, read_only)),
        Transport::Tcp => Ok(Box::new(tcp(server, route.port)?)),
        Transport::Tls => tls(route, server),
        other => {
            let message = format!("the transport {} is not one that virtlab has", other.name());
            Err(VirError::new(ErrorDomain::Remote, ErrorCode::NoSupport, message))
        }
    }
}

/// The socket of a daemon of this machine: the one of the driver's own daemon if it is there, libvirtd's otherwise.
fn socket_path(route: &Route, read_only: bool) -> PathBuf {
    if let Some(path) = &route.socket {
        return PathBuf::from(&**path);
    }
    let end = if read_only { "sock-ro" } else { "sock" };
    let session = route.daemon_uri.ends_with("/session") && !rustix::process::geteuid().is_root();
    let folder = match std::env::var_os("XDG_RUNTIME_DIR").filter(|_| session) {
        // A user's own daemon has no socket for looking only.
        Some(folder) => PathBuf::from(folder).join("libvirt"),
        None => PathBuf::from("/var/run/libvirt"),
    };
    let end = if session { "sock" } else { end };
    let direct = folder.join(format!("virt{}d-{end}", route.driver.as_deref().unwrap_or_default()));
    if direct.exists() { direct } else { folder.join(format!("libvirt-{end}")) }
}

fn unix(path: &Path) -> Result<Box<dyn Pipe>> {
    let what = format!("Failed to connect socket to '{}'", path.display());
    let stream = UnixStream::connect(path).map_err(|error| system(&what, &error))?;
    stream.set_read_timeout(Some(ANSWER_MAX)).map_err(|error| system(&what, &error))?;
    Ok(Box::new(stream))
}

impl Pipe for UnixStream {
    /// The files that a client of libvirt can name are those that every program begins with.
    fn takes_file(&self, file: i32) -> Result<()> {
        const EBADF: i32 = 9;
        if (0..=2).contains(&file) {
            return Ok(());
        }
        let what = format!("Cannot duplicate FD {file}");
        Err(VirError::system(ErrorDomain::Rpc, EBADF, &what, "Bad file descriptor"))
    }

    fn send_file(&mut self, file: i32) -> Result<()> {
        let (input, output, errors) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
        let of_process = match file {
            0 => input.as_fd(),
            1 => output.as_fd(),
            2 => errors.as_fd(),
            _ => return self.takes_file(file),
        };
        let files = [of_process];
        let mut room = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut beside = SendAncillaryBuffer::new(&mut room);
        beside.push(SendAncillaryMessage::ScmRights(&files));
        let bytes = [IoSlice::new(&[0])];
        let sent = sendmsg(&*self, &bytes, &mut beside, SendFlags::empty());
        sent.map(drop).map_err(|error| system("Cannot send file descriptor", &error.into()))
    }

    fn has_ended(&self) -> bool {
        has_ended(self)
    }
}

impl Pipe for TcpStream {
    fn has_ended(&self) -> bool {
        has_ended(self)
    }
}

impl Pipe for StreamOwned<ClientConnection, TcpStream> {
    fn has_ended(&self) -> bool {
        has_ended(&self.sock)
    }
}

/// Looks at what is to be read next, without a wait: the end, or that the other end broke it off.
fn has_ended(socket: &impl AsFd) -> bool {
    let mut next = [0; 1];
    match recv(socket, &mut next, RecvFlags::PEEK | RecvFlags::DONTWAIT) {
        Ok((_, length)) => length == 0,
        Err(error) => error != Errno::AGAIN && error != Errno::INTR,
    }
}

fn tcp(server: &str, port: u32) -> Result<TcpStream> {
    let what = format!("unable to connect to server at '{server}:{port}'");
    let failed = |error: std::io::Error| system(&what, &error);
    let port = u16::try_from(port).map_err(|_| VirError::internal(ErrorDomain::Rpc, what.clone()))?;
    let stream = TcpStream::connect((server, port)).map_err(failed)?;
    stream.set_nodelay(true).map_err(failed)?;
    stream.set_read_timeout(Some(ANSWER_MAX)).map_err(failed)?;
    Ok(stream)
}

fn tls(route: &Route, server: &str) -> Result<Box<dyn Pipe>> {
    if route.no_verify {
        let message = "virtlab always looks at the server's certificate: no_verify cannot be had";
        return Err(VirError::new(ErrorDomain::Remote, ErrorCode::NoSupport, message));
    }
    let refused = |why: String| VirError::new(ErrorDomain::Rpc, ErrorCode::SystemError, why);
    let name = ServerName::try_from(server.to_owned()).map_err(|error| refused(error.to_string()))?;
    let config = tls_config(route).map_err(refused)?;
    let client = ClientConnection::new(Arc::new(config), name).map_err(|error| refused(error.to_string()))?;
    let mut stream = StreamOwned::new(client, tcp(server, route.port)?);
    // The daemon says once that it has accepted the certificate, before any packet.
    let mut accepted = [0];
    stream
        .read_exact(&mut accepted)
        .map_err(|error| refused(format!("Unable to read TLS confirmation: {error}")))?;
    match accepted {
        [1] => Ok(Box::new(stream)),
        _ => Err(refused("server verification (of our certificate or IP address) failed".into())),
    }
}

fn tls_config(route: &Route) -> std::result::Result<ClientConfig, String> {
    let [ca, cert, key] = match route.pki.as_deref() {
        Some(folder) => ["cacert.pem", "clientcert.pem", "clientkey.pem"].map(|f| Path::new(folder).join(f)),
        None => ["CA/cacert.pem", "libvirt/clientcert.pem", "libvirt/private/clientkey.pem"]
            .map(|f| Path::new("/etc/pki").join(f)),
    };
    let mut roots = RootCertStore::empty();
    for certificate in certificates("CA certificate", &ca)? {
        roots.add(certificate).map_err(|error| format!("{}: {error}", ca.display()))?;
    }
    let own = certificates("Certificate", &cert)?;
    let private = PrivateKeyDer::from_pem_file(&key).map_err(|error| unusable("Key", &key, &error))?;
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_client_auth_cert(own, private)
        .map_err(|error| format!("{}: {error}", cert.display()))
}

fn certificates(what: &str, path: &Path) -> std::result::Result<Vec<CertificateDer<'static>>, String> {
    let fault = |error| unusable(what, path, &error);
    let all = CertificateDer::pem_file_iter(path).map_err(fault)?;
    let all: Vec<_> = all.collect::<std::result::Result<_, _>>().map_err(fault)?;
    if all.is_empty() { Err(fault(pem::Error::NoItemsFound)) } else { Ok(all) }
}

/// What is wrong with a file, as libvirt has it where it is not there.
fn unusable(what: &str, path: &Path, error: &pem::Error) -> String {
    let path = path.display();
    match error {
        pem::Error::Io(error) if error.kind() == ErrorKind::NotFound => {
            format!("{what} '{path}' does not exist: No such file or directory")
        }
        pem::Error::Io(error) => format!("{what} '{path}' cannot be read: {error}"),
        pem::Error::NoItemsFound => format!("{what} '{path}' is not what is in that file"),
        other => format!("{what} '{path}' cannot be read: {other}"),
    }
}
