//! Which pictures of pages are there, and what do they take? Each is made once for its size, and kept while there
//! is room.

use eframe::egui::{Context, TextureHandle, TextureId, TextureOptions};

use super::picture::picture;
use crate::summary::Page;

/// So many bytes of pictures are kept of pages that are out of sight.
const KEPT_BYTES: usize = 48 << 20;
/// The most pixels of one picture: past it, a page is shown a little softer.
const MOST_PIXELS: f32 = 24e6;

/// The pictures of all pages, in one size.
#[derive(Default)]
pub struct Pictures {
    of: Vec<Option<Picture>>,
    /// How many were made so far.
    made: usize,
}

struct Picture {
    pixels: f32,
    texture: TextureHandle,
}

impl Pictures {
    /// There are other pages now: keeps the pictures of those for which `is_same` holds.
    pub fn turn(&mut self, count: usize, is_same: impl Fn(usize) -> bool) {
        self.of.resize_with(count, || None);
        for (at, picture) in self.of.iter_mut().enumerate() {
            if !is_same(at) {
                *picture = None;
            }
        }
    }

    /// The picture of a page, if only in another size.
    pub fn of(&self, page: usize) -> Option<TextureId> {
        self.at(page).map(|picture| picture.texture.id())
    }

    fn at(&self, page: usize) -> Option<&Picture> {
        self.of.get(page)?.as_ref()
    }

    /// Whether the picture of a page is there, at so many pixels a point of paper.
    pub fn has(&self, page: usize, pixels: f32) -> bool {
        self.at(page).is_some_and(|picture| (picture.pixels - pixels).abs() < 0.0005)
    }

    /// Makes the picture of a page, at so many pixels a point of paper.
    pub fn make(&mut self, ctx: &Context, at: usize, page: &Page, pixels: f32) {
        let Some(slot) = self.of.get_mut(at) else { return };
        let (width, height) = (page.size.width.0, page.size.height.0);
        let side = ctx.input(|input| input.max_texture_side) as f32 - 1.0;
        let most = (side / width.max(height)).min((MOST_PIXELS / (width * height)).sqrt());
        let Some(image) = picture(page, pixels.min(most)) else { return };
        let name = format!("page {at}");
        // Under the size that was asked for: one that is softer is not asked for again.
        *slot = Some(Picture { pixels, texture: ctx.load_texture(name, image, TextureOptions::LINEAR) });
        self.made += 1;
    }

    /// Lets pictures of pages out of sight go when they take too much, those farthest from `page` first.
    pub fn shed(&mut self, page: usize, is_in_sight: impl Fn(usize) -> bool) {
        let mut out_of_sight: Vec<usize> = (0..self.of.len()).filter(|at| !is_in_sight(*at)).collect();
        out_of_sight.sort_by_key(|at| at.abs_diff(page));
        let mut taken = 0;
        for at in out_of_sight {
            let Some(slot) = self.of.get_mut(at) else { continue };
            taken += slot.as_ref().map_or(0, |picture| picture.texture.byte_size());
            if taken > KEPT_BYTES {
                *slot = None;
            }
        }
    }

    /// How many pictures were made so far, for tests of how seldom that is.
    pub fn made(&self) -> usize {
        self.made
    }
}
