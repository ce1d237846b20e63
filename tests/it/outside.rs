//! Links to other sites, asked of a server on this machine. No test goes further.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use capitole::check::{self, External};
use capitole::diagnostic::{Diagnostic, Severity};
use capitole::model::read::Include;
use capitole::outside::{self, Cache, Client, Options, Report};

use crate::support::{base_library, capitole};

/// A server that answers each path with a status and headers, and notes what it was asked.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    most_at_once: Arc<AtomicUsize>,
}

type Answers = BTreeMap<&'static str, &'static str>;

impl Server {
    fn begin(answers: Answers) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let most_at_once = Arc::new(AtomicUsize::new(0));
        let (notes, most, now) = (asked.clone(), most_at_once.clone(), Arc::new(AtomicUsize::new(0)));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, answers, notes) = (stream.unwrap(), answers.clone(), notes.clone());
                let (most, now) = (most.clone(), now.clone());
                std::thread::spawn(move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    let mut bytes = [0; 4096];
                    let length = stream.read(&mut bytes).unwrap_or_default();
                    let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
                    let mut words = text.split(' ');
                    let question = format!("{} {}", words.next().unwrap(), words.next().unwrap_or_default());
                    notes.lock().unwrap().push(question.clone());
                    let path = question.split_once(' ').unwrap().1;
                    let found = answers.get(question.as_str()).or_else(|| answers.get(path));
                    let head = found.copied().unwrap_or("404 Not Found");
                    if head == "lent" {
                        std::thread::sleep(Duration::from_secs(3));
                    }
                    now.fetch_sub(1, Ordering::SeqCst);
                    let _ = write!(stream, "HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                });
            }
        });
        Self { port, asked, most_at_once }
    }

    /// What it was asked since the last time.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

/// A library whose deliverable links to these paths of the server, one a line.
fn links(port: u16, paths: &[&str]) -> (tempfile::TempDir, Vec<External>) {
    let folder = base_library();
    let text = folder.path().join("content/livrables/temoin/index.md");
    let mut written = fs::read_to_string(&text).unwrap();
    for path in paths {
        write!(written, "\n[lien](http://127.0.0.1:{port}{path})\n").unwrap();
    }
    fs::write(&text, written).unwrap();
    let checked = capitole::pipeline::check(folder.path(), Include::Drafts).unwrap();
    let links = check::external(&checked.library.unwrap());
    (folder, links.into_iter().filter(|link| link.url.contains("127.0.0.1")).collect())
}

fn client() -> Client {
    Client::new(|ip| ip.is_loopback(), Duration::from_secs(1))
}

fn options() -> Options {
    Options { pause: Duration::from_millis(1), ..Options::new(1_700_000_000) }
}

fn told(problems: &[Diagnostic]) -> Vec<String> {
    let line = |one: &Diagnostic| {
        let written = one.source.slice(one.span).rsplit('/').next().unwrap_or_default().to_owned();
        format!("{} {} {written}", one.severity.name(), one.code.name())
    };
    problems.iter().map(line).collect()
}

fn run(server: &Server, paths: &[&str], cache: &mut Cache, options: &Options) -> Report {
    let (_folder, links) = links(server.port, paths);
    assert_eq!(links.len(), paths.len());
    outside::check(&links, options, &client(), cache)
}

#[test]
fn each_answer_has_its_meaning() {
    let server = Server::begin(BTreeMap::from([
        ("/bien", "200 OK"),
        ("/ferme", "410 Gone"),
        ("/panne", "503 Service Unavailable"),
        ("HEAD /sans-tete", "405 Method Not Allowed"),
        ("GET /sans-tete", "200 OK"),
        ("HEAD /tete-refusee", "403 Forbidden"),
        ("GET /tete-refusee", "404 Not Found"),
        ("/robots", "403 Forbidden"),
        ("/trop", "429 Too Many Requests"),
        ("/vieux", "301 Moved Permanently\r\nLocation: /bien"),
        ("/parfois", "302 Found\r\nLocation: bien"),
        ("/mene-nulle-part", "301 Moved Permanently\r\nLocation: /absent"),
        ("/rond", "302 Found\r\nLocation: /rond"),
        ("/lent", "lent"),
    ]));
    let paths = [
        "/bien",
        "/bien#ancre",
        "/ferme",
        "/panne",
        "/sans-tete",
        "/tete-refusee",
        "/robots",
        "/trop",
        "/vieux",
        "/parfois",
        "/mene-nulle-part",
        "/rond",
        "/lent",
        "/absent",
    ];
    let report = run(&server, &paths, &mut Cache::default(), &options());
    assert_eq!(
        told(&report.problems),
        [
            "attention lien/externe-mort ferme",
            "attention lien/externe-mort panne",
            "attention lien/externe-mort tete-refusee",
            "conseil lien/externe-deplace vieux",
            "attention lien/externe-mort mene-nulle-part",
            "attention lien/externe-mort rond",
            "attention lien/externe-lent lent",
            "attention lien/externe-mort absent",
        ]
    );
    assert!(report.problems.iter().all(|one| one.severity != Severity::Error));
    let moved = report.problems.iter().find(|one| one.severity == Severity::Advice).unwrap();
    assert_eq!(moved.help.as_deref(), Some(format!("écrivez http://127.0.0.1:{}/bien", server.port).as_str()));
    assert_eq!((report.asked, report.kept, report.left, report.is_offline), (13, 0, 0, false));
    let asked = server.asked();
    assert_eq!(asked.iter().filter(|one| *one == "HEAD /bien").count(), 3, "once for both, once a redirect");
    assert!(!asked.contains(&"GET /bien".to_owned()));
    assert_eq!(asked.iter().filter(|one| *one == "HEAD /rond").count(), 6, "five redirects");
}

#[test]
fn a_host_is_asked_one_thing_at_a_time() {
    let server = Server::begin(BTreeMap::new());
    let paths: Vec<String> = (0..20).map(|at| format!("/page-{at}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let report = run(&server, &paths, &mut Cache::default(), &options());
    assert_eq!(report.problems.len(), 20);
    assert_eq!(server.most_at_once.load(Ordering::SeqCst), 1);
}

#[test]
fn answers_are_kept_and_asked_again_in_time() {
    let server = Server::begin(BTreeMap::from([("/bien", "200 OK")]));
    let mut cache = Cache::default();
    let mut at = |days: i64| {
        let options = Options { now: 1_700_000_000 + days * 24 * 3600, ..options() };
        let report = run(&server, &["/bien", "/absent"], &mut cache, &options);
        assert_eq!(told(&report.problems), ["attention lien/externe-mort absent"], "whether asked or kept");
        (server.asked(), report.kept)
    };
    let (bien, absent) = ("HEAD /bien".to_owned(), "HEAD /absent".to_owned());
    assert_eq!(at(0).0.len(), 3, "what is missing is asked twice");
    assert_eq!(at(0), (vec![], 2));
    assert!(at(1).0.contains(&absent) && cache_holds(&server, &bien));
    let (asked, kept) = at(8);
    assert!(asked.contains(&bien) && asked.contains(&absent) && kept == 0);
}

/// Nothing was asked of this since the last time.
fn cache_holds(server: &Server, question: &String) -> bool {
    !server.asked().contains(question)
}

#[test]
fn there_is_an_end_to_what_is_asked() {
    let server = Server::begin(BTreeMap::new());
    let options = Options { most: 2, ..options() };
    let mut cache = Cache::default();
    let report = run(&server, &["/a", "/b", "/c"], &mut cache, &options);
    assert_eq!((report.asked, report.left, report.problems.len()), (2, 1, 2));
    let report = run(&server, &["/a", "/b", "/c"], &mut cache, &options);
    assert_eq!((report.asked, report.left, report.problems.len()), (1, 0, 3), "the rest another time");
    let options = Options { patience: Duration::ZERO, ..options };
    let report = run(&server, &["/a", "/d"], &mut cache, &options);
    assert_eq!((report.asked, report.kept, report.left, report.problems.len()), (0, 1, 1, 1), "nor for ever");
}

#[test]
fn no_connection_is_made_to_an_address_that_is_not_public() {
    let server = Server::begin(BTreeMap::from([("/bien", "200 OK")]));
    let (_folder, links) = links(server.port, &["/bien"]);
    let mut cache = Cache::default();
    let report = outside::check(&links, &options(), &Client::default(), &mut cache);
    assert_eq!(told(&report.problems), ["attention lien/externe-prive bien"]);
    assert!(server.asked().is_empty());
    assert_eq!(cache, Cache::default(), "it may be public on another network");
}

#[test]
fn a_redirect_is_judged_as_an_address_is() {
    let inner = Server::begin(BTreeMap::from([("/secret", "200 OK")]));
    // 127.0.0.2 stands for what is private, 127.0.0.1 for what is public.
    let location: &'static str =
        Box::leak(format!("302 Found\r\nLocation: http://127.0.0.2:{}/secret", inner.port).into_boxed_str());
    let server = Server::begin(BTreeMap::from([("/renvoi", location)]));
    let (_folder, links) = links(server.port, &["/renvoi"]);
    let only_first = Client::new(|ip| ip == Ipv4Addr::LOCALHOST, Duration::from_secs(1));
    let report = outside::check(&links, &options(), &only_first, &mut Cache::default());
    assert_eq!(told(&report.problems), ["attention lien/externe-prive renvoi"]);
    assert!(inner.asked().is_empty());
}

#[test]
fn a_machine_without_network_says_nothing_of_links() {
    let closed: Vec<External> = {
        let (_folder, links) = links(1, &["/a"]);
        let other = |host: &str| External { url: format!("http://{host}:1/a"), ..links[0].clone() };
        ["127.0.0.1", "127.0.0.2", "127.0.0.3"].map(other).into()
    };
    let mut cache = Cache::default();
    let report = outside::check(&closed, &options(), &client(), &mut cache);
    assert!(report.is_offline && report.problems.is_empty());
    assert_eq!(cache, Cache::default());
    let report = outside::check(&closed[..1], &options(), &client(), &mut cache);
    assert_eq!(report.problems.len(), 1, "one silent host is its own fault");
    assert_eq!(cache, Cache::default(), "or perhaps not: it is asked again");
    assert!(report.problems[0].message.contains("connexion refusée"), "{}", report.problems[0].message);
}

#[test]
fn addresses_of_front_matters_are_underlined() {
    let folder = base_library();
    let text = folder.path().join("content/livrables/temoin/index.md");
    let written = fs::read_to_string(&text).unwrap();
    let contact = "contact: { url: \"https://a.fr/x\" }\n";
    let resources =
        "ressources:\n  - { titre: Grille, fichier: grille.csv }\n  - { titre: Page, url: https://a.fr/ }\n";
    let start = written.find("ressources:").unwrap();
    let end = start + written[start..].find("\nmodele").unwrap() + 1;
    fs::write(&text, format!("{}{contact}{resources}{}", &written[..start], &written[end..])).unwrap();
    let checked = capitole::pipeline::check(folder.path(), Include::Drafts).unwrap();
    assert!(checked.problems.is_empty());
    let found = check::external(&checked.library.unwrap());
    let mut shown: Vec<(&str, &str, usize)> = found
        .iter()
        .map(|link| {
            let at = link.source.position(link.span.start as usize);
            (link.source.path.as_str(), link.source.slice(link.span), at.column)
        })
        .collect();
    shown.sort_unstable();
    let deliverable = "content/livrables/temoin/index.md";
    assert_eq!(shown[..2], [(deliverable, "https://a.fr/", 25), (deliverable, "https://a.fr/x", 18)]);
    assert!(shown[2..].iter().all(|(path, address, _)| *path == "site.toml" && address.starts_with("https://")));
    assert!(shown.len() > 2, "licences have an address");
}

#[test]
fn the_command_connects_to_nothing_private_nor_unless_told_to() {
    let server = Server::begin(BTreeMap::from([("/bien", "200 OK")]));
    let (folder, _) = links(server.port, &["/bien"]);
    let root = folder.path();
    for (options, code) in [(&["check"][..], ""), (&["check", "--external"], "lien/externe-prive")] {
        // The links of this folder only: those of site.toml lead further than this machine.
        let content = root.join("content");
        let done = capitole(&[options, &[content.to_str().unwrap()]].concat());
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success() && told.contains(code), "{told}");
        assert!(code.is_empty() || told.contains("1 adresse demandée, 0 réponse récente gardée."), "{told}");
        assert!(!root.join(".capitole").exists(), "there is nothing to keep");
    }
    assert!(server.asked().is_empty());
}

#[test]
fn the_command_keeps_answers_out_of_git() {
    let folder = base_library();
    let root = folder.path();
    let text = root.join("content/livrables/temoin/index.md");
    let written = fs::read_to_string(&text).unwrap();
    fs::write(&text, format!("{written}\n[lien](https://site-ferme.fr/page)\n")).unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let answer = |instant: u64| serde_json::json!({ "instant": instant, "etat": "dead", "detail": 404 });
    let mut answers = serde_json::Map::new();
    for link in check::external(&capitole::pipeline::check(root, Include::Drafts).unwrap().library.unwrap()) {
        answers.insert(link.url, serde_json::json!({ "instant": now, "etat": "alive" }));
    }
    answers.insert("https://site-ferme.fr/page".to_owned(), answer(now));
    answers.insert("https://oublie.fr/".to_owned(), answer(0));
    let kept = serde_json::json!({ "reponses": answers });
    let path = root.join(Cache::PATH);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, kept.to_string()).unwrap();
    let done = capitole(&["check", "--external", "--root", root.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "a warning: {told}");
    assert!(told.contains("attention[lien/externe-mort]") && told.contains("« site-ferme.fr » répond 404"), "{told}");
    assert!(told.contains("0 adresse demandée, "), "{told}");
    let after = fs::read_to_string(&path).unwrap();
    assert!(after.contains("site-ferme.fr") && !after.contains("oublie.fr"), "{after}");
    assert_eq!(fs::read_to_string(path.with_file_name(".gitignore")).unwrap(), "/.gitignore\n/liens.json\n");
    let strict = capitole(&["check", "--external", "--strict", "--root", root.to_str().unwrap()]);
    assert_eq!(strict.status.code(), Some(1));
}
