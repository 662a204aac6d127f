//! From what is written to what can be run: names are looked up, types checked, conversions put in.

mod call;
mod convert;
mod expression;
mod operator;
mod place;
mod start;
mod statement;
mod suggest;

pub(crate) use suggest::near;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ast::{Decl, Func as AstFunc, Item, Stmt, StmtKind, Ty};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Ex, Func, Global, Op, Program, Ready};
use crate::span::Span;
use crate::types::{Signature, Type, Types};
use crate::words::Word;

type Result<T> = std::result::Result<T, Diagnostic>;

/// Where a variable is.
#[derive(Clone, Debug)]
enum Place {
    Local(usize),
    Global(usize),
}

#[derive(Clone, Debug)]
struct Variable {
    place: Place,
    ty: Type,
    /// Whether only the run knows the size of the array.
    sized_later: bool,
}

struct Lower {
    types: Types,
    program: Program,
    own: BTreeMap<Arc<str>, (usize, Arc<Signature>)>,
    globals: BTreeMap<Arc<str>, Variable>,
    scopes: Vec<BTreeMap<Arc<str>, Variable>>,
    slots: usize,
    returns: Type,
    loops: u32,
    switches: u32,
    labels: Vec<Arc<str>>,
    told: Vec<Diagnostic>,
    /// Whether this is a fragment: statements without a `main`.
    fragment: bool,
    /// Whether `conn` may be used without being declared.
    gives_conn: bool,
}

/// Makes a listing ready; all that is wrong with it, and what is good to know.
pub(crate) fn lower(items: Vec<Item>) -> (Ready, Vec<Diagnostic>) {
    let mut lower = Lower {
        types: crate::api::headers().types.clone(),
        program: Program::default(),
        own: BTreeMap::new(),
        globals: BTreeMap::new(),
        scopes: Vec::new(),
        slots: 0,
        returns: Type::Void,
        loops: 0,
        switches: 0,
        labels: Vec::new(),
        told: Vec::new(),
        fragment: false,
        gives_conn: false,
    };
    lower.items(items);
    (Ready { program: lower.program, types: lower.types }, lower.told)
}

impl Lower {
    fn items(&mut self, items: Vec<Item>) {
        let has_main =
            items.iter().any(|item| matches!(item, Item::Func(func) if &*func.name.text == "main"));
        let statements = items.iter().find_map(|item| match item {
            Item::Stmt(stmt) => Some(stmt.span),
            _ => None,
        });
        if let (true, Some(span)) = (has_main, statements) {
            self.told.push(Diagnostic::error(span, Word::StatementOutside, []));
        }
        self.fragment = !has_main;
        let mut funcs = Vec::new();
        let mut body = Vec::new();
        for item in items {
            match item {
                Item::Typedef(name, ty) => {
                    if let Some(ty) = self.caught(|lower| lower.types.resolve(&ty)) {
                        self.types.typedefs.insert(name.text, ty);
                    }
                }
                Item::Type(ty) => drop(self.caught(|lower| lower.types.resolve(&ty))),
                Item::Func(func) => {
                    if let Some(Some(number)) = self.caught(|lower| lower.head(&func)) {
                        funcs.push((number, func));
                    }
                }
                Item::Decl(decl) if matches!(decl.ty, Ty::Func { .. }) => self.prototype(&decl),
                // In a fragment what stands outside functions is done in its order.
                Item::Decl(decl) if self.fragment => {
                    let span = decl.name.span;
                    body.push(Stmt { span, kind: StmtKind::Decl(vec![decl]) });
                }
                Item::Decl(decl) => drop(self.caught(|lower| lower.global(&decl))),
                Item::Stmt(stmt) => body.push(stmt),
            }
        }
        for (number, func) in funcs {
            self.function(number, &func);
        }
        if self.fragment {
            self.fragment_main(&body);
        }
    }

    /// The value, or the mistake told.
    fn caught<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Option<T> {
        part(self).map_err(|mistake| self.told.push(mistake)).ok()
    }

    fn tell(&mut self, severity: Severity, span: Span, word: Word, args: impl IntoIterator<Item = String>) {
        let mistake = Diagnostic { severity, ..Diagnostic::error(span, word, args) };
        if !self.told.contains(&mistake) {
            self.told.push(mistake);
        }
    }

    /// A function's name and type become known before any body is read.
    fn head(&mut self, func: &AstFunc) -> Result<Option<usize>> {
        let Type::Func(signature) = self.types.resolve(&func.ty)? else {
            return Err(Diagnostic::error(func.name.span, Word::NotAFunction, [func.name.text.to_string()]));
        };
        let fits = matches!(signature.returns, Type::Void) || signature.returns.is_scalar();
        if !fits {
            return Err(Diagnostic::error(func.name.span, Word::NotInSubset, ["return struct".to_owned()]));
        }
        if self.own.get(&func.name.text).is_some_and(|(number, _)| self.program.funcs[*number].slots > 0) {
            return Err(Diagnostic::error(func.name.span, Word::TwiceDeclared, [func.name.text.to_string()]));
        }
        let number = self.declare_own(&func.name.text, func.name.span, &signature);
        self.program.funcs[number].slots = 1;
        self.program.funcs[number].end = func.end;
        if &*func.name.text == "main" {
            self.program.main = number;
        }
        Ok(Some(number))
    }

    fn prototype(&mut self, decl: &Decl) {
        if let Some(Type::Func(signature)) = self.caught(|lower| lower.types.resolve(&decl.ty)) {
            self.declare_own(&decl.name.text, decl.name.span, &signature);
        }
    }

    fn declare_own(&mut self, name: &Arc<str>, span: Span, signature: &Arc<Signature>) -> usize {
        if let Some((number, known)) = self.own.get_mut(name) {
            *known = signature.clone();
            return *number;
        }
        let number = self.program.funcs.len();
        self.program.funcs.push(Func {
            name: name.clone(),
            span,
            end: span,
            params: Vec::new(),
            returns: signature.returns.clone(),
            slots: 0,
            body: Vec::new(),
        });
        self.own.insert(name.clone(), (number, signature.clone()));
        number
    }

    fn function(&mut self, number: usize, func: &AstFunc) {
        let Ty::Func { params, .. } = &func.ty else { return };
        let Some((_, signature)) = self.own.get(&func.name.text).cloned() else { return };
        self.begin(signature.returns.clone());
        let mut named = Vec::new();
        for (param, ty) in params.iter().zip(&signature.params) {
            let name = param.name.as_ref().map_or_else(|| "".into(), |name| name.text.clone());
            self.declare_local(&name, ty.clone(), false);
            named.push((name, ty.clone()));
        }
        self.collect_labels(&func.body);
        let body = self.statements(&func.body);
        let slots = self.slots;
        let made = &mut self.program.funcs[number];
        made.params = named;
        made.body = body;
        made.slots = slots.max(1);
    }

    fn fragment_main(&mut self, body: &[Stmt]) {
        if body.is_empty() && self.told.is_empty() {
            self.told.push(Diagnostic::error(
                Span { line: 1, column: 1, end_line: 1, end_column: 2 },
                Word::NoMain,
                [],
            ));
        }
        self.begin(Type::INT);
        // The first place is the connection's, which is opened if the listing uses it without declaring it.
        self.slots = 1;
        self.gives_conn = true;
        self.collect_labels(body);
        let statements = self.statements(body);
        let number = self.program.funcs.len();
        let end = body.last().map(|stmt| stmt.span).unwrap_or_default();
        self.program.funcs.push(Func {
            name: "main".into(),
            span: end,
            end,
            params: Vec::new(),
            returns: Type::INT,
            slots: self.slots,
            body: statements,
        });
        self.program.main = number;
        self.gives_conn = false;
    }

    /// The connection that a fragment uses without declaring it.
    fn given_conn(&mut self, span: Span) -> Ex {
        self.program.conn = Some(0);
        let ty = self.types.typedefs.get("virConnectPtr").cloned().unwrap_or(Type::Void);
        Ex { span, ty, op: Op::Local(0) }
    }

    fn begin(&mut self, returns: Type) {
        self.scopes = vec![BTreeMap::new()];
        self.slots = 0;
        self.returns = returns;
        self.loops = 0;
        self.switches = 0;
        self.labels.clear();
    }

    fn declare_local(&mut self, name: &Arc<str>, ty: Type, sized_later: bool) -> usize {
        let slot = self.slots;
        self.slots += 1;
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.clone(), Variable { place: Place::Local(slot), ty, sized_later });
        }
        slot
    }

    fn global(&mut self, decl: &Decl) -> Result<()> {
        let ty = self.declared(decl)?;
        let number = self.program.globals.len();
        let variable = Variable { place: Place::Global(number), ty: ty.clone(), sized_later: false };
        let scope = if decl.keeps && !self.scopes.is_empty() { self.scopes.last_mut() } else { None };
        scope.unwrap_or(&mut self.globals).insert(decl.name.text.clone(), variable);
        let (name, span) = (decl.name.text.clone(), decl.name.span);
        self.program.globals.push(Global { name, span, ty: ty.clone(), start: None });
        let start = self.beginning(decl, &ty)?;
        self.program.globals[number].start = start;
        Ok(())
    }

    fn variable(&self, name: &str) -> Option<&Variable> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name)).or_else(|| self.globals.get(name))
    }
}
