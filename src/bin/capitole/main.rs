//! capitole on the command line.

fn main() {}
