//! Paths as texts.

/// A path without what says nothing: several slashes in a row, one at the end. `virFileSanitizePath` of libvirt.
pub fn sanitized(path: &str) -> Box<str> {
    if path.find("://").is_some_and(|at| path.find('/').is_some_and(|slash| slash > at)) {
        return path.into();
    }
    // Two slashes at the beginning are another place than one.
    let two = path.starts_with("//") && !path.starts_with("///");
    let mut clean = String::from(if two { "//" } else { "" });
    let mut rest = if two { &path[2..] } else { path }.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '/' {
            while rest.next_if_eq(&'/').is_some() {}
            if rest.peek().is_none() && !clean.is_empty() {
                break;
            }
        }
        clean.push(c);
    }
    clean.into()
}

#[cfg(test)]
mod tests {
    use super::sanitized;

    #[test]
    fn what_says_nothing_is_left_out() {
        for (path, clean) in [
            ("//a///b/", "//a/b"),
            ("///", "/"),
            ("//", "//"),
            ("/", "/"),
            ("", ""),
            ("a//b", "a/b"),
            ("/../foo", "/../foo"),
            ("/foo///bar/", "/foo/bar"),
            ("http://a//b/", "http://a//b/"),
        ] {
            assert_eq!(&*sanitized(path), clean, "{path}");
        }
    }
}
