//! Runs a listing against a copy of a world, and keeps every step.

mod args;
mod assign;
mod builtin;
mod call;
mod compare;
mod comprehension;
mod exception;
mod expression;
mod format;
mod index;
mod iterate;
mod keep;
mod lacking;
mod layout;
mod machine;
mod methods;
mod module;
mod number;
mod operator;
mod ordered;
mod percent;
mod search;
mod setorder;
mod sets;
mod statement;
mod text;
mod traceback;

pub(super) use args::{Given, missing_text};
pub(super) use machine::{Frame, Machine, Raised, Result, Stop};
