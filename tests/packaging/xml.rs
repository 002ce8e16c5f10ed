//! Is this text well-formed XML, and what does it say? As much of XML as our files use, and strict.

/// An element with all that is in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name, with the prefix if there is one.
    pub name: String,
    /// Its attributes in order.
    pub attributes: Vec<(String, String)>,
    /// The elements in it, in order.
    pub children: Vec<Element>,
    /// The text right in it, trimmed.
    pub text: String,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first element of this name, in this one or deeper.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.all(name).into_iter().next()
    }

    /// All elements of this name, in this one or deeper, in order.
    pub fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }
}

/// Reads a whole document.
pub fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader { rest: text };
    reader.skip_between()?;
    let root = reader.element()?;
    reader.skip_between()?;
    match reader.rest.is_empty() {
        true => Ok(root),
        false => Err(format!("after the end: {}", reader.here())),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn here(&self) -> String {
        self.rest.chars().take(40).collect()
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.rest.strip_prefix(word);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn until(&mut self, end: &str) -> Result<&'a str, String> {
        let (before, after) =
            self.rest.split_once(end).ok_or_else(|| format!("no `{end}` after: {}", self.here()))?;
        self.rest = after;
        Ok(before)
    }

    fn space(&mut self) -> bool {
        let trimmed = self.rest.trim_start();
        let some = trimmed.len() < self.rest.len();
        self.rest = trimmed;
        some
    }

    /// Declaration, document type, comments and space: what may stand before and after the root.
    fn skip_between(&mut self) -> Result<(), String> {
        loop {
            self.space();
            if self.eat("<!--") {
                self.comment()?;
            } else if self.eat("<?") {
                self.until("?>")?;
            } else if self.eat("<!DOCTYPE") {
                self.until(">")?;
            } else {
                return Ok(());
            }
        }
    }

    fn comment(&mut self) -> Result<(), String> {
        let comment = self.until("-->")?;
        match comment.contains("--") || comment.ends_with('-') {
            true => Err(format!("two dashes in a comment: {comment}")),
            false => Ok(()),
        }
    }

    fn name(&mut self) -> Result<String, String> {
        let is_of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ':');
        let length = self.rest.find(|letter| !is_of_name(letter)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(length);
        if !name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') {
            return Err(format!("no name: {}", self.here()));
        }
        self.rest = rest;
        Ok(name.to_owned())
    }

    fn element(&mut self) -> Result<Element, String> {
        if !self.eat("<") {
            return Err(format!("no element: {}", self.here()));
        }
        let name = self.name()?;
        let mut attributes: Vec<(String, String)> = Vec::new();
        loop {
            let parted = self.space();
            if self.eat("/>") {
                return Ok(Element { name, attributes, children: Vec::new(), text: String::new() });
            }
            if self.eat(">") {
                break;
            }
            let attribute = self.name()?;
            if !parted || attributes.iter().any(|(known, _)| *known == attribute) {
                return Err(format!("attribute `{attribute}` of `{name}` is not parted, or there twice"));
            }
            if !self.eat("=\"") {
                return Err(format!("no value of `{attribute}`: {}", self.here()));
            }
            let value = self.until("\"")?;
            attributes.push((attribute, plain(value)?));
        }
        let mut children = Vec::new();
        let mut text = String::new();
        loop {
            let before = self.rest.find('<').ok_or_else(|| format!("`{name}` does not end"))?;
            let (words, rest) = self.rest.split_at(before);
            text.push_str(&plain(words)?);
            self.rest = rest;
            if self.eat("<!--") {
                self.comment()?;
            } else if self.eat("</") {
                let end = self.name()?;
                self.space();
                if end != name || !self.eat(">") {
                    return Err(format!("`{name}` ends as `{end}`"));
                }
                return Ok(Element { name, attributes, children, text: text.trim().to_owned() });
            } else {
                children.push(self.element()?);
            }
        }
    }
}

/// Text without its entities.
fn plain(text: &str) -> Result<String, String> {
    let mut made = String::new();
    let mut parts = text.split('&');
    made.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let (entity, rest) = part.split_once(';').ok_or_else(|| format!("a bare `&` in: {text}"))?;
        made.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => return Err(format!("the entity `{other}` is not known")),
        });
        made.push_str(rest);
    }
    match text.contains('<') {
        true => Err(format!("a bare `<` in: {text}")),
        false => Ok(made),
    }
}

#[test]
fn only_well_formed_xml_is_read() {
    let good = "<?xml version=\"1.0\"?>\n<!-- a -->\n<a b=\"1 &amp; 2\">\n  <!-- c -->\n  <d/>x &lt; y<e:f>z</e:f></a>\n";
    let root = read(good).unwrap();
    assert_eq!(root.attribute("b"), Some("1 & 2"));
    assert_eq!(root.text, "x < y");
    assert_eq!(root.find("e:f").unwrap().text, "z");
    assert_eq!(root.all("d").len(), 1);
    for bad in [
        "",
        "words",
        "<a>",
        "<a></b>",
        "<a><b></a></b>",
        "<a b></a>",
        "<a b=1></a>",
        "<a b=\"1\"c=\"2\"/>",
        "<a b=\"1\" b=\"2\"/>",
        "<a b=\"1/>",
        "<a b=\"<\"/>",
        "<a>&</a>",
        "<a>&nbsp;</a>",
        "<a/><b/>",
        "<a/>words",
        "<!-- a -- b --><a/>",
        "<1/>",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
}
