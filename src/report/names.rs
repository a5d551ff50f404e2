//! Places and items by number: what is kept of a month names each many times (pure).

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A place by its number in [`Places`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceId(u32);

/// Names, each with a number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Names {
    list: Vec<String>,
    by_name: HashMap<String, u32>,
}

impl Names {
    /// The number of a name, known or new.
    pub fn id(&mut self, name: &str) -> u32 {
        if let Some(id) = self.by_name.get(name) {
            return *id;
        }
        let id = u32::try_from(self.list.len()).expect("no log names four thousand million places or items");
        self.list.push(name.to_owned());
        self.by_name.insert(name.to_owned(), id);
        id
    }

    /// The name of a number that was given here.
    pub fn name(&self, id: u32) -> &str {
        self.list.get(id as usize).map_or("", String::as_str)
    }
}

impl From<Vec<String>> for Names {
    fn from(list: Vec<String>) -> Names {
        let by_name = (0..).zip(&list).map(|(id, name)| (name.clone(), id)).collect();
        Names { list, by_name }
    }
}

impl From<Names> for Vec<String> {
    fn from(names: Names) -> Vec<String> {
        names.list
    }
}

impl PartialEq for Names {
    fn eq(&self, other: &Names) -> bool {
        self.list == other.list
    }
}

impl Eq for Names {}

/// The codes of places, each with a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Places(Names);

impl Places {
    /// The number of a code, known or new.
    pub fn id(&mut self, code: &str) -> PlaceId {
        PlaceId(self.0.id(code))
    }

    /// The code of a number that was given here.
    pub fn code(&self, id: PlaceId) -> &str {
        self.0.name(id.0)
    }
}
