//! A listing made ready to run: names are places, types are known, conversions are written out.

use std::sync::Arc;

use virtlab_core::api::FunctionId;

use crate::ast::BinOp;
use crate::span::Span;
use crate::types::{Type, Types};

/// A function to be called.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Callee {
    /// One of the listing's own, by number.
    Own(usize),
    /// One of the table.
    Api(FunctionId),
    /// One of [`crate::library::NAMES`], by number.
    Library(usize),
}

/// An expression. Of a struct its value is its address.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Ex {
    pub span: Span,
    pub ty: Type,
    pub op: Op,
}

/// What an expression does.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Op {
    Int(u64),
    Float(f64),
    /// The address of a string of the listing.
    Text(usize),
    /// The address of a function.
    Func(Callee),
    /// The address of a variable of the function.
    Local(usize),
    /// The address of a variable of the listing.
    Global(usize),
    /// `stdout` is 1, `stderr` 2.
    Stream(u8),
    /// So many bytes behind an address.
    Offset(Box<Ex>, u64),
    /// What lies at an address.
    Load(Box<Ex>),
    /// So many things of a size behind an address, or before it.
    Index {
        base: Box<Ex>,
        index: Box<Ex>,
        size: u64,
        back: bool,
    },
    /// How many things of a size lie between two addresses.
    Distance(Box<Ex>, Box<Ex>, u64),
    Binary(BinOp, Box<Ex>, Box<Ex>),
    Negate(Box<Ex>),
    BitNot(Box<Ex>),
    Not(Box<Ex>),
    /// To the type of this expression.
    Convert(Box<Ex>),
    Store(Box<Ex>, Box<Ex>),
    Copy(Box<Ex>, Box<Ex>, u64),
    /// Reads, computes, writes; gives what it was before if `after`.
    Update(Box<Update>),
    And(Box<Ex>, Box<Ex>),
    Or(Box<Ex>, Box<Ex>),
    Cond(Box<Ex>, Box<Ex>, Box<Ex>),
    Comma(Box<Ex>, Box<Ex>),
    Call(Callee, Vec<Ex>),
    /// By a pointer to a function.
    CallPointer(Box<Ex>, Vec<Ex>),
    /// Bytes of the piece of memory at an address: of an array whose size only the run knows.
    BlockSize(Box<Ex>),
}

/// `+=` and its kin, and `++`.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Update {
    pub to: Ex,
    pub op: BinOp,
    pub by: Ex,
    /// The type in which it is computed.
    pub wide: Type,
    /// Bytes of what a pointer points to; 0 for numbers.
    pub size: u64,
    /// Whether the value is what was there before.
    pub after: bool,
}

/// How a variable begins.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Start {
    /// All that is not set is zero.
    pub zero: bool,
    /// Values by their place in it.
    pub values: Vec<(u64, Ex)>,
    /// A string in an array.
    pub text: Option<(u64, Arc<[u8]>)>,
}

/// A variable comes into being.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Declare {
    pub slot: usize,
    pub name: Arc<str>,
    pub ty: Type,
    /// How many an array has whose size only the run knows.
    pub count: Option<Ex>,
    pub start: Option<Start>,
}

/// A statement.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct St {
    pub span: Span,
    pub kind: StKind,
}

/// What a statement does.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum StKind {
    Empty,
    Expr(Ex),
    Declare(Vec<Declare>),
    Block(Vec<St>),
    If(Ex, Box<St>, Option<Box<St>>),
    While(Ex, Box<St>),
    DoWhile(Box<St>, Ex),
    For(Option<Box<St>>, Option<Ex>, Option<Ex>, Box<St>),
    Switch(Ex, Box<St>),
    /// Where a switch may go; none for `default`.
    Case(Option<i64>),
    Break,
    Continue,
    Return(Option<Ex>),
    Goto(Arc<str>),
    Label(Arc<str>),
}

/// A function of the listing's own.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Func {
    pub name: Arc<str>,
    pub span: Span,
    /// Where its last bracket stands.
    pub end: Span,
    pub params: Vec<(Arc<str>, Type)>,
    pub returns: Type,
    pub slots: usize,
    pub body: Vec<St>,
}

/// A variable outside every function, or a static one.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Global {
    pub name: Arc<str>,
    pub span: Span,
    pub ty: Type,
    pub start: Option<Start>,
}

/// A whole listing.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Program {
    pub funcs: Vec<Func>,
    pub globals: Vec<Global>,
    pub texts: Vec<Arc<[u8]>>,
    /// The number of `main`.
    pub main: usize,
    /// The place of the connection that a fragment is given as `conn`, if it uses it.
    pub conn: Option<usize>,
}

/// A program with its types.
#[derive(Clone, Debug)]
pub(crate) struct Ready {
    pub program: Program,
    pub types: Types,
}
