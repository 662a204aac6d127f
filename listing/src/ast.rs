//! A listing as it is written, before names are looked up and types are known.

use std::sync::Arc;

use crate::lex::IntSuffix;
use crate::span::Span;

/// A name and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Name {
    pub text: Arc<str>,
    pub span: Span,
}

/// A type as it is written.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Ty {
    /// The words of a basic type.
    Basic(Basic),
    /// A name that a `typedef` gave.
    Named(Name),
    /// A struct or union, by its tag; its members where it is defined.
    Record { union: bool, tag: Option<Name>, members: Option<Vec<Member>>, span: Span },
    /// An enumeration, with its members where it is defined.
    Enum { members: Option<Vec<(Name, Option<Expr>)>> },
    /// A pointer to a type.
    Pointer(Box<Ty>),
    /// `const` before a type.
    Const(Box<Ty>),
    /// An array, of as many as its first value has if nothing is said.
    Array(Box<Ty>, Option<Box<Expr>>),
    /// A function.
    Func { returns: Box<Ty>, params: Vec<Param>, variadic: bool },
}

/// What the words of a basic type add up to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Basic {
    Void,
    Bool,
    Char,
    SChar,
    UChar,
    Short,
    UShort,
    Int,
    UInt,
    Long,
    ULong,
    LLong,
    ULLong,
    Float,
    Double,
}

/// A member of a struct.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Member {
    pub name: Name,
    pub ty: Ty,
}

/// A parameter.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Param {
    pub name: Option<Name>,
    pub ty: Ty,
}

/// One thing declared.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Decl {
    pub name: Name,
    pub ty: Ty,
    pub init: Option<Init>,
    /// `static`: kept between calls of its function.
    pub keeps: bool,
}

/// A first value.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Init {
    One(Expr),
    List(Vec<(Option<Designator>, Init)>, Span),
}

/// What a first value in a list says that it is for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Designator {
    Field(Name),
    Index(Expr),
}

/// An operator between two values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BinOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Shl,
    Shr,
    BitAnd,
    BitOr,
    BitXor,
    Lt,
    Gt,
    Le,
    Ge,
    Eq,
    Ne,
}

/// An expression.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Expr {
    pub span: Span,
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum ExprKind {
    Int(u64, IntSuffix, bool),
    Float(f64),
    Char(u8),
    Str(Arc<[u8]>),
    Ident(Arc<str>),
    Plus(Box<Expr>),
    Minus(Box<Expr>),
    Not(Box<Expr>),
    BitNot(Box<Expr>),
    AddrOf(Box<Expr>),
    Deref(Box<Expr>),
    Step { of: Box<Expr>, up: bool, after: bool },
    Binary(BinOp, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Assign(Option<BinOp>, Box<Expr>, Box<Expr>),
    Cond(Box<Expr>, Box<Expr>, Box<Expr>),
    Comma(Box<Expr>, Box<Expr>),
    Call(Box<Expr>, Vec<Expr>),
    Index(Box<Expr>, Box<Expr>),
    Member { of: Box<Expr>, name: Name, arrow: bool },
    Cast(Ty, Box<Expr>),
    SizeofType(Ty),
    SizeofExpr(Box<Expr>),
}

/// A statement.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Stmt {
    pub span: Span,
    pub kind: StmtKind,
}

/// What a statement is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum StmtKind {
    Empty,
    Expr(Expr),
    Decl(Vec<Decl>),
    Block(Vec<Stmt>),
    If(Expr, Box<Stmt>, Option<Box<Stmt>>),
    While(Expr, Box<Stmt>),
    DoWhile(Box<Stmt>, Expr),
    For(Option<Box<Stmt>>, Option<Expr>, Option<Expr>, Box<Stmt>),
    Switch(Expr, Box<Stmt>),
    Case(Expr),
    Default,
    Break,
    Continue,
    Return(Option<Expr>),
    Goto(Name),
    Label(Name),
}

/// What stands at the top of a listing.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Item {
    Typedef(Name, Ty),
    /// A type declared for its tag or members alone.
    Type(Ty),
    Decl(Decl),
    Func(Func),
    /// A statement outside every function: the listing is a fragment.
    Stmt(Stmt),
}

/// A function with its body.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Func {
    pub name: Name,
    pub ty: Ty,
    pub body: Vec<Stmt>,
    pub end: Span,
}
