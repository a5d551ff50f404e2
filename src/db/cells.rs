//! One row, decoded cell by cell. What does not fit is an error that names table, column and row.

use crate::stored::{Unknown, Word};
use anyhow::Result;
use sqlx::any::AnyRow;
use sqlx::{Any, Decode, Row, Type};

/// The cells of one row.
#[derive(Clone, Copy)]
pub struct Cells<'r> {
    table: &'static str,
    key: &'static str,
    row: &'r AnyRow,
}

impl<'r> Cells<'r> {
    /// The cells of a row of `table`, whose rows are told apart by the column `key`.
    pub fn of(table: &'static str, key: &'static str, row: &'r AnyRow) -> Cells<'r> {
        Cells { table, key, row }
    }

    /// A number or a text.
    pub fn get<T: Decode<'r, Any> + Type<Any>>(&self, column: &'static str) -> Result<T> {
        self.row.try_get(column).map_err(|e| match e {
            // A mistake in a statement, not in a row.
            sqlx::Error::ColumnNotFound(_) => e.into(),
            _ => self.unknown(column).into(),
        })
    }

    /// What a text stands for: sealed, or in a form of its own.
    pub fn read<T>(&self, column: &'static str, read: impl FnOnce(&str) -> Result<T>) -> Result<T> {
        read(&self.get::<String>(column)?).map_err(|_| self.unknown(column).into())
    }

    /// A flag: 0 or 1.
    pub fn flag(&self, column: &'static str) -> Result<bool> {
        match self.get::<i64>(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.unknown(column).into()),
        }
    }

    /// An id.
    pub fn id<T: From<String>>(&self, column: &'static str) -> Result<T> {
        Ok(self.get::<String>(column)?.into())
    }

    /// An id, where there is one.
    pub fn id_or_none<T: From<String>>(&self, column: &'static str) -> Result<Option<T>> {
        Ok(self.get::<Option<String>>(column)?.map(Into::into))
    }

    /// A word.
    pub fn word<T: Word>(&self, column: &'static str) -> Result<T> {
        T::of(&self.get::<String>(column)?).ok_or_else(|| self.unknown(column).into())
    }

    /// A word, where there is one: an empty cell is none.
    pub fn word_or_none<T: Word>(&self, column: &'static str) -> Result<Option<T>> {
        match self.get::<Option<String>>(column)?.filter(|word| !word.is_empty()) {
            None => Ok(None),
            Some(word) => T::of(&word).map(Some).ok_or_else(|| self.unknown(column).into()),
        }
    }

    /// What this cell holds means nothing.
    pub fn unknown(&self, column: &'static str) -> Unknown {
        Unknown { table: self.table, column, row: self.row_key() }
    }

    fn row_key(&self) -> String {
        let number = || self.row.try_get::<i64, _>(self.key).map(|id| id.to_string());
        self.row.try_get::<String, _>(self.key).or_else(|_| number()).unwrap_or_else(|_| "?".into())
    }
}
