//! Sehat: server.
