//! Settings of the archive, kept with it.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The setting of a name; `None` where it was never made, or was made by a version that means something else by it.
pub fn get<T: DeserializeOwned>(of: &Connection, name: &str) -> rusqlite::Result<Option<T>> {
    let value: Option<String> = of
        .prepare_cached("SELECT value FROM settings WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
}

/// Makes a setting.
pub fn set<T: Serialize>(of: &Connection, name: &str, value: &T) -> rusqlite::Result<()> {
    let value = serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    of.prepare_cached(
        "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
    )?
    .execute(params![name, value])?;
    Ok(())
}
