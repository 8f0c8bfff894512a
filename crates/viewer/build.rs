//! Bounds the memory that the viewer may take in a browser: a file that wants more ends its worker,
//! and not the page.

/// In bytes, of WebAssembly's pages of 64 KiB.
const MOST_MEMORY: u32 = 1024 * 1024 * 1024;

fn main() {
    let family = std::env::var("CARGO_CFG_TARGET_FAMILY").unwrap_or_default();
    if family == "wasm" {
        println!("cargo::rustc-link-arg-cdylib=--max-memory={MOST_MEMORY}");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
