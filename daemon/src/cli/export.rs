//! `virtlab export`.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args as ClapArgs, Subcommand};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use virtlab_course::exercise::{built_in, read};
use virtlab_course::given::{Given, Thing};
use virtlab_course::lesson::{Folder, Lesson, Text};
use virtlab_course::pack::Archive;
use virtlab_course::scorm::{Course, PAGE, VARIANTS};

use super::grade;
use crate::serve::page_files;

/// The file by which a folder is a lesson's.
const LESSON: &str = "lesson.toml";

/// Make packages for other programs
#[derive(ClapArgs, Debug)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    Scorm(Scorm),
}

/// Make a SCORM 1.2 package of an exercise or a lesson
///
/// A learning platform runs it with no other server: the page is inside. It reports the score, whether it is passed and the time,
/// and keeps where a student is. Each student has a variant of the exercise that follows from the student's id.
#[derive(ClapArgs, Debug)]
struct Scorm {
    /// The name of an exercise or a lesson, a teacher's own exercise.toml, or the folder of a teacher's own lesson
    #[arg(value_name = "EXERCISE|LESSON")]
    name: String,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// The language of the page: en or zh-Hans
    #[arg(long, default_value = "en", value_parser = ["en", "zh-Hans"])]
    lang: String,
    /// A folder with the built page; else the one inside this command
    #[arg(long, value_name = "DIR")]
    page: Option<PathBuf>,
}

impl Args {
    pub fn run(self) -> Result<ExitCode, String> {
        let What::Scorm(scorm) = self.what;
        scorm.run()
    }
}

/// A file of the page: its path, and what it holds, compressed by gzip.
type PageFile = (String, Vec<u8>);

impl Scorm {
    fn run(self) -> Result<ExitCode, String> {
        let page = match &self.page {
            Some(folder) => from_folder(folder)?,
            None => page_files(),
        };
        if !page.iter().any(|(path, _)| path == "index.html") {
            return Err("there is no page inside this virtlab: `cargo xtask daemon` builds one with it, or give --page DIR".into());
        }
        let paths: Vec<String> = page.iter().map(|(path, _)| path.clone()).collect();
        let course = self.course(&page)?.files(&paths);
        let bytes = archive(&course, &page).map_err(|error| format!("cannot make the package: {error}"))?;
        std::fs::write(&self.output, &bytes)
            .map_err(|error| format!("cannot write {}: {error}", self.output.display()))?;
        eprintln!("{}: {} files, {} KiB", self.output.display(), paths.len(), bytes.len() / 1024);
        Ok(ExitCode::SUCCESS)
    }

    fn course(&self, page: &[PageFile]) -> Result<Course, String> {
        if let Some(lesson) = Lesson::by_name(&self.name) {
            // A lesson's words are files of the page.
            let path = format!("lazy/lessons/{}/{}.md", lesson.name, self.lang);
            let words = page.iter().find(|(name, _)| *name == path);
            let words = words.and_then(|(_, gzip)| String::from_utf8(unpacked(gzip).ok()?).ok());
            let title = words.and_then(|text| Text::read(&text).ok()).map(|text| text.title);
            return Ok(Course::lesson(lesson, title.as_deref().unwrap_or(&lesson.name), &self.lang));
        }
        let path = Path::new(&self.name);
        if path.join(LESSON).exists() {
            return self.own_lesson(path);
        }
        let own = if path.exists() { Some(grade::exercise(path)?) } else { None };
        let variant = |variant| match &own {
            Some((name, text)) => Some(read(name, text, variant)),
            None => built_in(&self.name, variant),
        };
        let exercises = (0..VARIANTS)
            .map(|n| variant(n).ok_or_else(|| format!("there is no exercise or lesson {}", self.name)));
        let exercises = exercises
            .map(|exercise| exercise?.map_err(|fault| format!("{}: {fault}", self.name)))
            .collect::<Result<Vec<_>, String>>()?;
        let course = Course::exercise(&exercises, &self.lang)?;
        let own = own.map(|(name, text)| Given { name, thing: Thing::Exercise(text) });
        Ok(own.iter().fold(course, Course::of_own))
    }

    /// A teacher's own lesson, from its folder.
    fn own_lesson(&self, path: &Path) -> Result<Course, String> {
        let files = texts(path)?;
        let folder = Folder::of(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let path = std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(one) = folder.faults(&name).first() {
            return Err(format!("{}: {}", path.join(&one.file).display(), one.fault));
        }
        let whole = |fault| format!("{}: {fault}", path.display());
        let (lesson, words) =
            (folder.lesson(&name).map_err(whole)?, folder.words(&self.lang).map_err(whole)?);
        let course = Course::lesson(&lesson, &words.title, &self.lang);
        Ok(course.of_own(&Given { name, thing: Thing::Lesson(folder) }))
    }
}

/// The files of a folder's own, not of folders in it.
fn texts(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let cannot = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        // What is no text is none of a lesson's files.
        if let (Some(name), Ok(text)) = (path.file_name(), std::fs::read_to_string(&path)) {
            files.push((name.to_string_lossy().into_owned(), text));
        }
    }
    Ok(files)
}

fn compressed(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|error| error.to_string())
}

fn unpacked(gzip: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(gzip).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A package: the course's own files, and the page beside them.
fn archive(course: &[(String, String)], page: &[PageFile]) -> Result<Vec<u8>, String> {
    let mut archive = Archive::default();
    for (path, text) in course {
        archive.add(path, text.as_bytes())?;
    }
    for (path, gzip) in page {
        let bytes = unpacked(gzip).map_err(|error| format!("{path}: {error}"))?;
        archive.add(&format!("{PAGE}{path}"), &bytes)?;
    }
    archive.finish()
}

/// The files of a built page.
fn from_folder(root: &Path) -> Result<Vec<PageFile>, String> {
    std::fs::read_dir(root).map_err(|error| format!("cannot read {}: {error}", root.display()))?;
    // Before all that is in some other folder is read.
    if !root.join("index.html").is_file() {
        return Err(format!("there is no page in {}: `cargo xtask build` makes one in dist", root.display()));
    }
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let cannot = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
        for entry in std::fs::read_dir(&folder).map_err(cannot)? {
            let path = entry.map_err(cannot)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
                files.push((name.replace('\\', "/"), compressed(&std::fs::read(&path).map_err(cannot)?)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_an_archive_that_unpacks() {
        let folder = std::env::temp_dir().join(format!("virtlab-scorm-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("page/lazy")).unwrap();
        std::fs::write(folder.join("page/index.html"), "<p>here</p>").unwrap();
        std::fs::write(folder.join("page/lazy/a.js"), "a".repeat(5000)).unwrap();
        let output = folder.join("x.zip");
        let make = |name: &str| {
            let (name, output) = (name.to_owned(), output.clone());
            Scorm { name, output, lang: "en".into(), page: Some(folder.join("page")) }.run()
        };
        make("first-start").unwrap();
        let bytes = std::fs::read(&output).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
        let mut files = Vec::new();
        for n in 0..archive.len() {
            let mut file = archive.by_index(n).unwrap();
            let mut content = Vec::new();
            // Its checksum is looked at when its end is read.
            file.read_to_end(&mut content).unwrap();
            files.push((file.name().unwrap().into_owned(), content));
        }
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[0], "imsmanifest.xml");
        assert_eq!(names[names.len() - 2..], ["page/index.html", "page/lazy/a.js"]);
        assert_eq!(files[names.len() - 1].1, "a".repeat(5000).as_bytes());
        assert!(bytes.len() < 60_000, "{} bytes: it is compressed", bytes.len());
        make("errors").unwrap();
        let own = folder.join("off-and-on");
        std::fs::create_dir_all(&own).unwrap();
        for (name, text) in Folder::model().files() {
            std::fs::write(own.join(name), text).unwrap();
        }
        make(own.to_str().unwrap()).unwrap();
        let mut archive = zip::ZipArchive::new(std::fs::File::open(&output).unwrap()).unwrap();
        let mut config = String::new();
        archive.by_name("config.json").unwrap().read_to_string(&mut config).unwrap();
        assert!(config.contains("\"own\":\"lesson off-and-on\\n::: file lesson.toml"), "{config}");
        std::fs::write(own.join("en.md"), "no words").unwrap();
        assert!(make(own.to_str().unwrap()).unwrap_err().contains("en.md: 1:1: there is no front matter"));
        assert!(make("singing").unwrap_err().contains("there is no exercise or lesson singing"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
