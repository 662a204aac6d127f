//! Writing URIs: what `virConnectGetURI` answers, and what a client tells the daemon to open.

use std::fmt::Write as _;

use super::Uri;

/// Parameters that libvirt's remote driver reads itself and does not pass on.
const OWN_PARAMETERS: [&str; 17] = [
    "name",
    "command",
    "socket",
    "auth",
    "sshauth",
    "netcat",
    "keyfile",
    "pkipath",
    "known_hosts",
    "known_hosts_verify",
    "tls_priority",
    "mode",
    "proxy",
    "no_sanity",
    "no_verify",
    "no_tty",
    "authfile",
];

impl Uri {
    /// The URI as libvirt writes it: normalised, so that `qemu:/system` becomes `qemu:///system`. `virURIFormat`.
    pub fn format(&self) -> String {
        let mut out = self.head(self.scheme.as_deref());
        if let Some(user) = &self.user {
            escape(&mut out, user, b"-_.!~*'();:&=+$,");
            out.push('@');
        }
        if let Some(server) = &self.server {
            let _ = if server.contains(':') { write!(out, "[{server}]") } else { write!(out, "{server}") };
        }
        if self.port > 0 {
            let _ = write!(out, ":{}", self.port);
        }
        self.tail(out, self.query.as_deref())
    }

    /// The URI that the daemon is told to open: without transport, server and the client's own parameters.
    pub(super) fn format_for_daemon(&self) -> String {
        let mut query = String::new();
        let own = |name: &str| OWN_PARAMETERS.iter().any(|own| own.eq_ignore_ascii_case(name));
        for parameter in self.parameters.iter().filter(|parameter| !own(&parameter.name)) {
            let divider = if query.is_empty() { "" } else { "&" };
            let _ = write!(query, "{divider}{}=", parameter.name);
            escape(&mut query, &parameter.value, b"-._~");
        }
        self.tail(self.head(self.driver()), (!query.is_empty()).then_some(&*query))
    }

    fn head(&self, scheme: Option<&str>) -> String {
        scheme.map_or_else(|| "//".to_owned(), |scheme| format!("{scheme}://"))
    }

    fn tail(&self, mut out: String, query: Option<&str>) -> String {
        escape(&mut out, &self.path, b"-_.!~*'()/;@&=+$,");
        if let Some(query) = query {
            let _ = write!(out, "?{query}");
        }
        if let Some(fragment) = &self.fragment {
            out.push('#');
            escape(&mut out, fragment, b"-_.!~*'();/?:@&=+$,[]");
        }
        out
    }
}

/// Letters, digits and `plain` as they are, everything else as `%41`.
fn escape(out: &mut String, text: &str, plain: &[u8]) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}
