//! The screens, one a file.

pub(crate) mod access;
pub(crate) mod ask;
pub(crate) mod document;
pub(crate) mod entry;
pub(crate) mod favourites;
pub(crate) mod kit;
pub(crate) mod labs;
pub(crate) mod more;
pub(crate) mod news;
pub(crate) mod note;
pub(crate) mod page;
pub(crate) mod patients;
pub(crate) mod prescribe;
pub(crate) mod prescription_print;
pub(crate) mod record;
pub(crate) mod timeline;
pub(crate) mod visit;
pub(crate) mod vitals;
