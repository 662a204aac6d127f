//! Directives: headers are known beforehand, simple macros are put in, conditions of the simple kinds are followed.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::scan::Scanner;
use super::{Tok, Token};
use crate::diagnostic::Diagnostic;
use crate::limits::TOKENS_MAX;
use crate::span::Span;
use crate::words::Word;

/// A macro: its parameters, if it takes any, and what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct Macro {
    params: Option<Vec<Arc<str>>>,
    body: Vec<Tok>,
}

/// Macros by name.
pub(crate) type Macros = BTreeMap<Arc<str>, Macro>;

/// The tokens of a listing with its directives done, an end behind them; `macros` gets what the listing defines.
pub(crate) fn preprocess(source: &str, macros: &mut Macros) -> Result<Vec<Tok>, Diagnostic> {
    let lines = lines(source)?.into_iter().peekable();
    let mut out = Vec::new();
    // For each `#if` inside which we are: whether its part is taken, and where it began.
    let mut conditions: Vec<(bool, Span)> = Vec::new();
    let mut end = Span::default();
    // Text is collected until the next directive, so that a macro's arguments may go over several lines.
    let mut text = Vec::new();
    for line in lines {
        let Some(first) = line.first() else { continue };
        end = line.last().map_or(end, |tok| tok.span);
        let taken = conditions.iter().all(|(taken, _)| *taken);
        if first.is("#") {
            expand(std::mem::take(&mut text), macros, &mut out)?;
            directive(&line, taken, &mut conditions, macros)?;
        } else if taken {
            text.extend(line);
        }
    }
    if let Some((_, span)) = conditions.last() {
        return Err(Diagnostic::error(*span, Word::ConditionOpen, []));
    }
    expand(text, macros, &mut out)?;
    let after = Span { line: end.end_line, column: end.end_column, ..end };
    out.push(Tok { token: Token::End, span: after });
    Ok(out)
}

/// The tokens of each line; a line of the source that a directive does not begin may be part of a longer one.
fn lines(source: &str) -> Result<Vec<Vec<Tok>>, Diagnostic> {
    let mut scanner = Scanner::new(source);
    let mut lines = Vec::new();
    let mut line = Vec::new();
    let mut count = 0;
    loop {
        let mut newline = false;
        let tok = scanner.next(&mut newline)?;
        if newline {
            lines.push(std::mem::take(&mut line));
        }
        if tok.token == Token::End {
            lines.push(line);
            return Ok(lines);
        }
        count += 1;
        if count > TOKENS_MAX {
            return Err(Diagnostic::error(tok.span, Word::ListingTooLong, []));
        }
        line.push(tok);
    }
}

fn directive(
    line: &[Tok],
    taken: bool,
    conditions: &mut Vec<(bool, Span)>,
    macros: &mut Macros,
) -> Result<(), Diagnostic> {
    let span = line[0].span;
    let word = match line.get(1).map(|tok| &tok.token) {
        Some(Token::Ident(word)) => &**word,
        None => return Ok(()),
        Some(_) => "",
    };
    let name = match line.get(2).map(|tok| &tok.token) {
        Some(Token::Ident(name)) => Some(name.clone()),
        _ => None,
    };
    match word {
        // An unknown header does no harm: what it would declare is missed where it is used.
        "include" | "pragma" => {}
        "define" if taken => define(line, name, macros)?,
        "undef" if taken => {
            macros.remove(&*name.unwrap_or_default());
        }
        "define" | "undef" => {}
        "ifdef" => conditions.push((macros.contains_key(&*name.unwrap_or_default()), span)),
        "ifndef" => conditions.push((!macros.contains_key(&*name.unwrap_or_default()), span)),
        "if" => {
            let known = match &line[2..] {
                [Tok { token: Token::Int(n, ..), .. }] => Some(*n != 0),
                rest => defined(rest, macros),
            };
            let Some(holds) = known else {
                return Err(Diagnostic::error(span, Word::ConditionHard, []));
            };
            conditions.push((holds, span));
        }
        "else" | "endif" => {
            let Some((holds, _)) = conditions.last_mut() else {
                return Err(Diagnostic::error(span, Word::ConditionNone, [word.to_owned()]));
            };
            if word == "else" {
                *holds = !*holds;
            } else {
                conditions.pop();
            }
        }
        "error" if !taken => {}
        _ => return Err(Diagnostic::error(span, Word::DirectiveUnknown, [format!("#{word}")])),
    }
    Ok(())
}

/// `defined(X)`, `defined X`, and either with `!` before it.
fn defined(rest: &[Tok], macros: &Macros) -> Option<bool> {
    let (negated, rest) = match rest {
        [not, rest @ ..] if not.is("!") => (true, rest),
        rest => (false, rest),
    };
    let mut names = rest.iter().filter(|tok| !tok.is("(") && !tok.is(")"));
    if !names.next()?.is_word("defined") {
        return None;
    }
    let Token::Ident(name) = &names.next()?.token else { return None };
    names.next().is_none().then(|| macros.contains_key(name) != negated)
}

fn define(line: &[Tok], name: Option<Arc<str>>, macros: &mut Macros) -> Result<(), Diagnostic> {
    let Some(name) = name else {
        return Err(Diagnostic::error(line[0].span, Word::DirectiveUnknown, ["#define".to_owned()]));
    };
    let mut body = &line[3..];
    // A bracket right behind the name makes it a macro with parameters.
    let touches = body.first().is_some_and(|tok| {
        tok.is("(") && (tok.span.line, tok.span.column) == (line[2].span.end_line, line[2].span.end_column)
    });
    let mut params = None;
    if touches {
        let close = body.iter().position(|tok| tok.is(")"));
        let close =
            close.ok_or_else(|| Diagnostic::error(line[2].span, Word::MacroCall, [name.to_string()]))?;
        let names = body[1..close].iter().filter_map(|tok| match &tok.token {
            Token::Ident(name) => Some(name.clone()),
            _ => None,
        });
        params = Some(names.collect());
        body = &body[close + 1..];
    }
    macros.insert(name, Macro { params, body: body.to_vec() });
    Ok(())
}

/// Puts macros in. What a macro gives stands where the macro was used.
fn expand(text: Vec<Tok>, macros: &Macros, out: &mut Vec<Tok>) -> Result<(), Diagnostic> {
    // Each token with the macros that gave it, which are not put in again.
    let mut work: VecDeque<(Tok, Vec<Arc<str>>)> = text.into_iter().map(|tok| (tok, Vec::new())).collect();
    let mut done = 0;
    while let Some((tok, from)) = work.pop_front() {
        done += 1;
        if done > TOKENS_MAX || out.len() > TOKENS_MAX || work.len() > TOKENS_MAX {
            return Err(Diagnostic::error(tok.span, Word::ListingTooLong, []));
        }
        let found = match &tok.token {
            Token::Ident(name) if !from.contains(name) => macros.get_key_value(name),
            _ => None,
        };
        let Some((name, found)) = found else {
            out.push(tok);
            continue;
        };
        let given = match &found.params {
            None => Vec::new(),
            Some(_) if !work.front().is_some_and(|(next, _)| next.is("(")) => {
                out.push(tok);
                continue;
            }
            Some(params) => {
                let wrong = || Diagnostic::error(tok.span, Word::MacroCall, [name.to_string()]);
                let given = arguments(&mut work).ok_or_else(wrong)?;
                if given.len() != params.len()
                    && !(params.is_empty() && given.len() == 1 && given[0].is_empty())
                {
                    return Err(wrong());
                }
                given
            }
        };
        let mut from = from;
        from.push(name.clone());
        let params = found.params.as_deref().unwrap_or_default();
        for part in found.body.iter().rev() {
            let place = params.iter().position(|param| part.is_word(param));
            match place.and_then(|place| given.get(place)) {
                Some(argument) => argument.iter().rev().for_each(|item| work.push_front(item.clone())),
                None => work.push_front((Tok { span: tok.span, ..part.clone() }, from.clone())),
            }
        }
    }
    Ok(())
}

type Traced = (Tok, Vec<Arc<str>>);

/// The arguments of a macro, taken off with both brackets; none if the brackets never close.
fn arguments(work: &mut VecDeque<Traced>) -> Option<Vec<Vec<Traced>>> {
    work.pop_front();
    let mut depth = 0;
    let mut given = vec![Vec::new()];
    loop {
        let (tok, from) = work.pop_front()?;
        if tok.is(")") && depth == 0 {
            return Some(given);
        }
        if tok.is(",") && depth == 0 {
            given.push(Vec::new());
            continue;
        }
        depth += i32::from(tok.is("(")) - i32::from(tok.is(")"));
        given.last_mut()?.push((tok, from));
    }
}
