"""The pages of a document with Typst: the markup for it, and the compiler that is built into the package `typst`."""
import importlib.metadata
import json

import typst
from common import SIGNS, one, shares_text

VERSION = importlib.metadata.version("typst")

HEAD = """
#set page(paper: "us-letter", margin: (x: 45pt, top: 78pt, bottom: 48pt))
#set text(font: "Inter", size: 11pt, hyphenate: false)
#set par(leading: 0.65em, spacing: 10pt, justify: false)
#let gray = rgb("#595959")
#let line-gray = rgb("#c4c4c4")
#let heads(ones, others) = grid(columns: (1fr, 1fr), align: (left, right), row-gutter: 4pt, ..ones.zip(others).flatten())
#let panel(title, body) = block(stroke: 0.6pt + line-gray, inset: 12pt, width: 100%, spacing: 12pt)[
  #if title != none { text(weight: "bold", title) }
  #body]
#let bar(low, high) = box(width: 100%, height: 8pt, {
  place(rect(width: high, height: 8pt, fill: line-gray, stroke: none))
  place(rect(width: low, height: 8pt, fill: gray, stroke: none)) })
#let marks(filled) = box(width: 100%, height: 10pt, for at in range(100) {
  place(dx: calc.rem(at, 50) * 2%, dy: if at < 50 { 0pt } else { 5pt },
    rect(width: 1.6%, height: 4pt, stroke: none, fill: if at < filled { black } else { line-gray })) })
"""


def string(text):
    """A string of Typst's; its escapes are those of JSON but for letters by number, of which there are none here."""
    return json.dumps(text, ensure_ascii=False)


def inline(text):
    """Inline content as an expression in code."""
    weights = {"semi-bold": 'weight: "semibold"', "bold": 'weight: "bold"', "italic": 'style: "italic"'}
    out = []
    for piece in text:
        kind, inside = one(piece)
        if kind == "words":
            how = [weights[inside["weight"]]] if inside.get("weight", "regular") != "regular" else []
            how += ["fill: gray"] if inside.get("tone") == "muted" else []
            words = string(inside["text"])
            out.append(f"#text({', '.join(how + [words])})" if how else f"#{words}")
        elif kind == "blank":
            out.append("#" + string("_" * inside["width_em"]))
        elif kind == "check-box":
            out.append('#"□ "')
        else:
            out.append("#" + string(SIGNS[inside] + " "))
    return "[" + "".join(out) + "]"


class Composer:
    """Blocks of one part to expressions in code."""

    def __init__(self, density):
        comfortable = density == "comfortable"
        self.small, self.note, self.foot, self.head = (11, 11, 11, 11) if comfortable else (9.5, 9, 8.5, 10)
        self.gray = "gray" if comfortable else "black"
        self.pad = 5 if comfortable else 4

    def sized(self, text, size, more=""):
        return f"text(size: {size}pt{more}, {inline(text)})"

    def blocks(self, blocks):
        return "{\n" + "\n".join(self.block(block) for block in blocks) + "\n}"

    def block(self, block):
        kind, inside = one(block)
        return getattr(self, kind.replace("-", "_"))(inside)

    def heading(self, it):
        level, size, weight = (2, 13, "bold") if it["level"] == "two" else (3, 11.5, "semibold")
        words = self.sized(it["text"], size, f', weight: "{weight}"')
        return f"heading(level: {level}, {words})"

    def paragraph(self, it):
        size, fill = {"body": (11, "black"), "lead": (11.25, self.gray), "small": (self.small, "black"),
                      "muted": (self.note, self.gray)}[it["style"]]
        return f"par({self.sized(it['text'], size, f', fill: {fill}')})"

    def bullets(self, it):
        return "list(indent: 0pt, body-indent: 12pt, spacing: 8pt, " + ", ".join(inline(text) for text in it) + ")"

    def checks(self, it):
        return "list(marker: [□], body-indent: 8pt, spacing: 8pt, " + ", ".join(inline(text) for text in it) + ")"

    def space(self, it):
        return "v(7pt)"

    def cell(self, cell):
        how = {"strong": f'size: {self.small}pt, weight: "semibold"', "plain": f"size: {self.small}pt",
               "muted": f"size: {self.note}pt, fill: {self.gray}"}
        return "[" + "".join(f"#par(text({how[each['style']]}, {inline(each['text'])}))"
                             for each in cell["paragraphs"]) + "]"

    def table(self, it):
        columns = ", ".join(f"{column['share']}fr" for column in it["columns"])
        align = ", ".join("right" if column["kind"] == "figures" else "left" for column in it["columns"])
        heads = ", ".join(self.sized(column["head"], self.small, ', weight: "semibold"') for column in it["columns"])
        rows = []
        for row in it["rows"]:
            cells = [self.cell(cell) for cell in row["cells"]]
            rows.append(", ".join(cells + ["[]"] * (len(it["columns"]) - len(cells))))
        return (f"table(columns: ({columns},), align: ({align},), inset: (x: 6pt, y: {self.pad}pt), "
                f"stroke: (bottom: 0.6pt + line-gray), table.header({heads}),\n" + ",\n".join(rows) + ")")

    def panel(self, it):
        title = inline(it["title"]) if it["title"] else "none"
        return f"panel({title}, {self.blocks(it['blocks'])})"

    def panels(self, it):
        return f"grid(columns: (1fr,) * {len(it)}, gutter: 12pt, " + ", ".join(self.panel(each) for each in it) + ")"

    def bars(self, it):
        most = max(max(bar["high"] for bar in it), 1)
        cells = [f"{inline(bar['label'])}, bar({100 * bar['low'] / most}%, {100 * bar['high'] / most}%), "
                 f"{inline(bar['amount'])}" for bar in it]
        return "grid(columns: (30%, 42%, 28%), row-gutter: 6pt, column-gutter: 6pt, " + ",\n".join(cells) + ")"

    def shares(self, it):
        strong = ', weight: "semibold"'
        title = f"par({self.sized(it['title'], self.small, strong)})" if it["title"] else ""
        cells = []
        for row in it["rows"]:
            known = row["of_hundred"] is not None
            marks = f"marks({row['of_hundred'] // 1000})" if known else "[]"
            cells.append(f"{marks}, {string(shares_text(row))}")
        return title + "\ngrid(columns: (45%, 55%), row-gutter: 6pt, column-gutter: 6pt, " + ",\n".join(cells) + ")"


def markup(document):
    """The whole document in Typst's language."""
    out = [HEAD, f"#set document(title: {string(document['title'])})", f'#set text(lang: "{document["language"]}")']
    for at, part in enumerate(document["parts"]):
        composer = Composer(part["density"])
        frame = part.get("frame") or document
        left, right = (", ".join(inline(line) for line in frame["header"][side]) for side in ("left", "right"))
        before, between, after = frame["page_label"].replace("{pages}", "{page}").split("{page}")
        number = (f"[#{string(before)}#counter(page).display()#{string(between)}"
                  f"#counter(page).final().first()#{string(after)}]")
        out.append(f"#set page(header: text(size: {composer.head}pt, heads(({left}), ({right}))), "
                   f"footer: context text(size: {composer.foot}pt, fill: {composer.gray}, "
                   f"grid(columns: (1fr, auto), {string(part['footer'])}, {number})))")
        out += ["#pagebreak(weak: true)"] if at else []
        out.append(f"#heading(level: 1, text(size: 20pt, {string(part['title'])}))")
        out += ["#" + composer.paragraph({"text": part["lead"], "style": "lead"})] if part["lead"] else []
        out.append("#" + composer.blocks(part["blocks"]))
    return "\n".join(out)


class Compiler:
    """The compiler with its fonts read, once for all documents."""

    def __init__(self, fonts):
        self.compiler = typst.Compiler(font_paths=[str(fonts)], ignore_system_fonts=True)
        self.compile(HEAD + '#set document(title: "warm")\n= Warm\n#table(columns: 2, [a], [*b*], [_c_], [d])')

    def compile(self, source):
        return self.compiler.compile(input=source.encode())
