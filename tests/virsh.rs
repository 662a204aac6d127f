//! Every recorded session of virsh, played to virsh's commands over the core: each line prints what the real one printed.

use std::path::{Path, PathBuf};

use virtlab_core::api::{Call, Outcome};
use virtlab_core::world::{ClientId, World};
use virtlab_virsh::{Face, Shell};

/// A world with the documents that recordings name, and an editor that puts a text in place of another, first on each line.
struct Documents {
    world: World,
    editor: Option<(String, String)>,
}

impl Face for Documents {
    fn perform(&mut self, call: &Call) -> Outcome {
        self.world.perform(ClientId(0), call)
    }

    fn read_file(&mut self, path: &str) -> Result<String, String> {
        let missing = |_| "No such file or directory".to_owned();
        std::fs::read_to_string(folder("record/documents").join(path)).map_err(missing)
    }

    fn write_file(&mut self, _: &str, _: &[u8]) -> Result<(), String> {
        Ok(())
    }

    fn edit(&mut self, text: &str) -> Result<Option<String>, String> {
        let Some((old, new)) = &self.editor else { return Ok(Some(text.to_owned())) };
        Ok(Some(text.split_inclusive('\n').map(|line| line.replacen(old, new, 1)).collect()))
    }
}

/// What `sed -i s/OLD/NEW/` puts in place of what; none for an editor that does nothing.
fn editor(command: &str) -> Option<(String, String)> {
    let script = command.strip_prefix("sed -i s")?;
    let mut parts = script.split(script.chars().next()?).skip(1);
    Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A session of virsh in a world of its own.
struct Virsh {
    face: Documents,
    shell: Shell,
}

impl Virsh {
    /// The session that `virsh -c URI -q -r COMMAND…` begins, and the command.
    fn new(words: &[String]) -> (Self, &[String]) {
        let (mut uri, mut read_only, mut quiet, mut at) = (None, false, false, 0);
        while let Some(option) = words.get(at).filter(|word| word.starts_with('-')) {
            match &option[..] {
                "-c" => {
                    at += 1;
                    uri = words.get(at).map(String::as_str);
                }
                "-r" => read_only = true,
                "-q" => quiet = true,
                other => panic!("{other} is not known here"),
            }
            at += 1;
        }
        let face = Documents { world: World::builtin(0), editor: None };
        (Self { face, shell: Shell::new(uri, read_only).quiet(quiet) }, &words[at..])
    }

    /// What a process prints that runs a command to its end.
    fn until_end(mut self, command: &[String]) -> String {
        let mut ran = self.shell.connect(&mut self.face);
        if ran.ok {
            ran = match command {
                [line] => self.shell.line(&mut self.face, line),
                words => self.shell.words(&mut self.face, words),
            };
        }
        match ran.status() {
            0 => ran.text(),
            status => format!("{}[exit {status}]\n", ran.text()),
        }
    }
}

/// The words of a shell's line, as the recordings write them: no escapes, quotes of one kind.
fn words(line: &str) -> Vec<String> {
    let quoted = line.split('"').enumerate();
    quoted
        .flat_map(|(at, part)| match at % 2 {
            1 => vec![part.to_owned()],
            _ => part.split_whitespace().map(str::to_owned).collect(),
        })
        .collect()
}

/// Text with the digits after a mark replaced.
fn masked(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        out += &masked_line(line);
    }
    out
}

fn masked_line(line: &str) -> String {
    if let Some(rest) = line.strip_prefix("CPU time:") {
        let digits = rest.trim_start();
        if digits.ends_with("s\n") {
            return format!("CPU time:{}N\n", &rest[..rest.len() - digits.len()]);
        }
    }
    let counted =
        ["_req", "_bytes", "_packets", "errs", "_drop", "operations:", "read:", "written:", "count:"];
    let digits = line.trim_end().len() - line.trim_end().trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let before = &line[..line.trim_end().len() - digits];
    if digits >= 9 && before.ends_with(' ') && counted.iter().any(|word| before.trim_end().ends_with(word)) {
        return format!("{before}N\n");
    }
    if let Some((before, after)) = line.split_once("<creationTime>") {
        return format!("{before}<creationTime>N{}", after.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    match line.find(" +0000") {
        Some(at) if at >= 19 => format!("{}YYYY-MM-DD hh:mm:ss{}", &line[..at - 19], &line[at..]),
        _ => line.to_owned(),
    }
}

/// The form of the recordings: each line indented.
fn shown(printed: &str) -> String {
    let text = masked(printed);
    let mut out = String::new();
    for line in text.lines() {
        out += &if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    }
    if !text.is_empty() && !text.ends_with('\n') {
        out += "    [no newline]\n";
    }
    out
}

/// What a session comes to: each of its lines, and what was printed for it.
fn play(recording: &str) -> Vec<(String, String)> {
    let mut played = Vec::new();
    let mut session: Option<Virsh> = None;
    let said = recording.lines().filter(|line| !line.starts_with("    ") && !line.is_empty());
    for line in said {
        let edited = line.strip_prefix("$ env EDITOR=\"").and_then(|rest| rest.split_once("\" virsh "));
        let printed = if let Some((editor_command, command)) = edited {
            let words = words(command);
            let (mut virsh, rest) = Virsh::new(&words);
            virsh.face.editor = editor(editor_command);
            virsh.until_end(rest)
        } else if let Some(command) = line.strip_prefix("$ virsh ") {
            let words = words(command);
            let (mut virsh, rest) = Virsh::new(&words);
            if rest.is_empty() {
                virsh.shell.connect(&mut virsh.face);
                session = Some(virsh);
                String::new()
            } else {
                virsh.until_end(rest)
            }
        } else if let Some(command) = line.strip_prefix("virsh # ").or_else(|| line.strip_prefix("virsh > "))
        {
            let virsh = session.as_mut().expect("a session begins with $ virsh");
            let prompt = virsh.shell.prompt();
            assert!(line.starts_with(prompt), "the prompt is {prompt}, and not as in {line}");
            virsh.shell.line(&mut virsh.face, command).text()
        } else {
            String::new()
        };
        played.push((line.to_owned(), shown(&printed)));
    }
    played
}

/// The lines of a recording with what follows each.
fn recorded(recording: &str) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for line in recording.lines() {
        match lines.last_mut() {
            Some((_, printed)) if line.starts_with("    ") || line.is_empty() => {
                printed.push_str(line);
                printed.push('\n');
            }
            _ => lines.push((line.to_owned(), String::new())),
        }
    }
    lines
}

#[test]
fn every_line_prints_what_virsh_prints() {
    let mut wrong = String::new();
    let mut count = 0;
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder("recordings/virsh")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let recording = std::fs::read_to_string(&file).unwrap();
        for ((line, wanted), (_, printed)) in recorded(&recording).into_iter().zip(play(&recording)) {
            count += 1;
            if wanted != printed {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                wrong += &format!("{name}: {line}\n--- virsh\n{wanted}--- here\n{printed}\n");
            }
        }
    }
    assert!(count > 300, "{count}");
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The command that a recorded line begins with, `;` or not.
fn commands_of(line: &str) -> Vec<String> {
    let after = |mark: &str| line.strip_prefix(mark);
    let said = after("virsh # ").or_else(|| after("virsh > ")).map(str::to_owned).or_else(|| {
        let rest = line.split_once("virsh ").filter(|_| line.starts_with("$ "))?.1;
        let words = words(rest);
        let at = words.iter().enumerate().find(|(at, word)| {
            !word.starts_with('-') && words.get(at.wrapping_sub(1)).is_none_or(|before| before != "-c")
        });
        Some(words[at?.0..].join(" "))
    });
    let first = |part: &str| part.split_whitespace().next().map(str::to_owned);
    said.iter().flat_map(|said| said.split(';')).filter_map(first).collect()
}

#[test]
fn every_command_is_recorded_and_most_of_them_with_an_error() {
    let mut said = std::collections::BTreeMap::<String, bool>::new();
    for entry in std::fs::read_dir(folder("recordings/virsh")).unwrap() {
        let recording = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for (line, printed) in recorded(&recording) {
            for command in commands_of(&line) {
                *said.entry(command).or_default() |= printed.contains("error:");
            }
        }
    }
    let missing: Vec<&str> = virtlab_virsh::commands()
        .map(|command| command.name)
        .filter(|name| !said.contains_key(*name))
        .collect();
    assert!(missing.is_empty(), "not recorded: {missing:?}");
    let without = |name: &&str| !said.get(*name).copied().unwrap_or_default();
    let faultless: Vec<&str> =
        virtlab_virsh::commands().map(|command| command.name).filter(without).collect();
    // What takes no option that could be wrong, or nearly none.
    assert!(faultless.len() < 20, "no error recorded: {faultless:?}");
}
