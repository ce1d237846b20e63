//! Scripts as they are published: without comments, spaces and long local names. What a module exports,
//! the names of properties and of classes, and what a script without `import` or `export` gives to the
//! whole page, stay as they are written. A comment of licence (`/*!`, `@license`) is kept.

mod meaning;

use oxc_allocator::Allocator;
use oxc_ast::ast::{Declaration, Program, Statement};
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions, LegalComment};
use oxc_diagnostics::OxcDiagnostic;
use oxc_mangler::{MangleOptions, MangleOptionsKeepNames, Mangler};
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_semantic::{Scoping, Semantic, SemanticBuilder};
use oxc_span::SourceType;

use meaning::Meaning;

use super::error::ThemeError;
use crate::span::{SourceText, Span};

/// The parser descends once a level of nesting: deep enough for any library that was made by a tool.
const STACK: usize = 64 << 20;

/// Path below `scripts/`, and bytes.
type File = (String, Vec<u8>);

/// A text that is no JavaScript: why, and where.
struct Fault {
    message: String,
    span: Span,
}

/// Whether browsers run a file: declarations of types, data and the like are for others.
pub(super) fn is_script(path: &str) -> bool {
    [".js", ".mjs"].iter().any(|end| path.ends_with(end))
}

/// Whether a file was made small by others, and says so by its name.
fn is_small(path: &str) -> bool {
    [".min.js", ".min.mjs"].iter().any(|end| path.ends_with(end))
}

/// The files of a theme's folder of scripts as they are published, in the order given. What is no script
/// or is called `.min.js` keeps its bytes.
///
/// # Errors
/// When a script cannot be read as JavaScript.
pub(super) fn compact<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])> + Send) -> Result<Vec<File>, ThemeError> {
    let all = || files.map(|(path, bytes)| Ok((path.to_owned(), published(path, bytes)?))).collect();
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, all);
        let failed = |why: &str| ThemeError::new("scripts", format!("Les scripts ne peuvent pas être lus : {why}"));
        thread
            .map_err(|error| failed(&crate::system::in_french(&error)))?
            .join()
            .map_err(|_| failed("arrêt inattendu."))?
    })
}

fn published(path: &str, bytes: &[u8]) -> Result<Vec<u8>, ThemeError> {
    if !is_script(path) || is_small(path) {
        return Ok(bytes.to_vec());
    }
    let shown = format!("scripts/{path}");
    let text = std::str::from_utf8(bytes).map_err(|_| ThemeError::new(&shown, "Ce fichier n’est pas en UTF-8."))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match small(text) {
        Ok(small) => Ok(small.into_bytes()),
        Err(Fault { message, span }) => {
            let error = ThemeError::new(&shown, format!("Erreur de syntaxe : {}", in_french(&message)));
            Err(error.within(&SourceText::new(shown, text.to_owned()), span))
        }
    }
}

/// Whether a file is a module shows by its `import` and `export`; one that only awaits is read as a
/// module when it is nothing else. Of two faults, the one that was met later is what is wrong.
fn small(text: &str) -> Result<String, Fault> {
    small_as(text, SourceType::unambiguous()).or_else(|first| {
        small_as(text, SourceType::mjs())
            .map_err(|second| if second.span.start > first.span.start { second } else { first })
    })
}

fn small_as(text: &str, kind: SourceType) -> Result<String, Fault> {
    let allocator = Allocator::default();
    let parsed = read(&allocator, text, kind)?;
    let program = &parsed.program;
    let mut semantic = understood(program)?;
    // The names of a script that is no module are those of the page, and its rules are laxer.
    if program.source_type.is_module() {
        let meaning = Meaning::of(&semantic, exports(&parsed));
        let keep_names = MangleOptionsKeepNames { function: false, class: true };
        let options = MangleOptions { top_level: !exports_a_pattern(program), keep_names, debug: false };
        Mangler::new().with_options(options).build_with_semantic(&mut semantic, program);
        let shortened = printed(program, Some(semantic.into_scoping()));
        // The library has holes (`catch (a) { var a }` declares a name twice, and what lies between may bear the same
        // short one): what it made is read again, and the names stay as they were when they mean something else.
        if means(&shortened).is_ok_and(|same| same == meaning) {
            return Ok(shortened);
        }
    }
    Ok(printed(program, None))
}

fn read<'a>(allocator: &'a Allocator, text: &'a str, kind: SourceType) -> Result<ParserReturn<'a>, Fault> {
    let options = ParseOptions { parse_regular_expression: true, ..ParseOptions::default() };
    let parsed = Parser::new(allocator, text, kind).with_options(options).parse();
    match parsed.errors.first() {
        Some(error) => Err(fault(error)),
        None => Ok(parsed),
    }
}

fn understood<'a>(program: &'a Program<'a>) -> Result<Semantic<'a>, Fault> {
    let checked = SemanticBuilder::new().with_check_syntax_error(true).build(program);
    checked.errors.first().map_or(Ok(()), |error| Err(fault(error)))?;
    Ok(checked.semantic)
}

/// What the names of a module mean.
fn means(text: &str) -> Result<Meaning, Fault> {
    let allocator = Allocator::default();
    let parsed = read(&allocator, text, SourceType::mjs())?;
    Ok(Meaning::of(&understood(&parsed.program)?, exports(&parsed)))
}

fn exports(parsed: &ParserReturn<'_>) -> Vec<String> {
    parsed.module_record.exported_bindings.keys().map(ToString::to_string).collect()
}

/// A program without comments and spaces, its names as `scoping` has them, or as they were written.
fn printed(program: &Program<'_>, scoping: Option<Scoping>) -> String {
    let comments = CommentOptions { normal: false, jsdoc: false, annotation: false, legal: LegalComment::Inline };
    let options = CodegenOptions { minify: true, comments, ..CodegenOptions::default() };
    Codegen::new().with_options(options).with_scoping(scoping).build(program).code
}

/// `export const { a, b } = …` exports names that the library would shorten as if they were local.
fn exports_a_pattern(program: &Program<'_>) -> bool {
    program.body.iter().any(|statement| {
        let Statement::ExportNamedDeclaration(export) = statement else { return false };
        let Some(Declaration::VariableDeclaration(variables)) = &export.declaration else { return false };
        variables.declarations.iter().any(|one| one.id.get_binding_identifier().is_none())
    })
}

fn fault(error: &OxcDiagnostic) -> Fault {
    let labels = error.labels.as_deref().unwrap_or_default();
    let place = labels.iter().find(|label| label.primary()).or(labels.iter().max_by_key(|label| label.offset()));
    let span = place.map_or(Span::default(), |label| Span::new(label.offset(), label.offset() + label.len()));
    Fault { message: error.message.to_string(), span }
}

/// The parser's commonest sentences, in French; others are quoted.
fn in_french(message: &str) -> String {
    let sentence = match message {
        "Unexpected token" => "ce signe n’est pas attendu ici.",
        "Unexpected end of file" => "le fichier s’arrête avant la fin d’une instruction.",
        "Unterminated string" => "ce texte entre guillemets n’est pas fermé.",
        "Unterminated multiline comment" => "ce commentaire n’est pas fermé.",
        "Unterminated regular expression" => "cette expression régulière n’est pas fermée.",
        "Missing initializer in const declaration" => "cette constante n’a pas de valeur.",
        "Cannot assign to this expression" => "une valeur ne peut pas être donnée à cette expression.",
        "Expected a semicolon or an implicit semicolon after a statement, but found none" => {
            "il manque un point-virgule ou une fin de ligne."
        }
        _ => {
            let mut parts = message.split('`');
            return match (parts.next(), parts.next(), parts.next()) {
                (Some("Expected "), Some(sign), Some(" but found ")) => format!("« {sign} » est attendu ici."),
                (Some("Expected "), Some(sign), Some(" or ")) => {
                    format!("« {sign} » ou « {} » est attendu ici.", parts.next().unwrap_or_default())
                }
                (Some("Identifier "), Some(name), Some(" has already been declared")) => {
                    format!("le nom « {name} » est déjà déclaré.")
                }
                _ => format!("ce passage n’est pas du JavaScript valable ({message})."),
            };
        }
    };
    sentence.to_owned()
}

#[cfg(test)]
mod tests;
