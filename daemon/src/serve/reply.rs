//! Answers to a browser: the headers that a good static host gives. `virtlab serve --http` and `cargo xtask serve` share
//! this file, so it uses nothing of either.

use std::borrow::Cow;

/// The longest request head that is read; the page's own are a few hundred bytes.
pub const HEAD_LIMIT: u64 = 16 * 1024;

/// What index.html says itself. Anybody may frame the page: it is made to be embedded, and has no power that a click could
/// be stolen for.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";

/// A file of the page.
pub struct Content {
    /// Its name, which tells its type.
    pub name: String,
    /// What it holds.
    pub body: Cow<'static, [u8]>,
    /// Whether that is compressed by gzip.
    pub gzip: bool,
    /// What differs when the content does.
    pub tag: String,
}

/// An answer, ready to be written.
pub struct Reply {
    /// The status line after the version.
    pub status: &'static str,
    /// Those that not every answer has.
    pub headers: Vec<(&'static str, String)>,
    /// Bytes of the body, also of one that is not sent.
    pub length: usize,
    /// What is sent after the head.
    pub body: Cow<'static, [u8]>,
}

impl Reply {
    /// An answer without a file.
    pub fn plain(status: &'static str, says: &str) -> Reply {
        let body = format!("{status}\n{says}").into_bytes();
        let headers = vec![("Content-Type", "text/plain; charset=utf-8".to_owned())];
        Reply { status, headers, length: body.len(), body: body.into() }
    }

    /// The answer to a request's head. `find` gives the file of a path below the root, and is told whether gzip is taken.
    pub fn to(head: &str, find: impl FnOnce(&str, bool) -> Option<Content>) -> Reply {
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if method != "GET" && method != "HEAD" {
            return Reply::plain("405 Method Not Allowed", "");
        }
        let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
        let header = |name: &str| {
            headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map_or("", |(_, v)| v.trim())
        };
        let takes_gzip = header("Accept-Encoding").split(',').any(|coding| coding.trim() == "gzip");
        let path = target.split(['?', '#']).next().and_then(|path| path.strip_prefix('/'));
        // The site's own names need no escapes, so a target that has one names nothing.
        let path = path.filter(|path| !path.contains(['%', '\\']));
        let Some(content) = path.and_then(|path| find(path, takes_gzip)) else {
            return Reply::plain("404 Not Found", "");
        };
        let mut reply = Reply::plain("304 Not Modified", "");
        reply.headers = vec![("ETag", content.tag.clone()), ("Cache-Control", "no-cache".into())];
        reply.body = Cow::Borrowed(&[]);
        if header("If-None-Match") == content.tag {
            return reply;
        }
        reply.status = "200 OK";
        reply.headers.push(("Content-Type", content_type(&content.name).to_owned()));
        reply.headers.push(("Vary", "Accept-Encoding".to_owned()));
        if content.gzip {
            reply.headers.push(("Content-Encoding", "gzip".to_owned()));
        }
        reply.length = content.body.len();
        if method != "HEAD" {
            reply.body = content.body;
        }
        reply
    }

    /// The answer as bytes.
    pub fn bytes(&self) -> Vec<u8> {
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

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
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
