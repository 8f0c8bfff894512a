//! Sehat: whole flows and attackers.
