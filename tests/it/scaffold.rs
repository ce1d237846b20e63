//! `capitole new`: whatever the title and the options, what is written is a draft that passes, says what is left to do,
//! and reads back as it was given.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use capitole::diagnostic::count;
use capitole::model::read::Include;
use capitole::model::{Kind, Section};
use capitole::scaffold::deliverable::{Deliverable, left_open, text};
use capitole::scaffold::{New, judge, name};
use capitole::unseen::letters::{is_of_word, mixed};
use proptest::prelude::*;

use crate::support::{base_library, capitole, files};

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn new(library: &Path, arguments: &[&str]) -> Output {
    capitole(&[&["new"], arguments, &["--root", path(library)]].concat())
}

/// What the library's folder holds, byte for byte.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(folder).into_iter().map(|file| (file.clone(), fs::read(folder.join(&file)).unwrap())).collect()
}

/// The deliverables of a base library with something new in it.
fn read_back(library: &Path, slug: &str) -> (String, Kind) {
    let checked = capitole::pipeline::check(library, Include::Drafts).unwrap();
    assert_eq!(count(&checked.problems), (0, 0), "{:?}", checked.problems);
    let library = checked.library.unwrap();
    let one = library.get(slug).unwrap();
    assert_eq!(one.statut.id(), "brouillon");
    (one.titre.value.clone(), one.kind)
}

#[test]
fn every_type_with_and_without_options_passes() {
    let library = base_library();
    let more = [
        "--axe=c",
        "--axe",
        "b",
        "--sous-theme",
        "individualisation,plateforme",
        "--prestataire",
        "laet's mind",
        "--organisme",
        "CFA : « exemple » \"du\" Tarn # 1",
        "--statut-organisme",
        "cfa",
        "--commune",
        "Albi",
        "--departement",
        "tarn",
        "--public",
        "apprentis",
        "--secteur",
        "Batiment",
        "--modalite",
        "hybride",
        "--niveau",
        "3",
        "--mot-cle",
        "oui,\"non\"",
        "--licence",
        "cc-by-4.0",
        "--titulaire",
        "- : le CFA",
    ];
    for (kind, own) in
        [("referentiel", &[][..]), ("outil", &["--nature", "lms"]), ("modele", &["--approche", "classe-inversee"])]
    {
        for (number, options) in [&[][..], &more, &[&more, own].concat()].into_iter().enumerate() {
            let title = format!("Essai {number} de {kind}");
            let done = new(library.path(), &[&["livrable", "--type", kind, "--titre", &title], options].concat());
            assert!(done.status.success(), "{kind} {number}: {}", String::from_utf8_lossy(&done.stderr));
            let (read, found) = read_back(library.path(), &format!("essai-{number}-de-{kind}"));
            assert_eq!((read, found.section()), (title, kind));
        }
    }
    let strict = capitole(&["check", "--strict", "--root", path(library.path())]);
    assert!(strict.status.success(), "{}", String::from_utf8_lossy(&strict.stderr));
    let chosen = fs::read_to_string(library.path().join("content/livrables/essai-2-de-outil/index.md")).unwrap();
    for line in ["axes: [c, b]\n", "prestataire: laets-mind\n", "nature: lms\n", "niveaux: [\"3\"]\n"] {
        assert!(chosen.contains(line), "{line}{chosen}");
    }
    assert_eq!(left_open(&chosen), ["resume", "transfert"]);
}

#[test]
fn hostile_titles_are_written_as_they_are() {
    let library = base_library();
    let titles = [
        ("-- un titre qui commence par --", "un-titre-qui-commence-par"),
        ("« Deux-points : \"guillemets\" et # dièse »", "deux-points-guillemets-et-diese"),
        ("!!! ??? ... --- %%% &&& ***", "fiche"),
        ("🧑‍🏭 🔧 🔩 🪛 🧰 ⚙️ 🛠️ 🪚", "fiche-2"),
        ("[liste, {et: carte}] & *ancre | > @ `", "liste-et-carte-ancre"),
        ("\\n n’est pas une fin de ligne \\", "n-n-est-pas-une-fin-de-ligne"),
        ("« Page ! »", "fiche-page"),
        ("L’été à Œuvrer, l’île aux élèves", "l-ete-a-oeuvrer-l-ile-aux-eleves"),
    ];
    for (title, slug) in titles {
        let done = new(library.path(), &["livrable", "--type", "outil", "--titre", title]);
        assert!(done.status.success(), "{title}: {}", String::from_utf8_lossy(&done.stderr));
        assert_eq!(read_back(library.path(), slug).0, title);
    }
    let long = "un titre bien trop long ".repeat(13);
    let before = contents(library.path());
    for title in [long.as_str(), "court", "       ", "Fiche témoin", "FICHE temoin"] {
        let done = new(library.path(), &["livrable", "--type", "outil", "--titre", title]);
        assert_eq!(done.status.code(), Some(2), "{title}");
        assert!(String::from_utf8_lossy(&done.stderr).contains("Rien n’est écrit"), "{title}");
    }
    assert_eq!(contents(library.path()), before);
}

#[test]
fn a_draft_is_never_published_and_what_guides_is_never_shown() {
    let library = base_library();
    assert!(
        new(library.path(), &["livrable", "--type", "modele", "--titre", "Une fiche toute neuve"]).status.success()
    );
    let site = library.path().join("public");
    let build = |more: &[&str]| {
        let done = capitole(&[&["build", "--root", path(library.path())], more].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    build(&[]);
    let told: Vec<PathBuf> = files(&site)
        .into_iter()
        .filter(|file| String::from_utf8_lossy(&fs::read(site.join(file)).unwrap()).contains("une-fiche-toute-neuve"))
        .collect();
    assert_eq!(told, Vec::<PathBuf>::new());
    build(&["--drafts"]);
    let page = fs::read_to_string(site.join("livrables/une-fiche-toute-neuve/index.html")).unwrap();
    assert!(page.contains("Contexte et besoin"));
    assert!(!page.contains("Ces cinq titres") && !page.contains("chevrons"), "comments are not published");
    // Not even when someone is in a hurry.
    let index = library.path().join("content/livrables/une-fiche-toute-neuve/index.md");
    let hurried = fs::read_to_string(&index)
        .unwrap()
        .replace("statut: brouillon", "statut: valide")
        .replace("#autorisation_diffusion: { date: AAAA-MM-JJ", "autorisation_diffusion: { date: 2025-01-01");
    fs::write(&index, hurried).unwrap();
    let done = capitole(&["build", "--root", path(library.path())]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("front-matter/a-completer"));
}

#[test]
fn optional_keys_fit_once_they_are_taken_into_use() {
    for kind in ["referentiel", "outil", "modele"] {
        let library = base_library();
        assert!(new(library.path(), &["livrable", "--type", kind, "--titre", "Tout est employé"]).status.success());
        let folder = library.path().join("content/livrables/tout-est-employe");
        let text = fs::read_to_string(folder.join("index.md")).unwrap();
        let used: String = text
            .lines()
            .map(|line| match line.trim_start().strip_prefix('#') {
                Some(rest) if !rest.starts_with([' ', '#']) || rest.starts_with("  ") => {
                    format!("{}{rest}\n", &line[..line.len() - line.trim_start().len()])
                }
                _ => format!("{line}\n"),
            })
            .collect();
        // What only an author can know.
        let used = used.replace("AAAA-MM-JJ", "2025-01-01").replace("nom-du-dossier-d-une-fiche", "temoin");
        assert_ne!(used, text);
        fs::write(folder.join("index.md"), used).unwrap();
        fs::write(folder.join("grille.csv"), "a,b\n").unwrap();
        let checked = capitole::pipeline::check(library.path(), Include::Drafts).unwrap();
        let told: Vec<&String> = checked.problems.iter().map(|one| &one.message).collect();
        assert!(told.is_empty(), "{kind}: {told:?}");
    }
}

#[test]
fn reuses_and_pages_pass() {
    let library = base_library();
    let root = library.path();
    let reuse = ["reprise", "--livrable", "temoin", "--organisme", "OF : « x »", "--commune", "Foix"];
    for name in ["temoin-foix", "temoin-foix-2"] {
        let done = new(root, &[&reuse[..], &["--departement", "ariege", "--date", "2025-02-03"]].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let text = fs::read_to_string(root.join(format!("content/reprises/{name}.md"))).unwrap();
        assert!(text.contains("etat: en-cours\n") && text.contains("departement: \"09\" }\n"), "{text}");
    }
    let done = new(root, &["page", "guide/demarrer", "--titre", "Démarrer : par où ?", "--ordre", "3"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let strict = capitole(&["check", "--strict", "--root", path(root)]);
    assert!(strict.status.success(), "{}", String::from_utf8_lossy(&strict.stderr));
    let before = contents(root);
    for (arguments, told) in [
        (&["page", "guide/demarrer", "--titre", "Encore"][..], "existe déjà"),
        (&["page", "Guide/Été", "--titre", "Encore"], "écrivez guide/ete"),
        (&["page", "../../x", "--titre", "Encore"], "ne peut pas être une adresse"),
        (&["page", "axes/x", "--titre", "Encore"], "page/adresse-reservee"),
        (&["page", "x"], "il manque --titre"),
        (&["reprise"], "il manque --livrable"),
        (&["reprise", "--livrable", "temoins"], "écrivez temoin ?"),
        (&["livrable", "--titre", "Un titre correct"], "il manque --type"),
        (&["livrable", "--type", "outil"], "il manque --titre"),
        (&["livrable", "--type", "outil", "--titre", "Un titre correct", "--axe", "d"], "pas connu pour --axe"),
        (
            &["livrable", "--type", "outil", "--titre", "Un titre correct", "--approche", "classe-inversee"],
            "ne va qu’avec",
        ),
        (&["livrable", "--type", "outil", "--titre", "Un titre correct", "--dossier", "temoin"], "existe déjà"),
        (&["livrable", "--type", "outil", "--titre", "Un titre correct", "--dossier", "../x"], "écrivez --dossier x"),
    ] {
        let done = new(root, arguments);
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(told), "{arguments:?}: {stderr}");
    }
    assert_eq!(contents(root), before, "a refusal writes nothing");
    let nowhere = tempfile::tempdir().unwrap();
    let done = new(nowhere.path(), &["page", "x", "--titre", "Encore"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("ne contient pas site.toml"));
}

#[test]
fn faults_that_were_there_before_stop_nothing() {
    let library = base_library();
    fs::write(library.path().join("content/pages/x.md"), "sans en-tête").unwrap();
    assert!(new(library.path(), &["livrable", "--type", "outil", "--titre", "Un titre correct"]).status.success());
    fs::write(library.path().join("site.toml"), "[site").unwrap();
    let done = new(library.path(), &["livrable", "--type", "outil", "--titre", "Un autre titre"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("Corrigez d’abord site.toml"));
}

#[test]
fn a_new_text_that_spoils_another_is_told() {
    let library = base_library();
    let temoin = library.path().join("content/livrables/temoin/index.md");
    let text = fs::read_to_string(&temoin).unwrap();
    fs::write(&temoin, text.replace("exemple: true", "exemple: true\nalias: [guide/nouvelle]")).unwrap();
    let done = new(library.path(), &["page", "guide/nouvelle", "--titre", "Nouvelle page"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("fiche/alias-occupe"));
    assert!(!library.path().join("content/pages/guide/nouvelle.md").exists());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What is written reads back with exactly the title that was given, by our reader and by another.
    #[test]
    fn titles_read_back(title in prop_oneof![".{8,60}", "\\PC{8,40}", "[\"'#:\\\\\\[\\]{}&*!|>%@`, -]{8,40}"], kind in 0_usize..3) {
        let title = name::clean(&title);
        prop_assume!((8..=140).contains(&title.chars().count()));
        // Letters of two alphabets that chance puts side by side are told.
        prop_assume!(title.split(|c| !is_of_word(c)).all(|word| mixed(word).is_none()));
        let library = base_library();
        let source = capitole::source::disk::read_library(library.path()).unwrap();
        let checked = capitole::pipeline::judge(source.clone(), Include::Drafts);
        let one = Deliverable::new(Kind::ALL[kind], title.clone());
        let text = text(&one, &checked.library.unwrap().config, jiff::civil::date(2025, 1, 2));
        let new = New { section: Section::Deliverables, name: name::free(&title, |_| false), text };
        let problems = judge(&source, &new);
        prop_assert!(problems.is_empty(), "{title:?}: {:?}", problems.iter().map(|one| &one.message).collect::<Vec<_>>());
        let file = library.path().join(new.path());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &new.text).unwrap();
        prop_assert_eq!(&read_back(library.path(), &new.name).0, &title);
        let yaml = new.text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap().0;
        let other: yaml_serde::Value = yaml_serde::from_str(yaml).unwrap();
        prop_assert_eq!(other["titre"].as_str().unwrap(), title);
    }
}

/// Questions, asked in a real terminal.
#[cfg(unix)]
mod terminal {
    use std::process::Command;

    use rexpect::reader::Options;
    use rexpect::session::{PtySession, spawn_with_options};

    use super::*;

    const DOWN: &str = "\x1b[B";
    const ENTER: &str = "\r";
    const ESCAPE: &str = "\x1b";

    fn asked(arguments: &[&str]) -> PtySession {
        let mut command = Command::new(env!("CARGO_BIN_EXE_capitole"));
        command.args(arguments).env("NO_COLOR", "1").env("TERM", "xterm");
        spawn_with_options(command, Options::new().timeout_ms(Some(30_000)).strip_ansi_escape_codes(true)).unwrap()
    }

    /// Waits for a text: the session takes each byte for a character.
    fn expect(session: &mut PtySession, text: &str) {
        let bytes: String = text.bytes().map(char::from).collect();
        session.exp_string(&bytes).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    }

    /// Waits for a question, then types.
    fn answer(session: &mut PtySession, question: &str, keys: &[&str]) {
        expect(session, question);
        for key in keys {
            session.send(key).unwrap();
            session.flush().unwrap();
            // A key of several bytes must not meet the next one.
            std::thread::sleep(std::time::Duration::from_millis(60));
        }
    }

    #[test]
    fn a_draft_comes_out_of_answers() {
        let library = base_library();
        let mut session = asked(&["new", "livrable", "--root", path(library.path())]);
        answer(&mut session, "Type de fiche", &["pedag", ENTER]);
        answer(&mut session, "Titre", &["Court", ENTER]);
        expect(&mut session, "il en faut au moins 8");
        answer(&mut session, "", &[" mais plus long", ENTER]);
        answer(&mut session, "Résumé", &[ESCAPE]);
        // The last of the list is the principal one, the first comes second.
        answer(&mut session, "Axe principal", &[DOWN, DOWN, ENTER]);
        answer(&mut session, "Autres axes", &[" ", ENTER]);
        // Only those of the axes are proposed.
        answer(&mut session, "Sous-thèmes", &[" ", ENTER]);
        answer(&mut session, "Prestataire", &["laets", ENTER]);
        answer(&mut session, "Organisme de formation", &["CFA exemple", ENTER]);
        answer(&mut session, "Statut de l’organisme", &["apprentis", ENTER]);
        answer(&mut session, "Commune", &["Foix", ENTER]);
        // Without its accent.
        answer(&mut session, "Département", &["ariege", ENTER]);
        answer(&mut session, "Publics", &["salaries", " ", ENTER]);
        for question in ["Secteurs", "Modalités", "Niveaux", "Licence", "Approches pédagogiques"] {
            answer(&mut session, question, &[ESCAPE]);
        }
        expect(&mut session, "Écrit");
        // One of another lot than its provider's, which is told.
        session.exp_eof().unwrap();
        let slug = "court-mais-plus-long";
        let text = fs::read_to_string(library.path().join(format!("content/livrables/{slug}/index.md"))).unwrap();
        for line in [
            "titre: \"Court mais plus long\"\n",
            "type: modele-pedagogique\n",
            "axes: [c, a]\n",
            "sous_themes: [individualisation]\n",
            "prestataire: laets-mind\n",
            "  nom: \"CFA exemple\"\n",
            "  statut: cfa\n",
            "{ commune: \"Foix\", departement: \"09\" }\n",
            "publics: [salaries]\n",
            "#secteurs: [batiment]\n",
            "titulaire_droits: \"CFA exemple\"\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let checked = capitole(&["check", "--root", path(library.path())]);
        assert!(checked.status.success());
        assert!(String::from_utf8_lossy(&checked.stderr).contains("fiche/lot-etranger"));
    }

    /// The line of the axes of a new deliverable, the two questions answered so; without a principal axis there is one.
    fn axes_of(principal: &[&str], others: Option<&[&str]>) -> String {
        let library = base_library();
        let mut session = asked(&["new", "livrable", "--root", path(library.path())]);
        answer(&mut session, "Type de fiche", &["referentiel", ENTER]);
        answer(&mut session, "Titre", &["Un titre correct", ENTER]);
        answer(&mut session, "Résumé", &[ESCAPE]);
        answer(&mut session, "Axe principal", principal);
        if let Some(others) = others {
            answer(&mut session, "Autres axes", others);
        }
        let left = ["Prestataire", "Organisme de formation", "Statut de l’organisme", "Commune", "Département"];
        if others.is_some() {
            answer(&mut session, "Sous-thèmes", &[ESCAPE]);
        }
        for question in left.into_iter().chain(["Publics", "Secteurs", "Modalités", "Niveaux", "Licence"]) {
            answer(&mut session, question, &[ESCAPE]);
        }
        expect(&mut session, "Écrit");
        session.exp_eof().unwrap();
        let file = library.path().join("content/livrables/un-titre-correct/index.md");
        let text = fs::read_to_string(file).unwrap();
        text.lines().find(|line| line.starts_with("axes:")).unwrap_or_default().to_owned()
    }

    #[test]
    fn axes_can_be_left_and_the_principal_can_stand_alone() {
        for nothing in [ENTER, ESCAPE] {
            assert_eq!(axes_of(&["c", ENTER], Some(&[nothing])), "axes: [c]");
        }
        assert_eq!(axes_of(&[ESCAPE], None), "axes: [a] # À vérifier : mis d’office");
    }

    #[test]
    fn giving_up_writes_nothing() {
        let library = base_library();
        let before = contents(library.path());
        let mut session = asked(&["new", "livrable", "--root", path(library.path())]);
        answer(&mut session, "Type de fiche", &[ENTER]);
        answer(&mut session, "Titre", &["\x03"]);
        expect(&mut session, "abandon, à votre demande");
        session.exp_eof().unwrap();
        assert_eq!(contents(library.path()), before);
    }

    #[test]
    fn a_new_library_asks_for_its_forge() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("b");
        let mut session = asked(&["init", path(&library)]);
        answer(&mut session, "Forge", &["gitlab", ENTER]);
        expect(&mut session, "Bibliothèque créée");
        session.exp_eof().unwrap();
        assert!(library.join(".gitlab-ci.yml").is_file());
    }
}
