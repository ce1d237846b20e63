//! The files and folders that a call names: as they lie on the disk, or as copied from the arrow of a message.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use capitole::diagnostic::nearest;
use capitole::source::disk::{find_root, read_library};

use crate::arguments::Library;
use crate::commands::root;

/// The text of a deliverable.
const INDEX: &str = "index.md";
/// Letters of a name that may stand for another wherever that lies: shorter ones are near too many.
const LEAST: usize = 5;
/// Names that a help shows at most.
const MOST: usize = 6;

/// The library's folder, and the paths relative to it.
pub(crate) fn asked(library: &Library, paths: &[PathBuf]) -> Result<(PathBuf, Vec<PathBuf>), String> {
    let root = match paths.first() {
        Some(first) if library.root.is_none() => root_above(first)?,
        _ => root(library)?,
    };
    let real = real(&root).ok_or_else(|| format!("« {} » n’existe pas", root.display()))?;
    let inside = |path: &PathBuf| {
        let found = found(path, &root).ok_or_else(|| missing(path, &root))?;
        let below = found.strip_prefix(&real).map(Path::to_path_buf);
        below.map_err(|_| format!("« {} » n’est pas dans la bibliothèque « {} »", path.display(), real.display()))
    };
    let only = paths.iter().map(inside).collect::<Result<_, _>>()?;
    Ok((root, only))
}

/// The library that a path lies in, or would lie in if it existed.
fn root_above(path: &Path) -> Result<PathBuf, String> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let there = whole.ancestors().find_map(real);
    there.and_then(|there| find_root(&there)).ok_or_else(|| {
        let path = path.display();
        if whole.exists() {
            format!("« {path} » n’est pas dans une bibliothèque : aucun site.toml au-dessus")
        } else {
            format!("« {path} » n’existe pas")
        }
    })
}

fn real(path: &Path) -> Option<PathBuf> {
    std::fs::canonicalize(path).ok()
}

/// What a path means: from the current folder, else from the library's, as messages name files; else without the line
/// and the column that an arrow adds.
fn found(path: &Path, root: &Path) -> Option<PathBuf> {
    let meant = |path: &Path| real(path).or_else(|| real(&root.join(path)));
    meant(path).or_else(|| meant(Path::new(without_place(path)?)))
}

/// `index.md` of `index.md:12` or `index.md:12:3`.
fn without_place(path: &Path) -> Option<&str> {
    let cut = |text: &mut &str| {
        let (rest, number) = text.rsplit_once(':')?;
        (!rest.is_empty() && number.chars().all(|c| c.is_ascii_digit())).then(|| *text = rest)
    };
    let mut text = path.to_str()?;
    cut(&mut text)?;
    cut(&mut text);
    Some(text)
}

/// Says that there is no such file, and what is near.
fn missing(path: &Path, root: &Path) -> String {
    let sentence = format!("« {} » n’existe pas", path.display());
    let Ok(source) = read_library(root) else { return sentence };
    let mut known = BTreeSet::new();
    for text in source.texts() {
        let parts = Path::new(&text.path).ancestors().filter_map(Path::to_str).filter(|part| !part.is_empty());
        known.extend(parts.map(str::to_owned));
    }
    let typed = without_place(path).map_or(path, Path::new);
    let parts = below(typed, root);
    let help = match near(&known, &parts) {
        Ok(near) => format!("écrivez {} ?", shown(root, &near)),
        Err(folder) => match (named(&known, &parts), known.iter().find(|path| is_text(path))) {
            (Some(near), _) => format!("écrivez {} ?", shown(root, near)),
            (None, Some(example)) if folder.is_empty() => format!("écrivez par exemple {}", shown(root, example)),
            (None, _) => format!("dans « {} » : {}", shown(root, &folder), listed(&children(&known, &folder))),
        },
    };
    format!("{sentence}\n  aide : {help}")
}

/// The names that a path is made of, from the library's folder on where it lies there.
fn below(path: &Path, root: &Path) -> Vec<String> {
    let whole = std::path::absolute(path).ok();
    let root = real(root);
    let below = whole.as_deref().zip(root.as_deref()).and_then(|(whole, root)| whole.strip_prefix(root).ok());
    let names = below.unwrap_or(path).components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        _ => None,
    });
    names.collect()
}

/// The path that is near, name by name; else the last folder that is known.
fn near(known: &BTreeSet<String>, parts: &[String]) -> Result<String, String> {
    let mut at = String::new();
    for part in parts {
        let names = children(known, &at);
        let name = names.iter().copied().find(|name| name == part).or_else(|| nearest(part, names.iter().copied()));
        let Some(name) = name else { return Err(at) };
        at = if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") };
    }
    if at.is_empty() { Err(at) } else { Ok(at) }
}

fn is_text(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "md")
}

/// The only path whose own name is near, wherever it lies: the folder of a deliverable, the file of a page.
fn named<'a>(known: &'a BTreeSet<String>, parts: &[String]) -> Option<&'a str> {
    let name = |path: &'a str| path.rsplit_once('/').map_or(path, |(_, name)| name);
    // Every deliverable is an index.md: its folder names it.
    let written = parts.iter().rev().find(|part| *part != INDEX)?;
    let wanted = nearest(written, known.iter().map(|path| name(path)).filter(|name| *name != INDEX))?;
    (written == wanted || written.chars().count() >= LEAST).then_some(())?;
    let mut found = known.iter().filter(|path| name(path) == wanted);
    found.next().filter(|_| found.next().is_none()).map(String::as_str)
}

/// The names in a folder; the library's own is the empty one.
fn children<'a>(known: &'a BTreeSet<String>, folder: &str) -> Vec<&'a str> {
    let name = |path: &'a String| match folder {
        "" => Some(path.as_str()),
        _ => path.strip_prefix(folder)?.strip_prefix('/'),
    };
    known.iter().filter_map(name).filter(|name| !name.contains('/')).collect()
}

fn listed(names: &[&str]) -> String {
    let more = if names.len() > MOST { "…" } else { "" };
    names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ") + more
}

/// A path of the library as it may be typed from the current folder.
fn shown(root: &Path, below: &str) -> String {
    let path = root.join(below);
    let here = std::env::current_dir().ok().and_then(|here| real(&here));
    let short = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    short.unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_an_arrow_is_no_part_of_the_name() {
        for (path, without) in [
            ("a/index.md:12", Some("a/index.md")),
            ("a/index.md:12:3", Some("a/index.md")),
            ("a/index.md:", Some("a/index.md")),
            ("a/index.md", None),
            ("a/index.md:x", None),
            (":12", None),
        ] {
            assert_eq!(without_place(Path::new(path)), without, "{path}");
        }
    }

    #[test]
    fn a_near_path_is_found_name_by_name_or_by_its_own() {
        let known: BTreeSet<String> = ["content", "content/pages", "content/pages/a-propos.md", "content/pages/guide"]
            .into_iter()
            .map(str::to_owned)
            .collect();
        let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(near(&known, &parts("contnt/page/a-prpos.md")), Ok("content/pages/a-propos.md".to_owned()));
        assert_eq!(near(&known, &parts("content/pages/zzzz")), Err("content/pages".to_owned()));
        assert_eq!(named(&known, &parts("ailleurs/a-propos")), Some("content/pages/a-propos.md"));
        assert_eq!(named(&known, &parts("zzzz")), None);
    }
}
