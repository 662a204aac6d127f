//! `cargo xtask serve`: builds the site and serves it on this machine only.
//!
//! A small server of our own, so that what a learner runs has the headers that a good static host gives: the right
//! types, compression, and a Content-Security-Policy.

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

const PORT: u16 = 8080;
/// The longest request head that is read; the page's own are a few hundred bytes.
const HEAD_LIMIT: u64 = 16 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// What index.html says itself, and what only a header can say: nobody frames the page.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

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
    let reply = Reply::to(&String::from_utf8_lossy(&head), folder);
    let mut stream = stream;
    stream.write_all(&reply.bytes())?;
    stream.flush()
}

/// An answer, ready to be written.
struct Reply {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    length: usize,
    body: Vec<u8>,
}

impl Reply {
    fn plain(status: &'static str) -> Reply {
        let body = format!("{status}\n").into_bytes();
        let headers = vec![("Content-Type", "text/plain; charset=utf-8".to_owned())];
        Reply { status, headers, length: body.len(), body }
    }

    fn to(head: &str, folder: &Path) -> Reply {
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if method != "GET" && method != "HEAD" {
            return Reply::plain("405 Method Not Allowed");
        }
        let Some(file) = resolve(folder, target) else { return Reply::plain("404 Not Found") };
        let Ok(content) = std::fs::read(&file) else { return Reply::plain("404 Not Found") };
        let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
        let header = |name: &str| {
            headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map_or("", |(_, v)| v.trim())
        };
        let tag = tag(&content);
        let mut reply = Reply::plain("304 Not Modified");
        reply.headers = vec![("ETag", tag.clone()), ("Cache-Control", "no-cache".into())];
        reply.body.clear();
        if header("If-None-Match") == tag {
            return reply;
        }
        reply.status = "200 OK";
        reply.headers.push(("Content-Type", content_type(&file).to_owned()));
        reply.headers.push(("Vary", "Accept-Encoding".to_owned()));
        let accepts_gzip = header("Accept-Encoding").split(',').any(|coding| coding.trim() == "gzip");
        reply.body = content;
        if accepts_gzip && is_text(&file) {
            reply.body = gzip(&reply.body, Compression::fast());
            reply.headers.push(("Content-Encoding", "gzip".to_owned()));
        }
        reply.length = reply.body.len();
        if method == "HEAD" {
            reply.body.clear();
        }
        reply
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        let always = [
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Connection", "close"),
        ];
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in always.into_iter().chain(own) {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.status.starts_with("304") {
            head += &format!("Content-Length: {}\r\n", self.length);
        }
        head += "\r\n";
        [head.as_bytes(), &self.body].concat()
    }
}

/// The file below `folder` that a request's target means; never one outside it.
fn resolve(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    // The site's own names need no escapes, so a target that has one names nothing.
    if path.contains(['%', '\\']) {
        return None;
    }
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

fn extension(file: &Path) -> &str {
    file.extension().and_then(|e| e.to_str()).unwrap_or_default()
}

fn content_type(file: &Path) -> &'static str {
    match extension(file) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ftl" | "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

fn is_text(file: &Path) -> bool {
    !matches!(extension(file), "png" | "ico" | "woff2")
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
