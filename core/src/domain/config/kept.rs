//! Sections that nothing in the simulator looks into: kept as text, in libvirt's own layout and order.

use serde::{Deserialize, Serialize};

/// A section of domain XML that is not typed, in the order in which libvirt writes them among the typed ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Section {
    MemoryBacking,
    Throttlegroups,
    Numatune,
    Iommufd,
    Resource,
    Sysinfo,
    Idmap,
    Cpu,
    Pm,
    Perf,
    Seclabel,
    Keywrap,
    LaunchSecurity,
}

/// The sections that a document has, each written out: indented as a child of `<domain>`, newline included.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Kept(Vec<(Section, Box<str>)>);

impl Kept {
    /// Keeps a section; empty text keeps nothing.
    pub fn keep(&mut self, section: Section, xml: impl Into<Box<str>>) {
        let xml = xml.into();
        if !xml.is_empty() {
            let place = self.0.partition_point(|(before, _)| *before <= section);
            self.0.insert(place, (section, xml));
        }
    }

    /// Puts a section in the place of what was there; empty text takes it away.
    pub fn replace(&mut self, section: Section, xml: impl Into<Box<str>>) {
        self.0.retain(|(before, _)| *before != section);
        self.keep(section, xml);
    }

    /// The text of a section; empty if the document has none.
    pub fn get(&self, section: Section) -> &str {
        let place = self.0.binary_search_by_key(&section, |(section, _)| *section);
        place.map_or("", |place| &self.0[place].1)
    }
}
