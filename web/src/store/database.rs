//! One IndexedDB store with one text in it. IndexedDB because a session of many steps outgrows local storage.

use idb::{Database, Error, Factory, KeyPath, ObjectStoreParams, TransactionMode};
use wasm_bindgen::JsValue;

const DATABASE: &str = "virtlab";
/// Raise this when the stores change, and mend old ones in `open`.
const VERSION: u32 = 1;
const STORE: &str = "session";
const TEXT: &str = "text";
const STAMP: &str = "stamp";

/// A kept text and when it was kept, in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    pub stamp: f64,
    pub text: String,
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

/// The kept text, if there is one.
pub(super) async fn read(database: &Database) -> Result<Option<Kept>, Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let store = transaction.object_store(STORE)?;
    let text = store.get(JsValue::from_str(TEXT))?.await?.and_then(|text| text.as_string());
    let stamp = store.get(JsValue::from_str(STAMP))?.await?.and_then(|stamp| stamp.as_f64());
    Ok(text.map(|text| Kept { stamp: stamp.unwrap_or(0.0), text }))
}

/// Hands a text to the browser to be kept. When this returns, everything has been asked of the browser, so that it
/// may be called while the page goes away; awaiting the answer tells whether it was kept.
pub(super) fn write(
    database: &Database,
    kept: &Kept,
) -> Result<impl Future<Output = Result<(), Error>> + use<>, Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(STORE)?;
    let text = store.put(&JsValue::from_str(&kept.text), Some(&JsValue::from_str(TEXT)))?;
    let stamp = store.put(&JsValue::from_f64(kept.stamp), Some(&JsValue::from_str(STAMP)))?;
    let transaction = transaction.commit()?;
    Ok(async move {
        text.await?;
        stamp.await?;
        transaction.await.map(|_| ())
    })
}
