//! The npm package's program: a world with its past, for JavaScript. `package/index.js` puts the class `World` over it, with a
//! method for each function of libvirt; those and their types are made from the table of functions (`examples/typings.rs`).

mod outcome;
mod value;

use virtlab_core::api::{Call, FunctionId, functions};
use virtlab_core::world::{ClientId, Entry, History, Journal};
use wasm_bindgen::prelude::*;

/// A session: a world, the calls that were made, and the moment that is looked at.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Session(History);

/// The exception for something that no world could do anything with.
fn wrong(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}

#[wasm_bindgen]
impl Session {
    /// A session of the built-in lab.
    ///
    /// # Errors
    /// Never: the built-in lab can be.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: u64) -> Result<Session, JsError> {
        Ok(Self(History::new(Journal::new(seed)).map_err(wrong)?))
    }

    /// The session of a link, of its token, or of a file that the page saved.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str) -> Result<Session, JsError> {
        if text.trim_start().starts_with('{') {
            return Ok(Self(History::from_json(text).map_err(wrong)?));
        }
        let shared = virtlab_share::read(text).map_err(wrong)?;
        Ok(Self(History::new(shared.journal).map_err(wrong)?))
    }

    /// Makes a call that is given as a journal has it: `virDomainCreate(dom1)`.
    ///
    /// # Errors
    /// Where it is no call. A call that fails is no exception: its outcome has the error.
    pub fn perform(&mut self, client: u32, call: &str) -> Result<JsValue, JsError> {
        let entry: Entry = call.parse().map_err(wrong)?;
        let client = if entry.client.0 > 0 { entry.client.0 } else { client };
        self.make(client, entry.call)
    }

    /// Makes a call of a function with arguments from JavaScript. What is left out at the end is as libvirt's own default.
    ///
    /// # Errors
    /// An argument that can be no argument of the function.
    pub fn call(&mut self, client: u32, function: &str, args: js_sys::Array) -> Result<JsValue, JsError> {
        let function = FunctionId::from_c_name(function)
            .ok_or_else(|| wrong(format!("there is no function {function}")))?;
        let params = function.row().params;
        if args.length() as usize > params.len() {
            let most = params.len();
            return Err(wrong(format!("{} takes at most {most} arguments", function.c_name())));
        }
        let mut given = Vec::new();
        for (param, arg) in params.iter().zip(args.iter()) {
            given.push(value::read(param, &arg).map_err(|what| wrong(format!("{}: {what}", param.name)))?);
        }
        self.make(client, Call { function, args: given })
    }

    fn make(&mut self, client: u32, call: Call) -> Result<JsValue, JsError> {
        let step = self.0.perform(ClientId(client), call);
        outcome::write(&step.entry, &step.outcome).map_err(wrong)
    }

    /// How many steps lie before the moment that is looked at.
    #[wasm_bindgen(getter)]
    pub fn position(&self) -> usize {
        self.0.position()
    }

    /// How many steps there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.0.steps().len()
    }

    /// Looks at the moment after so many steps.
    pub fn seek(&mut self, position: usize) {
        self.0.seek(position);
    }

    /// The outcome of the step that led to this moment; `undefined` at the very start.
    ///
    /// # Errors
    /// Never, but for a fault of the browser's.
    pub fn last(&self) -> Result<JsValue, JsError> {
        let Some(step) = self.0.last() else { return Ok(JsValue::UNDEFINED) };
        outcome::write(&step.entry, &step.outcome).map_err(wrong)
    }

    /// The calls, as the journal has them.
    pub fn calls(&self) -> Vec<String> {
        self.0.steps().iter().map(|step| step.entry.to_string()).collect()
    }

    /// The session as JSON; the page and the command `virtlab run` read it too.
    pub fn journal(&self) -> String {
        self.0.to_json()
    }

    /// The session as the token of a link: `#/s/` and the token behind the page's address.
    ///
    /// # Errors
    /// That it is too long.
    pub fn link(&self) -> Result<String, JsError> {
        let mut history = self.0.clone();
        history.seek(usize::MAX);
        virtlab_share::write(&history.journal(), history.world().state_hash()).map_err(wrong)
    }

    /// The hash of the world at this moment, in hexadecimal digits: equal on every machine for equal journals.
    pub fn hash(&self) -> String {
        format!("{:032x}", self.0.world().state_hash())
    }
}

/// The name of a function's method: `domainCreateXML` of `virDomainCreateXML`, `nwFilterRef` of `virNWFilterRef`; the world's
/// own functions keep their names.
pub fn method_name(name: &str) -> String {
    let Some(rest) = name.strip_prefix("vir").filter(|_| !name.starts_with("virtlab")) else {
        return name.to_owned();
    };
    let capitals = rest.chars().take_while(char::is_ascii_uppercase).count();
    // Of NWFilter the last capital begins the next word; of Domain it is the word's own.
    let lowered = if capitals > 1 { capitals - 1 } else { 1 };
    format!("{}{}", rest[..lowered].to_ascii_lowercase(), &rest[lowered..])
}

/// The names of all functions' methods, in the order of [`function_names`].
#[wasm_bindgen(js_name = methodNames)]
pub fn method_names() -> Vec<String> {
    functions().iter().map(|row| method_name(row.id.c_name())).collect()
}

/// The C names of all functions.
#[wasm_bindgen(js_name = functionNames)]
pub fn function_names() -> Vec<String> {
    functions().iter().map(|row| row.id.c_name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::method_name;

    #[test]
    fn methods_begin_with_a_small_letter() {
        for (function, method) in [
            ("virDomainCreateXML", "domainCreateXML"),
            ("virNWFilterRef", "nwFilterRef"),
            ("virNetworkDHCPLeaseFree", "networkDHCPLeaseFree"),
            ("virtlabClockAdvance", "virtlabClockAdvance"),
        ] {
            assert_eq!(method_name(function), method);
        }
    }
}
