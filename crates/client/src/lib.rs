//! Sehat: client.
