//! SCORM 1.2 packages: an exercise or a lesson for a learning platform. The page goes in as it is; `scorm/` has the small part
//! between it and the platform. Pure: the caller has the page's files and makes the archive.

use serde_json::{Value as Json, json};
use virtlab_core::ground::xml::escape;
use virtlab_core::world::Journal;

use crate::exercise::{Exercise, Words};
use crate::given::Given;
use crate::lesson::Lesson;

/// Variants of an exercise in a package: which of them a student has follows from the student's id.
pub const VARIANTS: u64 = 24;

/// Where a package has the page.
pub const PAGE: &str = "page/";

/// What is put into a package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Course {
    /// `exercise` or `lesson`.
    kind: &'static str,
    name: String,
    title: String,
    /// Where in the page it is.
    address: String,
    /// What a student begins with: one of these.
    sessions: Vec<Journal>,
    /// A teacher's own exercise or lesson, which the page does not have: as the text of a link.
    own: Option<String>,
    lang: String,
}

impl Course {
    /// An exercise's variants, all read from one file, for students of a language.
    ///
    /// # Errors
    /// That there is none.
    pub fn exercise(variants: &[Exercise], lang: &str) -> Result<Self, String> {
        let first = variants.first().ok_or("an exercise has a variant")?;
        Ok(Self {
            kind: "exercise",
            name: first.name.clone(),
            title: title(&first.title, lang),
            address: "lab".into(),
            sessions: variants.iter().map(Exercise::journal).collect(),
            own: None,
            lang: lang.into(),
        })
    }

    /// A lesson, with its title, for students of a language.
    pub fn lesson(lesson: &Lesson, title: &str, lang: &str) -> Self {
        Self {
            kind: "lesson",
            name: lesson.name.clone(),
            title: title.to_owned(),
            address: format!("lessons/{}", lesson.name),
            sessions: vec![lesson.journal()],
            own: None,
            lang: lang.into(),
        }
    }

    /// The same of a teacher's own making, which the page takes up from the package.
    #[must_use]
    pub fn of_own(self, given: &Given) -> Self {
        // Before the page has it there is no address of it; having taken it up, the page goes there.
        Self { own: Some(given.to_text()), address: "lab".into(), ..self }
    }

    /// The files that a package has beside the page, which lies in `page/`: their paths and what is in them. `page` are the paths
    /// of the page's own files.
    pub fn files(&self, page: &[String]) -> Vec<(String, String)> {
        let own = [
            ("index.html", include_str!("../scorm/index.html")),
            ("scorm.css", include_str!("../scorm/scorm.css")),
            ("scorm.js", include_str!("../scorm/scorm.js")),
        ];
        let mut files: Vec<(String, String)> =
            own.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        files.push(("config.json".into(), self.config()));
        let mut names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
        names.extend(page.iter().map(|path| format!("{PAGE}{path}")));
        files.insert(0, ("imsmanifest.xml".into(), self.manifest(&names)));
        files
    }

    fn config(&self) -> String {
        // What a journal writes is JSON.
        let session = |journal: &Journal| serde_json::from_str(&journal.to_json()).unwrap_or(Json::Null);
        let sessions: Vec<Json> = self.sessions.iter().map(session).collect();
        json!({
            "kind": self.kind, "name": self.name, "title": self.title, "address": self.address, "lang": self.lang,
            "sessions": sessions, "own": self.own,
        })
        .to_string()
    }

    fn manifest(&self, files: &[String]) -> String {
        let (title, name) = (escape(&self.title), escape(&self.name));
        let list: String =
            files.iter().map(|path| format!("      <file href=\"{}\"/>\n", escape(path))).collect();
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="virtlab-{kind}-{name}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="virtlab">
    <organization identifier="virtlab">
      <title>{title}</title>
      <item identifier="item" identifierref="resource">
        <title>{title}</title>
        <adlcp:masteryscore>100</adlcp:masteryscore>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormtype="sco" href="index.html">
{list}    </resource>
  </resources>
</manifest>
"#,
            kind = self.kind,
        )
    }
}

fn title(words: &Words, lang: &str) -> String {
    words.of(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::built_in;
    use crate::given::Thing;

    #[test]
    fn a_package_names_all_its_files_and_has_each_variants_session() {
        let variants: Vec<Exercise> =
            (0..3).map(|variant| built_in("first-start", variant).unwrap().unwrap()).collect();
        let course = Course::exercise(&variants, "zh-Hans").unwrap();
        let files = course.files(&["index.html".to_owned(), "a&b.js".to_owned()]);
        let text =
            |name: &str| files.iter().find(|(path, _)| path == name).map(|(_, text)| &text[..]).unwrap();
        let manifest = text("imsmanifest.xml");
        assert!(
            virtlab_core::ground::xml::parse(virtlab_core::ground::ErrorDomain::Xml, manifest).is_ok(),
            "{manifest}"
        );
        for (path, _) in &files[1..] {
            assert!(manifest.contains(&format!("<file href=\"{path}\"/>")), "{path}");
        }
        assert!(
            manifest.contains("<file href=\"page/a&amp;b.js\"/>")
                && manifest.contains("<title>第一次启动</title>")
        );
        let config: Json = serde_json::from_str(text("config.json")).unwrap();
        let sessions = config["sessions"].as_array().unwrap();
        assert_eq!(sessions.len(), 3);
        for (journal, variant) in sessions.iter().zip(&variants) {
            assert_eq!(Journal::from_json(&journal.to_string()).unwrap(), variant.journal());
        }
        assert_eq!(config["own"], Json::Null);
        assert!(Course::exercise(&[], "en").is_err());
        let thing = Thing::Exercise("title = \"x\"".into());
        let own = course.of_own(&Given { name: "mine".into(), thing }).files(&[]);
        let config = own.iter().find(|(path, _)| path == "config.json").unwrap();
        assert_eq!(serde_json::from_str::<Json>(&config.1).unwrap()["own"], "mine\ntitle = \"x\"");
    }
}
