//! Passwords of graphics: `virDomainGraphicsAuthDefParseXML` of libvirt.

use super::{internal, unsupported};
use crate::domain::config::devices::graphics::{Connected, GraphicsAuth, GraphicsType};
use crate::domain::xml::FormatOptions;
use crate::ground::xml::{Element, Tag};
use crate::ground::{Result, Word, number};

/// Reads what the attributes of a `<graphics>` say of its password; without one they say nothing.
pub(super) fn parse(element: &Element<'_>, kind: GraphicsType) -> Result<Option<Box<GraphicsAuth>>> {
    let Some(password) = element.attribute("passwd") else { return Ok(None) };
    let username = element.attribute("username").map(Into::into);
    let valid_to_s = match element.attribute("passwdValidTo") {
        None => None,
        Some(text) => Some(parse_time(text).ok_or_else(|| {
            internal(format!("cannot parse password validity time '{text}', expect YYYY-MM-DDTHH:MM:SS"))
        })?),
    };
    let connected = match element.attribute("connected") {
        None => None,
        Some(word) => {
            let unknown = || unsupported(format!("unknown connected value {word}"));
            let connected = Connected::from_word(word).ok_or_else(unknown)?;
            if kind == GraphicsType::Vnc && connected != Connected::Keep {
                return Err(unsupported("VNC supports connected='keep' only"));
            }
            Some(connected)
        }
    };
    Ok(Some(Box::new(GraphicsAuth { username, password: password.into(), valid_to_s, connected })))
}

/// Writes the attributes; the password only where it may be seen.
pub(super) fn attributes<'w>(auth: Option<&GraphicsAuth>, tag: Tag<'w>, opts: FormatOptions) -> Tag<'w> {
    let Some(auth) = auth else { return tag };
    let tag = tag.opt_attr("username", auth.username.as_deref());
    let tag = tag.opt_attr("passwd", opts.secure.then_some(&*auth.password));
    tag.opt_attr("passwdValidTo", auth.valid_to_s.map(time_text)).opt_attr("connected", auth.connected)
}

/// `YYYY-MM-DDTHH:MM:SS`, as seconds since 1970.
fn parse_time(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut numbers = [0i64; 6];
    for (number, end) in numbers.iter_mut().zip(["-", "-", "T", ":", ":", ""]) {
        let split = match end {
            "" => rest.len(),
            end => rest.find(end).filter(|at| *at > 0)?,
        };
        *number = i64::from(number::to_i32(&rest[..split], 10)?);
        rest = rest.get(split + end.len()..)?;
    }
    let [year, month, day, hour, minute, second] = numbers;
    Some(days_since_1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, whose year is counted from March.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn time_text(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(86400) + 719_468, seconds.rem_euclid(86400));
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_back() {
        for text in
            ["1970-01-01T00:00:00", "2000-02-29T23:59:59", "2010-11-28T14:29:01", "1969-12-31T23:59:59"]
        {
            assert_eq!(parse_time(text).map(time_text).as_deref(), Some(text));
        }
        assert_eq!(parse_time("1970-01-02T00:00:01"), Some(86401));
        assert_eq!(parse_time("2010-11-28 14:29:01"), None);
        assert_eq!(parse_time("2010-11-28T14:29"), None);
    }
}
