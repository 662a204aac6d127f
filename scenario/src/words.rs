//! The words in which two texts differ.

/// Words that are compared one with another; longer texts are shown whole.
const WORDS_MAX: usize = 1500;
/// Words that are shown around a difference.
const CONTEXT: usize = 6;

/// One text with what is only in the first as `[-…-]` and what is only in the second as `{+…+}`; what is the same is left out
/// but for some words around.
pub fn word_difference(expected: &str, got: &str) -> String {
    let (one, other) = (words(expected), words(got));
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let ends = one[start..].iter().rev().zip(other[start..].iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let (left, right) = (&one[start..one.len() - end], &other[start..other.len() - end]);
    let mut out = String::new();
    if start > CONTEXT {
        out.push('…');
    }
    out.push_str(&one[start.saturating_sub(CONTEXT)..start].concat());
    match left.len().max(right.len()) <= WORDS_MAX {
        true => middle(left, right, &mut out),
        false => marked(left, right, &mut out),
    }
    let shown = end.min(CONTEXT);
    out.push_str(&one[one.len() - end..one.len() - end + shown].concat());
    if shown < end {
        out.push('…');
    }
    out
}

/// Words, and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    while let Some(first) = rest.chars().next() {
        let end = match is_word(first) {
            true => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}

fn marked(left: &[&str], right: &[&str], out: &mut String) {
    if !left.is_empty() {
        out.push_str(&format!("[-{}-]", left.concat()));
    }
    if !right.is_empty() {
        out.push_str(&format!("{{+{}+}}", right.concat()));
    }
}

/// The longest sequence of words that both have stays bare.
fn middle(left: &[&str], right: &[&str], out: &mut String) {
    let width = right.len() + 1;
    let mut longest = vec![0u32; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            longest[i * width + j] = match left[i] == right[j] {
                true => longest[(i + 1) * width + j + 1] + 1,
                false => longest[(i + 1) * width + j].max(longest[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j, mut from) = (0, 0, (0, 0));
    while i < left.len() && j < right.len() {
        if left[i] == right[j] {
            marked(&left[from.0..i], &right[from.1..j], out);
            out.push_str(left[i]);
            (i, j) = (i + 1, j + 1);
            from = (i, j);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    marked(&left[from.0..], &right[from.1..], out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_marked() {
        assert_eq!(word_difference("0", "-1"), "[-0-]{+-1+}");
        assert_eq!(
            word_difference("a domain is gone", "a domain was here"),
            "a domain [-is-]{+was+} [-gone-]{+here+}"
        );
        let long = "one two three four five six seven eight nine ten";
        let other = long.replace("nine", "9");
        assert_eq!(word_difference(long, &other), "…six seven eight [-nine-]{+9+} ten");
        assert_eq!(word_difference("a b", "a b c"), "a b{+ c+}");
    }
}
