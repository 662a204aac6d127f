//! Which names are a function's own: its parameters and all that its body gives a value to.

use std::sync::Arc;

use crate::python::ast::{Expr, ExprKind, Param, Stmt, StmtKind};

/// The names of a function, sorted, without those that it says are others'.
pub(super) fn locals(params: &[Param], body: &[Stmt], others: &[Arc<str>]) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = params.iter().map(|param| param.name.clone()).collect();
    block(body, &mut names);
    names.sort();
    names.dedup();
    names.retain(|name| !others.contains(name));
    names
}

fn block(body: &[Stmt], names: &mut Vec<Arc<str>>) {
    for statement in body {
        match &statement.kind {
            StmtKind::Assign(targets, _) => targets.iter().for_each(|one| target(one, names)),
            StmtKind::Augmented(one, ..) => target(one, names),
            StmtKind::Delete(targets) => targets.iter().for_each(|one| target(one, names)),
            StmtKind::If(_, yes, no) | StmtKind::While(_, yes, no) => {
                block(yes, names);
                block(no, names);
            }
            StmtKind::For { target: one, body, otherwise, .. } => {
                target(one, names);
                block(body, names);
                block(otherwise, names);
            }
            StmtKind::Try { body, handlers, otherwise, finally } => {
                block(body, names);
                for handler in handlers {
                    names.extend(handler.name.clone());
                    block(&handler.body, names);
                }
                block(otherwise, names);
                block(finally, names);
            }
            StmtKind::With(items, body) => {
                items.iter().filter_map(|(_, one)| one.as_ref()).for_each(|one| target(one, names));
                block(body, names);
            }
            StmtKind::Def(func) => names.push(func.name.clone()),
            StmtKind::Import(modules) | StmtKind::From(_, modules) => {
                names.extend(modules.iter().map(|(_, name)| name.clone()));
            }
            _ => {}
        }
    }
}

/// The names that a target gives a value to.
fn target(one: &Expr, names: &mut Vec<Arc<str>>) {
    match &one.kind {
        ExprKind::Name(name) => names.push(name.clone()),
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|item| target(item, names)),
        ExprKind::Starred(of) => target(of, names),
        _ => {}
    }
}
