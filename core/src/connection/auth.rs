//! Who is there: the credentials that a connection asks for, and whether they are right.
//!
//! Two things ask. The test driver asks for the accounts of its node, as libvirt's does. A daemon asks by SASL, over TCP
//! and TLS, when its host has accounts. UNIX sockets ask nobody (clients are root) and SSH is taken to work with keys.

use serde::{Deserialize, Serialize};

use crate::ground::{ErrorCode, ErrorDomain, Result, VirError};
use crate::host::HostConfig;

/// `virConnectCredentialType`: what can be asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// The identity to act as.
    Username = 1,
    /// The identity to prove.
    Authname = 2,
    /// A language.
    Language = 3,
    /// A client's number for once.
    Cnonce = 4,
    /// A passphrase.
    Passphrase = 5,
    /// The answer to a challenge, shown while it is typed.
    EchoPrompt = 6,
    /// The answer to a challenge, not shown.
    NoEchoPrompt = 7,
    /// A realm.
    Realm = 8,
    /// Something that is settled elsewhere.
    External = 9,
}

impl CredentialKind {
    /// Every kind, in the order of its number.
    pub const ALL: [CredentialKind; 9] = [
        CredentialKind::Username,
        CredentialKind::Authname,
        CredentialKind::Language,
        CredentialKind::Cnonce,
        CredentialKind::Passphrase,
        CredentialKind::EchoPrompt,
        CredentialKind::NoEchoPrompt,
        CredentialKind::Realm,
        CredentialKind::External,
    ];

    /// What `virConnectAuthPtrDefault` can answer.
    pub const DEFAULT: [CredentialKind; 6] = [
        CredentialKind::Authname,
        CredentialKind::EchoPrompt,
        CredentialKind::Realm,
        CredentialKind::Passphrase,
        CredentialKind::NoEchoPrompt,
        CredentialKind::External,
    ];

    /// libvirt's number.
    pub const fn number(self) -> i32 {
        self as i32
    }
}

/// `virConnectAuth`: what a client can be asked for, and what its callback answers.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Auth {
    /// `credtype`: what the callback understands, in this order.
    pub kinds: Vec<CredentialKind>,
    /// What it answers. It fails when something else is asked for. None: there is no callback.
    pub answers: Option<Vec<(CredentialKind, Box<str>)>>,
}

impl Auth {
    /// A client that can be asked what `virConnectAuthPtrDefault` can, and has a name and perhaps a password to give.
    pub fn of(name_and_password: &[&str]) -> Self {
        let secret = [CredentialKind::Passphrase, CredentialKind::NoEchoPrompt];
        let name = name_and_password.first().map(|&name| (CredentialKind::Authname, name.into()));
        let password =
            name_and_password.get(1).into_iter().flat_map(|&p| secret.map(|kind| (kind, p.into())));
        let answers = name.into_iter().chain(password).collect();
        Self { kinds: CredentialKind::DEFAULT.to_vec(), answers: Some(answers) }
    }

    fn answer(&self, kind: CredentialKind) -> Option<&str> {
        let found = self.answers.iter().flatten().find(|(of, _)| *of == kind);
        found.map(|(_, answer)| &**answer)
    }
}

/// `virConnectCredential`: a question to the callback.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct CredentialRequest {
    /// What is asked for.
    pub kind: CredentialKind,
    /// The question, to be shown.
    pub prompt: Box<str>,
    /// What more is told.
    pub challenge: Option<Box<str>>,
}

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    /// The test driver.
    TestDriver,
    /// A daemon, by SASL.
    Sasl,
}

/// The questions that a connection puts to the callback, as far as they are settled: the test driver asks for a password
/// only after it has the name, and not at all for an account without one.
pub fn requests(host: &HostConfig, method: AuthMethod, auth: &Auth) -> Vec<CredentialRequest> {
    let request = |kind, prompt: &str, challenge: Option<&str>| CredentialRequest {
        kind,
        prompt: prompt.into(),
        challenge: challenge.map(Into::into),
    };
    match method {
        AuthMethod::Sasl => vec![
            request(
                CredentialKind::Authname,
                "Please enter your authentication name",
                Some("Authentication Name"),
            ),
            request(CredentialKind::Passphrase, "Please enter your password", Some("Password")),
        ],
        AuthMethod::TestDriver => {
            let name = "Enter username for localhost";
            let mut list = vec![request(CredentialKind::Authname, name, Some("localhost"))];
            if let Some(user) =
                auth.answer(CredentialKind::Authname).filter(|user| wants_password(host, user))
            {
                let kind = password_kind(auth).unwrap_or(CredentialKind::Passphrase);
                list.push(request(kind, &format!("Enter {user}'s password for localhost"), None));
            }
            list
        }
    }
}

/// Whether the credentials open the connection. `None` is what `virConnectOpen` and `virConnectOpenReadOnly` have.
///
/// # Errors
/// `VIR_ERR_AUTH_FAILED` and its kin, as libvirt gives them.
pub fn authenticate(host: &HostConfig, method: AuthMethod, auth: Option<&Auth>) -> Result<()> {
    match method {
        AuthMethod::TestDriver => test_driver(host, auth),
        AuthMethod::Sasl => sasl(host, auth),
    }
}

/// `testConnectAuthenticate` of libvirt.
fn test_driver(host: &HostConfig, auth: Option<&Auth>) -> Result<()> {
    let auth = auth.ok_or_else(missing)?;
    if !auth.kinds.contains(&CredentialKind::Authname) {
        return Err(failed(ErrorDomain::Auth, "Missing VIR_CRED_AUTHNAME credential type"));
    }
    if auth.answers.is_none() {
        return Err(VirError::new(
            ErrorDomain::Auth,
            ErrorCode::InvalidArg,
            "Missing authentication callback",
        ));
    }
    let user = auth
        .answer(CredentialKind::Authname)
        .ok_or_else(|| failed(ErrorDomain::Auth, "Username request failed"))?;
    if !wants_password(host, user) {
        return Ok(());
    }
    let kind = password_kind(auth).ok_or_else(|| {
        let message = "no suitable callback authentication callback was found";
        VirError::new(ErrorDomain::Auth, ErrorCode::OperationUnsupported, message)
    })?;
    let password = auth.answer(kind).ok_or_else(|| {
        let message = "failed to retrieve user response for authentication callback";
        VirError::new(ErrorDomain::Auth, ErrorCode::OperationFailed, message)
    })?;
    if has_account(host, user, password) {
        return Ok(());
    }
    let message = "authentication failed, see test XML for the correct username/password";
    Err(failed(ErrorDomain::Test, message))
}

/// A daemon that wants SASL. A client that cannot answer has no mechanism to use.
fn sasl(host: &HostConfig, auth: Option<&Auth>) -> Result<()> {
    let needed = [CredentialKind::Authname, CredentialKind::Passphrase];
    let Some(auth) = auth.filter(|auth| needed.iter().all(|kind| auth.kinds.contains(kind))) else {
        let why = "SASL(-4): no mechanism available: No worthy mechs found";
        return Err(failed(ErrorDomain::Rpc, &format!("Failed to start SASL negotiation: -4 ({why})")));
    };
    if auth.answers.is_none() {
        return Err(failed(ErrorDomain::Remote, "No authentication callback available"));
    }
    let [Some(user), Some(password)] = needed.map(|kind| auth.answer(kind)) else {
        return Err(failed(ErrorDomain::Remote, "Failed to collect auth credentials"));
    };
    if has_account(host, user, password) {
        Ok(())
    } else {
        Err(failed(ErrorDomain::Rpc, "authentication failed"))
    }
}

/// An unknown user is asked too, so that nobody learns who is known.
fn wants_password(host: &HostConfig, user: &str) -> bool {
    let account = host.accounts.iter().find(|account| &*account.user == user);
    account.is_none_or(|account| account.password.is_some())
}

fn has_account(host: &HostConfig, user: &str, password: &str) -> bool {
    let account = host.accounts.iter().find(|account| &*account.user == user);
    account.is_some_and(|account| account.password.as_deref().is_none_or(|right| right == password))
}

fn password_kind(auth: &Auth) -> Option<CredentialKind> {
    let secret =
        |kind: &&CredentialKind| matches!(kind, CredentialKind::Passphrase | CredentialKind::NoEchoPrompt);
    auth.kinds.iter().find(secret).copied()
}

/// Somebody asks and there is nobody to ask.
pub(super) fn missing() -> Box<VirError> {
    VirError::new(ErrorDomain::Auth, ErrorCode::InvalidArg, "Missing authentication credentials")
}

fn failed(domain: ErrorDomain, message: &str) -> Box<VirError> {
    VirError::new(domain, ErrorCode::AuthFailed, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::{Transport, resolve};
    use crate::host::{Account, Lab};

    fn lab_that_asks() -> Lab {
        let mut lab = Lab::builtin();
        let account = Account { user: "me".into(), password: Some("secret".into()) };
        lab.hosts.iter_mut().for_each(|host| host.accounts = vec![account.clone()]);
        lab
    }

    fn open(auth: Option<&Auth>) -> Result<(), (ErrorDomain, String)> {
        let lab = lab_that_asks();
        let found = resolve(Some("qemu+tcp://kvm2/system"), 0, &lab).expect("kvm2 is there");
        let host = lab.host(&found.host).expect("kvm2");
        let method = found.auth.expect("it asks");
        authenticate(host, method, auth).map_err(|error| (error.domain, error.message.into()))
    }

    #[test]
    fn sasl_asks_over_tcp_and_tls_and_makes_tcp_secure() {
        let lab = lab_that_asks();
        let found = |uri| resolve(Some(uri), 0, &lab).expect("a connection");
        let over_tcp = found("qemu+tcp://kvm2/system?auth=sasl");
        assert_eq!(
            (over_tcp.transport, over_tcp.encrypted, over_tcp.secure),
            (Some(Transport::Tcp), true, true)
        );
        assert_eq!(found("qemu+tls://kvm2/system").auth, Some(AuthMethod::Sasl));
        for uri in ["qemu:///system", "qemu+ssh://kvm2/system", "qemu+libssh://kvm2/system"] {
            assert_eq!(found(uri).auth, None);
        }
        let error = resolve(Some("qemu+tcp://kvm2/system?auth=polkit"), 0, &lab).expect_err("not offered");
        assert_eq!(&*error.message, "authentication failed: requested authentication type polkit rejected");
    }

    #[test]
    fn sasl_wants_a_name_and_a_password() {
        let failed = |domain, message: &str| Err((domain, format!("authentication failed: {message}")));
        let nothing_to_use =
            "Failed to start SASL negotiation: -4 (SASL(-4): no mechanism available: No worthy mechs found)";
        assert_eq!(open(None), failed(ErrorDomain::Rpc, nothing_to_use));
        assert_eq!(open(Some(&Auth::of(&["me", "secret"]))), Ok(()));
        assert_eq!(
            open(Some(&Auth::of(&["me", "guess"]))),
            failed(ErrorDomain::Rpc, "authentication failed")
        );
        assert_eq!(
            open(Some(&Auth::of(&["me"]))),
            failed(ErrorDomain::Remote, "Failed to collect auth credentials")
        );
        let silent = Auth { answers: None, ..Auth::of(&[]) };
        assert_eq!(open(Some(&silent)), failed(ErrorDomain::Remote, "No authentication callback available"));
    }

    #[test]
    fn a_daemon_cannot_be_asked_for_the_test_driver_s_accounts() {
        let lab = lab_that_asks();
        assert_eq!(resolve(Some("test:///default"), 0, &lab).expect("it").auth, Some(AuthMethod::TestDriver));
        let error = resolve(Some("test+unix:///default"), 0, &lab).expect_err("nobody to ask");
        assert_eq!(&*error.message, "invalid argument: Missing authentication credentials");
    }
}
