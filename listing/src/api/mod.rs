//! What a listing knows beforehand: libvirt's functions from the table, its types and constants, and C's own.

use std::sync::OnceLock;

use virtlab_core::api::flag_sets;

use crate::ast::Item;
use crate::lex::{Macros, preprocess};
use crate::parse::Parser;
use crate::types::{Type, Types};

/// What headers declare, as C. The types and their members are libvirt's and C's; the comments and the order are not.
const HEADERS: &str = include_str!("headers.h");
/// Constants that the table's sets of flags do not have: `NAME number` or `NAME "text"`.
const CONSTANTS: &str = include_str!("constants.txt");

/// What a name stands for that a header defines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Constant {
    Number(i64),
    Text(&'static str),
}

/// The headers, read.
#[derive(Clone, Debug)]
pub(crate) struct Headers {
    pub types: Types,
    pub macros: Macros,
    /// C's own functions, and those of libvirt's that never leave the client's process.
    pub functions: Vec<(&'static str, Type)>,
}

/// The headers; they are read once.
pub(crate) fn headers() -> &'static Headers {
    static READ: OnceLock<Headers> = OnceLock::new();
    READ.get_or_init(read_headers)
}

fn read_headers() -> Headers {
    let mut macros = Macros::new();
    let mut types = Types::default();
    let mut found = Vec::new();
    let tokens = preprocess(HEADERS, &mut macros).unwrap_or_default();
    if !tokens.is_empty() {
        let mut parser = Parser::new(&tokens, Default::default());
        for item in parser.items() {
            match item {
                Item::Typedef(name, ty) => {
                    if let Ok(ty) = types.resolve(&ty) {
                        types.typedefs.insert(name.text, ty);
                    }
                }
                Item::Type(ty) => drop(types.resolve(&ty)),
                Item::Decl(decl) => {
                    if let Ok(ty) = types.resolve(&decl.ty) {
                        found.push((decl.name.text, ty));
                    }
                }
                Item::Func(_) | Item::Stmt(_) => {}
            }
        }
    }
    let functions = crate::library::NAMES
        .iter()
        .filter_map(|name| {
            found.iter().find(|(found, _)| **found == **name).map(|(_, ty)| (*name, ty.clone()))
        })
        .collect();
    Headers { types, macros, functions }
}

/// The type of a function of the table, from its prototype.
pub(crate) fn signature(prototype: &str) -> Option<Type> {
    let headers = headers();
    let tokens = preprocess(&format!("{prototype};"), &mut Macros::new()).ok()?;
    let mut parser = Parser::new(&tokens, headers.types.typedefs.keys().cloned().collect());
    match parser.items().into_iter().next()? {
        Item::Decl(decl) => headers.types.clone().resolve(&decl.ty).ok(),
        _ => None,
    }
}

/// The constant of a name.
pub(crate) fn constant(name: &str) -> Option<Constant> {
    if !name.starts_with("VIR_") && !name.starts_with("LIBVIR_") {
        return None;
    }
    let choice = flag_sets().flat_map(|set| set.choices).find(|choice| choice.name == name);
    if let Some(choice) = choice {
        return Some(Constant::Number(choice.value));
    }
    let lines = || CONSTANTS.lines().filter(|line| !line.starts_with('#'));
    let (_, value) = lines().filter_map(|line| line.split_once(' ')).find(|(found, _)| *found == name)?;
    match value.strip_prefix('"') {
        Some(text) => Some(Constant::Text(text.trim_end_matches('"'))),
        None => value.parse().ok().map(Constant::Number),
    }
}

/// Every constant's name, to find the one that was meant.
pub(crate) fn constant_names() -> impl Iterator<Item = &'static str> {
    let lines = CONSTANTS.lines().filter_map(|line| line.split_once(' ')).map(|(name, _)| name);
    flag_sets().flat_map(|set| set.choices).map(|choice| choice.name).chain(lines)
}

/// What a type of callbacks returns, and its parameters, as C declares them: `("void", "int timer, void *opaque")` of
/// `virEventTimeoutCallback`. None of a name that no header declares so.
pub fn callback(type_name: &str) -> Option<(&'static str, &'static str)> {
    let mark = format!("(*{type_name})(");
    HEADERS.lines().find_map(|line| {
        let (before, after) = line.strip_prefix("typedef ")?.split_once(&mark)?;
        Some((before.trim_end(), after.strip_suffix(");")?))
    })
}

/// The names of all types of callbacks.
pub fn callbacks() -> impl Iterator<Item = &'static str> {
    HEADERS.lines().filter_map(|line| {
        line.strip_prefix("typedef ")?.split_once("(*")?.1.split_once(')').map(|(name, _)| name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_can_be_read_and_every_prototype_of_the_table_too() {
        let mut macros = Macros::new();
        let tokens = preprocess(HEADERS, &mut macros).unwrap();
        let mut parser = Parser::new(&tokens, Default::default());
        parser.items();
        assert_eq!(parser.mistakes, []);
        assert_eq!(headers().functions.len(), crate::library::NAMES.len());
        for row in virtlab_core::api::functions() {
            let ty = signature(&row.prototype());
            let Some(Type::Func(signature)) = ty else { panic!("{}: {ty:?}", row.prototype()) };
            assert_eq!(signature.params.len(), row.params.len(), "{}", row.prototype());
        }
    }

    /// The table's sets grow: what they then have too is as the headers say.
    #[test]
    fn constants_are_what_the_headers_say() {
        for line in CONSTANTS.lines().filter(|line| !line.starts_with('#')) {
            let (name, value) = line.split_once(' ').unwrap();
            let expected = match value.parse() {
                Ok(number) => Constant::Number(number),
                Err(_) => Constant::Text(value.trim_matches('"')),
            };
            assert_eq!(constant(name), Some(expected), "{name}");
        }
        assert_eq!(constant("VIR_DOMAIN_START_PAUSED"), Some(Constant::Number(1)));
        assert_eq!(constant("VIR_DOMAIN_SHUTOFF"), Some(Constant::Number(5)));
        assert_eq!(constant("VIR_DOMAIN_NO_SUCH"), None);
    }
}
