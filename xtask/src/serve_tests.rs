//! Tests of the static server: what it answers, and what it refuses.

use super::*;

/// A folder with one page and one wasm file, removed when dropped.
struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Site {
        let folder = std::env::temp_dir().join(format!("virtlab-serve-{name}-{}", std::process::id()));
        sh::write(&folder.join("index.html"), "<p>here</p>").unwrap();
        sh::write(&folder.join("app_bg.wasm"), b"\0asm").unwrap();
        Site(folder)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
}

#[test]
fn a_folder_answers_with_its_page() {
    let site = Site::new("page");
    let reply = reply_to("GET / HTTP/1.1\r\nHost: x\r\n\r\n", &site.0);
    assert_eq!((reply.status, &*reply.body), ("200 OK", b"<p>here</p>".as_slice()));
    assert_eq!(header(&reply, "Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(header(&reply, "Content-Encoding"), None);
}

#[test]
fn wasm_has_its_type_and_is_compressed_for_who_accepts_that() {
    let site = Site::new("wasm");
    let reply = reply_to("GET /app_bg.wasm?v=1 HTTP/1.1\r\naccept-encoding: br, gzip\r\n\r\n", &site.0);
    assert_eq!(header(&reply, "Content-Type"), Some("application/wasm"));
    assert_eq!(header(&reply, "Content-Encoding"), Some("gzip"));
    let mut content = Vec::new();
    flate2::read::GzDecoder::new(&*reply.body).read_to_end(&mut content).unwrap();
    assert_eq!(content, b"\0asm");
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let site = Site::new("tag");
    let first = reply_to("GET /index.html HTTP/1.1\r\n\r\n", &site.0);
    let tag = header(&first, "ETag").unwrap();
    let again = reply_to(&format!("GET / HTTP/1.1\r\nIf-None-Match: {tag}\r\n\r\n"), &site.0);
    assert_eq!((again.status, again.body.len()), ("304 Not Modified", 0));
}

#[test]
fn nothing_outside_the_folder_is_served() {
    let site = Site::new("outside");
    let inside = site.0.file_name().unwrap().to_str().unwrap().to_owned();
    for target in
        ["/../".to_owned() + &inside + "/index.html", "/%2e%2e/x".into(), "//etc/passwd".into(), "x".into()]
    {
        let reply = reply_to(&format!("GET {target} HTTP/1.1\r\n\r\n"), &site.0);
        assert_eq!(reply.status, "404 Not Found", "{target}");
    }
    assert_eq!(reply_to("POST / HTTP/1.1\r\n\r\n", &site.0).status, "405 Method Not Allowed");
    assert_eq!(reply_to("", &site.0).status, "405 Method Not Allowed");
}

#[test]
fn every_answer_forbids_inline_script() {
    let bytes = Reply::plain("404 Not Found", "").bytes();
    let text = String::from_utf8(bytes).unwrap();
    let policy = text.lines().find(|l| l.starts_with("Content-Security-Policy:")).unwrap();
    let scripts = policy.split(';').find(|d| d.trim().starts_with("script-src")).unwrap();
    assert_eq!(scripts.trim(), "script-src 'self' 'wasm-unsafe-eval'");
    assert!(text.ends_with("\r\n\r\n404 Not Found\n"));
}

#[test]
fn it_answers_over_a_socket() {
    let site = Site::new("socket");
    let url = in_background(site.0.clone()).unwrap();
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("Content-Length: 11\r\n") && answer.ends_with("\r\n\r\n"), "{answer}");
}

#[test]
fn options_are_read_and_a_taken_port_is_told() {
    let args = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    assert_eq!(parse(&args(&["--port", "9", "--open"])), Ok(Options { port: 9, open: true, dev: false }));
    assert_eq!(parse(&args(&["--port=9", "--dev"])), Ok(Options { port: 9, open: false, dev: true }));
    assert!(parse(&args(&["--port"])).is_err());
    assert!(parse(&args(&["--prot", "9"])).unwrap_err().contains("--prot"));
    let taken = listen(0).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert_eq!(listen(port).unwrap_err(), format!("port {port} is in use: choose another with --port N"));
}
