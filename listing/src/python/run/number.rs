//! Arithmetic.

use super::{Machine, Result};
use crate::python::ast::BinOp;
use crate::python::value::Value;
use crate::span::Span;
use crate::words::Word;

impl Machine<'_> {
    /// A whole number; Python has them of any size, listings up to 127 bits.
    pub fn int(&self, span: Span, n: Option<i128>) -> Result<Value> {
        match n {
            Some(n) => Ok(Value::Int(n)),
            None => self.fault(span, Word::NumberHuge, []),
        }
    }

    pub fn whole(&mut self, span: Span, op: BinOp, a: i128, b: i128) -> Result<Value> {
        let n = match op {
            BinOp::Add => a.checked_add(b),
            BinOp::Sub => a.checked_sub(b),
            BinOp::Mul => a.checked_mul(b),
            BinOp::Div | BinOp::FloorDiv | BinOp::Rem if b == 0 => {
                return self.raise(span, "ZeroDivisionError", "division by zero");
            }
            BinOp::Div => return Ok(Value::Float(a as f64 / b as f64)),
            BinOp::FloorDiv => a.checked_div(b).map(|n| n - i128::from(a % b != 0 && (a < 0) != (b < 0))),
            BinOp::Rem => a.checked_rem(b).map(|n| if n != 0 && (n < 0) != (b < 0) { n + b } else { n }),
            BinOp::Pow if b < 0 => return self.floats(span, op, a as f64, b as f64),
            BinOp::Pow => match (a, u32::try_from(b)) {
                (_, Ok(b)) => a.checked_pow(b),
                (0 | 1, Err(_)) => Some(a),
                (-1, Err(_)) => Some(if b % 2 == 0 { 1 } else { -1 }),
                _ => None,
            },
            BinOp::Shl | BinOp::Shr if b < 0 => {
                return self.raise(span, "ValueError", "negative shift count");
            }
            BinOp::Shl if a == 0 => Some(0),
            BinOp::Shl => u32::try_from(b).ok().filter(|b| *b < 127).and_then(|b| a.checked_mul(1i128 << b)),
            BinOp::Shr => Some(a >> b.min(127)),
            BinOp::And => Some(a & b),
            BinOp::Or => Some(a | b),
            BinOp::Xor => Some(a ^ b),
        };
        self.int(span, n)
    }

    pub fn floats(&mut self, span: Span, op: BinOp, a: f64, b: f64) -> Result<Value> {
        let zero = b == 0.0;
        Ok(Value::Float(match op {
            BinOp::Add => a + b,
            BinOp::Sub => a - b,
            BinOp::Mul => a * b,
            BinOp::Div if zero => return self.raise(span, "ZeroDivisionError", "division by zero"),
            BinOp::FloorDiv | BinOp::Rem if zero => {
                return self.raise(span, "ZeroDivisionError", "division by zero");
            }
            BinOp::Div => a / b,
            BinOp::FloorDiv => (a / b).floor(),
            BinOp::Rem => {
                let rest = a % b;
                if rest != 0.0 && (rest < 0.0) != (b < 0.0) { rest + b } else { rest }
            }
            BinOp::Pow if a == 0.0 && b < 0.0 => {
                return self.raise(span, "ZeroDivisionError", "zero to a negative power");
            }
            BinOp::Pow if a < 0.0 && b.fract() != 0.0 => return self.lacks(span, "complex"),
            _ => return self.power(span, a, b),
        }))
    }

    /// Powers as multiplication gives them: the last bits of others differ between machines.
    fn power(&self, span: Span, a: f64, b: f64) -> Result<Value> {
        if b == 0.5 {
            return Ok(Value::Float(a.sqrt()));
        }
        if b.fract() != 0.0 || b.abs() > 1024.0 {
            return self.lacks(span, format!("** {}", crate::python::repr::float(b)));
        }
        let (mut left, mut square, mut made) = (b.abs() as u32, a, 1.0);
        while left > 0 {
            if left & 1 == 1 {
                made *= square;
            }
            square *= square;
            left >>= 1;
        }
        Ok(Value::Float(if b < 0.0 { 1.0 / made } else { made }))
    }

    /// `round(number, digits)`: to the even one of two that are as near.
    pub fn round(&mut self, span: Span, value: &Value, digits: Option<i128>) -> Result<Value> {
        match (value, digits) {
            (Value::Float(n), None) => {
                if !n.is_finite() {
                    let what = if n.is_nan() { "float NaN" } else { "float infinity" };
                    let class = if n.is_nan() { "ValueError" } else { "OverflowError" };
                    return self.raise(span, class, format!("cannot convert {what} to integer"));
                }
                Ok(Value::Int(n.round_ties_even() as i128))
            }
            (Value::Float(n), Some(digits @ 0..=22)) => {
                // Written with so many digits and read again, which rounds as the exact number does.
                Ok(Value::Float(format!("{n:.*}", digits as usize).parse().unwrap_or(*n)))
            }
            (_, Some(0..) | None) if value.number().is_some() => Ok(Value::Int(value.number().unwrap_or(0))),
            _ => self.lacks(span, "round"),
        }
    }
}
