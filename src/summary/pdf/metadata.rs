//! What does the file say about itself? Title, author, language and dates, for people and for machines.
//!
//! The same is said twice, as the information dictionary of old and as XMP: readers look at either.

use pdf_writer::{Name, Ref, Str, TextStr};
use sha2::{Digest, Sha256};

use super::PdfMeta;
use super::pack::File;
use crate::summary::page::Page;

/// The name of the program, as who made the file and with what.
const PROGRAM: &[u8] = b"Countercheck";

/// Writes the information dictionary, for the trailer.
pub(super) fn information(file: &mut File, meta: &PdfMeta) -> Ref {
    let number = file.number();
    let date = format!("D:{}000000Z", meta.date.strftime("%Y%m%d"));
    let mut information = file.object(number).indirect(number).dict();
    information.pair(Name(b"Title"), TextStr(&meta.title));
    information.pair(Name(b"Author"), TextStr(&meta.author));
    information.pair(Name(b"Creator"), Str(PROGRAM));
    information.pair(Name(b"Producer"), Str(PROGRAM));
    information.pair(Name(b"CreationDate"), Str(date.as_bytes()));
    information.pair(Name(b"ModDate"), Str(date.as_bytes()));
    drop(information);
    number
}

/// Writes the XMP, for the catalog. It is not packed, so that what looks for it need not know PDF.
pub(super) fn machine_readable(file: &mut File, pages: &[Page], meta: &PdfMeta) -> Ref {
    file.bare_stream(xmp(pages, meta).as_bytes(), |stream| {
        stream.pair(Name(b"Type"), Name(b"Metadata"));
        stream.pair(Name(b"Subtype"), Name(b"XML"));
    })
}

/// The metadata as XMP. It claims no standard: only a validator of all its rules could bear that out.
fn xmp(pages: &[Page], meta: &PdfMeta) -> String {
    let date = format!("{}T00:00:00Z", meta.date.strftime("%Y-%m-%d"));
    let mut languages = vec![meta.language.as_str()];
    for page in pages {
        if !languages.contains(&page.language.as_str()) {
            languages.push(&page.language);
        }
    }
    let languages: String =
        languages.iter().map(|language| format!("<rdf:li>{}</rdf:li>", escaped(language))).collect();
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n\
         <dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>\n\
         <xmp:CreatorTool>{PROGRAM}</xmp:CreatorTool>\n\
         <xmp:CreateDate>{date}</xmp:CreateDate>\n\
         <xmp:ModifyDate>{date}</xmp:ModifyDate>\n\
         <xmp:MetadataDate>{date}</xmp:MetadataDate>\n\
         <pdf:Producer>{PROGRAM}</pdf:Producer>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>",
        PROGRAM = String::from_utf8_lossy(PROGRAM),
        title = escaped(&meta.title),
        author = escaped(&meta.author),
    )
}

/// Words between XML's signs. Control characters, which XML can't hold, are left out.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for letter in words.chars().filter(|letter| !letter.is_control()) {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// A number that stands for the content: the first half of a SHA-256. It names the file and guards nothing.
pub(super) fn fingerprint(file: &File, pages: &[Page], meta: &PdfMeta) -> [u8; 16] {
    let mut hash = Sha256::new();
    hash.update(meta.title.as_bytes());
    hash.update(meta.author.as_bytes());
    hash.update(meta.language.as_bytes());
    hash.update(meta.date.to_string().as_bytes());
    for page in pages {
        hash.update(page.language.as_bytes());
        page.opens.iter().chain(page.alternatives.values()).for_each(|words| hash.update(words.as_bytes()));
    }
    hash.update(file.streams());
    let mut half = [0; 16];
    half.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    half
}
