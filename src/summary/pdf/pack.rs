//! How small does the file become? The streams of a PDF are deflated.
//!
//! The PDF library packs as tightly as it can, which takes four times as long as what is done here and saves
//! one byte in fifty.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::Object;

/// Tight enough; each step more costs more than it saves.
const LEVEL: Compression = Compression::new(6);
/// What the entry that names the packing takes in the file, in bytes.
const ENTRY: usize = 19;

/// Packs every stream that is not packed yet, where it becomes smaller.
///
/// # Errors
///
/// What the packer says; writing into memory does not fail.
pub(super) fn pack(file: &mut lopdf::Document) -> std::io::Result<()> {
    for object in file.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.has(b"Filter") || !stream.allows_compression {
            continue;
        }
        let mut packer = ZlibEncoder::new(Vec::with_capacity(stream.content.len() / 3), LEVEL);
        packer.write_all(&stream.content)?;
        let packed = packer.finish()?;
        if packed.len() + ENTRY < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use lopdf::{Dictionary, Document, Stream};

    use super::*;

    #[test]
    fn a_stream_is_packed_once_where_it_becomes_smaller_and_reads_as_before() {
        let mut file = Document::new();
        let long = file.add_object(Stream::new(Dictionary::new(), b"0 0 m 10 10 l S ".repeat(50)));
        let short = file.add_object(Stream::new(Dictionary::new(), b"S".to_vec()));
        pack(&mut file).unwrap();
        pack(&mut file).unwrap();
        let stream = |id| file.get_object(id).unwrap().as_stream().unwrap();
        assert!(stream(long).content.len() < 100);
        assert_eq!(stream(long).decompressed_content().unwrap(), b"0 0 m 10 10 l S ".repeat(50));
        assert_eq!(stream(short).content, b"S");
    }
}
