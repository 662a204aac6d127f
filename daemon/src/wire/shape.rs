//! How a function's arguments and answer are laid out: read from its row's `rpc` column, or derived from its parameters.
//!
//! The column has members with a blank between them. A member is a source, and behind a colon its type, which may be left out
//! where it follows from the parameter:
//! - `name` is a parameter, or what was written through it; `name.member` one member of a struct;
//! - `name#count` is an array whose length another parameter has;
//! - `?name` is whether a pointer to write through was given;
//! - `=` is what the function returns;
//! - `-` is what travels and the function has no parameter for: always nothing.
//!
//! Types: `i` `u` `h` `H` are int, unsigned int, hyper and unsigned hyper, `d` a double, `s` a string and `s?` one that may be
//! `NULL`, `U` a UUID, `o<n>` bytes, `c<n>` and `c[n]` characters of which each takes four bytes, `@domain` an object by its word
//! (`@domain?` one that may be `NULL`), `P<n>` typed parameters, `{a:i b:s}` a struct; and `<n>` behind any of them is an array
//! of at most so many.

use super::rows::room_for;
use virtlab_core::api::{Check, Function, HandleKind, Kind, Param, Returns};

/// The type of a member.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    /// `int`.
    Int,
    /// `unsigned int`.
    UInt,
    /// `hyper`.
    Hyper,
    /// `unsigned hyper`.
    UHyper,
    /// `double`.
    Double,
    /// A string.
    Text,
    /// A string that may be `NULL`.
    OptionalText,
    /// 16 bytes.
    Uuid,
    /// At most so many bytes.
    Opaque(usize),
    /// At most so many characters, the zero at the end included.
    Chars(usize),
    /// Exactly so many characters, filled up with zeros.
    FixedChars(usize),
    /// An object.
    Object(HandleKind),
    /// An object that may be `NULL`.
    OptionalObject(HandleKind),
    /// At most so many typed parameters.
    Params(usize),
    /// At most so many of a type.
    List(Box<Type>, usize),
    /// Named members.
    Struct(Vec<(&'static str, Type)>),
}

/// What a member is taken from and goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// A parameter by its position.
    Param(usize),
    /// A member of the struct that is written through a parameter.
    Field(usize, &'static str),
    /// Whether a parameter to write through is not `NULL`.
    Need(usize),
    /// What is returned.
    Return,
    /// Nothing: the function has no such parameter.
    Nothing,
}

/// One member of arguments or answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Where it is from.
    pub source: Source,
    /// What it is.
    pub ty: Type,
    /// The parameter with its length, for an array.
    pub count: Option<usize>,
}

/// How a function travels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shape {
    /// The arguments.
    pub args: Vec<Member>,
    /// The answer.
    pub ret: Vec<Member>,
}

impl Shape {
    /// The shape of a row.
    ///
    /// # Errors
    /// What the column says and cannot be understood, or what it leaves to the row and does not follow from it.
    pub fn of(row: &'static Function) -> Result<Self, String> {
        let at = |e: String| format!("{}: {e}", row.id.c_name());
        let args = match row.rpc.args {
            "*" => derived_args(row),
            text => members(text, row),
        };
        let ret = match row.rpc.ret {
            "*" => derived_ret(row),
            text => members(text, row),
        };
        Ok(Self { args: args.map_err(at)?, ret: ret.map_err(at)? })
    }
}

/// What every list of objects or names may have at most, but for a few: `REMOTE_DOMAIN_LIST_MAX` and its kin.
const LIST_MAX: usize = 16_384;
/// What most lists of typed parameters may have at most.
const PARAMS_MAX: usize = 16;
/// Bytes of a map of CPUs: `REMOTE_CPUMAP_MAX`.
const BYTES_MAX: usize = 2048;

fn members(text: &'static str, row: &'static Function) -> Result<Vec<Member>, String> {
    split(text).map(|word| member(word, row)).collect()
}

/// The words, where a blank within braces is none between words.
fn split(text: &'static str) -> impl Iterator<Item = &'static str> {
    let mut depth = 0;
    let words = text.split(move |c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ' ' && depth == 0
    });
    words.filter(|word| !word.is_empty())
}

fn member(word: &'static str, row: &'static Function) -> Result<Member, String> {
    let (name, ty) = match word.split_once(':') {
        Some((name, ty)) => (name, Some(read_type(ty)?)),
        None => (word, None),
    };
    let position = |name: &str| {
        row.params.iter().position(|p| p.name == name).ok_or(format!("no parameter is called {name}"))
    };
    let (name, count) = match name.split_once('#') {
        Some((name, count)) => (name, Some(position(count)?)),
        None => (name, None),
    };
    let (source, default) = match (name, name.strip_prefix('?'), name.split_once('.')) {
        ("=", ..) => (Source::Return, of_returns(row)),
        ("-", ..) => (Source::Nothing, None),
        (_, Some(name), _) => (Source::Need(position(name)?), Some(Type::Int)),
        (_, _, Some((name, field))) => (Source::Field(position(name)?, field), None),
        _ => {
            let position = position(name)?;
            (Source::Param(position), of_param(row, &row.params[position]))
        }
    };
    let ty = ty.or(default).ok_or_else(|| format!("{word} needs a type"))?;
    Ok(Member { source, ty, count })
}

fn read_type(text: &'static str) -> Result<Type, String> {
    let wrong = || format!("{text} is no type");
    if let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        let field = |word: &'static str| {
            let (name, ty) = word.split_once(':').ok_or_else(wrong)?;
            Ok((name, read_type(ty)?))
        };
        return Ok(Type::Struct(split(inner).map(field).collect::<Result<_, String>>()?));
    }
    if let Some((inner, max)) = text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        let max = max.parse().map_err(|_| wrong())?;
        return Ok(match inner {
            "o" => Type::Opaque(max),
            "c" => Type::Chars(max),
            "P" => Type::Params(max),
            inner => Type::List(Box::new(read_type(inner)?), max),
        });
    }
    if let Some(length) = text.strip_prefix("c[").and_then(|rest| rest.strip_suffix(']')) {
        return length.parse().map(Type::FixedChars).map_err(|_| wrong());
    }
    if let Some(word) = text.strip_prefix('@') {
        let (word, optional) = word.strip_suffix('?').map_or((word, false), |word| (word, true));
        let kind = HandleKind::ALL.into_iter().find(|kind| kind.by_value().is_some_and(|b| b.word == word));
        return kind.map(if optional { Type::OptionalObject } else { Type::Object }).ok_or_else(wrong);
    }
    Ok(match text {
        "i" => Type::Int,
        "u" => Type::UInt,
        "h" => Type::Hyper,
        "H" => Type::UHyper,
        "d" => Type::Double,
        "s" => Type::Text,
        "s?" => Type::OptionalText,
        "U" => Type::Uuid,
        _ => return Err(wrong()),
    })
}

fn of_c_type(c_type: &str) -> Option<Type> {
    Some(match c_type.trim_end_matches([' ', '*']) {
        "int" => Type::Int,
        "unsigned int" => Type::UInt,
        "long long" => Type::Hyper,
        "unsigned long" | "unsigned long long" => Type::UHyper,
        _ => return None,
    })
}

/// The kind of object that `virDomainPtr **` is an array of.
fn object_list(c_type: &str) -> Option<HandleKind> {
    let c_type = c_type.strip_suffix("**")?.trim_end();
    HandleKind::ALL.into_iter().find(|kind| kind.c_type() == c_type && kind.by_value().is_some())
}

fn of_param(row: &Function, param: &Param) -> Option<Type> {
    let needed = row.checks.iter().any(|check| match check {
        Check::NonNull(name) | Check::NonEmpty(name) => *name == param.name,
        _ => false,
    });
    match param.kind {
        Kind::Handle(kind) => kind.by_value().map(|_| Type::Object(kind)),
        Kind::Int(c_type, _) => of_c_type(c_type),
        Kind::Choice(_, c_type) => of_c_type(c_type),
        Kind::Double => Some(Type::Double),
        Kind::Params(_) => Some(Type::Params(PARAMS_MAX)),
        Kind::TextArray(_) => Some(Type::List(Box::new(Type::Text), LIST_MAX)),
        Kind::IntArray(c_type) => of_c_type(c_type).map(|item| Type::List(Box::new(item), LIST_MAX)),
        Kind::Bytes(_) => Some(Type::Opaque(BYTES_MAX)),
        Kind::Flags(_) => Some(Type::UInt),
        Kind::LongFlags(_) => Some(Type::UHyper),
        Kind::Text | Kind::Document | Kind::Uri | Kind::UuidText | Kind::Path if needed => Some(Type::Text),
        Kind::Text | Kind::Document | Kind::Uri | Kind::UuidText | Kind::Path => Some(Type::OptionalText),
        Kind::Uuid => Some(Type::Uuid),
        Kind::Out(c_type) if c_type.starts_with("virTypedParameterPtr") => Some(Type::Params(PARAMS_MAX)),
        Kind::Out(c_type) => match (object_list(c_type), c_type) {
            (Some(kind), _) => Some(Type::List(Box::new(Type::Object(kind)), LIST_MAX)),
            (_, "char **") => Some(Type::OptionalText),
            (_, "char ** const" | "char **const") => Some(Type::List(Box::new(Type::Text), LIST_MAX)),
            (_, c_type) => of_c_type(c_type),
        },
        _ => None,
    }
}

fn of_returns(row: &Function) -> Option<Type> {
    match row.returns {
        Returns::Number | Returns::Truth => Some(Type::Int),
        Returns::Amount(c_type) => of_c_type(c_type),
        Returns::Id => Some(Type::UInt),
        Returns::Text(_) => Some(Type::Text),
        Returns::Handle(kind) => kind.by_value().map(|_| Type::Object(kind)),
        _ => None,
    }
}

fn derived_args(row: &'static Function) -> Result<Vec<Member>, String> {
    let mut members = Vec::new();
    for (position, param) in row.params.iter().enumerate() {
        let (source, ty) = match param.kind {
            Kind::Handle(HandleKind::Connect) => continue,
            _ if position > 0 && count_of(row, position - 1) == Some(position) => continue,
            Kind::Out(c_type) if object_list(c_type).is_some() => (Source::Need(position), Some(Type::Int)),
            Kind::Out(_) | Kind::SizeOf(_) => continue,
            _ => (Source::Param(position), of_param(row, param)),
        };
        let ty = ty.ok_or_else(|| format!("how {} travels does not follow from its kind", param.name))?;
        members.push(Member { source, ty, count: count_of(row, position) });
    }
    Ok(members)
}

/// The next parameter, if it is the length of the array that this one is.
fn count_of(row: &Function, position: usize) -> Option<usize> {
    let is_array = matches!(
        row.params[position].kind,
        Kind::Params(_) | Kind::TextArray(_) | Kind::IntArray(_) | Kind::Bytes(_)
    );
    let next = row.params.get(position + 1)?;
    let is_count = matches!(next.kind, Kind::Int("int" | "unsigned int", _))
        && (next.name.starts_with('n') || next.name == "maplen");
    (is_array && is_count).then_some(position + 1)
}

fn derived_ret(row: &'static Function) -> Result<Vec<Member>, String> {
    let mut members = Vec::new();
    for (position, param) in row.params.iter().enumerate() {
        let counted_out = matches!(param.kind, Kind::Int(c_type, _) if c_type.ends_with('*'));
        if !matches!(param.kind, Kind::Out(_)) && !counted_out {
            continue;
        }
        let ty = match (of_param(row, param), room_for(row, position)) {
            // The array of the caller's that the next parameter has the room of.
            (Some(ty @ (Type::Int | Type::UInt)), true) => Some(Type::List(Box::new(ty), LIST_MAX)),
            (Some(Type::OptionalText), true) => Some(Type::List(Box::new(Type::Text), LIST_MAX)),
            (ty, _) => ty,
        };
        let ty = ty.ok_or_else(|| format!("how {} comes back does not follow from its kind", param.name))?;
        members.push(Member { source: Source::Param(position), ty, count: None });
    }
    // The length of such an array is what is returned.
    let returned = !(0..row.params.len()).any(|position| room_for(row, position));
    if let Some(ty) = of_returns(row).filter(|_| returned) {
        members.push(Member { source: Source::Return, ty, count: None });
    }
    Ok(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use virtlab_core::api::FunctionId;

    fn types(members: &[Member]) -> Vec<(Source, &Type)> {
        members.iter().map(|member| (member.source, &member.ty)).collect()
    }

    #[test]
    fn shapes_follow_from_rows() {
        let shape = Shape::of(FunctionId::DomainSaveFlags.row()).unwrap();
        let expected = [
            (Source::Param(0), &Type::Object(HandleKind::Domain)),
            (Source::Param(1), &Type::Text),
            (Source::Param(2), &Type::OptionalText),
            (Source::Param(3), &Type::UInt),
        ];
        assert_eq!(types(&shape.args), expected);
        assert_eq!(types(&shape.ret), []);
        let shape = Shape::of(FunctionId::ConnectListAllDomains.row()).unwrap();
        assert_eq!(types(&shape.args), [(Source::Need(1), &Type::Int), (Source::Param(2), &Type::UInt)]);
        let list = Type::List(Box::new(Type::Object(HandleKind::Domain)), LIST_MAX);
        assert_eq!(types(&shape.ret), [(Source::Param(1), &list), (Source::Return, &Type::Int)]);
        let shape = Shape::of(FunctionId::ConnectListDomains.row()).unwrap();
        assert_eq!(types(&shape.args), [(Source::Param(2), &Type::Int)]);
        assert_eq!(types(&shape.ret), [(Source::Param(1), &Type::List(Box::new(Type::Int), LIST_MAX))]);
    }

    #[test]
    fn the_column_says_what_does_not_follow() {
        let row = FunctionId::NodeGetFreePages.row();
        let pages = member("pages#npages:u<4>", row).unwrap();
        assert_eq!((pages.source, pages.count), (Source::Param(2), Some(1)));
        assert_eq!(pages.ty, Type::List(Box::new(Type::UInt), 4));
        assert_eq!(
            member("counts.x:{a:i b:{c:s? d:@domain?}<3>}", row).unwrap().source,
            Source::Field(5, "x")
        );
        for wrong in
            ["nothing", "counts:x", "counts:{a}", "pages#n:i", "counts.x", "counts:@error", "counts:i<x>"]
        {
            assert!(member(wrong, row).is_err(), "{wrong}");
        }
    }
}
