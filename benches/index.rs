//! What the index of a library costs: `cargo bench --bench index -- LIBRARY`, several runs, on two cores.
//!
//! Of a build, the index is made on one thread while others render lists; it is exported on all. Here
//! nothing else runs beside it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use capitole::model::read::Include;
use capitole::output::MemorySite;
use capitole::{pipeline, search};

const RUNS: usize = 5;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds an option of its own.
    let Some(root) = std::env::args().skip(1).find(|word| !word.starts_with("--")).map(PathBuf::from) else {
        println!("cargo bench --bench index -- LIBRARY");
        return Ok(());
    };
    let checked = pipeline::check(&root, Include::Published)?;
    let library = checked.valid().ok_or("the library has errors")?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
    for _ in 0..RUNS {
        let start = Instant::now();
        let index = pool.install(|| search::Index::build(library))?;
        let indexed = start.elapsed();
        let site = MemorySite::default();
        let published = pool.install(|| search::export(&index, library, &site))?;
        let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
        println!(
            "{} documents: index {}, export {}, together {}; {} files, {} bytes",
            index.documents(),
            seconds(indexed),
            seconds(start.elapsed().checked_sub(indexed).unwrap_or_default()),
            seconds(start.elapsed()),
            published.files,
            published.bytes
        );
    }
    Ok(())
}
