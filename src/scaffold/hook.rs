//! The hook that checks what is about to be committed.

/// What a hook of ours says of itself; one that does not is someone else's.
const MARK: &str = "Écrit par « capitole init --hook »";

/// The hook: POSIX shell. `library` is the library's folder below the root of the repository (empty, or ended by `/`),
/// `program` where this program is, for shells whose path does not lead to it.
pub fn script(library: &str, program: &str) -> String {
    include_str!("hook.sh").replace("@BIBLIOTHEQUE@", &quoted(library)).replace("@PROGRAMME@", &quoted(program))
}

/// Whether a hook was written by this program, which may then write it anew.
pub fn is_ours(text: &str) -> bool {
    text.contains(MARK)
}

/// A word of the shell that says `text`.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_knows_itself() {
        let script = script("l’atelier d'Albi/", "/opt/capitole");
        assert!(is_ours(&script) && !is_ours("#!/bin/sh\nexit 0\n"));
        assert!(script.contains("bibliotheque='l’atelier d'\\''Albi/'\n"), "{script}");
        assert!(!script.contains('@'), "{script}");
    }
}
