//! Rules that need the whole library: identities, relations between deliverables, links.

mod identity;
mod links;
mod relations;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Problems};
use crate::model::{Deliverable, Library};

/// Every deliverable by slug, built or not.
#[derive(Debug)]
struct Known<'a> {
    all: HashMap<&'a str, &'a Deliverable>,
}

impl<'a> Known<'a> {
    fn new(library: &'a Library) -> Self {
        Self { all: every(library).map(|one| (one.slug.as_str(), one)).collect() }
    }

    fn get(&self, slug: &str) -> Option<&'a Deliverable> {
        self.all.get(slug).copied()
    }

    /// The nearest existing slug, for « écrivez … ? ».
    fn nearest(&self, slug: &str) -> Option<&'a str> {
        let mut slugs: Vec<&str> = self.all.keys().copied().collect();
        slugs.sort_unstable();
        crate::diagnostic::nearest(slug, slugs)
    }
}

fn every(library: &Library) -> impl Iterator<Item = &Deliverable> {
    library.deliverables.iter().chain(&library.unpublished)
}

/// All problems that only show when every file is known.
pub fn check(library: &Library) -> Vec<Diagnostic> {
    let known = Known::new(library);
    let mut problems = identity::check(library);
    let all: Vec<&Deliverable> = every(library).collect();
    problems.par_extend(all.into_par_iter().flat_map_iter(|one| {
        let mut problems = Problems::new(one.source.clone());
        relations::deliverable(one, &known, library, &mut problems);
        links::deliverable(one, &known, library, &mut problems);
        problems.into_list()
    }));
    for reuse in &library.reuses {
        let mut problems_of_file = Problems::new(reuse.source.clone());
        relations::reuse(reuse, &known, &mut problems_of_file);
        links::reuse(reuse, &known, library, &mut problems_of_file);
        problems.extend(problems_of_file.into_list());
    }
    for page in &library.pages {
        let mut problems_of_file = Problems::new(page.source.clone());
        links::page(page, &known, library, &mut problems_of_file);
        problems.extend(problems_of_file.into_list());
    }
    problems
}
