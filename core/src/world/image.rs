//! A whole world as text, so that a program that keeps one need not replay every call since its beginning.

use serde::{Deserialize, Serialize};

use super::World;

/// The version of the format. A world's parts are what they are in this version of virtlab: an image is for a restart,
/// not for an archive; a journal is for that.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'w> {
    virtlab_world: u32,
    /// [`World::state_hash`], in hexadecimal digits: tells a damaged image from a whole one.
    hash: String,
    world: &'w World,
}

#[derive(Deserialize)]
struct Read {
    virtlab_world: u32,
    hash: String,
    world: World,
}

impl World {
    /// The whole world as one line of JSON: [`World::from_image`] gives an equal one.
    ///
    /// # Errors
    /// None is known; a part that cannot be written as JSON would be one.
    pub fn to_image(&self) -> Result<String, String> {
        let hash = format!("{:032x}", self.state_hash());
        serde_json::to_string(&Written { virtlab_world: VERSION, hash, world: self })
            .map_err(|e| e.to_string())
    }

    /// Reads an image.
    ///
    /// # Errors
    /// Why the text is none, or that it is not what was written.
    pub fn from_image(text: &str) -> Result<Self, String> {
        let read: Read =
            serde_json::from_str(text).map_err(|e| format!("this is no world of this virtlab: {e}"))?;
        if read.virtlab_world != VERSION {
            return Err(format!("format {}; this virtlab reads format {VERSION}", read.virtlab_world));
        }
        if format!("{:032x}", read.world.state_hash()) != read.hash {
            return Err("its hash is not that of what it holds: it was changed or damaged".into());
        }
        Ok(read.world)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_image_is_said() {
        let image = World::builtin(1).to_image().expect("an image");
        let refused = |text: &str| World::from_image(text).expect_err("no image");
        assert!(refused("{}").starts_with("this is no world of this virtlab: missing field"));
        assert!(refused(&image[..image.len() / 2]).starts_with("this is no world of this virtlab: EOF"));
        assert_eq!(
            refused(&image.replace("_world\":1", "_world\":2")),
            "format 2; this virtlab reads format 1"
        );
        assert!(refused(&image.replace("\"persistent\":true", "\"persistent\":false")).contains("damaged"));
    }
}
