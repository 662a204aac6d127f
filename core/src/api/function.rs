//! The shape of a row of the table.

use super::flags::FlagSet;
use super::{Area, Check, FunctionId, HandleKind, Unit, Value};
use crate::ground::ErrorDomain;

/// What a parameter takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One of the client's objects.
    Handle(HandleKind),
    /// Several of them, in an array that ends with `NULL`.
    HandleArray(HandleKind),
    /// A number of a C type.
    Int(&'static str, Option<Unit>),
    /// How many bytes the struct has that the parameter before points to.
    SizeOf(i64),
    /// A string.
    Text,
    /// A string that is a document: XML, or JSON for the world's own functions.
    Document,
    /// A connection URI.
    Uri,
    /// 16 raw bytes.
    Uuid,
    /// A UUID's text.
    UuidText,
    /// A path in the host's file system.
    Path,
    /// Flags, by name.
    Flags(&'static FlagSet),
    /// Flags, by name, in an `unsigned long`.
    LongFlags(&'static FlagSet),
    /// One of an enumeration, of a C type.
    Choice(&'static FlagSet, &'static str),
    /// Numbers.
    IntArray(&'static str),
    /// Strings.
    TextArray(&'static str),
    /// Raw bytes, such as a map of CPUs.
    Bytes(&'static str),
    /// Typed parameters: an array to be read, or, behind a second pointer, one that grows.
    Params(&'static str),
    /// A double.
    Double,
    /// A function of the caller's, by a name of the caller's choice.
    Callback(&'static str),
    /// Data handed to a callback, by a name of the caller's choice.
    Opaque(&'static str),
    /// User name and password for `virConnectAuthPtr`: a list of the two, or `NULL`.
    Credentials,
    /// A pointer to write one thing of a C type through.
    Out(&'static str),
}

impl Kind {
    /// The set that a parameter takes, if it takes one.
    pub fn flag_set(self) -> Option<&'static FlagSet> {
        match self {
            Self::Flags(set) | Self::LongFlags(set) | Self::Choice(set, _) => Some(set),
            _ => None,
        }
    }
}

/// One parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Param {
    /// libvirt's name for it.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
}

impl Param {
    /// What an argument is that was left out.
    pub fn default_value(&self) -> Value {
        match self.kind {
            Kind::Out(_) => Value::Out,
            Kind::SizeOf(bytes) => Value::Int(bytes),
            Kind::Flags(_) | Kind::LongFlags(_) | Kind::Choice(..) | Kind::Int(..) | Kind::Double => {
                Value::Int(0)
            }
            _ => Value::Null,
        }
    }

    /// The C type in a prototype.
    pub fn c_type(&self) -> &'static str {
        match self.kind {
            Kind::Handle(kind) => kind.c_type(),
            Kind::HandleArray(kind) => kind.c_array(),
            Kind::Int(c_type, _) | Kind::Choice(_, c_type) | Kind::Out(c_type) => c_type,
            Kind::IntArray(c_type) | Kind::TextArray(c_type) | Kind::Bytes(c_type) => c_type,
            Kind::Params(c_type) | Kind::Callback(c_type) | Kind::Opaque(c_type) => c_type,
            Kind::Double => "double",
            Kind::SizeOf(_) => "size_t",
            Kind::Text | Kind::Document | Kind::Uri | Kind::UuidText | Kind::Path => "const char *",
            Kind::Uuid => "const unsigned char *",
            Kind::Flags(_) => "unsigned int",
            Kind::LongFlags(_) => "unsigned long",
            Kind::Credentials => "virConnectAuthPtr",
        }
    }
}

/// What a function returns, and so what it returns when it fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Returns {
    /// 0, or -1.
    Status,
    /// A number, or -1.
    Number,
    /// 1 or 0, or -1.
    Truth,
    /// A number of the C type, or 0.
    Amount(&'static str),
    /// A domain's ID, or `(unsigned int)-1`.
    Id,
    /// A string, or `NULL`; the caller frees it if the type is not const.
    Text(&'static str),
    /// A new handle, or `NULL`.
    Handle(HandleKind),
    /// A pointer to a `virError`, or `NULL`.
    Error,
    /// A pointer to one of the typed parameters of an array, or `NULL`.
    Param,
    /// Nothing.
    Void,
}

impl Returns {
    /// What comes back when the call fails.
    pub fn failure(self) -> Value {
        match self {
            Self::Status | Self::Number | Self::Truth => Value::Int(-1),
            Self::Id => Value::Int(i64::from(u32::MAX)),
            Self::Amount(_) => Value::Int(0),
            Self::Text(_) | Self::Handle(_) | Self::Error | Self::Param => Value::Null,
            Self::Void => Value::Void,
        }
    }

    /// The C type.
    pub const fn c_type(self) -> &'static str {
        match self {
            Self::Status | Self::Number | Self::Truth => "int",
            Self::Id => "unsigned int",
            Self::Amount(c_type) | Self::Text(c_type) => c_type,
            Self::Handle(kind) => kind.c_type(),
            Self::Error => "virErrorPtr",
            Self::Param => "virTypedParameterPtr",
            Self::Void => "void",
        }
    }
}

/// How a function's arguments and answer are laid out in libvirt's RPC. `*` where that follows from the row: arguments in
/// the order of the parameters, then what is written through pointers, then what is returned. Otherwise the members in their
/// order; the daemon's `wire/shape.rs` says how they are written.
#[cfg(feature = "rpc")]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rpc {
    /// The arguments.
    pub args: &'static str,
    /// The answer.
    pub ret: &'static str,
}

/// What libvirt's function does and this one does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Partial {
    /// It writes a file, and a world does not know all folders of its host.
    WritesFiles,
    /// It reads a file, and a world has no files but its own.
    ReadsFiles,
    /// It is given functions that are an event loop.
    ForeignLoop,
}

impl Partial {
    /// In words, for COMPAT.md.
    pub const fn text(self) -> &'static str {
        match self {
            Self::WritesFiles => "below /home, /root, /tmp and /var/tmp every folder is taken to be there",
            Self::ReadsFiles => "only files that calls of the same world wrote are there",
            Self::ForeignLoop => "the functions are not called: a world's loop is taken to be theirs",
        }
    }
}

/// One function of the API.
#[derive(PartialEq, Eq, Debug)]
pub struct Function {
    /// Which.
    pub id: FunctionId,
    /// Where it stands.
    pub area: Area,
    /// What it returns.
    pub returns: Returns,
    /// Its parameters. The first handle is checked before anything else.
    pub params: &'static [Param],
    /// The public function's checks, in order.
    pub checks: &'static [Check],
    /// Which part of libvirt the public function's own errors come from.
    pub from: ErrorDomain,
    /// The driver's function without its prefix (`test`), and the flags that it knows.
    pub driver: Option<(&'static str, u32)>,
    /// Whether libvirt's test driver has no function for it: after the checks it answers `VIR_ERR_NO_SUPPORT`.
    pub refused: bool,
    /// What it lacks; none if nothing is known.
    pub partial: Option<Partial>,
    /// libvirt's version that had it first.
    pub since: &'static str,
    /// Whether calling it begins by forgetting the last error, as nearly all do.
    pub resets_error: bool,
    /// How it travels in libvirt's RPC, by the procedure of the same name.
    #[cfg(feature = "rpc")]
    pub rpc: Rpc,
}

impl Function {
    /// The C prototype on one line.
    pub fn prototype(&self) -> String {
        // A star clings to the name.
        let joined = |c_type: &str, rest: &str| {
            format!("{c_type}{}{rest}", if c_type.ends_with('*') { "" } else { " " })
        };
        let params: Vec<String> =
            self.params.iter().map(|param| joined(param.c_type(), param.name)).collect();
        let params = if params.is_empty() { "void".into() } else { params.join(", ") };
        joined(self.returns.c_type(), &format!("{}({params})", self.id.c_name()))
    }

    /// The position of a parameter; `*name` is what a check calls what one points to.
    pub fn position(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('*');
        self.params.iter().position(|param| param.name == name)
    }

    /// Whether a read-only connection is refused.
    pub fn writes(&self) -> bool {
        self.checks.contains(&Check::Writable)
    }
}
