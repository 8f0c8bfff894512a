//! What both apps look like and are made of: tokens, components, charts, languages.
