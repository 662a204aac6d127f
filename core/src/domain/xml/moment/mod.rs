//! Snapshots and checkpoints in XML, in and out: snapshot_conf.c and checkpoint_conf.c of libvirt.

mod checkpoint;
mod snapshot;
mod snapshot_disk;

use std::sync::Arc;

use super::{FormatOptions, ParseContext, format_named, parse};
use crate::domain::config::DomainDef;
use crate::domain::moment::MomentDef;
use crate::ground::xml::{Element, Writer};
use crate::ground::{ErrorCode, ErrorDomain, Result, VirError, number};

pub use checkpoint::{format_checkpoint, parse_checkpoint};
pub use snapshot::{format_snapshot, parse_snapshot};

/// How a document of a snapshot or checkpoint is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MomentParse {
    /// It was one before: it says when it was made, and in what state and which configuration the domain was.
    pub redefine: bool,
    /// The document has to follow the schema, as that of a checkpoint always has to.
    pub schema: bool,
    /// Seconds since 1970 of the clock, for one that is made now.
    pub now_s: i64,
}

/// Which of the two a document is about, for its errors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Subject {
    word: &'static str,
    from: ErrorDomain,
}

impl Subject {
    const SNAPSHOT: Self = Self { word: "snapshot", from: ErrorDomain::DomainSnapshot };
    const CHECKPOINT: Self = Self { word: "checkpoint", from: ErrorDomain::DomainCheckpoint };

    fn fault(self, code: ErrorCode, detail: impl Into<Box<str>>) -> Box<VirError> {
        VirError::new(self.from, code, detail)
    }

    fn xml_error(self, detail: impl Into<Box<str>>) -> Box<VirError> {
        self.fault(ErrorCode::XmlError, detail)
    }

    /// The name, the description and the parent, and when it was made.
    fn parse_base(self, root: &Element<'_>, how: MomentParse) -> Result<MomentDef> {
        let name: Option<Arc<str>> = root.path_text("name").map(|name| name.into());
        if name.is_none() && how.redefine {
            return Err(self.xml_error(format!("a redefined {} must have a name", self.word)));
        }
        let description = root.path_text("description").map(Into::into);
        let mut base = MomentDef {
            name: name.unwrap_or_else(|| how.now_s.to_string().into()),
            description,
            parent: None,
            created_s: how.now_s,
            domain: None,
            inactive_domain: None,
        };
        if how.redefine {
            let created = root.path_text("creationTime").and_then(|text| number::to_i64(&text, 10));
            let missing = || format!("missing creationTime from existing {}", self.word);
            base.created_s = created.ok_or_else(|| self.fault(ErrorCode::InternalError, missing()))?;
            base.parent = root.path_text("parent/name").map(|name| name.into());
        }
        Ok(base)
    }
}

/// Reads a domain that stands in another document.
fn parse_domain(element: &Element<'_>, cx: &mut ParseContext<'_>) -> Result<Arc<DomainDef>> {
    parse::parse_element(element, cx).map(Arc::new)
}

/// What every moment's document begins with.
fn format_base(base: &MomentDef, w: &mut Writer, between: impl FnOnce(&mut Writer)) {
    w.text("name", &base.name);
    w.opt_text("description", base.description.as_deref());
    between(w);
    if let Some(parent) = &base.parent {
        w.block("parent", |w| w.text("name", parent));
    }
    if base.created_s != 0 {
        w.text("creationTime", base.created_s);
    }
}

/// Writes the domain that a moment holds.
fn format_domain(def: &DomainDef, name: &str, secure: bool, w: &mut Writer) {
    format_named(def, name, FormatOptions { inactive: true, secure, ..FormatOptions::default() }, w);
}
