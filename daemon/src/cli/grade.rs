//! `virtlab grade`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args as ClapArgs;
use virtlab_course::grade::{Grader, csv};

use super::out::put;

/// Grade a folder of sessions that students handed in
///
/// Each file is replayed and looked at field by field. What is printed is a table (CSV) with a row for each file: whose it is,
/// where the file says so (it does when the page's Hand in made it), whether the goal is reached, how many of its conditions
/// hold, calls and the fewest that do, what does not hold and why, and the first file that has the very same calls. A file that
/// is no session is a row with the reason.
#[derive(ClapArgs, Debug)]
pub(super) struct Args {
    /// The folder, with folders below it; or single files
    #[arg(required = true, value_name = "FOLDER")]
    works: Vec<PathBuf>,
    /// A teacher's own exercise: its exercise.toml, or a folder that has one. What it is called is the name of the folder
    #[arg(long, value_name = "FILE")]
    exercise: Vec<PathBuf>,
    /// Write the table to this file and not to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Files of a class that are looked at.
const FILES_MAX: usize = 100_000;
/// Folders within folders.
const DEPTH_MAX: usize = 8;

impl Args {
    pub fn run(self) -> Result<ExitCode, String> {
        let mut grader = Grader::default();
        for path in &self.exercise {
            let (name, text) = exercise(path)?;
            grader.exercise(name, text);
        }
        let mut files = Vec::new();
        for path in &self.works {
            // What is named here is there; what is in a folder of works may be anything.
            std::fs::metadata(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
            gather(path, DEPTH_MAX, &mut files)?;
        }
        files.sort();
        let rows: Vec<_> = files.iter().map(|file| grade(&mut grader, file)).collect();
        let table = csv(&rows);
        match &self.output {
            Some(file) => {
                std::fs::write(file, table)
                    .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
            }
            None => put(&table)?,
        }
        let done = rows.iter().filter(|row| row.done).count();
        eprintln!("{} works, {done} done", rows.len());
        Ok(ExitCode::SUCCESS)
    }
}

fn grade(grader: &mut Grader, file: &Path) -> virtlab_course::grade::Row {
    let name = file.display().to_string();
    match std::fs::read(file).map(String::from_utf8) {
        Ok(Ok(text)) => grader.grade(&name, &text),
        // A row with the reason, as anything else that is no session.
        Ok(Err(_)) => grader.grade(&name, "\u{0}"),
        Err(error) => virtlab_course::grade::Row {
            file: name,
            reasons: vec![format!("cannot be read: {error}")],
            ..Default::default()
        },
    }
}

/// A teacher's exercise: its name and its text.
pub(super) fn exercise(path: &Path) -> Result<(String, String), String> {
    let file = if path.is_dir() { path.join("exercise.toml") } else { path.to_owned() };
    let text =
        std::fs::read_to_string(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let file = std::path::absolute(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let stem = match file.file_name().is_some_and(|name| name == "exercise.toml") {
        true => file.parent().and_then(Path::file_name),
        false => file.file_stem(),
    };
    let name = stem.map(|stem| stem.to_string_lossy().into_owned()).ok_or("an exercise has a name")?;
    Ok((name, text))
}

/// The files of a folder, those whose names begin with a dot left out.
fn gather(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), String> {
    if !path.is_dir() {
        if files.len() >= FILES_MAX {
            return Err(format!("there are more than {FILES_MAX} files: grade a part of them"));
        }
        files.push(path.to_owned());
        return Ok(());
    }
    let entries =
        std::fs::read_dir(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    for entry in entries.flatten() {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // A link could lead in circles.
        let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        if hidden || link || (depth == 0 && entry.path().is_dir()) {
            continue;
        }
        gather(&entry.path(), depth.saturating_sub(1), files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_graded_into_a_table() {
        let folder = std::env::temp_dir().join(format!("virtlab-grade-{}", std::process::id()));
        let works = folder.join("works/group 1");
        std::fs::create_dir_all(&works).unwrap();
        let exercise = virtlab_course::exercise::built_in("first-start", 2).unwrap().unwrap();
        let mut journal = exercise.journal();
        std::fs::write(works.join("not.json"), journal.to_json()).unwrap();
        journal.entries.push("virDomainCreate(dom1)".parse().unwrap());
        let handed = virtlab_course::grade::hand_in(&journal.to_json(), "Ann");
        std::fs::write(works.join("done.json"), handed).unwrap();
        std::fs::write(works.join("picture.png"), b"\x89PNG\xff").unwrap();
        std::fs::write(works.join(".hidden"), b"").unwrap();
        let output = folder.join("table.csv");
        let args =
            Args { works: vec![folder.join("works")], exercise: Vec::new(), output: Some(output.clone()) };
        assert_eq!(args.run(), Ok(ExitCode::SUCCESS));
        let table = std::fs::read_to_string(output).unwrap();
        let has = |line: &str, what: &str| line.contains(what).then_some(()).ok_or(table.clone());
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 4, "{table}");
        has(lines[1], "done.json,Ann,first-start,2,yes,100").unwrap();
        has(lines[2], "not.json,,first-start,2,no,").unwrap();
        has(lines[3], "picture.png,,,0,no,0").unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
