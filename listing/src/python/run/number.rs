//! Arithmetic, and numbers as text.

use super::{Machine, Result};
use crate::python::ast::BinOp;
use crate::python::value::{Exc, Value};
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
        let made = if b < 0.0 { 1.0 / made } else { made };
        if made.is_infinite() && a.is_finite() {
            let args = vec![Value::Int(34), Value::text("Numerical result out of range")];
            return self.raise_value(span, Exc { class: "OverflowError", args, error: None }.into());
        }
        Ok(Value::Float(made))
    }

    /// Numbers as text, and characters as numbers.
    pub fn written(&mut self, span: Span, name: &str, first: &Value) -> Result<Value> {
        let class = self.heap.class(first);
        match name {
            "hex" | "oct" | "bin" => {
                let Some(n) = first.number() else {
                    let text = format!("'{class}' object cannot be interpreted as an integer");
                    return self.raise(span, "TypeError", text);
                };
                let (sign, n) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
                Ok(Value::text(match name {
                    "hex" => format!("{sign}{n:#x}"),
                    "oct" => format!("{sign}{n:#o}"),
                    _ => format!("{sign}{n:#b}"),
                }))
            }
            "chr" => match first.number().and_then(|n| u32::try_from(n).ok()).and_then(char::from_u32) {
                Some(c) => Ok(Value::text(c.to_string())),
                None => self.raise(span, "ValueError", "chr() arg not in range(0x110000)"),
            },
            _ => match first {
                Value::Str(text) if text.chars().count() == 1 => {
                    Ok(Value::Int(text.chars().next().map_or(0, |c| i128::from(u32::from(c)))))
                }
                Value::Str(text) => {
                    let text = format!(
                        "ord() expected a character, but string of length {} found",
                        text.chars().count()
                    );
                    self.raise(span, "TypeError", text)
                }
                _ => self.raise(
                    span,
                    "TypeError",
                    format!("ord() expected string of length 1, but {class} found"),
                ),
            },
        }
    }

    /// `sum`: what floats lose on the way is added at the end, as Python does.
    pub fn sum(&mut self, span: Span, over: &Value, start: Option<Value>) -> Result<Value> {
        let mut total = start.unwrap_or(Value::Int(0));
        if matches!(total, Value::Str(_)) {
            let text = "sum() can't sum strings [use ''.join(seq) instead]";
            return self.raise(span, "TypeError", text);
        }
        let mut lost = 0.0_f64;
        for item in self.items(span, over)? {
            let floats = matches!(total, Value::Float(_)) || matches!(item, Value::Float(_));
            total = match (total.float(), item.float()) {
                (Some(a), Some(b)) if floats => {
                    let sum = a + b;
                    lost += if a.abs() >= b.abs() { (a - sum) + b } else { (b - sum) + a };
                    Value::Float(sum)
                }
                _ => self.operate(span, BinOp::Add, &total, &item, false)?,
            };
        }
        Ok(match total {
            Value::Float(sum) if lost != 0.0 && lost.is_finite() => Value::Float(sum + lost),
            other => other,
        })
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
            (_, Some(digits)) if value.number().is_some() => {
                // To tens, hundreds and so on: of two that are as near, the even one.
                let n = value.number().unwrap_or(0);
                let unit = u32::try_from(digits.saturating_neg()).ok().and_then(|by| 10_i128.checked_pow(by));
                let Some(unit) = unit else { return Ok(Value::Int(0)) };
                let (low, rest) = (n.div_euclid(unit), n.rem_euclid(unit));
                let up = rest > unit - rest || (rest == unit - rest && low % 2 != 0);
                self.int(span, (low + i128::from(up)).checked_mul(unit))
            }
            _ if value.float().is_none() => {
                let text = format!("type {} doesn't define __round__ method", self.heap.class(value));
                self.raise(span, "TypeError", text)
            }
            _ => self.lacks(span, "round"),
        }
    }
}
