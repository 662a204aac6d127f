//! Calls: of the listing's own functions, and the way to all others.

use super::machine::{Frame, Machine, Result, Stop, Val};
use super::memory::{Kind, address, place};
use super::record::{Ended, Run};
use super::statement::Flow;
use crate::ir::{Callee, Ex, Func};
use crate::span::Span;
use crate::types::Type;
use crate::words::Word;

impl Machine<'_> {
    pub fn call(&mut self, span: Span, callee: &Callee, arguments: &[Ex]) -> Result<Val> {
        let mut given = Vec::with_capacity(arguments.len());
        for argument in arguments {
            given.push(self.value(argument)?);
        }
        match callee {
            Callee::Own(number) => self.call_own(span, *number, &given),
            Callee::Api(id) => self.call_api(span, *id, arguments, &given),
            Callee::Library(number) => self.call_library(span, *number, arguments, &given),
        }
    }

    pub fn call_pointer(&mut self, span: Span, of: &Ex, arguments: &[Ex]) -> Result<Val> {
        let at = self.value(of)?;
        match self.func_at(at.bits) {
            Some(callee) => self.call(span, &callee, arguments),
            None if at.bits == 0 => self.fault(span, Word::NullCalled, []),
            None => self.fault(span, Word::WildPointer, []),
        }
    }

    /// Runs a function of the listing's own. The statement that called it is a step again when it is done.
    pub fn call_own(&mut self, span: Span, number: usize, given: &[Val]) -> Result<Val> {
        let Some(func) = self.program().funcs.get(number) else {
            return self.fault(span, Word::WildPointer, []);
        };
        if func.body.is_empty() && func.slots == 0 {
            return self.fault(span, Word::NoBody, [func.name.to_string()]);
        }
        let at = self.frames.last().map(|frame| frame.at);
        let value = self.deeper(span, |machine| machine.run_body(number, func, given))?;
        if let Some(at) = at {
            self.step(at)?;
        }
        Ok(value)
    }

    fn run_body(&mut self, number: usize, func: &Func, given: &[Val]) -> Result<Val> {
        let scope = self.env.clone();
        self.frames.push(Frame { func: number, slots: vec![0; func.slots], at: func.span });
        for (slot, ((name, ty), value)) in func.params.iter().zip(given).enumerate() {
            let size = self.types().size(ty).unwrap_or(0);
            let id = self.variable(func.span, slot, name, ty.clone(), size)?;
            let to = Val::new(address(id, 0));
            if let Type::Struct(_) = ty {
                if let Err(trouble) = self.memory.copy(to.bits, value.bits, size) {
                    return self.wrong(func.span, trouble, *value);
                }
            } else {
                self.store(func.span, to, ty, *value)?;
            }
        }
        let flow = self.block(&func.body);
        // A fault leaves everything as it was, to be looked at.
        let flow = flow?;
        self.leave(scope);
        self.frames.pop();
        Ok(match flow {
            Flow::Return(Some(value)) => value,
            _ => Val::default(),
        })
    }

    /// From the beginning of the listing to its end.
    pub fn run(mut self) -> Run {
        let ended = match self.run_main() {
            Ok(status) => Ended::Exit(status),
            Err(Stop::Exit(status)) => {
                self.end_step();
                Ended::Exit(status)
            }
            Err(Stop::Fault(diagnostic)) => {
                self.end_step();
                self.tape.told.push(*diagnostic);
                Ended::Fault
            }
        };
        self.tape.finish(self.steps, ended)
    }

    fn run_main(&mut self) -> Result<i32> {
        let program = self.program();
        for text in &program.texts {
            let mut bytes = text.to_vec();
            bytes.push(0);
            let id = self.make(Kind::Literal, "\"…\"", Span::default(), bytes, true)?;
            self.texts.push(id);
        }
        let Some(main) = program.funcs.get(program.main) else { return Ok(0) };
        self.frames.push(Frame { func: program.main, slots: vec![0; main.slots], at: main.span });
        for global in &program.globals {
            self.global(global)?;
        }
        self.main_arguments(main)?;
        if let Some(slot) = program.conn {
            self.given_connection(slot)?;
        }
        // The variables of `main` stay, to be seen at the last step.
        let status = match self.sequence(&main.body, 0)? {
            Flow::Return(Some(value)) => value.bits as i32,
            _ => 0,
        };
        self.end_step();
        self.left_behind();
        Ok(status)
    }

    /// `argc` and `argv`: the program's name alone.
    fn main_arguments(&mut self, main: &Func) -> Result<()> {
        for (slot, (name, ty)) in main.params.iter().enumerate() {
            let size = self.types().size(ty).unwrap_or(8);
            let id = self.variable(main.span, slot, name, ty.clone(), size)?;
            let value = if ty.is_pointer() {
                let text = self.make(Kind::Literal, "argv[0]", main.span, b"listing\0".to_vec(), true)?;
                let mut bytes = address(text, 0).to_le_bytes().to_vec();
                bytes.extend([0; 8]);
                address(self.make(Kind::Literal, "argv", main.span, bytes, true)?, 0)
            } else {
                1
            };
            self.store(main.span, Val::new(address(id, 0)), ty, Val::new(value))?;
        }
        Ok(())
    }

    /// Frees a piece, whoever made it.
    pub fn free_block(&mut self, span: Span, at: u64) {
        self.memory.free(place(at).0, span);
    }
}
