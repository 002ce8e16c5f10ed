//! How small does the file become? Its objects are packed: streams one by one, all others in tens and hundreds.
//!
//! The tree of a tagged file has thousands of small objects. A cross-reference stream says in which stream each of
//! them stands (PDF 1.7, 7.5.7 and 7.5.8).

use std::io::Write;

use flate2::{Compress, Compression, FlushCompress, Status};
use pdf_writer::{Chunk, Filter, Name, Ref, Settings, Str, Stream};

/// Tight enough; each step more costs more than it saves.
const LEVEL: Compression = Compression::new(4);
/// What a packed stream takes at least, in bytes, about.
const LEAST_ROOM: usize = 64;
/// What the entry that names the packing takes in the file, in bytes.
const ENTRY: usize = 19;
/// So many objects are packed together. More would save little, and a reader unpacks all for one.
const OBJECTS_A_STREAM: usize = 200;
/// The second line tells programs that copy files that this is no text.
const HEADER: &[u8] = b"%PDF-1.7\n%\x80\x80\x80\x80\n";
/// Around an object as it stands alone; in a stream it stands without.
const OBJECT_END: &[u8] = b"\nendobj";
const PLAIN: Settings = Settings { pretty: false };

/// A file in the making.
pub(super) struct File {
    /// How many numbers are given.
    objects: i32,
    small: Chunk,
    /// Where each of the small objects begins.
    small_starts: Vec<(Ref, usize)>,
    streams: Chunk,
    /// Where each stream begins.
    stream_starts: Vec<(Ref, usize)>,
    /// Its tables are large, so that one is used for all streams.
    packer: Compress,
}

/// Where an object stands in the file.
#[derive(Clone, Copy)]
enum Stand {
    /// Nowhere: its number was not used.
    Nowhere,
    At {
        offset: usize,
    },
    In {
        stream: Ref,
        index: usize,
    },
}

/// What the file is found by.
pub(super) struct Trailer {
    pub(super) catalog: Ref,
    pub(super) information: Ref,
    /// Stands for the content.
    pub(super) fingerprint: [u8; 16],
}

impl File {
    pub(super) fn new() -> File {
        File {
            objects: 0,
            small: Chunk::with_settings(PLAIN),
            small_starts: Vec::new(),
            streams: Chunk::with_settings(PLAIN),
            stream_starts: Vec::new(),
            packer: Compress::new(LEVEL, true),
        }
    }

    /// The number of an object that is written later.
    pub(super) fn number(&mut self) -> Ref {
        self.objects += 1;
        Ref::new(self.objects)
    }

    /// Where exactly one object of this number, which is no stream, is to be written.
    pub(super) fn object(&mut self, number: Ref) -> &mut Chunk {
        self.small_starts.push((number, self.small.len()));
        &mut self.small
    }

    /// Writes a stream, packed where it becomes smaller.
    pub(super) fn stream(
        &mut self,
        content: &[u8],
        entries: impl FnOnce(&mut Stream<'_>),
    ) -> std::io::Result<Ref> {
        let number = self.number();
        let packed = self.packed(content)?;
        if packed.len() + ENTRY < content.len() {
            self.raw(number, &packed, |stream| {
                entries(stream);
                stream.filter(Filter::FlateDecode);
            });
        } else {
            self.raw(number, content, entries);
        }
        Ok(number)
    }

    /// Writes a stream that stands in the file as it is.
    pub(super) fn bare_stream(&mut self, content: &[u8], entries: impl FnOnce(&mut Stream<'_>)) -> Ref {
        let number = self.number();
        self.raw(number, content, entries);
        number
    }

    fn raw(&mut self, number: Ref, content: &[u8], entries: impl FnOnce(&mut Stream<'_>)) {
        self.stream_starts.push((number, self.streams.len()));
        entries(&mut self.streams.stream(number, content));
    }

    fn packed(&mut self, content: &[u8]) -> std::io::Result<Vec<u8>> {
        self.packer.reset();
        let mut packed = Vec::with_capacity(content.len() / 3 + LEAST_ROOM);
        loop {
            let done = usize::try_from(self.packer.total_in()).unwrap_or(usize::MAX);
            let rest = content.get(done..).unwrap_or_default();
            match self.packer.compress_vec(rest, &mut packed, FlushCompress::Finish)? {
                Status::StreamEnd => return Ok(packed),
                Status::Ok | Status::BufError => packed.reserve(packed.capacity() + LEAST_ROOM),
            }
        }
    }

    /// All streams so far, as they stand in the file.
    pub(super) fn streams(&self) -> &[u8] {
        self.streams.as_bytes()
    }

    /// The bytes of the file.
    pub(super) fn finish(mut self, trailer: &Trailer) -> std::io::Result<Vec<u8>> {
        let small = std::mem::replace(&mut self.small, Chunk::new());
        let starts = std::mem::take(&mut self.small_starts);
        let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([small.len()]);
        let objects: Vec<(Ref, &[u8])> = starts
            .iter()
            .zip(ends)
            .map(|((number, start), end)| (*number, value(small.as_bytes().get(*start..end))))
            .collect();
        let mut stands = vec![Stand::Nowhere; usize::try_from(self.objects).unwrap_or_default() + 1];
        for group in objects.chunks(OBJECTS_A_STREAM) {
            let stream = self.together(group)?;
            for (index, (number, _)) in group.iter().enumerate() {
                set(&mut stands, *number, Stand::In { stream, index });
            }
        }
        let table = self.number();
        let begin = HEADER.len() + self.streams.len();
        for (number, start) in &self.stream_starts {
            set(&mut stands, *number, Stand::At { offset: HEADER.len() + start });
        }
        set(&mut stands, table, Stand::At { offset: begin });
        self.table(table, &stands, trailer)?;

        let mut bytes = Vec::with_capacity(begin + 4_000);
        bytes.extend_from_slice(HEADER);
        bytes.extend_from_slice(self.streams.as_bytes());
        write!(bytes, "startxref\n{begin}\n%%EOF\n")?;
        Ok(bytes)
    }

    /// Writes objects into one stream: their numbers and places first, then themselves.
    fn together(&mut self, objects: &[(Ref, &[u8])]) -> std::io::Result<Ref> {
        let mut content = Vec::new();
        let mut at = 0;
        for (number, value) in objects {
            write!(content, "{} {at} ", number.get())?;
            at += value.len() + 1;
        }
        let first = content.len();
        for (_, value) in objects {
            content.extend_from_slice(value);
            content.push(b'\n');
        }
        self.stream(&content, |stream| {
            stream.pair(Name(b"Type"), Name(b"ObjStm"));
            stream.pair(Name(b"N"), integer(objects.len()));
            stream.pair(Name(b"First"), integer(first));
        })
    }

    /// Writes where all objects stand, and what the file is found by.
    fn table(&mut self, number: Ref, stands: &[Stand], trailer: &Trailer) -> std::io::Result<()> {
        let mut rows = Vec::with_capacity(stands.len() * 7);
        for stand in stands {
            let (kind, place, index) = match stand {
                Stand::Nowhere => (0, 0, 0),
                Stand::At { offset } => (1, *offset, 0),
                Stand::In { stream, index } => (2, usize::try_from(stream.get()).unwrap_or_default(), *index),
            };
            rows.push(kind);
            rows.extend(u32::try_from(place).unwrap_or(u32::MAX).to_be_bytes());
            rows.extend(u16::try_from(index).unwrap_or(u16::MAX).to_be_bytes());
        }
        let packed = self.packed(&rows)?;
        self.raw(number, &packed, |stream| {
            stream.filter(Filter::FlateDecode);
            stream.pair(Name(b"Type"), Name(b"XRef"));
            stream.pair(Name(b"Size"), integer(stands.len()));
            stream.insert(Name(b"W")).array().items([1, 4, 2]);
            stream.pair(Name(b"Root"), trailer.catalog);
            stream.pair(Name(b"Info"), trailer.information);
            stream.insert(Name(b"ID")).array().items([Str(&trailer.fingerprint); 2]);
        });
        Ok(())
    }
}

/// An object without the number before it and the word behind it.
fn value(object: Option<&[u8]>) -> &[u8] {
    let object = object.unwrap_or_default().trim_ascii_end();
    let object = object.strip_suffix(OBJECT_END).unwrap_or(object);
    let start = object.iter().position(|byte| *byte == b'\n').map_or(0, |line| line + 1);
    object.get(start..).unwrap_or_default()
}

fn set(stands: &mut Vec<Stand>, number: Ref, stand: Stand) {
    let number = usize::try_from(number.get()).unwrap_or_default();
    if number >= stands.len() {
        stands.resize(number + 1, Stand::Nowhere);
    }
    if let Some(known) = stands.get_mut(number) {
        *known = stand;
    }
}

/// A count or place; a file is far below 2 GB.
pub(super) fn integer(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, Object};

    use super::*;

    fn file(objects: i32) -> Vec<u8> {
        let mut file = File::new();
        let catalog = file.number();
        let unused = file.number();
        assert_ne!(catalog, unused);
        let long = file.stream(&b"0 0 m 10 10 l S ".repeat(50), |_| {}).unwrap();
        let short = file.stream(b"S", |_| {}).unwrap();
        let bare = file.bare_stream(&b"as it is ".repeat(50), |_| {});
        let all: Vec<Ref> = (0..objects).map(|_| file.number()).collect();
        for (number, value) in all.iter().zip(0..) {
            file.object(*number)
                .indirect(*number)
                .dict()
                .pair(Name(b"Words"), Str(b"5 0 obj\nendobj\n\n"))
                .pair(Name(b"Value"), value);
        }
        let mut dict = file.object(catalog).indirect(catalog).dict();
        dict.pair(Name(b"Type"), Name(b"Catalog"));
        dict.insert(Name(b"Streams")).array().items([long, short, bare]);
        dict.insert(Name(b"All")).array().items(all);
        drop(dict);
        file.finish(&Trailer { catalog, information: catalog, fingerprint: *b"0123456789abcdef" }).unwrap()
    }

    #[test]
    fn every_object_is_found_again_whether_there_are_few_or_many() {
        for count in [0, 1, 198, 199, 200, 201, 1_000] {
            let bytes = file(count);
            let read = Document::load_mem(&bytes).unwrap();
            let all = read.catalog().unwrap().get(b"All").unwrap().as_array().unwrap();
            assert_eq!(all.len(), usize::try_from(count).unwrap());
            for (value, reference) in (0_i64..).zip(all) {
                let (_, object) = read.dereference(reference).unwrap();
                let dictionary = object.as_dict().unwrap();
                assert_eq!(dictionary.get(b"Value").unwrap().as_i64().unwrap(), value);
                assert_eq!(dictionary.get(b"Words").unwrap().as_str().unwrap(), b"5 0 obj\nendobj\n\n");
            }
        }
        let size = file(1_000).len();
        assert!(size < 15_000, "a thousand small objects take {size} bytes");
    }

    #[test]
    fn a_stream_is_packed_where_it_becomes_smaller_and_reads_as_before() {
        let read = Document::load_mem(&file(3)).unwrap();
        let streams = read.catalog().unwrap().get(b"Streams").unwrap().as_array().unwrap();
        let stream = |at: usize| {
            let (_, object) = read.dereference(&streams[at]).unwrap();
            let Object::Stream(stream) = object else { panic!("no stream") };
            stream
        };
        assert!(stream(0).content.len() < 100);
        assert_eq!(stream(0).decompressed_content().unwrap(), b"0 0 m 10 10 l S ".repeat(50));
        assert_eq!(stream(1).content, b"S");
        assert_eq!(stream(2).content, b"as it is ".repeat(50));
        assert!(!stream(2).dict.has(b"Filter"));
    }
}
