//! Commands about virsh itself, and printing documents.

use virtlab_core::ground::xml::escape;

use super::options::parts;
use super::{Done, Run, fail, say};
use crate::help;
use crate::xml;

pub(crate) fn quit(run: &mut Run<'_>) -> Done {
    run.ran.quit = true;
    Ok(())
}

pub(crate) fn help(run: &mut Run<'_>) -> Done {
    let about = run.given("command").filter(|about| !about.is_empty());
    match (help::help(about.as_deref()), about) {
        (Some(text), _) => run.print(&text),
        (None, about) => {
            let about = about.unwrap_or_default();
            fail!(run, "command or command group '{about}' doesn't exist")
        }
    }
    Ok(())
}

pub(crate) fn cd(run: &mut Run<'_>) -> Done {
    let to = run.given("dir").filter(|to| !to.is_empty());
    if let Err(why) = run.face.change_directory(to.as_deref()) {
        fail!(run, "cd: {why}: {}", to.unwrap_or_else(|| "/".to_owned()));
    }
    Ok(())
}

pub(crate) fn pwd(run: &mut Run<'_>) -> Done {
    let directory = run.face.directory();
    say!(run, "{directory}\n");
    Ok(())
}

pub(crate) fn connect(run: &mut Run<'_>) -> Done {
    let read_only = run.has("readonly");
    match run.text("name")? {
        Some(name) => run.open(Some(name).filter(|name| !name.is_empty()), read_only),
        None => {
            let (uri, before) = (run.shell.uri.clone(), run.shell.read_only);
            run.open(uri, read_only || before)
        }
    }
}

/// As a shell takes it for one word.
fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "%+,-./:=@_".contains(c) || !c.is_ascii();
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

pub(crate) fn echo(run: &mut Run<'_>) -> Done {
    for (one, other) in [("shell", "xml"), ("shell", "split"), ("xml", "split")] {
        run.exclusive(one, other)?;
    }
    let mut text = String::new();
    if let Some(prefix) = run.given("prefix").filter(|prefix| !prefix.is_empty()) {
        text = format!("{prefix} ");
    }
    for word in run.many("string") {
        if run.has("xml") {
            text.push_str(&escape(&word));
        } else if run.has("shell") {
            text.push_str(&shell_word(&word));
        } else if run.has("split") {
            parts(&word).iter().for_each(|part| text.push_str(&format!("{part}\n")));
        } else {
            text.push_str(&word);
        }
        text.push(' ');
    }
    let text = text.strip_suffix(' ').unwrap_or(&text).to_owned();
    if run.has("err") && !text.is_empty() {
        run.error(&text);
    } else {
        run.print(&text);
    }
    Ok(())
}

impl Run<'_> {
    /// Prints a document, or what `--xpath` finds in it.
    pub fn document(&mut self, text: &str) -> Done {
        let Some(path) = self.given("xpath") else {
            self.print(text);
            return Ok(());
        };
        let Some(root) = xml::root(text) else { return Ok(()) };
        let Some(found) = xml::find(&root, &path) else {
            fail!(self, "XPath '{path}' is beyond what this shell understands")
        };
        if self.has("wrap") {
            let inside: String =
                found.iter().map(|node| format!("  {}\n", node.replace('\n', "\n  "))).collect();
            let nodes =
                if inside.is_empty() { "<nodes/>".to_owned() } else { format!("<nodes>\n{inside}</nodes>") };
            say!(self, "{nodes}\n");
            return Ok(());
        }
        for node in found {
            say!(self, "{node}\n");
        }
        Ok(())
    }
}
