//! The desk, as a browser uses it: over HTTP, with its cookie, by what stands on the page.

mod browser;
mod entry;
mod pages;
mod release;
mod write;
