//! One IndexedDB store with the texts of all tabs: the head of text `id` under `id/`, its long pieces under `id/name`.
//! IndexedDB because a session of many steps outgrows local storage.

use idb::{Database, Error, Factory, KeyPath, KeyRange, ObjectStore, ObjectStoreParams, TransactionMode};
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

use super::record::Head;

const DATABASE: &str = "virtlab";
/// Raise this when the stores change, and mend old ones in `open`.
const VERSION: u32 = 2;
const STORE: &str = "sessions";

/// The pieces of a text, by name.
pub(super) type Pieces = BTreeMap<String, String>;

/// One change of what is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Write {
    /// The text that is written.
    pub id: String,
    /// Its head.
    pub head: String,
    /// Pieces that are new.
    pub pieces: Pieces,
    /// Whether the pieces are all that there are, and anything else of the text is to go.
    pub whole: bool,
    /// Names of pieces that are to go.
    pub gone: Vec<String>,
    /// Other texts that are to go.
    pub forgotten: Vec<String>,
}

/// Opens the database, and makes it on a first visit.
pub(super) async fn open() -> Result<Database, Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        use idb::DatabaseEvent;
        let mut params = ObjectStoreParams::new();
        params.key_path(None::<KeyPath>);
        if let Ok(database) = event.database() {
            // A failure here makes the opening itself fail, which is told.
            database.create_object_store(STORE, params).ok();
        }
    });
    request.await
}

fn key(id: &str, name: &str) -> JsValue {
    JsValue::from(format!("{id}/{name}"))
}

/// Every key of a text.
fn keys(id: &str) -> Result<KeyRange, Error> {
    // '0' comes right after '/'.
    KeyRange::bound(&key(id, ""), &JsValue::from(format!("{id}0")), Some(false), Some(true))
}

/// The heads of all texts, by id.
pub(super) async fn heads(database: &Database) -> Result<Vec<(String, Head)>, Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let store = transaction.object_store(STORE)?;
    let mut heads = Vec::new();
    for found in store.get_all_keys(None, None)?.await? {
        let Some(id) = found.as_string().and_then(|key| key.strip_suffix('/').map(str::to_owned)) else {
            continue;
        };
        heads.extend(get(&store, &id, "").await?.and_then(|head| Some((id, Head::read(&head)?))));
    }
    Ok(heads)
}

async fn get(store: &ObjectStore, id: &str, name: &str) -> Result<Option<String>, Error> {
    Ok(store.get(key(id, name))?.await?.and_then(|text| text.as_string()))
}

/// The pieces that a head names.
pub(super) async fn pieces(database: &Database, id: &str, head: &Head) -> Result<Pieces, Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let store = transaction.object_store(STORE)?;
    let mut pieces = Pieces::new();
    for name in head.names() {
        pieces.extend(get(&store, id, name).await?.map(|text| (name.to_owned(), text)));
    }
    Ok(pieces)
}

/// Takes texts away.
pub(super) async fn forget(database: &Database, ids: &[String]) -> Result<(), Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(STORE)?;
    for id in ids {
        store.delete(keys(id)?)?.await?;
    }
    transaction.commit()?.await.map(|_| ())
}

/// Hands a change to the browser. When this returns, everything has been asked of the browser, so that it may be called
/// while the page goes away; awaiting the answer tells whether it was kept, and all of it or nothing is.
pub(super) fn write(
    database: &Database,
    write: &Write,
) -> Result<impl Future<Output = Result<(), Error>> + use<>, Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(STORE)?;
    let id = &write.id;
    if write.whole {
        store.delete(keys(id)?)?;
    }
    for name in &write.gone {
        store.delete(key(id, name))?;
    }
    for forgotten in &write.forgotten {
        store.delete(keys(forgotten)?)?;
    }
    for (name, text) in &write.pieces {
        store.put(&JsValue::from_str(text), Some(&key(id, name)))?;
    }
    let head = store.put(&JsValue::from_str(&write.head), Some(&key(id, "")))?;
    let transaction = transaction.commit()?;
    Ok(async move {
        head.await?;
        transaction.await.map(|_| ())
    })
}
