//! `virtlab serve`: listens, lets clients in, and ends when it is told to.

mod address;
mod connection;
mod http;
mod listen;
mod notify;
mod reply;
mod site;
mod tls;

use std::io::{self, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpStream;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tracing::{debug, info, warn};

use crate::peer::Transport;
use crate::worlds::{Settings, Worlds, WorldsError};
use connection::{Common, Way};
use listen::{Handed, Kind, Listener, PATH_BYTES_MAX, Socket};

pub use address::{Address, HTTP_PORT, TCP_PORT, TLS_PORT, default_socket};
pub use connection::Keepalive;
pub use tls::TlsFiles;

/// The files of the page that is inside this program: their paths, and what they hold, compressed by gzip. None if it was built
/// without the page.
pub fn page_files() -> Vec<(String, Vec<u8>)> {
    site::all()
}

/// How long clients have at the end to take the answers that they wait for.
const DRAIN_MAX: Duration = Duration::from_secs(10);
/// How long to wait after a connection could not be accepted, which mostly means that the process has no file left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What a daemon is told.
#[derive(Debug)]
pub struct Options {
    /// Socket for clients that may do anything.
    pub unix: Option<PathBuf>,
    /// Socket for clients that may only look.
    pub unix_ro: Option<PathBuf>,
    /// Addresses for plain TCP.
    pub tcp: Vec<Address>,
    /// Addresses for TLS.
    pub tls: Vec<Address>,
    /// What TLS needs.
    pub tls_files: Option<TlsFiles>,
    /// Addresses at which the page is served.
    pub http: Vec<Address>,
    /// Whether addresses of other machines may be listened on without TLS.
    pub insecure: bool,
    /// Connections at once; the next ones wait.
    pub clients_max: usize,
    /// Questions for signs of life.
    pub keepalive: Option<Keepalive>,
    /// What worlds begin with.
    pub worlds: Settings,
}

/// Why a daemon cannot be.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Others could listen in.
    #[error(
        "{0} is reached from other machines, and nothing protects it: use --tls, or a loopback address, or say \
         --insecure if the network is trusted"
    )]
    Insecure(SocketAddr),
    /// A daemon is there already.
    #[error("{} is in use by another daemon: end that one, or name another socket with --unix", .0.display())]
    InUse(PathBuf),
    /// Something else is there.
    #[error("{} is there and is no socket: name another one", .0.display())]
    NoSocket(PathBuf),
    /// More than the system has room for.
    #[error("a socket's path may have {PATH_BYTES_MAX} bytes at most, and {} has {}: name a shorter one", .0.display(), .0.as_os_str().len())]
    LongPath(PathBuf),
    /// An address that somebody listens at.
    #[error("{0} is in use by another program: name another port, or 0 for any that is free")]
    PortInUse(SocketAddr),
    /// A socket that cannot be.
    #[error("cannot {what} {place}: {source}")]
    Socket {
        /// What was tried.
        what: &'static str,
        /// With which one.
        place: String,
        /// What came of it.
        source: io::Error,
    },
    /// TLS without its files.
    #[error(
        "TLS needs a certificate, its key and the authority of clients' certificates: --cert, --key and --ca"
    )]
    NoTlsFiles,
    /// A file that TLS needs.
    #[error("cannot use {} for TLS: {why}", path.display())]
    Tls {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// No usual place for a socket.
    #[error("{0}")]
    NoDefault(String),
    /// The worlds.
    #[error(transparent)]
    Worlds(#[from] WorldsError),
    /// The system.
    #[error("cannot {0}: {1}")]
    System(&'static str, io::Error),
}

/// Runs a daemon until it is told to end.
///
/// # Errors
/// Why it cannot be; once it listens it does not fail.
pub fn run(options: Options) -> Result<(), ServeError> {
    let handed = listen::handed_over();
    raise_file_limit();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| ServeError::System("start threads", e))?;
    let result = runtime.block_on(serve(options, handed));
    // Who did not take an answer within the time for it is not waited for.
    runtime.shutdown_background();
    result
}

async fn serve(mut options: Options, handed: Handed) -> Result<(), ServeError> {
    let handler = |kind| signal(kind).map_err(|e| ServeError::System("listen to signals", e));
    let mut signals = [handler(SignalKind::terminate())?, handler(SignalKind::interrupt())?];
    let worlds = Arc::new(Worlds::new(std::mem::take(&mut options.worlds))?);
    let listeners = listeners(&options, handed).await?;
    let acceptor = match &options.tls_files {
        Some(files) => Some(tls::acceptor(files)?),
        None => None,
    };
    if acceptor.is_none() && listeners.iter().any(|listener| listener.kind == Kind::Tls) {
        return Err(ServeError::NoTlsFiles);
    }
    announce(&listeners);
    let (drain, draining) = watch::channel(false);
    let permits = Arc::new(Semaphore::new(options.clients_max));
    let common = Arc::new(Common { worlds, keepalive: options.keepalive, drain: draining });
    let mut letting_in = JoinSet::new();
    for listener in listeners {
        let let_in = LetIn { common: common.clone(), permits: permits.clone(), acceptor: acceptor.clone() };
        letting_in.spawn(let_in.all(listener));
    }
    notify::notify("READY=1");
    either(&mut signals).await;
    info!("ending: calls in flight are answered");
    notify::notify("STOPPING=1");
    let _ = drain.send(true);
    // At once: the files of the sockets are gone then.
    while letting_in.join_next().await.is_some() {}
    tokio::select! {
        () = drained(&permits, options.clients_max) => {}
        () = either(&mut signals) => warn!("told to end once more: ending at once"),
    }
    Ok(())
}

/// The next of two signals.
async fn either([one, other]: &mut [Signal; 2]) {
    tokio::select! {
        _ = one.recv() => {}
        _ = other.recv() => {}
    }
}

async fn drained(permits: &Semaphore, clients_max: usize) {
    let all = u32::try_from(clients_max).unwrap_or(u32::MAX);
    if timeout(DRAIN_MAX, permits.acquire_many(all)).await.is_err() {
        let left = clients_max - permits.available_permits();
        warn!("{left} clients do not take their answers: not waiting for them");
    }
}

async fn listeners(options: &Options, handed: Handed) -> Result<Vec<Listener>, ServeError> {
    let mut listeners = handed.listeners()?;
    for (kind, path) in [(Kind::Unix, &options.unix), (Kind::UnixReadOnly, &options.unix_ro)] {
        if let Some(path) = path {
            listeners.push(listen::unix(kind, path)?);
        }
    }
    let places = [
        (Kind::Tcp, &options.tcp, TCP_PORT),
        (Kind::Tls, &options.tls, TLS_PORT),
        (Kind::Http, &options.http, HTTP_PORT),
    ];
    for (kind, addresses, usual) in places {
        for address in addresses {
            listeners.push(listen::tcp(kind, address.with_port(usual)).await?);
        }
    }
    if !listeners.iter().any(|listener| listener.kind != Kind::Http) {
        let path = default_socket().map_err(ServeError::NoDefault)?;
        listeners.push(listen::unix(Kind::Unix, &path)?);
    }
    for listener in &listeners {
        let Socket::Tcp(socket) = &listener.socket else { continue };
        let place = socket.local_addr().map_err(|e| ServeError::System("tell an address", e))?;
        if listener.kind != Kind::Tls && !options.insecure && !is_loopback(place.ip()) {
            return Err(ServeError::Insecure(place));
        }
    }
    Ok(listeners)
}

fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

/// Says on standard output where clients are let in, a line each: the port is known only now if it was left to the system.
fn announce(listeners: &[Listener]) {
    let mut out = io::stdout().lock();
    for listener in listeners {
        // Nobody has to listen to it.
        let _ = writeln!(out, "listening on {} {}", listener.kind.name(), listener.place);
        if listener.kind == Kind::Http && !site::is_built() {
            warn!("{}", site::NOT_BUILT.trim_end());
        }
    }
    let _ = out.flush();
}

/// What it takes to let clients in.
struct LetIn {
    common: Arc<Common>,
    permits: Arc<Semaphore>,
    acceptor: Option<TlsAcceptor>,
}

enum Came {
    Unix(tokio::net::UnixStream),
    Tcp(TcpStream, SocketAddr),
}

impl LetIn {
    /// Lets everybody in who comes to a listener, until the daemon is to end.
    async fn all(self, listener: Listener) {
        let mut drain = self.common.drain.clone();
        tokio::select! {
            () = connection::told_to_end(&mut drain) => {}
            () = self.each(&listener) => {}
        }
    }

    async fn each(&self, listener: &Listener) {
        loop {
            match accept(&listener.socket).await {
                Ok(came) => {
                    // Beyond the limit clients wait: the first at the door, the others outside, as with libvirtd. Only who
                    // is there counts, and so a listener to which nobody comes takes no place from another.
                    let Ok(permit) = self.permits.clone().acquire_owned().await else { return };
                    self.one(listener.kind, came, permit);
                }
                Err(error) => {
                    warn!("cannot let a client in at {}: {error}", listener.place);
                    sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    fn one(&self, kind: Kind, came: Came, permit: OwnedSemaphorePermit) {
        let common = self.common.clone();
        match came {
            Came::Unix(stream) => {
                let way = Way { transport: Transport::Unix, read_only: kind == Kind::UnixReadOnly };
                tokio::spawn(async move {
                    connection::serve(stream, way, common).await;
                    drop(permit);
                });
            }
            Came::Tcp(stream, from) => {
                // Answers are small and waited for.
                let _ = stream.set_nodelay(true);
                let acceptor = self.acceptor.clone();
                tokio::spawn(async move {
                    match (kind, acceptor) {
                        (Kind::Http, _) => http::serve(stream).await,
                        (Kind::Tls, Some(acceptor)) => match tls::accept(&acceptor, stream).await {
                            Ok(stream) => {
                                let way = Way { transport: Transport::Tls, read_only: false };
                                connection::serve(stream, way, common).await;
                            }
                            Err(why) => warn!("{from} was not let in by TLS: {why}"),
                        },
                        _ => {
                            let way = Way { transport: Transport::Tcp, read_only: false };
                            connection::serve(stream, way, common).await;
                        }
                    }
                    drop(permit);
                });
            }
        }
    }
}

async fn accept(socket: &Socket) -> io::Result<Came> {
    match socket {
        Socket::Unix(socket) => socket.accept().await.map(|(stream, _)| Came::Unix(stream)),
        Socket::Tcp(socket) => socket.accept().await.map(|(stream, from)| Came::Tcp(stream, from)),
    }
}

/// As many open files as the system lets the process have: every client is one.
fn raise_file_limit() {
    let limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            debug!("the limit of open files stays {:?}: {error}", limit.current);
        }
    }
}
