//! What does the file say about itself? Title, author, language and dates, for people and for machines.
//!
//! The same is said twice, as the information dictionary of old and as XMP: readers look at either.

use lopdf::{Dictionary, Object, Stream, dictionary};

use super::{PdfMeta, failed, literal, text_string};
use crate::summary::error::SummaryError;
use crate::summary::page::Page;

/// The name of the program, as who made the file and with what.
const PROGRAM: &str = "Countercheck";

/// Replaces what printpdf wrote: its information dictionary claims a PDF/X version that the file doesn't
/// have, and its XMP has dates in no form of XMP.
pub(super) fn write(file: &mut lopdf::Document, pages: &[Page], meta: &PdfMeta) -> Result<(), SummaryError> {
    let place = file.trailer.get(b"Info").and_then(Object::as_reference).map_err(failed)?;
    file.set_object(place, information(meta));
    // Not compressed, so that what looks for it need not know PDF.
    let head = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let stream = Stream::new(head, xmp(pages, meta).into_bytes()).with_compression(false);
    let known = file.catalog().and_then(|catalog| catalog.get(b"Metadata")).and_then(Object::as_reference);
    if let Ok(place) = known {
        file.set_object(place, stream);
    } else {
        let place = file.add_object(stream);
        file.catalog_mut().map_err(failed)?.set("Metadata", place);
    }
    Ok(())
}

fn information(meta: &PdfMeta) -> Dictionary {
    let date = literal(&format!("D:{}000000Z", meta.date.strftime("%Y%m%d")));
    dictionary! {
        "Title" => text_string(&meta.title),
        "Author" => text_string(&meta.author),
        "Creator" => literal(PROGRAM),
        "Producer" => literal(PROGRAM),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    }
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

/// A number that stands for the content: FNV-1a of 128 bits. It names the file and guards nothing.
pub(super) fn fingerprint(file: &lopdf::Document, pages: &[Page], meta: &PdfMeta) -> [u8; 16] {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut hash = OFFSET;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
        }
    };
    add(meta.title.as_bytes());
    add(meta.author.as_bytes());
    add(meta.language.as_bytes());
    add(meta.date.to_string().as_bytes());
    for page in pages {
        add(page.language.as_bytes());
        page.opens.iter().chain(page.alternatives.values()).for_each(|words| add(words.as_bytes()));
    }
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            add(&stream.content);
        }
    }
    hash.to_be_bytes()
}
