//! Whether drawing a page is work of the size that pages are.
//!
//! What a page draws may draw in turn: forms, patterns, soft masks, the glyphs of Type 3 fonts. A
//! handful of forms, each of which draws the next one ten times, is more work than any machine can do,
//! and one that draws itself has no end. So the steps are counted before any is taken.

use std::collections::HashMap;

use hayro::hayro_syntax::content::UntypedIter;
use hayro::hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::{Page, Resources};

use crate::ViewError;

/// Steps of a page, with those of all that it draws: some times those of a dense map.
const MOST_STEPS: u64 = 5_000_000;

/// Pixels of one image.
const MOST_PIXELS: f64 = 120_000_000.0;

/// What drawing an image counts beside the steps of a content stream.
const IMAGE: u64 = 200;

/// How deep contents may be within each other.
const DEEPEST: usize = 40;

/// Looks through all that a page draws.
///
/// # Errors
///
/// [`ViewError::TooMuch`] if it is more work than a document is, or without end.
pub(crate) fn check(page: &Page<'_>) -> Result<(), ViewError> {
    let mut survey = Survey::default();
    let own = page.page_stream().unwrap_or_default();
    let mut steps = survey.content(own, page.resources())?;
    for annotation in page
        .raw()
        .get::<hayro::hayro_syntax::object::Array<'_>>("Annots")
        .iter()
    {
        for annotation in annotation.iter::<Dict<'_>>() {
            let appearance = annotation.get::<Dict<'_>>("AP");
            if let Some(stream) = appearance.and_then(|a| a.get::<Stream<'_>>("N")) {
                steps = steps.saturating_add(survey.within(&stream, page.resources())?);
            }
        }
    }
    within_limit(steps).map(drop)
}

#[derive(Default)]
struct Survey {
    /// The steps of contents seen that have resources of their own, and so are always the same.
    known: HashMap<ObjectIdentifier, u64>,
    /// The contents one is in.
    path: Vec<ObjectIdentifier>,
    /// Steps looked at, which is work as well.
    looked: u64,
}

impl Survey {
    /// The steps of a content stream with those of all it draws.
    fn content(&mut self, content: &[u8], resources: &Resources<'_>) -> Result<u64, ViewError> {
        let mut steps: u64 = 0;
        let mut instructions = UntypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.looked += 1;
            within_limit(self.looked)?;
            let name = instruction
                .operands()
                .last()
                .and_then(|operand| match operand {
                    Object::Name(name) => Some(name.clone()),
                    _ => None,
                });
            let drawn = match (&**instruction.operator, name) {
                (b"Do", Some(name)) => self.object(&name, resources)?,
                (b"scn" | b"SCN", Some(name)) => self.pattern(&name, resources)?,
                (b"gs", Some(name)) => self.mask(&name, resources)?,
                (b"Tf", _) => {
                    let font = instruction.operands().next();
                    match font {
                        Some(Object::Name(name)) => self.font(name, resources)?,
                        _ => 0,
                    }
                }
                _ => 0,
            };
            steps = within_limit(steps.saturating_add(1).saturating_add(drawn))?;
        }
        Ok(steps)
    }

    /// A form or an image.
    fn object(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Result<u64, ViewError> {
        let Some(stream) = resources.get_x_object(name) else {
            return Ok(0);
        };
        let kind = stream.dict().get::<Name<'_>>("Subtype");
        match kind.as_deref() {
            Some(b"Image") => {
                let side = |name| stream.dict().get::<f32>(name).unwrap_or(0.0);
                let pixels = f64::from(side("Width")) * f64::from(side("Height"));
                match pixels <= MOST_PIXELS {
                    true => Ok(IMAGE),
                    false => Err(ViewError::TooMuch),
                }
            }
            _ => self.within(&stream, resources),
        }
    }

    fn pattern(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Result<u64, ViewError> {
        match resources.get_pattern(name) {
            Some(Object::Stream(stream)) => self.within(&stream, resources),
            _ => Ok(0),
        }
    }

    fn mask(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Result<u64, ViewError> {
        let mask = resources
            .get_ext_g_state(name)
            .and_then(|state| state.get::<Dict<'_>>("SMask"))
            .and_then(|mask| mask.get::<Stream<'_>>("G"));
        mask.map_or(Ok(0), |mask| self.within(&mask, resources))
    }

    /// The glyphs of a Type 3 font, all of them once.
    fn font(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Result<u64, ViewError> {
        let Some(font) = resources.get_font(name) else {
            return Ok(0);
        };
        let Some(glyphs) = font.get::<Dict<'_>>("CharProcs") else {
            return Ok(0);
        };
        let own = font.get::<Dict<'_>>("Resources").map(Resources::new);
        let resources = own.as_ref().unwrap_or(resources);
        let mut steps: u64 = 0;
        for glyph in glyphs.keys() {
            if let Some(stream) = glyphs.get::<Stream<'_>>(&glyph) {
                steps = within_limit(steps.saturating_add(self.within(&stream, resources)?))?;
            }
        }
        Ok(steps)
    }

    /// What is drawn by what is drawn.
    fn within(&mut self, stream: &Stream<'_>, parent: &Resources<'_>) -> Result<u64, ViewError> {
        let id = stream.obj_id();
        if let Some(steps) = self.known.get(&id) {
            return Ok(*steps);
        }
        if self.path.contains(&id) || self.path.len() >= DEEPEST {
            return Err(ViewError::TooMuch);
        }
        let Ok(content) = stream.decoded_data() else {
            return Ok(0);
        };
        let own = stream
            .dict()
            .get::<Dict<'_>>("Resources")
            .map(Resources::new);
        self.path.push(id);
        let steps = self.content(&content, own.as_ref().unwrap_or(parent))?;
        self.path.pop();
        if own.is_some() {
            self.known.insert(id, steps);
        }
        Ok(steps)
    }
}

fn within_limit(steps: u64) -> Result<u64, ViewError> {
    match steps <= MOST_STEPS {
        true => Ok(steps),
        false => Err(ViewError::TooMuch),
    }
}
