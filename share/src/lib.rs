//! Links: a whole session in the characters of an address, so that sharing one needs no server.
//!
//! A link's token is a digit for the version of this format, then bytes in base64: a checksum, the hash of the world that
//! the session ends with, the length of the text, and the text, squeezed by what is known of sessions ([`model`], which has
//! read `usual-1.txt` first). The text is the seed, what else a
//! journal's file has as far as it is not as usual, and the calls, a line each: so a link
//! can be read for as long as the calls themselves can.
//!
//! What version 1 reads has to stay as it is, byte for byte: whoever wants another model or other usual words makes a
//! version 2 beside it. A test holds the links of version 1.

mod coder;
mod digits;
mod model;

use std::fmt;

use serde_json::{Map, Value as Json};
use virtlab_core::ground::hash::stable_hash;
use virtlab_core::world::{Entry, Journal};

/// The version that is written.
const VERSION: char = '1';
/// What stands before the token in an address, behind its `#`.
pub const PREFIX: &str = "/s/";
/// What stands before the token of a text.
pub const TEXT_PREFIX: &str = "/x/";
/// Bytes of a text that a link may have. Longer sessions go by file.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// What the model has read before the first byte.
const USUAL: &[u8] = include_bytes!("usual-1.txt");
/// Bytes of the checksum, and of what a link has of the hash.
const CHECK_BYTES: usize = 3;
const HASH_BYTES: usize = 8;

/// A session that came by a link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shared {
    /// The session.
    pub journal: Journal,
    /// Half of the hash of the world that it ended with where the link was made.
    hash: u64,
}

impl Shared {
    /// Whether a world is the one that the link was made of.
    pub fn is_of(&self, state_hash: u128) -> bool {
        self.hash == state_hash as u64
    }
}

/// Why a link gives no session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkError {
    /// It was made by a later virtlab, in this version of the format.
    Newer(char),
    /// Something is missing or was changed on the way.
    Broken,
    /// It has a call that this virtlab does not know: the call, from 1, and what is wrong with it.
    Unknown(usize, String),
    /// The session is too long for a link: it has so many bytes.
    TooLong(usize),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newer(version) => write!(
                f,
                "the link was made by a newer virtlab, in version {version} of the format; this one reads version {VERSION}"
            ),
            Self::Broken => {
                f.write_str("the link is broken: something of it is missing or was changed on the way")
            }
            Self::Unknown(call, what) => {
                write!(f, "this virtlab does not know call {call} of the link: {what}")
            }
            Self::TooLong(bytes) => {
                write!(f, "the session is too long for a link: {bytes} bytes of at most {TEXT_BYTES_MAX}")
            }
        }
    }
}

impl std::error::Error for LinkError {}

/// The token of a link, of a whole address or of the token alone.
pub fn token(link: &str) -> &str {
    let link = link.trim();
    let token = [PREFIX, TEXT_PREFIX]
        .into_iter()
        .find_map(|prefix| link.rsplit_once(prefix))
        .map_or(link, |(_, token)| token);
    token.split(['?', '&']).next().unwrap_or_default()
}

/// Writes a session as a token; `state_hash` is that of the world that it ends with. Equal sessions give equal tokens.
///
/// # Errors
/// [`LinkError::TooLong`].
pub fn write(journal: &Journal, state_hash: u128) -> Result<String, LinkError> {
    pack(&text_of(journal), state_hash as u64)
}

/// Writes any text as a token, such as an exercise's file.
///
/// # Errors
/// [`LinkError::TooLong`].
pub fn write_text(text: &str) -> Result<String, LinkError> {
    pack(text, 0)
}

/// Reads such a token, or the link that it is in.
///
/// # Errors
/// Why there is no text in it.
pub fn read_text(link: &str) -> Result<String, LinkError> {
    unpack(token(link)).map(|(text, _)| text)
}

fn pack(text: &str, hash: u64) -> Result<String, LinkError> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(LinkError::TooLong(text.len()));
    }
    let mut tail = hash.to_le_bytes()[..HASH_BYTES].to_vec();
    write_length(&mut tail, text.len());
    let check = checksum(&tail, text.as_bytes());
    let bytes = [&check, &tail[..], &coder::squeeze(USUAL, text.as_bytes())].concat();
    Ok(format!("{VERSION}{}", digits::write(&bytes)))
}

/// Reads a token, or the link that it is in.
///
/// # Errors
/// Why there is no session in it.
pub fn read(link: &str) -> Result<Shared, LinkError> {
    let (text, hash) = unpack(token(link))?;
    Ok(Shared { journal: journal_of(&text)?, hash })
}

fn unpack(token: &str) -> Result<(String, u64), LinkError> {
    let version = token.chars().next().ok_or(LinkError::Broken)?;
    if version != VERSION {
        return Err(if version.is_ascii_digit() && version > VERSION {
            LinkError::Newer(version)
        } else {
            LinkError::Broken
        });
    }
    let bytes = digits::read(&token[1..]).ok_or(LinkError::Broken)?;
    let (check, tail) = bytes.split_at_checked(CHECK_BYTES).ok_or(LinkError::Broken)?;
    let (hash, rest) = tail.split_first_chunk::<HASH_BYTES>().ok_or(LinkError::Broken)?;
    let (length, squeezed) =
        read_length(rest).filter(|(n, _)| *n <= TEXT_BYTES_MAX).ok_or(LinkError::Broken)?;
    let text = coder::unsqueeze(USUAL, squeezed, length);
    if checksum(&tail[..tail.len() - squeezed.len()], &text) != check {
        return Err(LinkError::Broken);
    }
    let text = String::from_utf8(text).map_err(|_| LinkError::Broken)?;
    Ok((text, u64::from_le_bytes(*hash)))
}

fn text_of(journal: &Journal) -> String {
    let mut text = format!("{}\n{}", journal.seed, head(journal));
    for entry in &journal.entries {
        text += &format!("\n{entry}");
    }
    text
}

/// What a journal's file has beside seed and calls, as far as it is not as usual; mostly nothing.
fn head(journal: &Journal) -> String {
    let written = Journal { entries: Vec::new(), ..journal.clone() }.to_json();
    // What the line above wrote is an object.
    let mut members: Map<String, Json> = serde_json::from_str(&written).unwrap_or_default();
    members.retain(|name, member| {
        !(OF_EVERY_JOURNAL.contains(&&name[..]) || name == "lab" && member == "builtin")
    });
    if members.is_empty() { String::new() } else { Json::Object(members).to_string() }
}

/// Members of a journal's file that a link has otherwise.
const OF_EVERY_JOURNAL: [&str; 3] = ["virtlab", "seed", "calls"];

fn journal_of(text: &str) -> Result<Journal, LinkError> {
    let mut lines = text.split('\n');
    let seed = lines.next().and_then(|line| line.parse().ok()).ok_or(LinkError::Broken)?;
    let journal = match lines.next().ok_or(LinkError::Broken)? {
        "" => Journal::new(seed),
        head => with_head(seed, head).map_err(|what| LinkError::Unknown(0, what))?,
    };
    let entry = |(n, line): (usize, &str)| line.parse::<Entry>().map_err(|what| LinkError::Unknown(n, what));
    let entries = (1..).zip(lines).map(entry).collect::<Result<_, _>>()?;
    Ok(Journal { entries, ..journal })
}

fn with_head(seed: u64, head: &str) -> Result<Journal, String> {
    let mut members: Map<String, Json> = serde_json::from_str(head).map_err(|error| error.to_string())?;
    let usual: Map<String, Json> =
        serde_json::from_str(&Journal::new(seed).to_json()).map_err(|error| error.to_string())?;
    for (name, member) in usual {
        members.entry(name).or_insert(member);
    }
    Journal::from_json(&Json::Object(members).to_string()).map_err(|error| error.to_string())
}

fn checksum(tail: &[u8], text: &[u8]) -> [u8; CHECK_BYTES] {
    let [a, b, c, ..] = stable_hash(&(tail, text)).to_le_bytes();
    [a, b, c]
}

/// Seven bits a byte, the low ones first.
fn write_length(bytes: &mut Vec<u8>, mut n: usize) {
    while n > 127 {
        bytes.push(n as u8 | 128);
        n >>= 7;
    }
    bytes.push(n as u8);
}

fn read_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut n = 0;
    for (i, byte) in bytes.iter().enumerate().take(4) {
        n |= usize::from(byte & 127) << (7 * i);
        if byte & 128 == 0 {
            return Some((n, &bytes[i + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests;
