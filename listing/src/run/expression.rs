//! Expressions.

use super::machine::{Machine, Result, Val};
use super::memory::{Kind, Trouble, address, place};
use crate::ast::BinOp;
use crate::ir::{Ex, Op, Update};
use crate::span::Span;
use crate::types::{Int, Type};
use crate::words::Word;

impl Machine<'_> {
    /// The value of an expression.
    pub fn value(&mut self, ex: &Ex) -> Result<Val> {
        self.worked(ex.span, 1)?;
        self.deeper(ex.span, |machine| machine.shallow(ex))
    }

    fn shallow(&mut self, ex: &Ex) -> Result<Val> {
        Ok(match &ex.op {
            Op::Int(n) => Val::new(*n),
            Op::Stream(n) => Val::new(u64::from(*n)),
            Op::Float(n) => Val::new(n.to_bits()),
            Op::Text(number) => Val::new(address(self.texts[*number], 0)),
            Op::Func(callee) => Val::new(self.func_address(ex.span, callee)?),
            Op::Local(slot) => return self.local(ex.span, *slot),
            Op::Global(number) => Val::new(address(self.globals[*number], 0)),
            Op::Offset(of, bytes) => {
                let of = self.value(of)?;
                Val { bits: if of.bits == 0 { 0 } else { of.bits + bytes }, from: of.from }
            }
            Op::Load(of) => {
                let at = self.value(of)?;
                return self.load(ex.span, at, &ex.ty);
            }
            Op::Index { base, index, size, back } => return self.index(ex.span, base, index, *size, *back),
            Op::Distance(one, two, size) => return self.distance(ex.span, one, two, *size),
            Op::Binary(op, left, right) => return self.binary(ex, *op, left, right),
            Op::Negate(of) => self.negated(of)?,
            Op::BitNot(of) => {
                let bits = self.value(of)?.bits;
                Val::new(self.wrapped(&ex.ty, !bits))
            }
            Op::Not(of) => Val::new(u64::from(!self.truth(of)?)),
            Op::Convert(of) => {
                let value = self.value(of)?;
                Val { bits: convert(value.bits, &of.ty, &ex.ty), from: value.from }
            }
            Op::Store(to, value) => return self.stored(ex, to, value),
            Op::Copy(to, from, size) => {
                let (to, from) = (self.value(to)?, self.value(from)?);
                if let Err(trouble) = self.memory.copy(to.bits, from.bits, *size) {
                    return self.wrong(ex.span, trouble, from);
                }
                to
            }
            Op::Update(update) => return self.updated(ex.span, update),
            Op::And(left, right) => Val::new(u64::from(self.truth(left)? && self.truth(right)?)),
            Op::Or(left, right) => Val::new(u64::from(self.truth(left)? || self.truth(right)?)),
            Op::Cond(condition, yes, no) => {
                let chosen = if self.truth(condition)? { yes } else { no };
                return self.value(chosen);
            }
            Op::Comma(left, right) => {
                self.value(left)?;
                return self.value(right);
            }
            Op::Call(callee, arguments) => return self.call(ex.span, callee, arguments),
            Op::CallPointer(of, arguments) => return self.call_pointer(ex.span, of, arguments),
            Op::BlockSize(of) => {
                let of = self.value(of)?;
                let block = self.memory.get(place(of.bits).0);
                Val::new(block.map_or(0, |block| block.bytes.len() as u64))
            }
        })
    }

    fn local(&self, span: Span, slot: usize) -> Result<Val> {
        let frame = self.frames.last().and_then(|frame| frame.slots.get(slot)).copied();
        match frame {
            Some(id) if id != 0 => Ok(Val::new(address(id, 0))),
            // A jump went past its declaration.
            _ => self.fault(span, Word::Unset, [String::new()]),
        }
    }

    /// Whether a value counts as true; what it is the result of counts as looked at.
    pub fn truth(&mut self, ex: &Ex) -> Result<bool> {
        let value = self.value(ex)?;
        self.looked_at(value.from);
        Ok(match ex.ty {
            Type::Float(_) => f64::from_bits(value.bits) != 0.0,
            _ => value.bits != 0,
        })
    }

    fn wrapped(&self, ty: &Type, bits: u64) -> u64 {
        match ty {
            Type::Int(int) => int.wrap(bits),
            _ => bits,
        }
    }

    fn negated(&mut self, of: &Ex) -> Result<Val> {
        let value = self.value(of)?.bits;
        Ok(Val::new(match &of.ty {
            Type::Float(_) => (-f64::from_bits(value)).to_bits(),
            ty => self.wrapped(ty, value.wrapping_neg()),
        }))
    }

    fn index(&mut self, span: Span, base: &Ex, index: &Ex, size: u64, back: bool) -> Result<Val> {
        let (at, number) = (self.value(base)?, self.value(index)?);
        self.counted_with(span, number.from);
        self.moved(span, at, number.bits as i64, size, back)
    }

    fn moved(&self, span: Span, at: Val, count: i64, size: u64, back: bool) -> Result<Val> {
        if at.bits == 0 && count != 0 {
            return self.wrong(span, Trouble::Null, at);
        }
        let bytes = count.checked_mul(size as i64).map(|bytes| if back { -bytes } else { bytes });
        let moved = bytes.and_then(|bytes| at.bits.checked_add_signed(bytes));
        match moved.filter(|moved| place(*moved).0 == place(at.bits).0) {
            Some(bits) => Ok(Val { bits, from: at.from }),
            None => {
                let name = self.memory.get(place(at.bits).0).map_or("", |block| &*block.name).to_owned();
                self.wrong(span, Trouble::Outside(name, 0, count), at)
            }
        }
    }

    fn distance(&mut self, span: Span, one: &Ex, two: &Ex, size: u64) -> Result<Val> {
        let (one, two) = (self.value(one)?.bits, self.value(two)?.bits);
        if place(one).0 != place(two).0 {
            return self.fault(span, Word::Unrelated, []);
        }
        Ok(Val::new((one.wrapping_sub(two) as i64 / size.max(1) as i64) as u64))
    }

    fn stored(&mut self, ex: &Ex, to: &Ex, value: &Ex) -> Result<Val> {
        // The value first: where a call fails, what it would have been put into is as it was.
        let value = self.value(value)?;
        let to = self.value(to)?;
        self.store(ex.span, to, &ex.ty, value)?;
        Ok(value)
    }

    fn updated(&mut self, span: Span, update: &Update) -> Result<Val> {
        let to = self.value(&update.to)?;
        let by = self.value(&update.by)?;
        let old = self.load(span, to, &update.to.ty)?;
        let new = if update.size > 0 {
            self.moved(span, old, by.bits as i64, update.size, update.op == BinOp::Sub)?
        } else {
            let wide = convert(old.bits, &update.to.ty, &update.wide);
            let new = self.computed(span, update.op, &update.wide, wide, by.bits)?;
            Val::new(convert(new, &update.wide, &update.to.ty))
        };
        self.store(span, to, &update.to.ty, new)?;
        Ok(if update.after { old } else { new })
    }

    fn binary(&mut self, ex: &Ex, op: BinOp, left: &Ex, right: &Ex) -> Result<Val> {
        let (one, two) = (self.value(left)?, self.value(right)?);
        if matches!(op, BinOp::Lt | BinOp::Gt | BinOp::Le | BinOp::Ge | BinOp::Eq | BinOp::Ne) {
            self.looked_at(one.from);
            self.looked_at(two.from);
        } else {
            self.counted_with(ex.span, one.from);
            self.counted_with(ex.span, two.from);
        }
        self.computed(ex.span, op, &left.ty, one.bits, two.bits).map(Val::new)
    }

    fn computed(&self, span: Span, op: BinOp, ty: &Type, one: u64, two: u64) -> Result<u64> {
        let int = match ty {
            Type::Float(_) => return Ok(of_doubles(op, f64::from_bits(one), f64::from_bits(two))),
            Type::Int(int) => *int,
            _ => Int::ULong,
        };
        if matches!(op, BinOp::Div | BinOp::Rem) && two == 0 {
            return self.fault(span, Word::DividedByZero, []);
        }
        if matches!(op, BinOp::Shl | BinOp::Shr) && two >= int.size() * 8 {
            return self.fault(span, Word::ShiftedTooFar, [(two as i64).to_string()]);
        }
        let (a, b) = (one as i64, two as i64);
        let signed = int.signed();
        let truth = |holds: bool| u64::from(holds);
        Ok(match op {
            BinOp::Add => int.wrap(one.wrapping_add(two)),
            BinOp::Sub => int.wrap(one.wrapping_sub(two)),
            BinOp::Mul => int.wrap(one.wrapping_mul(two)),
            BinOp::Div => int.wrap(if signed { a.wrapping_div(b) as u64 } else { one / two }),
            BinOp::Rem => int.wrap(if signed { a.wrapping_rem(b) as u64 } else { one % two }),
            BinOp::Shl => int.wrap(one << two),
            BinOp::Shr => int.wrap(if signed { (a >> two) as u64 } else { one >> two }),
            BinOp::BitAnd => one & two,
            BinOp::BitOr => one | two,
            BinOp::BitXor => int.wrap(one ^ two),
            BinOp::Lt => truth(if signed { a < b } else { one < two }),
            BinOp::Gt => truth(if signed { a > b } else { one > two }),
            BinOp::Le => truth(if signed { a <= b } else { one <= two }),
            BinOp::Ge => truth(if signed { a >= b } else { one >= two }),
            BinOp::Eq => truth(one == two),
            BinOp::Ne => truth(one != two),
        })
    }

    /// Whether an address is that of a handle, and which piece it is.
    pub fn handle_block(&self, at: u64) -> Option<u32> {
        let (id, _) = place(at);
        let block = self.memory.get(id)?;
        matches!(block.kind, Kind::Handle(..) | Kind::Event(_) | Kind::SavedError(_)).then_some(id)
    }
}

fn of_doubles(op: BinOp, one: f64, two: f64) -> u64 {
    let truth = |holds: bool| u64::from(holds);
    match op {
        BinOp::Add => (one + two).to_bits(),
        BinOp::Sub => (one - two).to_bits(),
        BinOp::Mul => (one * two).to_bits(),
        BinOp::Div => (one / two).to_bits(),
        BinOp::Lt => truth(one < two),
        BinOp::Gt => truth(one > two),
        BinOp::Le => truth(one <= two),
        BinOp::Ge => truth(one >= two),
        BinOp::Eq => truth(one == two),
        _ => truth(one != two),
    }
}

/// The bits of a value in another type.
pub(crate) fn convert(bits: u64, from: &Type, to: &Type) -> u64 {
    match (from, to) {
        (Type::Float(_), Type::Int(int)) => {
            let number = f64::from_bits(bits);
            int.wrap(if int.signed() { number as i64 as u64 } else { number as u64 })
        }
        (Type::Int(int), Type::Float(_)) => {
            if int.signed() {
                (bits as i64 as f64).to_bits()
            } else {
                (bits as f64).to_bits()
            }
        }
        (Type::Float(_), Type::Float(true)) => f64::from(f64::from_bits(bits) as f32).to_bits(),
        (_, Type::Int(int)) => int.wrap(bits),
        _ => bits,
    }
}
