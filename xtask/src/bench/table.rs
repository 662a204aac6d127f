//! What benchmarks print, read back and put beside each other.

use std::collections::BTreeMap;

/// The lines of the sections `== NAME` of a text.
pub fn sections<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let mut inside = false;
    text.lines().filter(move |line| match line.strip_prefix("== ") {
        Some(other) => {
            inside = other == name;
            false
        }
        None => inside,
    })
}

/// Numbers by their names, in the order in which they first came.
#[derive(Default)]
pub struct Lines<'t> {
    names: Vec<&'t str>,
    values: BTreeMap<&'t str, (Vec<f64>, &'t str)>,
}

impl<'t> Lines<'t> {
    /// Those among some lines that are a name, a number and its unit.
    pub fn of(lines: impl IntoIterator<Item = &'t str>) -> Self {
        let mut all = Self::default();
        for (name, value, unit) in lines.into_iter().filter_map(split) {
            if !all.values.contains_key(name) {
                all.names.push(name);
            }
            all.values.entry(name).or_insert((Vec::new(), unit)).0.push(value);
        }
        all
    }

    /// The median of what came by a name.
    fn median(&self, name: &str) -> Option<f64> {
        let mut values = self.values.get(name)?.0.clone();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    }
}

/// Prints ours and theirs with the ratio of rates, and the ratio that `floor` reaches where that is more: where it is less,
/// it did not answer from memory.
pub fn print(title: &str, ours: &Lines<'_>, theirs: &Lines<'_>, floor: Option<&Lines<'_>>) {
    let at_most = if floor.is_some() { "at most" } else { "" };
    println!("{title:<28} {:>14} {:>14} {:>8} {at_most:>8}", "virtlab", "libvirt", "ratio");
    for name in &ours.names {
        let (unit, mine) = (ours.values[name].1, ours.median(name).unwrap_or_default());
        let shown = |value: f64| match unit {
            "/s" => format!("{value:.0} /s"),
            unit => format!("{value:.2} {unit}"),
        };
        let other = theirs.median(name);
        let ratio = |rate: Option<f64>| {
            let ratio = rate.zip(other).filter(|_| unit == "/s").map(|(rate, other)| rate / other);
            ratio.map(|ratio| format!("{ratio:.1}")).unwrap_or_default()
        };
        let row = format!(
            "{name:<28} {:>14} {:>14} {:>8} {:>8}",
            shown(mine),
            other.map(shown).unwrap_or_default(),
            ratio(Some(mine)),
            ratio(floor.and_then(|floor| floor.median(name)).filter(|floor| *floor > mine))
        );
        println!("{}", row.trim_end());
    }
}

fn split(line: &str) -> Option<(&str, f64, &str)> {
    let (rest, unit) = line.trim_end().rsplit_once(' ')?;
    let (name, number) = rest.trim_end().rsplit_once(' ')?;
    Some((name.trim_end(), number.parse().ok()?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        assert_eq!(
            split("lookupByName                     820290 /s"),
            Some(("lookupByName", 820_290.0, "/s"))
        );
        assert_eq!(
            split("lifecycle cycle (6 calls)          2995 /s"),
            Some(("lifecycle cycle (6 calls)", 2995.0, "/s"))
        );
        assert_eq!(split("a domain       2.10 KiB"), Some(("a domain", 2.1, "KiB")));
        assert_eq!(split("== libvirt"), None);
        assert_eq!(split("bench: nothing is timed"), None);
    }

    #[test]
    fn medians_are_of_all_sections_of_a_name() {
        let text = "== a\nx 1 /s\ny 5 KiB\n== b\nx 100 /s\n== a\nx 9 /s\n== a\nx 2 /s\n";
        let lines = Lines::of(sections(text, "a"));
        assert_eq!(lines.names, ["x", "y"]);
        assert_eq!((lines.median("x"), lines.median("y"), lines.median("z")), (Some(2.0), Some(5.0), None));
        assert_eq!(Lines::of(sections(text, "b")).median("x"), Some(100.0));
    }
}
