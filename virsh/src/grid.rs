//! Tables as virsh prints them.

/// A table: the first row is its header.
pub(crate) struct Grid {
    rows: Vec<Vec<(String, usize)>>,
}

impl Grid {
    /// A table with a header.
    pub fn new(header: &[&str]) -> Self {
        let mut grid = Self { rows: Vec::new() };
        grid.row(header.iter().copied());
        grid
    }

    /// Adds a row.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(|cell| printable(cell.as_ref())).collect());
    }

    /// The table as text, with its header or, in quiet mode, without.
    pub fn text(&self, header: bool) -> String {
        let counted = &self.rows[usize::from(!header)..];
        let columns = self.rows[0].len();
        let width = |column: usize| counted.iter().map(|row| row[column].1).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for (at, row) in self.rows.iter().enumerate().skip(usize::from(!header)) {
            for (column, (cell, wide)) in row.iter().enumerate() {
                text.push(' ');
                text.push_str(cell);
                if column + 1 < columns {
                    text.extend(std::iter::repeat_n(' ', widths[column] - wide + 2));
                }
            }
            text.push('\n');
            if at == 0 {
                let all: usize = widths.iter().map(|wide| wide + 3).sum();
                text.extend(std::iter::repeat_n('-', all));
                text.push('\n');
            }
        }
        text
    }
}

/// The cell with what cannot be shown as `\x0a`, and how many columns it takes.
fn printable(cell: &str) -> (String, usize) {
    let mut text = String::new();
    let mut wide = 0;
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_control() || (c == '\\' && chars.peek() == Some(&'x')) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                text.push_str(&format!("\\x{byte:02x}"));
                wide += 4;
            }
        } else {
            text.push(c);
            wide += columns(c);
        }
    }
    (text, wide)
}

/// How many columns a terminal gives a character: two for East Asian ones, none for what combines.
fn columns(c: char) -> usize {
    match c as u32 {
        0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff => 2,
        0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}
