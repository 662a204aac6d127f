//! What changed between two texts, line by line.

use super::xml::coloured;
use crate::i18n::use_i18n;
use crate::{msg, t};
use yew::prelude::*;

/// Above this many cells of the table (lines × lines) the changed middle is shown as removed and added whole: a step
/// has to paint at once, and a reader gets nothing from a finer answer of that size.
const CELLS_MAX: usize = 4_000_000;

/// A line of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// In both texts.
    Same(&'a str),
    /// Only in the old one.
    Removed(&'a str),
    /// Only in the new one.
    Added(&'a str),
}

/// The lines of both texts in order, each said to be the same, removed or added. The longest common run of lines is
/// kept, so the answer is a smallest one.
pub fn diff_lines<'a>(before: &'a str, after: &'a str) -> Vec<Line<'a>> {
    let (old, new): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut out: Vec<Line<'a>> = old[..head].iter().map(|line| Line::Same(line)).collect();
    middle(&old[head..old_end], &new[head..new_end], &mut out);
    out.extend(old[old_end..].iter().map(|line| Line::Same(line)));
    out
}

fn middle<'a>(old: &[&'a str], new: &[&'a str], out: &mut Vec<Line<'a>>) {
    let (rows, columns) = (old.len() + 1, new.len() + 1);
    let (mut i, mut j) = (0, 0);
    if rows.saturating_mul(columns) <= CELLS_MAX {
        // common[i][j]: the length of the longest common run of old[i..] and new[j..].
        let mut common = vec![0u32; rows * columns];
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                common[i * columns + j] = match old[i] == new[j] {
                    true => common[(i + 1) * columns + j + 1] + 1,
                    false => common[(i + 1) * columns + j].max(common[i * columns + j + 1]),
                };
            }
        }
        while i < old.len() && j < new.len() {
            if old[i] == new[j] {
                out.push(Line::Same(old[i]));
                (i, j) = (i + 1, j + 1);
            } else if common[(i + 1) * columns + j] >= common[i * columns + j + 1] {
                out.push(Line::Removed(old[i]));
                i += 1;
            } else {
                out.push(Line::Added(new[j]));
                j += 1;
            }
        }
    }
    out.extend(old[i..].iter().map(|line| Line::Removed(line)));
    out.extend(new[j..].iter().map(|line| Line::Added(line)));
}

#[derive(Properties, PartialEq)]
pub struct DiffViewProps {
    /// The text before.
    pub before: AttrValue,
    /// The text after.
    pub after: AttrValue,
    /// What the texts are.
    pub label: AttrValue,
    /// How many unchanged lines to show around a change; the others are folded away.
    #[prop_or(3)]
    pub around: usize,
}

/// Two texts of XML as one, with the changes marked by a sign, a colour and words for screen readers.
#[component]
pub fn DiffView(props: &DiffViewProps) -> Html {
    let i18n = use_i18n();
    let deps = (props.before.clone(), props.after.clone(), props.around, i18n.clone());
    let body = use_memo(deps, |(before, after, around, i18n)| {
        let lines = diff_lines(before, after);
        if lines.iter().all(|line| matches!(line, Line::Same(_))) {
            return html! { <p class="quiet">{ t!(i18n, "diff-same") }</p> };
        }
        let near = nearness(&lines, *around);
        let mut rows = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            if near[at] {
                rows.push(line_row(&lines[at], i18n));
                at += 1;
            } else {
                let hidden = near[at..].iter().take_while(|near| !**near).count();
                rows.push(html! { <span class="diff-line diff-fold">{ t!(i18n, "diff-folded", count = hidden) }</span> });
                at += hidden;
            }
        }
        html! { <>{ for rows }</> }
    });
    html! {
        <pre class="code diff" tabindex="0" role="region" aria-label={props.label.clone()} translate="no" dir="ltr">
            <code>{ (*body).clone() }</code>
        </pre>
    }
}

/// Which lines are changes or near one.
fn nearness(lines: &[Line<'_>], around: usize) -> Vec<bool> {
    let mut near = vec![false; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        if !matches!(line, Line::Same(_)) {
            let end = (at + around + 1).min(lines.len());
            near[at.saturating_sub(around)..end].fill(true);
        }
    }
    near
}

fn line_row(line: &Line<'_>, i18n: &crate::i18n::I18n) -> Html {
    let (class, sign, word, text) = match line {
        Line::Same(text) => ("diff-same", " ", None, text),
        Line::Removed(text) => ("diff-removed", "\u{2212}", Some(msg!("diff-removed")), text),
        Line::Added(text) => ("diff-added", "+", Some(msg!("diff-added")), text),
    };
    html! {
        <span class={classes!("diff-line", class)}>
            <span class="diff-sign" aria-hidden="true">{ sign }</span>
            if let Some(word) = word { <span class="sr-only">{ t!(i18n, word) }</span> }
            { coloured(text) }{ "\n" }
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_is_removed_and_added_between_what_stays() {
        assert_eq!(
            diff_lines("a\nb\nc", "a\nx\nc"),
            [Line::Same("a"), Line::Removed("b"), Line::Added("x"), Line::Same("c")]
        );
    }

    #[test]
    fn the_longest_common_run_is_kept() {
        let lines = diff_lines("a\nb\nc\nd", "b\nx\nc\nd\na");
        let same: Vec<_> = lines.iter().filter(|line| matches!(line, Line::Same(_))).collect();
        assert_eq!(same, [&Line::Same("b"), &Line::Same("c"), &Line::Same("d")]);
    }

    #[test]
    fn from_and_to_nothing() {
        assert_eq!(diff_lines("", "a"), [Line::Added("a")]);
        assert_eq!(diff_lines("a", ""), [Line::Removed("a")]);
        assert_eq!(diff_lines("", ""), []);
    }

    #[test]
    fn either_text_can_be_read_off_the_answer_even_when_it_is_too_long_to_compare() {
        let old: String = (0..2_100).map(|n| format!("old {n}\n")).collect();
        let new: String = (0..2_100).map(|n| format!("new {n}\n")).collect();
        let lines = diff_lines(&old, &new);
        let (mut before, mut after) = (String::new(), String::new());
        for line in lines {
            match line {
                Line::Same(_) => unreachable!("the texts share no line"),
                Line::Removed(text) => before += &format!("{text}\n"),
                Line::Added(text) => after += &format!("{text}\n"),
            }
        }
        assert_eq!((before, after), (old, new));
    }
}
