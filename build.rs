//! Rebuilds the library when a content file is added or removed: the whole folder is embedded.

fn main() {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=db");
}
