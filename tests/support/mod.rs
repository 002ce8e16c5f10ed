//! Draws what egui wants drawn, on the CPU: textured triangles into a picture of RGBA pixels.
//!
//! For tests only. It needs no display, no GPU and no driver, and gives the same bytes everywhere.
//! It blends as egui's shaders do: premultiplied alpha, in sRGB as it is (no linear light).

#![allow(clippy::expect_used, clippy::panic, reason = "clippy takes helpers of tests for the program")]

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    fs::File,
    io::BufWriter,
    path::Path,
    rc::Rc,
};

use eframe::egui::{
    Color32, ImageData, Rect, TextureId, TexturesDelta,
    epaint::{ClippedPrimitive, Mesh, Primitive, Vertex},
};
use egui_kittest::{Harness, TestRenderer};

/// One corner of a pixel is 256 steps from the next: vertices are put on this grid, so that
/// triangles that share an edge neither overlap nor leave a gap.
const GRID: f32 = 256.0;

/// The textures of one harness. Clones share them: give one to the harness, keep the other.
#[derive(Clone, Default)]
pub struct Raster {
    textures: Rc<RefCell<Textures>>,
}

#[derive(Default)]
struct Textures {
    images: HashMap<TextureId, Texture>,
    /// Freed by egui, but still in use by the shapes of the same frame.
    leaving: HashSet<TextureId>,
}

#[derive(Clone)]
struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
}

/// A finished picture, row by row from the top, premultiplied.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Color32>,
}

impl TestRenderer for Raster {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut textures = self.textures.borrow_mut();
        for id in std::mem::take(&mut textures.leaving) {
            textures.images.remove(&id);
        }
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                let patch =
                    Texture { width: image.size[0], height: image.size[1], pixels: image.pixels.clone() };
                match change.pos {
                    None => drop(textures.images.insert(id, patch)),
                    Some([x, y]) => textures
                        .images
                        .get_mut(&id)
                        .expect("a patch comes after its texture")
                        .paste(&patch, x, y),
                }
            }
        }
        textures.leaving.extend(delta.free.drain());
    }
}

impl Raster {
    /// The last frame of `harness`, which must have been built with a clone of this renderer.
    pub fn picture<State>(&self, harness: &Harness<'_, State>) -> Picture {
        let output = harness.output();
        let scale = output.pixels_per_point;
        let size = harness.ctx.content_rect().size() * scale;
        let mut picture = Picture::filled(
            size.x.round() as usize,
            size.y.round() as usize,
            harness.ctx.global_style().visuals.panel_fill,
        );
        let primitives = harness.ctx.tessellate(output.shapes.clone(), scale);
        let textures = self.textures.borrow();
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            match primitive {
                Primitive::Mesh(mesh) => {
                    let texture = &textures.images[&mesh.texture_id];
                    picture.mesh(&mesh, texture, clip_rect * scale, scale);
                }
                Primitive::Callback(_) => panic!("no widget of ours paints by callback"),
            }
        }
        picture
    }
}

impl Texture {
    fn paste(&mut self, patch: &Self, x: usize, y: usize) {
        for row in 0..patch.height {
            let from = row * patch.width;
            let to = (y + row) * self.width + x;
            self.pixels[to..to + patch.width].copy_from_slice(&patch.pixels[from..from + patch.width]);
        }
    }

    /// The color at `(u, v)` in 0..=1, between the four nearest pixels, clamped at the edges.
    fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        let x = u * self.width as f32 - 0.5;
        let y = v * self.height as f32 - 0.5;
        let (left, top) = (x.floor(), y.floor());
        let (right_share, low_share) = (x - left, y - top);
        let mut sum = [0.0; 4];
        for (dx, dy, share) in [
            (0.0, 0.0, (1.0 - right_share) * (1.0 - low_share)),
            (1.0, 0.0, right_share * (1.0 - low_share)),
            (0.0, 1.0, (1.0 - right_share) * low_share),
            (1.0, 1.0, right_share * low_share),
        ] {
            let column = (left + dx).clamp(0.0, self.width as f32 - 1.0) as usize;
            let row = (top + dy).clamp(0.0, self.height as f32 - 1.0) as usize;
            let pixel = self.pixels[row * self.width + column].to_array();
            for (total, part) in sum.iter_mut().zip(pixel) {
                *total += share * f32::from(part) / 255.0;
            }
        }
        sum
    }
}

impl Picture {
    /// One color everywhere.
    pub fn filled(width: usize, height: usize, color: Color32) -> Self {
        Self { width, height, pixels: vec![color; width * height] }
    }

    /// The color of one pixel.
    pub fn at(&self, x: usize, y: usize) -> Color32 {
        self.pixels[y * self.width + x]
    }

    /// Writes the picture as a PNG file.
    pub fn save(&self, path: &Path) {
        let file = File::create(path).expect("the folder for pictures can be written");
        let (width, height) = (self.width as u32, self.height as u32);
        let mut encoder = png::Encoder::new(BufWriter::new(file), width, height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let bytes: Vec<u8> = self.pixels.iter().flat_map(Color32::to_srgba_unmultiplied).collect();
        let mut writer = encoder.write_header().expect("a PNG header");
        writer.write_image_data(&bytes).expect("all rows");
    }

    fn mesh(&mut self, mesh: &Mesh, texture: &Texture, clip: Rect, scale: f32) {
        for corners in mesh.indices.chunks_exact(3) {
            let [a, b, c] = [corners[0], corners[1], corners[2]]
                .map(|index| Corner::new(&mesh.vertices[index as usize], scale));
            self.triangle([a, b, c], texture, clip);
        }
    }

    fn triangle(&mut self, corners: [Corner; 3], texture: &Texture, clip: Rect) {
        let [a, mut b, mut c] = corners;
        let mut area = turn(&a, &b, c.x, c.y);
        if area == 0 {
            return;
        }
        if area < 0 {
            std::mem::swap(&mut b, &mut c);
            area = -area;
        }
        let xs = [a.x, b.x, c.x];
        let ys = [a.y, b.y, c.y];
        let first = |values: [i64; 3], from: f32| {
            let low = values.into_iter().min().unwrap_or(0) as f32 / GRID;
            low.floor().max(from.round()).max(0.0) as usize
        };
        let last = |values: [i64; 3], to: f32, end: usize| {
            let high = values.into_iter().max().unwrap_or(0) as f32 / GRID;
            (high.ceil().min(to.round()).max(0.0) as usize).min(end)
        };
        // Each weight changes by a fixed amount from one pixel to the next, so walking the rows
        // needs additions only; unoptimized test builds draw whole windows with this.
        let (columns, rows) = (
            first(xs, clip.left())..last(xs, clip.right(), self.width),
            first(ys, clip.top())..last(ys, clip.bottom(), self.height),
        );
        let grid = GRID as i64;
        let edges = [(&b, &c), (&c, &a), (&a, &b)];
        let steps = edges.map(|(from, to)| (from.y - to.y) * grid);
        let least = edges.map(|(from, to)| i64::from(!owns(from, to)));
        let plain = plain_color(&[&a, &b, &c], texture);
        let x = columns.start as i64 * grid + grid / 2;
        for row in rows {
            let y = row as i64 * grid + grid / 2;
            let mut weights = edges.map(|(from, to)| turn(from, to, x, y));
            for column in columns.clone() {
                if weights[0] >= least[0] && weights[1] >= least[1] && weights[2] >= least[2] {
                    let color = plain.unwrap_or_else(|| {
                        let shares = weights.map(|weight| weight as f32 / area as f32);
                        mix(&[&a, &b, &c], shares, texture)
                    });
                    self.blend(column, row, color);
                }
                weights[0] += steps[0];
                weights[1] += steps[1];
                weights[2] += steps[2];
            }
        }
    }

    fn blend(&mut self, x: usize, y: usize, source: [f32; 4]) {
        let pixel = &mut self.pixels[y * self.width + x];
        if source[3] <= 0.0 && source == [0.0; 4] {
            return;
        }
        if source[3] >= 1.0 {
            let [red, green, blue, _] = source.map(|part| (part * 255.0).round() as u8);
            *pixel = Color32::from_rgb(red, green, blue);
            return;
        }
        let under = pixel.to_array();
        let keep = 1.0 - source[3];
        let mut result = [0; 4];
        for ((out, over), below) in result.iter_mut().zip(source).zip(under) {
            *out = (over * 255.0 + keep * f32::from(below)).round() as u8;
        }
        let [red, green, blue, alpha] = result;
        *pixel = Color32::from_rgba_premultiplied(red, green, blue, alpha);
    }
}

/// A vertex on the grid.
struct Corner {
    x: i64,
    y: i64,
    uv: [f32; 2],
    color: [f32; 4],
}

impl Corner {
    fn new(vertex: &Vertex, scale: f32) -> Self {
        Self {
            x: (vertex.pos.x * scale * GRID).round() as i64,
            y: (vertex.pos.y * scale * GRID).round() as i64,
            uv: [vertex.uv.x, vertex.uv.y],
            color: vertex.color.to_array().map(|part| f32::from(part) / 255.0),
        }
    }
}

/// Twice the area of the triangle `from`, `to`, `(x, y)`; positive when it turns clockwise.
fn turn(from: &Corner, to: &Corner, x: i64, y: i64) -> i64 {
    (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)
}

/// Of two triangles that share an edge, exactly one owns the pixels on it: the top-left rule.
fn owns(from: &Corner, to: &Corner) -> bool {
    to.y < from.y || (to.y == from.y && to.x > from.x)
}

/// The color of a triangle that is alike all over, which most of a window is made of.
fn plain_color(corners: &[&Corner; 3], texture: &Texture) -> Option<[f32; 4]> {
    let [a, b, c] = corners;
    let alike = |one: &Corner, other: &Corner| one.uv == other.uv && one.color == other.color;
    (alike(a, b) && alike(b, c)).then(|| mix(corners, [1.0, 0.0, 0.0], texture))
}

fn mix(corners: &[&Corner; 3], shares: [f32; 3], texture: &Texture) -> [f32; 4] {
    let [a, b, c] = corners;
    let [one, two, three] = shares;
    let u = a.uv[0] * one + b.uv[0] * two + c.uv[0] * three;
    let v = a.uv[1] * one + b.uv[1] * two + c.uv[1] * three;
    let mut color = texture.sample(u, v);
    for (channel, part) in color.iter_mut().enumerate() {
        *part *= a.color[channel] * one + b.color[channel] * two + c.color[channel] * three;
    }
    color
}
