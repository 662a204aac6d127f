//! TLS as libvirt has it: the client shows a certificate of the same authority, and hears that it was accepted.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{Error, RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;

use super::ServeError;

/// How long a client may take to shake hands.
const HANDSHAKE_MAX: Duration = Duration::from_secs(30);
/// What libvirt's server says once it has accepted the client's certificate; the client waits for it.
const ACCEPTED: &[u8] = b"\x01";

/// The files that TLS needs, in PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The daemon's certificate, and those between it and the authority's.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// The certificates of the authorities that clients' certificates must be from.
    pub ca: PathBuf,
}

/// Reads the files.
///
/// # Errors
/// With which file something is wrong, and what.
pub(super) fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor, ServeError> {
    let fault = |path: &Path, why: String| ServeError::Tls { path: path.to_owned(), why };
    let mut roots = RootCertStore::empty();
    for certificate in certificates(&files.ca)? {
        roots.add(certificate).map_err(|e| fault(&files.ca, e.to_string()))?;
    }
    let provider = Arc::new(ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|e| fault(&files.ca, e.to_string()))?;
    let key = PrivateKeyDer::from_pem_file(&files.key);
    let key = key.map_err(|e| fault(&files.key, why(&e, "there is no private key in it")))?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| fault(&files.cert, e.to_string()))?
        .with_client_cert_verifier(verifier)
        .with_single_cert(certificates(&files.cert)?, key)
        .map_err(|e| match e {
            Error::InconsistentKeys(_) => {
                let what = format!("it is not the private key of the certificate {}", files.cert.display());
                fault(&files.key, what)
            }
            other => fault(&files.cert, other.to_string()),
        })?;
    // libvirt's client takes a ticket before the daemon's word for the end of the connection.
    config.send_tls13_tickets = 0;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, ServeError> {
    /// What is said where nothing is found.
    const NONE: &str = "there is no certificate in it";
    let fault = |why: String| ServeError::Tls { path: path.to_owned(), why };
    let all = CertificateDer::pem_file_iter(path).map_err(|e| fault(why(&e, NONE)))?;
    let all: Vec<_> = all.collect::<Result<_, _>>().map_err(|e| fault(why(&e, NONE)))?;
    if all.is_empty() { Err(fault(NONE.into())) } else { Ok(all) }
}

/// What is wrong with a file.
fn why(error: &pem::Error, none: &str) -> String {
    match error {
        pem::Error::NoItemsFound => none.to_owned(),
        pem::Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}

/// Shakes hands with a client. The error is for the log.
pub(super) async fn accept(
    acceptor: &TlsAcceptor,
    stream: TcpStream,
) -> Result<TlsStream<TcpStream>, String> {
    let shake = async {
        let mut stream = acceptor.accept(stream).await?;
        stream.write_all(ACCEPTED).await?;
        stream.flush().await?;
        Ok(stream)
    };
    match timeout(HANDSHAKE_MAX, shake).await {
        Ok(shaken) => shaken.map_err(|e: std::io::Error| {
            let why = e.to_string();
            // What `openssl x509 -req` makes unless it is told extensions.
            match why.contains("UnsupportedCertVersion") {
                true => "its certificate is one of X.509 version 1, and version 3 is wanted".to_owned(),
                false => why,
            }
        }),
        Err(_) => Err(format!("no handshake within {} seconds", HANDSHAKE_MAX.as_secs())),
    }
}
