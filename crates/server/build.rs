//! Builds a released server anew when the apps it carries have appeared or changed.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // One for one's own machine reads them from the disk.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../../dist/web");
    }
}
