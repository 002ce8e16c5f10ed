//! Starts the app or one of its commands.
fn main() {}
