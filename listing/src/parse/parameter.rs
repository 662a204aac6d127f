//! Parameters of functions.

use super::{Parser, Result};
use crate::ast::Param;
use crate::lex::Token;

impl Parser<'_> {
    /// The parameters of a function, their first bracket read already, and whether `...` ends them.
    pub(super) fn params(&mut self) -> Result<(Vec<Param>, bool)> {
        let mut params = Vec::new();
        if self.eat(")") {
            return Ok((params, false));
        }
        if self.peek().is_word("void") && self.ahead(1).is(")") {
            self.bump();
            self.bump();
            return Ok((params, false));
        }
        loop {
            if self.eat("...") {
                self.expect(")")?;
                return Ok((params, true));
            }
            let (_, base) = self.specifiers()?;
            let (name, ty) = self.abstract_declarator(base)?;
            self.attributes();
            params.push(Param { name, ty });
            if !self.eat(",") {
                self.expect(")")?;
                return Ok((params, false));
            }
        }
    }

    /// Words of compilers, and of libvirt's sources, that say nothing about what a listing does.
    fn attributes(&mut self) {
        loop {
            if self.peek().is_word("__attribute__") {
                self.bump();
                let mut depth = 0;
                while self.peek().token != Token::End {
                    depth += i32::from(self.peek().is("(")) - i32::from(self.peek().is(")"));
                    self.bump();
                    if depth == 0 {
                        break;
                    }
                }
            } else if !self.eat_word("ATTRIBUTE_UNUSED") && !self.eat_word("G_GNUC_UNUSED") {
                return;
            }
        }
    }
}
