//! `cargo xtask serve`: builds the site and serves it on this machine only.
//!
//! A small server of our own, so that what a learner runs has the headers that a good static host gives: the right
//! types, compression, and a Content-Security-Policy.

use self::reply::{Content, HEAD_LIMIT, Reply};
use crate::setup;
use crate::sh::{self, Result, cmd};
use crate::site;
use flate2::{Compression, write::GzEncoder};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

#[path = "../../daemon/src/serve/reply.rs"]
mod reply;

const PORT: u16 = 8080;
const PATIENCE: Duration = Duration::from_secs(10);

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    port: u16,
    open: bool,
    dev: bool,
}

/// `cargo xtask serve`
pub fn run(args: &[String]) -> Result {
    let options = parse(args)?;
    // Before the build: nobody wants to wait two minutes to hear that the port is taken.
    let listener = listen(options.port)?;
    let ready = setup::ensure(site::NEEDS)?;
    if options.dev {
        drop(listener);
        let mut trunk = site::trunk(&ready, "serve")?;
        trunk.args(["--address", "127.0.0.1", "--port", &options.port.to_string()]);
        if options.open {
            trunk.arg("--open");
        }
        return sh::run(&mut trunk);
    }
    site::build(&ready, false)?;
    let url = format!("http://127.0.0.1:{}", options.port);
    println!("virtlab is at {url} (Ctrl-C ends it)");
    if options.open {
        open(&url);
    }
    serve(&listener, site::dist())
}

fn parse(args: &[String]) -> Result<Options> {
    let mut options = Options { port: PORT, open: false, dev: false };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let (name, value) = arg.split_once('=').map_or((arg.as_str(), None), |(n, v)| (n, Some(v)));
        match (name, value) {
            ("--open", None) => options.open = true,
            ("--dev", None) => options.dev = true,
            ("--port", value) => {
                let value = value.or_else(|| args.next().map(String::as_str)).unwrap_or_default();
                options.port = value.parse().map_err(|_| format!("--port takes a number, not `{value}`"))?;
            }
            _ => return Err(format!("serve does not know `{arg}`: it takes --port N, --open and --dev")),
        }
    }
    Ok(options)
}

fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(|e| match e.kind() {
        std::io::ErrorKind::AddrInUse => format!("port {port} is in use: choose another with --port N"),
        _ => format!("cannot listen on port {port}: {e}"),
    })
}

/// Shows the page in the user's browser; without one the URL that was printed has to do.
fn open(url: &str) {
    let opener = ["xdg-open", "open", "wslview"].into_iter().find(|name| sh::which(name).is_some());
    let opened = opener.is_some_and(|name| cmd(name).arg(url).spawn().is_ok());
    if !opened {
        println!("there is no program that opens a browser here: open {url} yourself");
    }
}

/// Serves `folder` on a free port for as long as this process lives; returns the URL.
pub fn in_background(folder: PathBuf) -> Result<String> {
    let listener = listen(0)?;
    let address = listener.local_addr().map_err(|e| format!("cannot listen: {e}"))?;
    thread::spawn(move || serve(&listener, folder));
    Ok(format!("http://{address}/"))
}

fn serve(listener: &TcpListener, folder: PathBuf) -> Result {
    let folder = Arc::new(folder);
    loop {
        let (stream, _) = listener.accept().map_err(|e| format!("cannot accept a connection: {e}"))?;
        let folder = Arc::clone(&folder);
        // A browser that goes away in the middle is no failure of the server's.
        thread::spawn(move || answer(&stream, &folder).ok());
    }
}

fn answer(stream: &TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut head = Vec::new();
    let mut reader = BufReader::new(stream.take(HEAD_LIMIT));
    while reader.read_until(b'\n', &mut head)? > 2 {}
    let reply = reply_to(&String::from_utf8_lossy(&head), folder);
    let mut stream = stream;
    stream.write_all(&reply.bytes())?;
    stream.flush()
}

/// The answer to a request's head: a file of the folder, compressed as a static host does it.
fn reply_to(head: &str, folder: &Path) -> Reply {
    Reply::to(head, |path, takes_gzip| {
        let file = resolve(folder, path)?;
        let content = std::fs::read(&file).ok()?;
        let name = file.file_name()?.to_str()?.to_owned();
        let (tag, gzipped) = (tag(&content), takes_gzip && is_text(&name));
        let body = if gzipped { gzip(&content, Compression::fast()) } else { content };
        Some(Content { name, body: body.into(), gzip: gzipped, tag })
    })
}

/// The file below `folder` that a path means; never one outside it.
fn resolve(folder: &Path, path: &str) -> Option<PathBuf> {
    let mut file = folder.to_path_buf();
    for part in Path::new(path).components() {
        let Component::Normal(part) = part else { return None };
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    file.is_file().then_some(file)
}

/// Whether compressing it makes it smaller.
fn is_text(name: &str) -> bool {
    ![".png", ".ico", ".woff2"].iter().any(|end| name.ends_with(end))
}

/// A validator: differs when the content does, in all likelihood.
fn tag(content: &[u8]) -> String {
    let mut crc = flate2::Crc::new();
    crc.update(content);
    format!("\"{:08x}-{:x}\"", crc.sum(), content.len())
}

/// Compresses as a static host would.
pub fn gzip(content: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    // Writing to a Vec cannot fail.
    encoder.write_all(content).and_then(|()| encoder.finish()).unwrap_or_default()
}

#[cfg(test)]
#[path = "serve_tests.rs"]
mod tests;
