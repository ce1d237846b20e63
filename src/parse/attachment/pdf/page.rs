//! The content of pages: the operators that show text and those that say where (9.4).

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::Filter;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::super::Unreadable;
use super::super::lines::Lines;
use super::font::Font;
use super::layout::{Glyph, Layout};
use super::matrix::Matrix;

/// Forms drawn inside one another.
const DEEPEST: usize = 8;

/// Graphics states saved inside one another.
const MOST_SAVED: usize = 256;

/// What one file may still cost.
#[derive(Debug)]
pub(super) struct Budget {
    /// Bytes inflated.
    bytes: usize,
    streams: usize,
    operators: usize,
}

/// A stream that is packed by a filter whose output [`super::bomb`] did not measure is read only when
/// it is as short as this, in bytes.
const SHORT: usize = 64 << 10;

impl Budget {
    const NEW: Self = Self { bytes: 64 << 20, streams: 20_000, operators: 4_000_000 };

    /// The decoded data of a stream.
    pub(super) fn decode(&mut self, stream: &Stream<'_>) -> Option<Vec<u8>> {
        self.streams = self.streams.checked_sub(1)?;
        let packing = |filter: &Filter| !matches!(filter, Filter::AsciiHexDecode | Filter::Ascii85Decode);
        let filters = stream.filters();
        let packings: Vec<_> = filters.iter().filter(|filter| packing(filter)).collect();
        let is_image = stream.dict().get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Image");
        let is_measured = match packings[..] {
            [] => true,
            [Filter::FlateDecode] => filters.len() == 1 && !is_image,
            _ => false,
        };
        let is_short = packings.len() <= 1 && stream.raw_data().len() <= SHORT;
        if !is_measured && !is_short {
            return None;
        }
        let data = stream.decoded_data().ok()?;
        self.bytes = self.bytes.checked_sub(data.len())?;
        Some(data.into_owned())
    }
}

/// Reads the pages of one file.
#[derive(Debug)]
pub(super) struct Interpreter {
    budget: Budget,
}

impl Default for Interpreter {
    fn default() -> Self {
        Self { budget: Budget::NEW }
    }
}

/// What the graphics state says of text (9.3).
#[derive(Debug, Clone)]
struct State {
    /// From the user's space to the page.
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

impl State {
    const fn new(page: Matrix) -> Self {
        Self {
            page,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// One content stream under way.
struct Run<'r, 'l> {
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Whether text was shown since the text matrix was last set.
    has_shown: bool,
    layout: &'r mut Layout<'l>,
}

impl Interpreter {
    /// Adds the text of a page.
    ///
    /// # Errors
    /// When it is not a page that can be read.
    pub(super) fn page(&mut self, page: &Page<'_>, lines: &mut Lines) -> Result<(), Unreadable> {
        let mut data = Vec::new();
        let contents = page.raw().get::<Stream<'_>>("Contents");
        let several = page.raw().get::<Array<'_>>("Contents");
        for stream in contents.into_iter().chain(several.iter().flat_map(Array::iter::<Stream<'_>>)) {
            data.extend(self.budget.decode(&stream).ok_or(Unreadable::TooBig)?);
            // Tokens do not run from one stream into the next (7.8.2).
            data.push(b' ');
        }
        let mut layout = Layout::new(lines);
        self.content(&data, page.resources(), State::new(Matrix::IDENTITY), &mut layout, 0);
        Ok(())
    }

    fn content(&mut self, data: &[u8], resources: &Resources<'_>, state: State, layout: &mut Layout<'_>, depth: usize) {
        let mut fonts: HashMap<Vec<u8>, Option<Rc<Font>>> = HashMap::new();
        let mut run =
            Run { state, saved: Vec::new(), text: Matrix::IDENTITY, line: Matrix::IDENTITY, has_shown: false, layout };
        let mut operations = UntypedIter::new(data);
        while let Some(operation) = operations.next() {
            if self.budget.operators == 0 || run.layout.lines.is_full() {
                return;
            }
            self.budget.operators -= 1;
            let operands: Vec<&Object<'_>> = operation.operands().collect();
            match &**operation.operator {
                b"Tf" => {
                    if let [Object::Name(name), Object::Number(size)] = &operands[..] {
                        let load = || resources.get_font(name).map(|dict| Rc::new(Font::new(&dict, &mut self.budget)));
                        run.state.font = fonts.entry(name.as_ref().to_vec()).or_insert_with(load).clone();
                        run.state.size = size.as_f64();
                    }
                }
                b"Do" => {
                    if let [Object::Name(name)] = &operands[..]
                        && depth < DEEPEST
                        && let Some(form) = resources.get_x_object(name)
                    {
                        self.form(&form, resources, run.state.clone(), run.layout, depth);
                    }
                }
                operator => run.operator(operator, &operands),
            }
        }
    }

    /// A form (8.10): a content stream of its own.
    fn form(
        &mut self,
        form: &Stream<'_>,
        resources: &Resources<'_>,
        mut state: State,
        layout: &mut Layout<'_>,
        depth: usize,
    ) {
        let dict = form.dict();
        if dict.get::<Name<'_>>("Subtype").is_none_or(|kind| kind.as_ref() != b"Form") {
            return;
        }
        let Some(data) = self.budget.decode(form) else { return };
        let entries: Vec<f64> =
            dict.get::<Array<'_>>("Matrix").iter().flat_map(Array::iter::<f32>).take(6).map(f64::from).collect();
        if let Ok(matrix) = <[f64; 6]>::try_from(entries) {
            state.page = Matrix(matrix).then(state.page);
        }
        match dict.get::<Dict<'_>>("Resources") {
            Some(own) => self.content(&data, &Resources::new(own), state, layout, depth + 1),
            None => self.content(&data, resources, state, layout, depth + 1),
        }
    }
}

/// The numbers among operands.
fn numbers<const N: usize>(operands: &[&Object<'_>]) -> Option<[f64; N]> {
    let all: Vec<f64> = operands
        .iter()
        .filter_map(|operand| if let Object::Number(number) = operand { Some(number.as_f64()) } else { None })
        .collect();
    all.try_into().ok()
}

impl Run<'_, '_> {
    fn operator(&mut self, operator: &[u8], operands: &[&Object<'_>]) {
        match operator {
            b"q" if self.saved.len() < MOST_SAVED => self.saved.push(self.state.clone()),
            b"Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"cm" => {
                if let Some(matrix) = numbers(operands) {
                    self.state.page = Matrix(matrix).then(self.state.page);
                }
            }
            b"BT" => self.place(Matrix::IDENTITY),
            b"Tm" => {
                if let Some(matrix) = numbers(operands) {
                    self.place(Matrix(matrix));
                }
            }
            b"Td" | b"TD" => {
                if let Some([x, y]) = numbers(operands) {
                    if operator == b"TD" {
                        self.state.leading = -y;
                    }
                    self.next_line(x, y);
                }
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tj" | b"TJ" => self.show_all(operands),
            b"'" | b"\"" => {
                self.next_line(0.0, -self.state.leading);
                if let [Object::Number(word), Object::Number(character), _] = operands {
                    self.state.word_spacing = word.as_f64();
                    self.state.character_spacing = character.as_f64();
                }
                self.show_all(operands.last().map(std::slice::from_ref).unwrap_or_default());
            }
            _ => self.parameter(operator, operands),
        }
    }

    fn parameter(&mut self, operator: &[u8], operands: &[&Object<'_>]) {
        let Some([value]) = numbers(operands) else { return };
        match operator {
            b"Tc" => self.state.character_spacing = value,
            b"Tw" => self.state.word_spacing = value,
            b"Tz" => self.state.scale = value / 100.0,
            b"TL" => self.state.leading = value,
            b"Ts" => self.state.rise = value,
            _ => {}
        }
    }

    const fn place(&mut self, matrix: Matrix) {
        self.text = matrix;
        self.line = matrix;
        self.has_shown = false;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.place(Matrix::shift(x, y).then(self.line));
    }

    /// Strings, and in arrays the numbers between them, in thousandths of an em.
    fn show_all(&mut self, operands: &[&Object<'_>]) {
        for operand in operands {
            match operand {
                Object::String(text) => self.show(text.as_bytes()),
                Object::Array(parts) => {
                    for part in parts.iter::<Object<'_>>() {
                        match part {
                            Object::String(text) => self.show(text.as_bytes()),
                            Object::Number(back) => {
                                let by = -back.as_f64() / 1000.0 * self.state.size * self.state.scale;
                                self.text = Matrix::shift(by, 0.0).then(self.text);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        let State { size, scale, rise, character_spacing, word_spacing, page, .. } = self.state;
        if size == 0.0 || scale == 0.0 {
            return;
        }
        for code in font.codes(bytes) {
            let spacing = character_spacing + if code.is_space { word_spacing } else { 0.0 };
            let advance = code.width + spacing / size;
            let at = Matrix([size * scale, 0.0, 0.0, size, 0.0, rise]).then(self.text).then(page);
            let (is_exact, follows) = (font.has_widths(), self.has_shown);
            self.layout.add(Glyph { text: &code.text, at, advance, is_exact, follows });
            self.has_shown = true;
            self.text = Matrix::shift(advance * size * scale, 0.0).then(self.text);
        }
    }
}
