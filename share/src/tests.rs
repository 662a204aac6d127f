//! How long links are, and that they come back.

use super::*;
use virtlab_core::walkthrough::walkthroughs;
use virtlab_core::world::LabChoice;

fn journal(seed: u64, calls: &str) -> Journal {
    let entries = calls.lines().map(|line| line.parse().unwrap_or_else(|e| panic!("{line}: {e}"))).collect();
    Journal { entries, ..Journal::new(seed) }
}

fn shared(journal: &Journal) -> String {
    write(journal, journal.replay().unwrap().0.state_hash()).unwrap()
}

/// What a reader does with two documents of their own, as other words than the usual ones.
const WORK: &str = include_str!("work.txt");

#[test]
fn fifty_calls_with_two_documents_fit_into_a_short_link() {
    let journal = journal(1, WORK);
    assert_eq!(journal.entries.len(), 50);
    assert_eq!(WORK.matches("<domain ").count() + WORK.matches("<network>").count(), 2);
    let token = shared(&journal);
    let link = format!("https://university.example.org/courses/virtualisation/virtlab/#{PREFIX}{token}");
    assert!(link.len() < 1_000, "{} characters for {} bytes of calls", link.len(), WORK.len());
    let back = read(&link).unwrap();
    assert_eq!(back.journal, journal);
    assert!(back.is_of(back.journal.replay().unwrap().0.state_hash()));
    assert_eq!(shared(&back.journal), token, "sharing it again makes the same link");
}

#[test]
fn every_walkthrough_comes_back() {
    for walkthrough in walkthroughs() {
        let journal = walkthrough.journal();
        let token = shared(&journal);
        assert_eq!(read(&token).unwrap().journal, journal, "{}", walkthrough.id);
        assert!(token.len() < 20 * journal.entries.len(), "{}: {}", walkthrough.id, token.len());
    }
}

#[test]
fn links_of_version_1_stay_readable() {
    // Made when version 1 was: what reads it may never change.
    const LINK: &str = include_str!("version-1.txt");
    let back = read(LINK).unwrap();
    assert_eq!(back.journal, journal(1, WORK));
    assert_eq!(token(LINK), LINK);
}

#[test]
fn any_text_comes_back() {
    for text in ["", "first-start\ntitle = \"Der erste Start\"\n", "\u{1f4bb}\r\n\0"] {
        let token = write_text(text).unwrap();
        assert_eq!(read_text(&format!("https://example.org/#{TEXT_PREFIX}{token}")).as_deref(), Ok(text));
        assert_eq!(read_text(&token[..token.len() - 1]), Err(LinkError::Broken));
    }
}

#[test]
fn another_world_is_noticed() {
    let journal = journal(1, "virConnectOpen(\"test:///default\")");
    let back = read(&shared(&journal)).unwrap();
    let hash = journal.replay().unwrap().0.state_hash();
    assert!(back.is_of(hash) && !back.is_of(hash ^ 1));
}

#[test]
fn a_link_that_is_none_is_told() {
    let token = shared(&journal(1, "virConnectOpen(\"test:///default\")"));
    assert_eq!(read(&format!("9{}", &token[1..])), Err(LinkError::Newer('9')));
    assert_eq!(read(&token[..token.len() - 1]), Err(LinkError::Broken));
    let mut changed = token.clone().into_bytes();
    for at in (1..changed.len()).step_by(5) {
        let was = std::mem::replace(&mut changed[at], b'-');
        if was != b'-' {
            assert_eq!(read(std::str::from_utf8(&changed).unwrap()), Err(LinkError::Broken), "at {at}");
        }
        changed[at] = was;
    }
    for link in ["", "https://example.org/", "#/s/", "1", "1AAAA", "x", "0AAAA", "1ä", "ä"] {
        assert_eq!(read(link), Err(LinkError::Broken), "{link}");
    }
    let long =
        Journal { entries: journal(1, &"virGetVersion()\n".repeat(20_000)).entries, ..Journal::new(1) };
    assert!(matches!(write(&long, 0), Err(LinkError::TooLong(_))));
}

#[test]
fn a_call_of_a_later_virtlab_is_named() {
    let text = "1\n\nvirConnectOpen(NULL)\nvirDomainSing(dom1)";
    let squeezed = coder::squeeze(USUAL, text.as_bytes());
    let mut tail = vec![0; HASH_BYTES];
    write_length(&mut tail, text.len());
    let bytes = [&checksum(&tail, text.as_bytes()), &tail[..], &squeezed].concat();
    let error = read(&format!("1{}", digits::write(&bytes))).unwrap_err();
    assert!(matches!(&error, LinkError::Unknown(2, what) if what.contains("virDomainSing")), "{error}");
}

#[test]
fn lab_subject_and_answers_travel_along() {
    let lab = LabChoice::Described(Box::new(virtlab_core::host::Lab::builtin()));
    let subject = Some("exercise first-boot variant 7".parse().unwrap());
    let answers = [("state".to_owned(), "running".to_owned())].into();
    let journal = Journal { lab, subject, answers, ..journal(1 << 60, "virGetVersion()") };
    let token = shared(&journal);
    assert_eq!(read(&token).unwrap().journal, journal);
}

/// Numbers that look like chance, and are the same each time.
pub(crate) struct Lots(u64);

impl Lots {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[test]
fn any_session_comes_back() {
    let mut lots = Lots::new(7);
    let lines: Vec<&str> = WORK.lines().collect();
    for _ in 0..12 {
        let entry = |lots: &mut Lots| {
            let mut entry: Entry = lines[lots.below(50) as usize].parse().unwrap();
            entry.client = virtlab_core::world::ClientId(lots.below(3) as u32);
            let odd = ["\n\\\"", "虚拟机", "\u{1f4bb}", "a: b", "\u{0}\u{7f}", ""];
            if let Some(last) = entry.call.args.last_mut().filter(|last| last.as_text().is_some()) {
                *last = (0..lots.below(9)).map(|_| odd[lots.below(6) as usize]).collect::<String>().into();
            }
            entry
        };
        let entries = (0..lots.below(40)).map(|_| entry(&mut lots)).collect();
        let journal = Journal { entries, ..Journal::new(lots.below(u64::MAX)) };
        let token = write(&journal, 5).unwrap();
        let back = read(&token).unwrap();
        assert!(back.is_of(5));
        assert_eq!(back.journal, journal);
    }
}
