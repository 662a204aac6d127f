//! A session as a program in C: every call in its order, each looked at for its failure.

mod args;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use virtlab_core::api::{FunctionId, Handle, HandleKind, Notice, Returns};

use crate::{Moment, Writer, one_line};
use args::Args;
use text::comment;

/// A program that is being written.
#[derive(Default)]
pub(crate) struct Program {
    title: String,
    body: String,
    /// The handles that are variables.
    handles: BTreeSet<Handle>,
    /// Functions of the caller's, by name, with the type of callback that each is.
    functions: BTreeMap<String, String>,
    asks: bool,
    fails: bool,
    threads: BTreeSet<u32>,
}

/// What a call leaves in a variable, and how its failure shows.
struct Result {
    /// The type of the variable; none where there is nothing to keep.
    c_type: Option<&'static str>,
    /// The condition of a failure, `$` for the call or the variable.
    failed: Option<&'static str>,
}

impl Program {
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    fn say(&mut self, text: &str) {
        let _ = writeln!(self.body, "    {text}");
    }

    fn step(&mut self, moment: &Moment<'_>, args: Args) {
        let row = moment.call.function.row();
        let name = moment.call.function.c_name();
        let made = moment.made();
        self.handles.extend(made.iter().map(|(_, handle)| *handle));
        let call = format!("{name}({})", args.list.join(", "));
        let result = result_of(row.returns);
        let listed: Vec<(&str, Handle)> =
            made.iter().filter_map(|(name, handle)| Some(((*name)?, *handle))).collect();
        let block = !args.before.is_empty()
            || (result.c_type.is_some() && (prints(row.returns) || !listed.is_empty()));
        let indent = if block { "    " } else { "" };
        let mut lines: Vec<String> = args.before.clone();
        let returned = made.iter().find(|(name, _)| name.is_none()).map(|(_, handle)| handle.to_string());
        let kept = match (&returned, result.c_type) {
            (Some(handle), _) => Some((format!("{handle} = {call};"), handle.clone())),
            (None, Some(c_type)) if block && result.failed.is_some() => {
                let space = if c_type.ends_with('*') { "" } else { " " };
                Some((format!("{c_type}{space}result = {call};"), "result".to_owned()))
            }
            _ => None,
        };
        match (kept, result.failed) {
            (Some((statement, variable)), failed) => {
                lines.push(statement);
                lines.extend(
                    failed
                        .map(|failed| self.checked(&failed.replace('$', &variable), name))
                        .into_iter()
                        .flatten(),
                );
            }
            (None, Some(failed)) => lines.extend(self.checked(&failed.replace('$', &call), name)),
            (None, None) => lines.push(format!("{call};")),
        }
        for (number, (list, handle)) in listed.iter().enumerate() {
            if number == 0 {
                lines.push(format!("if (result >= {}) {{", listed.len()));
            }
            lines.push(format!("    {handle} = {list}[{number}];"));
        }
        if !listed.is_empty() {
            lines.push("}".to_owned());
        }
        lines.extend(printed(row.returns, name));
        lines.extend(args.after.clone());
        if block {
            self.say("{");
        }
        for line in lines {
            self.say(&format!("{indent}{line}"));
        }
        if block {
            self.say("}");
        }
        self.asks |= args.asks;
        self.functions.extend(args.functions);
    }

    fn checked(&mut self, condition: &str, name: &str) -> Vec<String> {
        self.fails = true;
        vec![format!("if ({condition})"), format!("    failed(\"{name}\");")]
    }

    fn heading(&self) -> String {
        let mut out = format!("{}\n", comment(&one_line(&self.title)));
        for file in ["stdio.h", "stdlib.h", "string.h", "libvirt/libvirt.h", "libvirt/virterror.h"] {
            let _ = writeln!(out, "#include <{file}>");
        }
        if self.fails {
            out.push_str("\nstatic void failed(const char *call)\n{\n    fprintf(stderr, \"%s: %s\\n\", call, virGetLastErrorMessage());\n}\n");
        }
        if self.asks {
            out.push_str(ASK);
        }
        for (name, kind) in &self.functions {
            let (ret, params) = virtlab_listing::callback(kind).unwrap_or(("void", "void"));
            let space = if ret.ends_with('*') { "" } else { " " };
            let told = match params.contains("int event, int detail") {
                true => format!("printf(\"{name}: event %d, detail %d\\n\", event, detail);"),
                false => format!("printf(\"{name}\\n\");"),
            };
            let end = if ret == "void" { "" } else { "    return 0;\n" };
            let _ = write!(out, "\nstatic {ret}{space}{name}({params})\n{{\n    {told}\n{end}}}\n");
        }
        out
    }

    fn variables(&self) -> String {
        let mut kinds: BTreeMap<HandleKind, Vec<String>> = BTreeMap::new();
        for handle in &self.handles {
            kinds.entry(handle.kind).or_default().push(format!("{handle} = NULL"));
        }
        let mut out = String::new();
        for (kind, names) in kinds {
            let _ = writeln!(out, "    {} {};", kind.c_type(), names.join(", "));
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }
}

const ASK: &str = "
static int ask(virConnectCredentialPtr cred, unsigned int ncred, void *cbdata)
{
    const char **answers = cbdata;
    unsigned int i;

    for (i = 0; i < ncred; i++) {
        cred[i].result = strdup(answers[cred[i].type == VIR_CRED_AUTHNAME ? 0 : 1]);
        cred[i].resultlen = strlen(cred[i].result);
    }
    return 0;
}
";

impl Writer for Program {
    fn moment(&mut self, moment: &Moment<'_>) {
        let text = one_line(&moment.call.to_string());
        if let Some(client) = moment.first_of_client(&mut self.threads) {
            self.say(&comment(&client));
        }
        if let Some(aside) = moment.aside("C", "points to nothing any more") {
            return self.say(&comment(&aside));
        }
        if moment.outcome.notices.contains(&Notice::WouldBlock) {
            self.say(&comment(&format!("{}. this would wait for what never comes: {text}", moment.number)));
            return;
        }
        let refusal = moment.refusal().map(|refusal| format!(": {refusal}")).unwrap_or_default();
        match Args::of(moment.call) {
            Ok(_) if moment.call.function == FunctionId::SetError => {
                self.say(&comment(&format!(
                    "{}. {text}: libvirt's headers do not declare it",
                    moment.number
                )));
            }
            Ok(args) => {
                self.say(&comment(&format!("{}{refusal}", moment.number)));
                self.step(moment, args);
            }
            Err(why) => self.say(&comment(&format!("{}. {text}: {why}", moment.number))),
        }
    }

    fn whole(self: Box<Self>) -> String {
        let (heading, variables) = (self.heading(), self.variables());
        format!("{heading}\nint main(void)\n{{\n{variables}{}    return 0;\n}}\n", self.body)
    }
}

fn result_of(returns: Returns) -> Result {
    let (c_type, failed) = match returns {
        Returns::Status | Returns::Number | Returns::Truth => (Some("int"), Some("$ < 0")),
        Returns::Id => (Some("unsigned int"), Some("$ == (unsigned int)-1")),
        Returns::Amount(c_type) => (Some(c_type), Some("$ == 0")),
        Returns::Text(c_type) => (Some(c_type), Some("!$")),
        Returns::Handle(kind) => (Some(kind.c_type()), Some("!$")),
        Returns::Error => (Some("virErrorPtr"), None),
        Returns::Param => (Some("virTypedParameterPtr"), Some("!$")),
        Returns::Void => (None, None),
    };
    Result { c_type, failed }
}

/// Whether what comes back is worth printing.
fn prints(returns: Returns) -> bool {
    matches!(returns, Returns::Number | Returns::Truth | Returns::Id | Returns::Amount(_) | Returns::Text(_))
}

fn printed(returns: Returns, name: &str) -> Vec<String> {
    match returns {
        Returns::Number | Returns::Truth => vec![format!("printf(\"{name}: %d\\n\", result);")],
        Returns::Id => vec![format!("printf(\"{name}: %u\\n\", result);")],
        Returns::Amount(_) => vec![format!("printf(\"{name}: %llu\\n\", (unsigned long long)result);")],
        Returns::Text(c_type) => {
            let mut lines = vec!["if (result)".to_owned(), format!("    printf(\"{name}: %s\\n\", result);")];
            if !c_type.starts_with("const") {
                lines.push("free(result);".to_owned());
            }
            lines
        }
        _ => Vec::new(),
    }
}
