//! A server that answers from memory: a call that was made before gets the answer that it got then. What it reaches is what
//! libvirt's client and the system leave to any daemon. `cargo xtask bench --rpc` runs it beside the two that work.
//!
//! `canned SOCKET DAEMON`: calls that were not made before on the connection go to the daemon behind that other socket.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use virtlab_rpc::wire::{LENGTH_BYTES, frame_rest};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Where in a packet its serial is, which alone differs between two equal calls.
const SERIAL: std::ops::Range<usize> = 20..24;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [socket, daemon] = args.as_slice() else { return Err("canned SOCKET DAEMON".into()) };
    let listener = UnixListener::bind(socket)?;
    let daemon: Arc<str> = daemon.as_str().into();
    println!("listening on unix {socket}");
    loop {
        let (client, _) = listener.accept().await?;
        let daemon = daemon.clone();
        tokio::spawn(async move {
            // Whoever leaves ends it.
            let _ = serve(client, &daemon).await;
        });
    }
}

async fn serve(mut client: UnixStream, daemon: &str) -> std::io::Result<()> {
    let mut daemon = UnixStream::connect(daemon).await?;
    let mut answers: HashMap<Vec<u8>, Vec<u8>> = HashMap::new();
    let mut came = Vec::new();
    while client.read_buf(&mut came).await? > 0 {
        while let Some(length) = whole(&came)? {
            let mut call: Vec<u8> = came.drain(..length).collect();
            let mut serial = [0; 4];
            serial.copy_from_slice(&call[SERIAL]);
            call[SERIAL].fill(0);
            if !answers.contains_key(&call) {
                let answer = ask(&mut daemon, &call).await?;
                answers.insert(call.clone(), answer);
            }
            if let Some(answer) = answers.get_mut(&call) {
                answer[SERIAL].copy_from_slice(&serial);
                client.write_all(answer).await?;
            }
        }
    }
    Ok(())
}

async fn ask(daemon: &mut UnixStream, call: &[u8]) -> std::io::Result<Vec<u8>> {
    daemon.write_all(call).await?;
    let mut answer = Vec::new();
    while whole(&answer)?.is_none() {
        if daemon.read_buf(&mut answer).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(answer)
}

/// The length of the packet that bytes begin with, if it is there whole.
fn whole(bytes: &[u8]) -> std::io::Result<Option<usize>> {
    let rest = bytes.first_chunk().map(|length| frame_rest(*length)).transpose();
    let length =
        rest.map_err(|error| std::io::Error::other(error.to_string()))?.map(|rest| LENGTH_BYTES + rest);
    Ok(length.filter(|length| *length <= bytes.len() && *length >= SERIAL.end))
}
