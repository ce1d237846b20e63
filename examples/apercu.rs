use capitole::{output, pipeline, render, theme::Theme};
use std::path::Path;
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (root, out) = (Path::new(&a[1]), Path::new(&a[2]));
    let t = Instant::now();
    let checked = pipeline::check(root, capitole::model::read::Include::Published).unwrap();
    let lib = checked.valid().expect("errors");
    eprintln!("read {:?} ({} fiches)", t.elapsed(), lib.deliverables.len());
    let t = Instant::now();
    let theme = match Theme::load(Path::new("."), "capitole") {
        Ok(t) => t,
        Err(e) => {
            eprintln!("{e}");
            std::process::exit(1)
        }
    };
    eprintln!("theme {:?}", t.elapsed());
    let base = lib.config.site.url.clone();
    let neighbours: Vec<Vec<u32>> = (0..lib.deliverables.len() as u32)
        .map(|i| (1..6).map(|k| (i + k * 3) % lib.deliverables.len() as u32).collect())
        .collect();
    let extras = render::Extras {
        neighbours: &neighbours,
        search: render::SearchPage { folder: "index-000000000000".into(), preload: vec![] },
        drafts: false,
        base_url: base.clone(),
    };
    let t = Instant::now();
    let site = output::MemorySite::default();
    if let Err(e) = render::render(lib, &theme, &extras, &site) {
        eprintln!("{e}");
        std::process::exit(1)
    }
    eprintln!("render {:?}", t.elapsed());
    #[cfg(any())]
    capitole::export::export(lib, &theme, &base, false, &site).unwrap();
    eprintln!("export {:?}", t.elapsed());
    for (path, content) in site.into_files() {
        let p = out.join(&path);
        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
        match content {
            output::Content::Bytes(b) => std::fs::write(p, b).unwrap(),
            output::Content::Copy(f) => {
                std::fs::copy(f, p).unwrap();
            }
        }
    }
}
