//! Variables as a reader sees them.

use std::sync::Arc;

use virtlab_core::api::{Raised, Value};
use virtlab_core::domain::EventDetail;

use super::machine::Bind;
use super::memory::{Block, Kind, Memory, place};
use crate::ir::Ready;
use crate::types::{Int, Type, Types};

/// Members of an array or struct that are shown, and bytes of a text.
const SHOWN_MAX: usize = 16;
const TEXT_MAX: usize = 120;

/// A variable at a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Variable {
    /// Its name.
    pub name: Arc<str>,
    /// Its type as C writes it.
    pub ty: String,
    /// Its value; none if it was never given one.
    pub value: Option<String>,
    /// Whether it stands outside every function.
    pub global: bool,
    /// Whether it points to what was freed.
    pub dangling: bool,
}

/// The variables in scope at a step, in the order in which they came into being.
pub(super) fn variables(
    ready: &Ready,
    depth: u32,
    memory: &Memory,
    env: Option<&Arc<Bind>>,
) -> Vec<Variable> {
    let mut found: Vec<Variable> = Vec::new();
    let mut bind = env;
    while let Some(named) = bind {
        bind = named.before.as_ref();
        let in_scope = named.frame == depth || named.frame == 0;
        let hidden = found.iter().any(|variable| variable.name == named.name);
        let Some(block) = memory.get(named.block).filter(|_| in_scope && !hidden) else { continue };
        let shown = Shown { types: &ready.types, memory };
        let at = super::memory::address(named.block, 0);
        found.push(Variable {
            name: named.name.clone(),
            ty: ready.types.name(block.ty.as_ref().unwrap_or(&named.ty)),
            value: shown.value(at, &named.ty, 0),
            global: named.frame == 0,
            dangling: shown.dangling(at, &named.ty),
        });
    }
    found.reverse();
    found
}

struct Shown<'s> {
    types: &'s Types,
    memory: &'s Memory,
}

impl Shown<'_> {
    fn bits(&self, at: u64, ty: &Type) -> Option<u64> {
        let size = self.types.size(ty)?;
        let bytes = self.memory.read(at, size).ok()?;
        let mut wide = [0; 8];
        wide.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(u64::from_le_bytes(wide))
    }

    /// What lies at an address; none if it was never written.
    fn value(&self, at: u64, ty: &Type, depth: u32) -> Option<String> {
        match ty {
            Type::Int(int) => {
                let bits = int.wrap(self.bits(at, ty)?);
                Some(match int {
                    Int::Char if (0x20..0x7f).contains(&bits) => format!("{} '{}'", bits, bits as u8 as char),
                    int if int.signed() => (bits as i64).to_string(),
                    _ => bits.to_string(),
                })
            }
            Type::Float(true) => Some(f32::from_bits(self.bits(at, ty)? as u32).to_string()),
            Type::Float(false) => Some(f64::from_bits(self.bits(at, ty)?).to_string()),
            Type::Pointer(to, _) => Some(self.pointer(self.bits(at, ty)?, to, depth)),
            Type::Array(of, count) => self.array(at, of, *count, depth),
            Type::Struct(_) => self.members(at, ty, depth),
            Type::Void | Type::Func(_) => None,
        }
    }

    fn pointer(&self, bits: u64, to: &Type, depth: u32) -> String {
        if bits == 0 {
            return "NULL".into();
        }
        let (id, offset) = place(bits);
        let Some(block) = self.memory.get(id) else { return "→ ?".into() };
        match &block.kind {
            Kind::Handle(..) | Kind::Event(_) | Kind::Func(_) => return format!("→ {}", block.name),
            _ if block.gone.is_some() => return format!("→ {} ✕", block.name),
            _ => {}
        }
        if to.is_char()
            && let Ok(text) = self.memory.text(bits)
        {
            return quoted(&text);
        }
        if depth >= 2 {
            return format!("→ {}", block.name);
        }
        self.target(bits, to, block, offset, depth).unwrap_or_else(|| format!("→ {}", block.name))
    }

    /// What a pointer points to: one thing, or as many as the piece holds.
    fn target(&self, bits: u64, to: &Type, block: &Block, offset: i64, depth: u32) -> Option<String> {
        let size = self.types.size(to)?;
        let room = (block.bytes.len() as i64 - offset).max(0) as u64 / size.max(1);
        if matches!(block.kind, Kind::Variable) {
            return Some(format!("→ {}", block.name));
        }
        let shown =
            if room > 1 { self.array(bits, to, room, depth + 1) } else { self.value(bits, to, depth + 1) };
        Some(format!("→ {}", shown.unwrap_or_else(|| "…".into())))
    }

    fn array(&self, at: u64, of: &Type, count: u64, depth: u32) -> Option<String> {
        if of.is_char()
            && let Ok(text) = self.memory.text_within(at, count)
            && text.iter().all(|byte| *byte >= 0x20 || byte.is_ascii_whitespace())
        {
            return Some(quoted(&text));
        }
        let size = self.types.size(of)?;
        let items: Vec<Option<String>> =
            (0..count.min(SHOWN_MAX as u64)).map(|i| self.value(at + i * size, of, depth + 1)).collect();
        if items.iter().all(Option::is_none) {
            return None;
        }
        let mut items: Vec<String> =
            items.into_iter().map(|item| item.unwrap_or_else(|| "?".into())).collect();
        if count > SHOWN_MAX as u64 {
            items.push("…".into());
        }
        Some(format!("{{{}}}", items.join(", ")))
    }

    fn members(&self, at: u64, ty: &Type, depth: u32) -> Option<String> {
        let record = self.types.record(ty)?;
        let mut shown = Vec::new();
        let mut any = false;
        for field in record.fields.as_ref()?.iter().take(SHOWN_MAX) {
            let value = self.value(at + field.offset, &field.ty, depth + 1);
            any |= value.is_some();
            shown.push(format!("{}: {}", field.name, value.unwrap_or_else(|| "?".into())));
        }
        any.then(|| format!("{{{}}}", shown.join(", ")))
    }

    fn dangling(&self, at: u64, ty: &Type) -> bool {
        let bits = if ty.is_pointer() { self.bits(at, ty).unwrap_or(0) } else { 0 };
        bits >= 1 << 32 && self.memory.get(place(bits).0).is_none_or(|block| block.gone.is_some())
    }
}

fn quoted(text: &[u8]) -> String {
    let all = String::from_utf8_lossy(text);
    let cut: String = all.chars().take(TEXT_MAX).collect();
    let more = if cut.len() < all.len() { "…" } else { "" };
    format!("{cut:?}{more}")
}

/// What an event's callback is given between the domain and its data.
pub(crate) fn event_arguments(event: &Raised) -> Vec<Value> {
    if let Some((kind, detail)) = event.event.numbers() {
        return vec![Value::Int(kind.into()), Value::Int(detail.into())];
    }
    match &event.detail {
        EventDetail::Device(alias) => vec![Value::text(alias)],
        EventDetail::Metadata { kind, uri } => {
            vec![Value::Int((*kind).into()), uri.as_ref().map_or(Value::Null, Value::text)]
        }
        #[allow(unreachable_patterns)]
        _ => Vec::new(),
    }
}
