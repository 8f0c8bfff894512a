//! Builds a server that carries the apps anew when they have appeared or changed.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // One for one's own machine reads them from the disk.
    let released = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if released || std::env::var_os("CARGO_FEATURE_EMBED").is_some() {
        println!("cargo::rerun-if-changed=../../dist/web");
    }
}
