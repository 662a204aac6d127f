//! Serves the page.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tracing::debug;

use super::reply::{HEAD_LIMIT, Reply};
use super::site;

/// How long a browser may take for one request and its answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers one request.
pub(super) async fn serve(stream: TcpStream) {
    // A browser that goes away in the middle is no failure of the daemon's.
    if let Ok(Err(error)) = timeout(PATIENCE, answer(stream)).await {
        debug!("a browser left: {error}");
    }
}

async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut reader = BufReader::new((&mut stream).take(HEAD_LIMIT));
    while reader.read_until(b'\n', &mut head).await? > 2 {}
    let head = String::from_utf8_lossy(&head);
    let reply = match site::is_built() {
        true => Reply::to(&head, site::find),
        false => Reply::plain("503 Service Unavailable", site::NOT_BUILT),
    };
    stream.write_all(&reply.bytes()).await?;
    stream.shutdown().await
}
