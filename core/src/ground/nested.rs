//! How something that may be absent, or there without a value, is kept as JSON, where both would be `null`:
//! `#[serde(with = "crate::ground::nested")]`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes `null`, `[null]` or `[value]`.
///
/// # Errors
/// The serialiser's.
pub fn serialize<T: Serialize, S: Serializer>(
    value: &Option<Option<T>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.as_ref().map(|inner| (inner,)).serialize(serializer)
}

/// Reads what [`serialize`] writes.
///
/// # Errors
/// The deserialiser's.
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Ok(Option::<(Option<T>,)>::deserialize(deserializer)?.map(|(inner,)| inner))
}
