//! What a document about a network may look like: what libvirt's schema accepts, in our own words.

use crate::ground::schema::Grammar;

const TEXT: &str = concat!(
    include_str!("../ground/schema/common.txt"),
    include_str!("../netdev/schema.txt"),
    include_str!("schema.txt"),
);

/// The rule `network`.
pub const GRAMMAR: Grammar = Grammar(TEXT);

#[cfg(test)]
mod tests {
    #[test]
    fn the_grammar_is_sound() {
        assert_eq!(super::GRAMMAR.faults(), Vec::<String>::new());
    }
}
