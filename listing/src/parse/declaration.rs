//! Types and declarations.

use super::{Parser, Result};
use crate::ast::{Basic, Decl, Designator, Func, Init, Item, Member, Name, Ty};
use crate::diagnostic::Diagnostic;
use crate::lex::Token;
use crate::words::Word;

/// What stands before the names of a declaration, beside the type.
#[derive(Default)]
pub(super) struct Specifiers {
    typedef: bool,
    keeps: bool,
}

const TYPE_WORDS: &[&str] = &[
    "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "_Bool", "struct",
    "union", "enum", "const", "volatile", "static", "extern", "register", "auto", "inline", "typedef",
];

impl Parser<'_> {
    /// Whether a type begins so many tokens ahead.
    pub(super) fn type_begins(&self, ahead: usize) -> bool {
        match &self.ahead(ahead).token {
            Token::Ident(word) => TYPE_WORDS.contains(&&**word) || self.typedefs.contains(word),
            _ => false,
        }
    }

    /// Something at the top of a listing.
    pub(super) fn item(&mut self) -> Result<Vec<Item>> {
        if !self.type_begins(0) {
            // `main() {` and `foo(void) {`, as before C99.
            let named =
                matches!(&self.peek().token, Token::Ident(name) if !super::KEYWORDS.contains(&&**name));
            if named && self.ahead(1).is("(") && self.defines() {
                let func = self.declarator(Ty::Basic(Basic::Int))?;
                return self.function(func.0, func.1).map(|item| vec![item]);
            }
            return self.statement().map(|stmt| vec![Item::Stmt(stmt)]);
        }
        let (said, base) = self.specifiers()?;
        if self.eat(";") {
            return Ok(vec![Item::Type(base)]);
        }
        let mut items = Vec::new();
        loop {
            let (name, ty) = self.declarator(base.clone())?;
            if said.typedef {
                self.typedefs.insert(name.text.clone());
                items.push(Item::Typedef(name, ty));
            } else if matches!(ty, Ty::Func { .. }) && self.peek().is("{") {
                items.push(self.function(name, ty)?);
                return Ok(items);
            } else {
                let init = if self.eat("=") { Some(self.init()?) } else { None };
                items.push(Item::Decl(Decl { name, ty, init, keeps: said.keeps }));
            }
            if !self.eat(",") {
                self.expect(";")?;
                return Ok(items);
            }
        }
    }

    /// Whether the brackets ahead are followed by a body.
    fn defines(&self) -> bool {
        let mut depth = 0;
        for ahead in 1.. {
            let tok = self.ahead(ahead);
            match tok.token {
                Token::Punct("(") => depth += 1,
                Token::Punct(")") if depth == 1 => return self.ahead(ahead + 1).is("{"),
                Token::Punct(")") => depth -= 1,
                Token::End | Token::Punct(";" | "{") => return false,
                _ => {}
            }
        }
        false
    }

    fn function(&mut self, name: Name, ty: Ty) -> Result<Item> {
        let open = self.expect("{")?;
        let (body, end) = self.block(open)?;
        Ok(Item::Func(Func { name, ty, body, end }))
    }

    /// A declaration inside a function.
    pub(super) fn declarations(&mut self) -> Result<Vec<Decl>> {
        let (said, base) = self.specifiers()?;
        let mut decls = Vec::new();
        if self.peek().is(";") || said.typedef {
            let what = if said.typedef { "typedef" } else { "struct, enum" };
            return Err(Diagnostic::error(self.span(), Word::OnlyAtTop, [what.to_owned()]));
        }
        loop {
            let (name, ty) = self.declarator(base.clone())?;
            let init = if self.eat("=") { Some(self.init()?) } else { None };
            decls.push(Decl { name, ty, init, keeps: said.keeps });
            if !self.eat(",") {
                self.expect(";")?;
                return Ok(decls);
            }
        }
    }

    fn init(&mut self) -> Result<Init> {
        let open = self.span();
        if !self.eat("{") {
            return self.assignment().map(Init::One);
        }
        self.nested(|parser| {
            let mut items = Vec::new();
            while !parser.peek().is("}") {
                let designator = if parser.eat(".") {
                    let name = parser.name()?;
                    parser.expect("=")?;
                    Some(Designator::Field(name))
                } else if parser.eat("[") {
                    let index = parser.conditional()?;
                    parser.expect("]")?;
                    parser.expect("=")?;
                    Some(Designator::Index(index))
                } else {
                    None
                };
                items.push((designator, parser.init()?));
                if !parser.eat(",") {
                    break;
                }
            }
            let end = parser.expect("}")?;
            Ok(Init::List(items, open.to(end)))
        })
    }

    /// A type without a name.
    pub(super) fn type_name(&mut self) -> Result<Ty> {
        let (_, base) = self.specifiers()?;
        self.abstract_declarator(base).map(|(_, ty)| ty)
    }

    pub(super) fn specifiers(&mut self) -> Result<(Specifiers, Ty)> {
        let start = self.span();
        let mut said = Specifiers::default();
        let mut constant = false;
        let mut words: Vec<&str> = Vec::new();
        let mut ty = None;
        while let Token::Ident(word) = &self.peek().token {
            match &**word {
                "const" => constant = true,
                "typedef" => said.typedef = true,
                "static" => said.keeps = true,
                "volatile" | "extern" | "register" | "auto" | "inline" | "restrict" => {}
                "struct" | "union" => {
                    ty = Some(self.record()?);
                    continue;
                }
                "enum" => {
                    ty = Some(self.enumeration()?);
                    continue;
                }
                basic if TYPE_WORDS.contains(&basic) => words.push(basic),
                name if ty.is_none() && words.is_empty() && self.typedefs.contains(name) => {
                    ty = Some(Ty::Named(Name { text: word.clone(), span: self.span() }));
                }
                _ => break,
            }
            self.bump();
        }
        let span = start.to(self.last_span());
        let ty = match (ty, words.is_empty()) {
            (Some(ty), true) => ty,
            (None, false) => Ty::Basic(
                basic(&words).ok_or_else(|| Diagnostic::error(span, Word::BadType, [words.join(" ")]))?,
            ),
            (None, true) if said.keeps => Ty::Basic(Basic::Int),
            _ => {
                let shown = self.peek().shown();
                return Err(Diagnostic::error(self.span(), Word::UnknownType, [shown, String::new()]));
            }
        };
        Ok((said, if constant { Ty::Const(ty.into()) } else { ty }))
    }

    fn record(&mut self) -> Result<Ty> {
        let start = self.bump();
        let union = start.is_word("union");
        let tag = match self.peek().token {
            Token::Ident(_) => Some(self.name()?),
            _ => None,
        };
        let mut members = None;
        if self.eat("{") {
            let mut found = Vec::new();
            while !self.eat("}") {
                self.nested(|parser| {
                    let (_, base) = parser.specifiers()?;
                    loop {
                        let (name, ty) = parser.declarator(base.clone())?;
                        found.push(Member { name, ty });
                        if !parser.eat(",") {
                            return parser.expect(";");
                        }
                    }
                })?;
            }
            members = Some(found);
        }
        Ok(Ty::Record { union, tag, members, span: start.span.to(self.last_span()) })
    }

    fn enumeration(&mut self) -> Result<Ty> {
        self.bump();
        if matches!(self.peek().token, Token::Ident(_)) {
            self.name()?;
        }
        let mut members = None;
        if self.eat("{") {
            let mut found = Vec::new();
            while !self.peek().is("}") {
                let name = self.name()?;
                let value = if self.eat("=") { Some(self.conditional()?) } else { None };
                found.push((name, value));
                if !self.eat(",") {
                    break;
                }
            }
            self.expect("}")?;
            members = Some(found);
        }
        Ok(Ty::Enum { members })
    }

    fn declarator(&mut self, base: Ty) -> Result<(Name, Ty)> {
        let span = self.span();
        let (name, ty) = self.abstract_declarator(base)?;
        match name {
            Some(name) => Ok((name, ty)),
            None => {
                self.name().map(|name| (name, ty.clone())).map_err(|mistake| Diagnostic { span, ..mistake })
            }
        }
    }

    /// A name with what is around it: stars before, brackets behind; the name may be missing.
    pub(super) fn abstract_declarator(&mut self, base: Ty) -> Result<(Option<Name>, Ty)> {
        self.nested(|parser| {
            let mut ty = base;
            while parser.eat("*") {
                ty = Ty::Pointer(ty.into());
                while parser.eat_word("const") || parser.eat_word("restrict") || parser.eat_word("volatile") {
                }
            }
            // A bracket that holds a star is around a pointer to a function or an array.
            if parser.peek().is("(") && parser.ahead(1).is("*") {
                return parser.grouped(ty);
            }
            let name = match &parser.peek().token {
                Token::Ident(_) => Some(parser.name()?),
                _ => None,
            };
            parser.suffixes(ty).map(|ty| (name, ty))
        })
    }

    fn grouped(&mut self, base: Ty) -> Result<(Option<Name>, Ty)> {
        self.expect("(")?;
        let mut stars = 0;
        while self.eat("*") {
            stars += 1;
        }
        let name = match &self.peek().token {
            Token::Ident(_) => Some(self.name()?),
            _ => None,
        };
        let mut sizes = Vec::new();
        while self.eat("[") {
            sizes.push(self.conditional()?);
            self.expect("]")?;
        }
        self.expect(")")?;
        let mut ty = self.suffixes(base)?;
        for _ in 0..stars {
            ty = Ty::Pointer(ty.into());
        }
        for size in sizes.into_iter().rev() {
            ty = Ty::Array(ty.into(), Some(size.into()));
        }
        Ok((name, ty))
    }

    fn suffixes(&mut self, ty: Ty) -> Result<Ty> {
        if self.eat("(") {
            let (params, variadic) = self.params()?;
            let returns = Box::new(ty);
            return Ok(Ty::Func { returns, params, variadic });
        }
        let mut sizes = Vec::new();
        while self.eat("[") {
            let size = if self.peek().is("]") { None } else { Some(Box::new(self.conditional()?)) };
            self.expect("]")?;
            sizes.push(size);
        }
        Ok(sizes.into_iter().rev().fold(ty, |ty, size| Ty::Array(ty.into(), size)))
    }
}

fn basic(words: &[&str]) -> Option<Basic> {
    let count = |word: &str| words.iter().filter(|found| **found == word).count();
    let (unsigned, signed, long) = (count("unsigned") == 1, count("signed") == 1, count("long"));
    let rest: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !matches!(*word, "unsigned" | "signed" | "long" | "int"))
        .collect();
    if unsigned && signed || count("unsigned") > 1 || count("signed") > 1 || count("int") > 1 {
        return None;
    }
    Some(match (&rest[..], long, unsigned) {
        ([], 0, false) => Basic::Int,
        ([], 0, true) => Basic::UInt,
        ([], 1, false) => Basic::Long,
        ([], 1, true) => Basic::ULong,
        ([], 2, false) => Basic::LLong,
        ([], 2, true) => Basic::ULLong,
        (["char"], 0, true) => Basic::UChar,
        (["char"], 0, false) if signed => Basic::SChar,
        (["char"], 0, false) => Basic::Char,
        (["short"], 0, true) => Basic::UShort,
        (["short"], 0, false) => Basic::Short,
        (["void"], 0, false) => Basic::Void,
        (["_Bool"], 0, false) => Basic::Bool,
        (["float"], 0, false) => Basic::Float,
        (["double"], 0..=1, false) => Basic::Double,
        _ => return None,
    })
}
