//! What libvirt 12.8.0 knows of x86 processors: features, and models as sets of them.

/// Names of features in libvirt's order, which is that of its documents.
const FEATURES: &str = include_str!("x86_features.txt");
/// A line a model; the file says what stands in it.
const MODELS: &str = include_str!("x86_models.txt");

/// A set of features, by their numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Set([u64; 8]);

impl Set {
    pub fn put(&mut self, feature: usize, there: bool) {
        if let Some(word) = self.0.get_mut(feature / 64) {
            let bit = 1 << (feature % 64);
            *word = if there { *word | bit } else { *word & !bit };
        }
    }

    pub fn has(&self, feature: usize) -> bool {
        self.0.get(feature / 64).is_some_and(|word| word & (1 << (feature % 64)) != 0)
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is in both.
    pub fn and(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
        self
    }

    /// What the other has not.
    pub fn without(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= !other);
        self
    }

    /// The numbers in it.
    pub fn numbers(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len() * 64).filter(|number| self.has(*number))
    }
}

/// A model.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub name: &'static str,
    pub vendor: Option<&'static str>,
    /// Whether a baseline may be it.
    pub for_guests: bool,
    pub features: Set,
    /// Features that it had in an earlier libvirt.
    pub removed: Vec<&'static str>,
}

/// The vendors in libvirt's order.
const VENDORS: [(&str, &str); 4] =
    [("I", "Intel"), ("A", "AMD"), ("H", "Hygon"), ("Z", "Zhaoxin CentaurHauls")];

/// The vendor of a name.
pub(super) fn vendor(name: &str) -> Option<&'static str> {
    VENDORS.iter().map(|(_, vendor)| *vendor).find(|vendor| *vendor == name)
}

/// Every model's name with its vendor's, without a look at its features.
pub(super) fn names() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?, vendor_of(words.next()?)))
    })
}

fn lines() -> impl Iterator<Item = &'static str> {
    MODELS.lines().filter(|line| !line.starts_with('#'))
}

/// The vendor of the letter in a model's line.
fn vendor_of(letter: &str) -> Option<&'static str> {
    VENDORS.iter().find(|(one, _)| *one == letter).map(|(_, vendor)| *vendor)
}

/// Everything.
pub(super) struct Map {
    pub features: Vec<&'static str>,
    pub models: Vec<Model>,
}

impl Map {
    pub fn new() -> Self {
        let mut map = Self { features: FEATURES.split_whitespace().collect(), models: Vec::new() };
        for line in lines() {
            if let Some(model) = map.read(line) {
                map.models.push(model);
            }
        }
        map
    }

    fn read(&self, line: &'static str) -> Option<Model> {
        let mut words = line.split(' ');
        let (name, made_by) = (words.next()?, words.next()?);
        let vendor = vendor_of(made_by);
        let for_guests = words.next()? == "g";
        let features =
            words.next().and_then(|like| self.model(like)).map(|like| like.features).unwrap_or_default();
        let mut model = Model { name, vendor, for_guests, features, removed: Vec::new() };
        for word in words {
            match (word.strip_prefix('!'), word.strip_prefix('-')) {
                (Some(removed), _) => model.removed.push(removed),
                (_, Some(feature)) => model.features.put(self.feature(feature)?, false),
                _ => model.features.put(self.feature(word)?, true),
            }
        }
        Some(model)
    }

    /// A model by its name.
    pub fn model(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.name == name)
    }

    /// A feature's number.
    pub fn feature(&self, name: &str) -> Option<usize> {
        self.features.iter().position(|feature| *feature == name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Map, lines, names};

    #[test]
    fn every_line_is_a_model_of_known_features() {
        let map = Map::new();
        assert_eq!((map.features.len(), map.models.len()), (400, lines().count()));
        assert!(map.models.iter().map(|model| (model.name, model.vendor)).eq(names()));
        let nehalem = map.model("Nehalem").expect("a model");
        assert!(nehalem.features.has(map.feature("sse4.2").expect("a feature")));
        assert_eq!((nehalem.vendor, nehalem.for_guests), (Some("Intel"), true));
        assert!(map.models.iter().all(|model| model.removed.iter().all(|name| map.feature(name).is_some())));
    }
}
