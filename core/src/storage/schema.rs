//! What a document about a pool or a volume may look like: what libvirt's schemas accept, in our own words.

use crate::ground::schema::Grammar;

/// The rule `storagepool`.
pub const GRAMMAR: Grammar = Grammar(concat!(
    include_str!("../ground/schema/common.txt"),
    include_str!("../ground/schema/storage.txt"),
    include_str!("schema/pool.txt"),
));

/// The rule `storagevol`.
pub const VOLUME_GRAMMAR: Grammar = Grammar(concat!(
    include_str!("../ground/schema/common.txt"),
    include_str!("../ground/schema/storage.txt"),
    include_str!("schema/volume.txt"),
));

#[cfg(test)]
mod tests {
    #[test]
    fn the_grammars_are_sound() {
        assert_eq!(super::GRAMMAR.faults(), Vec::<String>::new());
        assert_eq!(super::VOLUME_GRAMMAR.faults(), Vec::<String>::new());
    }
}
