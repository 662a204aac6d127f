//! The parts that views are made of. None of them knows libvirt; each is usable by keyboard and says what it is.

mod badge;
mod button;
mod dialog;
mod diff;
mod disclosure;
mod icon;
mod list;
mod pairs;
mod tabs;
mod xml;

pub use badge::{Look, StateBadge, StateMark};
pub use button::{Button, ButtonKind, IconButton};
pub use dialog::Dialog;
pub use diff::{DiffView, Line, diff_lines};
pub use disclosure::Disclosure;
pub use icon::Icon;
pub use list::{ListRow, WindowedList};
pub use pairs::{Pair, Pairs};
pub use tabs::{TabList, TabSpec, arrow_key, panel_id, tab_id};
pub use xml::{Token, TokenKind, XmlView, tokens};

use std::sync::atomic::{AtomicU32, Ordering};
use yew::prelude::*;

/// An id for an element of this component, the same for as long as the component lives.
#[hook]
pub fn use_id(prefix: &'static str) -> AttrValue {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    (*use_memo((), |_| AttrValue::from(format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))))).clone()
}
