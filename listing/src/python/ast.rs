//! A Python listing as it is written.

use std::sync::Arc;

use crate::span::Span;

/// A name and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Name {
    pub text: Arc<str>,
    pub span: Span,
}

/// An operator between two values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BinOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Rem,
    Pow,
    Shl,
    Shr,
    And,
    Or,
    Xor,
}

impl BinOp {
    /// As it is written.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::FloorDiv => "//",
            Self::Rem => "%",
            Self::Pow => "** or pow()",
            Self::Shl => "<<",
            Self::Shr => ">>",
            Self::And => "&",
            Self::Or => "|",
            Self::Xor => "^",
        }
    }
}

/// A comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CmpOp {
    Lt,
    Gt,
    Le,
    Ge,
    Eq,
    Ne,
    In,
    NotIn,
    Is,
    IsNot,
}

/// An operator before a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UnOp {
    Plus,
    Minus,
    Invert,
    Not,
}

/// An argument of a call.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Arg {
    One(Expr),
    Named(Name, Expr),
    /// `*values`.
    Spread(Expr),
    /// `**values`.
    SpreadNamed(Expr),
}

/// A piece of an f-string: text, or a value with its conversion (`r`, `s`) and its format.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Piece {
    Text(Arc<str>),
    Value(Expr, Option<char>, Vec<Piece>),
}

/// What a comprehension makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Makes {
    List,
    Set,
    Dict,
    Generator,
}

/// `for … in … if …` of a comprehension.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Clause {
    pub target: Expr,
    pub over: Expr,
    pub conditions: Vec<Expr>,
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
    None,
    Bool(bool),
    Int(i128),
    Float(f64),
    Str(Arc<str>),
    Bytes(Arc<[u8]>),
    Format(Vec<Piece>),
    Name(Arc<str>),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Set(Vec<Expr>),
    /// Pairs; a value without a key is spread: `**other`.
    Dict(Vec<(Option<Expr>, Expr)>),
    Comprehension {
        makes: Makes,
        key: Option<Box<Expr>>,
        value: Box<Expr>,
        clauses: Arc<[Clause]>,
    },
    Unary(UnOp, Box<Expr>),
    Binary(BinOp, Box<Expr>, Box<Expr>),
    Compare(Box<Expr>, Vec<(CmpOp, Expr)>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    /// Condition, then, else.
    Cond(Box<Expr>, Box<Expr>, Box<Expr>),
    Lambda(Arc<Func>),
    Attribute(Box<Expr>, Name),
    Index(Box<Expr>, Box<Expr>),
    Slice(Box<Expr>, [Option<Box<Expr>>; 3]),
    Call(Box<Expr>, Vec<Arg>),
    /// `*values` in a list, a tuple or a target.
    Starred(Box<Expr>),
}

/// A parameter.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Param {
    pub name: Arc<str>,
    pub default: Option<Expr>,
    pub kind: ParamKind,
}

/// What a parameter takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ParamKind {
    /// One value, by place or by name.
    One,
    /// One value, by name only.
    Named,
    /// `*rest`.
    Rest,
    /// `**named`.
    RestNamed,
}

/// A function.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Func {
    pub name: Arc<str>,
    /// With the functions around it, as errors call it.
    pub qualified: Arc<str>,
    pub span: Span,
    pub params: Vec<Param>,
    pub body: Vec<Stmt>,
    /// Names that are the function's own, sorted.
    pub locals: Vec<Arc<str>>,
    /// Names that it says are the module's.
    pub globals: Vec<Arc<str>>,
}

/// `except CLASS as NAME:`.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Handler {
    pub span: Span,
    pub class: Option<Expr>,
    pub name: Option<Arc<str>>,
    pub body: Vec<Stmt>,
}

/// A statement. Of one with a block, the span is its first line.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Stmt {
    pub span: Span,
    pub kind: StmtKind,
}

/// What a statement is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum StmtKind {
    Pass,
    Expr(Expr),
    /// `a = b = value`: targets, value.
    Assign(Vec<Expr>, Expr),
    Augmented(Expr, BinOp, Expr),
    If(Expr, Vec<Stmt>, Vec<Stmt>),
    While(Expr, Vec<Stmt>, Vec<Stmt>),
    For {
        target: Expr,
        over: Expr,
        body: Vec<Stmt>,
        otherwise: Vec<Stmt>,
    },
    Try {
        body: Vec<Stmt>,
        handlers: Vec<Handler>,
        otherwise: Vec<Stmt>,
        finally: Vec<Stmt>,
    },
    With(Vec<(Expr, Option<Expr>)>, Vec<Stmt>),
    Def(Arc<Func>),
    Return(Option<Expr>),
    /// What is raised, and from what.
    Raise(Option<Expr>, Option<Expr>),
    Assert(Expr, Option<Expr>),
    Delete(Vec<Expr>),
    /// Module and the name that it gets.
    Import(Vec<(Name, Arc<str>)>),
    /// Module; names and the names that they get.
    From(Name, Vec<(Name, Arc<str>)>),
    Break,
    Continue,
    /// `global` and `nonlocal`: done by the parser.
    Declared,
}
