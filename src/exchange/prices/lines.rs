//! A table of text, line by line: delimiters, quotes, byte order marks, and bounds on what is held.

use std::io::{BufRead, BufReader, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::PricesError;

/// A longer line is no row of a price list.
const LONGEST_LINE: u64 = 64 * 1024;
/// More columns than this are not read.
const MOST_FIELDS: usize = 256;
/// What stands behind a carriage return alone would be lost without a word.
const BROKEN_OFF: &str = "a carriage return stands within the line: save the file with usual line ends";

/// The lines of a file.
pub struct Lines<R> {
    file: BufReader<R>,
    line: Vec<u8>,
    number: u64,
    delimiter: u8,
    reader: Reader,
    out: Vec<u8>,
    ends: Vec<usize>,
}

/// The fields of one line.
pub struct Fields<'a> {
    out: &'a str,
    ends: &'a [usize],
}

impl Fields<'_> {
    /// A field without blanks at its ends.
    pub fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.out.get(start..end).map(str::trim)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

/// One line: its fields, or why it has none.
pub enum Row<'a> {
    /// Its fields.
    Fields(Fields<'a>),
    /// Nothing stands in it.
    Blank,
    /// It can't be read.
    Broken(&'static str),
}

impl<R: Read> Lines<R> {
    pub fn new(file: R) -> Self {
        Self {
            file: BufReader::with_capacity(256 * 1024, file),
            line: Vec::new(),
            number: 0,
            delimiter: b',',
            reader: Reader::new(),
            out: vec![0; 4096],
            ends: vec![0; MOST_FIELDS],
        }
    }

    /// The names of the columns, in lower case, without blanks, underscores and dashes.
    pub fn header(&mut self) -> Result<Vec<String>, PricesError> {
        if !self.advance()? {
            return Err(PricesError::Empty);
        }
        if self.line.contains(&0) {
            return Err(PricesError::Binary);
        }
        if let Some(rest) = self.line.strip_prefix(b"\xef\xbb\xbf") {
            self.line = rest.to_vec();
        }
        let count = |byte: u8| self.line.iter().filter(|one| **one == byte).count();
        let most = [b',', b';', b'\t'].into_iter().max_by_key(|byte| (count(*byte), *byte == b','));
        self.delimiter = most.unwrap_or(b',');
        self.reader = ReaderBuilder::new().delimiter(self.delimiter).build();
        match self.fields() {
            Row::Fields(fields) => {
                let name = |at: usize| fields.get(at).unwrap_or_default().to_lowercase();
                let plain = |text: String| text.chars().filter(|c| !" _-".contains(*c)).collect();
                Ok((0..fields.len()).map(|at| plain(name(at))).collect())
            }
            Row::Blank => Err(PricesError::Empty),
            Row::Broken(BROKEN_OFF) => Err(PricesError::LineEnds),
            Row::Broken(_) => Err(PricesError::Binary),
        }
    }

    /// The next line and its number, from 1; `None` at the end.
    pub fn next(&mut self) -> Result<Option<(u64, Row<'_>)>, PricesError> {
        if !self.advance()? {
            return Ok(None);
        }
        let number = self.number;
        Ok(Some((number, self.fields())))
    }

    fn advance(&mut self) -> Result<bool, PricesError> {
        self.line.clear();
        self.number += 1;
        let read = self.file.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.line)?;
        if u64::try_from(read).unwrap_or(u64::MAX) == LONGEST_LINE && self.line.last() != Some(&b'\n') {
            // Too long: passed over without holding it.
            loop {
                let buffered = self.file.fill_buf()?;
                if buffered.is_empty() {
                    break;
                }
                let (used, done) = match buffered.iter().position(|byte| *byte == b'\n') {
                    Some(at) => (at + 1, true),
                    None => (buffered.len(), false),
                };
                self.file.consume(used);
                if done {
                    break;
                }
            }
        }
        Ok(read > 0)
    }

    fn fields(&mut self) -> Row<'_> {
        while self.line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line.pop();
        }
        if u64::try_from(self.line.len()).unwrap_or(u64::MAX) >= LONGEST_LINE {
            return Row::Broken("the line is longer than 64 KiB: expected one row");
        }
        if self.line.iter().all(u8::is_ascii_whitespace) {
            return Row::Blank;
        }
        self.reader.reset();
        if self.out.len() < self.line.len() + 1 {
            self.out.resize(self.line.len() + 1, 0);
        }
        let (result, taken, written, ended) =
            self.reader.read_record(&self.line, &mut self.out, &mut self.ends);
        let ended = match result {
            ReadRecordResult::Record | ReadRecordResult::End if taken < self.line.len() => {
                return Row::Broken(BROKEN_OFF);
            }
            ReadRecordResult::Record | ReadRecordResult::End => ended,
            // The line has no end of its own: tell the reader that nothing follows.
            ReadRecordResult::InputEmpty => {
                let out = self.out.get_mut(written..).unwrap_or_default();
                let ends = self.ends.get_mut(ended..).unwrap_or_default();
                let (result, _, _, more) = self.reader.read_record(&[], out, ends);
                match result {
                    ReadRecordResult::Record | ReadRecordResult::End => ended + more,
                    _ => return Row::Broken("the line has too many columns"),
                }
            }
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                return Row::Broken("the line has too many columns");
            }
        };
        let ends = self.ends.get(..ended).unwrap_or_default();
        let length = ends.last().copied().unwrap_or(0);
        match self.out.get(..length).map(std::str::from_utf8) {
            Some(Ok(out)) => Row::Fields(Fields { out, ends }),
            Some(Err(_)) | None => Row::Broken("the line is no UTF-8: save the file as UTF-8"),
        }
    }
}
