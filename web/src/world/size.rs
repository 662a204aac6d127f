//! Sizes for people.

/// A size in the largest unit in which it is 1 or more, to one digit after the point: `1.5 GiB`.
pub fn of_kib(kib: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let mut unit = 0;
    let mut tenths = u128::from(kib) * 10;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths = (tenths + 512) / 1024;
        unit += 1;
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    match tenth {
        0 => format!("{whole} {}", UNITS[unit]),
        tenth => format!("{whole}.{tenth} {}", UNITS[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_told_in_its_unit() {
        let told: Vec<_> = [0, 4, 1023, 1024, 1536, 2 * 1024 * 1024, 2_100_000, u64::MAX].map(of_kib).into();
        let expected =
            ["0 KiB", "4 KiB", "1023 KiB", "1 MiB", "1.5 MiB", "2 GiB", "2 GiB", "17179869184 TiB"];
        assert_eq!(told, expected);
    }
}
