//! What C would not tell: results that nobody looks at, and what is never freed.

use std::collections::BTreeMap;
use std::sync::Arc;

use virtlab_core::api::{HandleKind, Returns};

use super::machine::Machine;
use super::memory::Kind;
use crate::diagnostic::Severity;
use crate::span::Span;
use crate::words::Word;

/// A call's result, as long as nobody looked whether it was a failure.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub span: Span,
    pub function: &'static str,
    pub returns: Returns,
    pub failed: bool,
    /// The error's message.
    pub message: String,
    pub looked_at: bool,
    /// Whether it was told that nobody did.
    pub told: bool,
}

impl Machine<'_> {
    fn origin(&mut self, from: u32) -> Option<&mut Origin> {
        self.origins.get_mut((from as usize).wrapping_sub(1))
    }

    /// A result was compared, or asked for its truth.
    pub fn looked_at(&mut self, from: u32) {
        if let Some(origin) = self.origin(from) {
            origin.looked_at = true;
        }
    }

    /// A result is used in arithmetic, or as an index.
    pub fn counted_with(&mut self, span: Span, from: u32) {
        self.used(span, from, true);
    }

    /// A result is used without having been looked at. If it was no failure, that is good to know for handles and counts.
    pub fn used(&mut self, span: Span, from: u32, tells_success: bool) {
        let Some(origin) = self.origin(from).filter(|origin| !origin.looked_at && !origin.told) else {
            return;
        };
        origin.told = true;
        let (failed, returns) = (origin.failed, origin.returns);
        let failure = failure_text(returns);
        let args =
            [origin.function.to_owned(), origin.span.line.to_string(), failure, origin.message.clone()];
        if failed {
            self.tell(Severity::Warning, span, Word::FailureUsed, args);
        } else if tells_success && matches!(returns, Returns::Handle(_) | Returns::Number) {
            self.tell(Severity::Advice, span, Word::ResultUnchecked, args);
        }
    }

    /// A failure that no variable took.
    pub fn thrown_away(&mut self, span: Span, from: u32) {
        let Some(origin) = self.origin(from).filter(|origin| !origin.looked_at && !origin.told) else {
            return;
        };
        origin.told = true;
        if origin.failed {
            let args = [origin.function.to_owned(), failure_text(origin.returns), origin.message.clone()];
            self.tell(Severity::Warning, span, Word::FailureIgnored, args);
        }
    }

    /// What was not freed when `main` is over.
    pub fn left_behind(&mut self) {
        let mut left: BTreeMap<(Span, Word, Arc<str>), (u32, String)> = BTreeMap::new();
        for (_, block) in self.memory.iter().filter(|(_, block)| block.gone.is_none()) {
            let (word, what) = match &block.kind {
                Kind::Handle(handle, refs) if *refs > 0 => {
                    let connection = handle.kind == HandleKind::Connect;
                    let word = if connection { Word::ConnectionLeft } else { Word::HandleLeft };
                    (word, super::event::free_function(handle.kind))
                }
                Kind::SavedError(_) => (Word::HandleLeft, "virFreeError".to_owned()),
                Kind::Given => (Word::MemoryLeft, "free".to_owned()),
                Kind::Heap => (Word::MemoryLeft, "free".to_owned()),
                _ => continue,
            };
            // The connection that a fragment is given is not its own.
            if block.made.line == 0 {
                continue;
            }
            left.entry((block.made, word, block.name.clone())).or_insert((0, what)).0 += 1;
        }
        for ((span, word, name), (count, what)) in left {
            self.tell(Severity::Warning, span, word, [name.to_string(), what, count.to_string()]);
        }
    }
}

fn failure_text(returns: Returns) -> String {
    match returns {
        Returns::Handle(_) | Returns::Text(_) | Returns::Error => "NULL",
        _ => "-1",
    }
    .to_owned()
}
