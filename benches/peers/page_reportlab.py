"""The pages of a document with ReportLab: one flowable for each block, by ReportLab's own layout."""
import io
from xml.sax.saxutils import escape

import reportlab
from common import SIGNS, one, plain, shares_text
from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (BaseDocTemplate, CondPageBreak, Flowable, Frame, NextPageTemplate, PageBreak,
                                PageTemplate, Paragraph, Spacer, Table)

VERSION = reportlab.__version__
GRAY, LINE = HexColor("#595959"), HexColor("#c4c4c4")
FACES = {"regular": "Inter", "semi-bold": "Inter-SemiBold", "bold": "Inter-Bold", "italic": "Inter-Italic"}
SIDE, TOP, BOTTOM = 45, 38, 24
WIDTH = letter[0] - 2 * SIDE


def prepare(fonts):
    """Reads the fonts, once for all documents."""
    files = {"regular": "Regular", "semi-bold": "SemiBold", "bold": "Bold", "italic": "Italic"}
    for weight, file in files.items():
        pdfmetrics.registerFont(TTFont(FACES[weight], str(fonts / f"Inter-{file}.ttf")))


def style(name, size, leading, weight="regular", color=black, **more):
    return ParagraphStyle(name, fontName=FACES[weight], fontSize=size, leading=size * leading, textColor=color, **more)


class Styles:
    """The sizes of Countercheck's `summary::style`, normal print."""

    def __init__(self, density):
        comfortable = density == "comfortable"
        small, note, foot = (11, 11, 11) if comfortable else (9.5, 9, 8.5)
        gray = GRAY if comfortable else black
        self.pad = 5 if comfortable else 4
        self.foot = style("foot", foot, 1.3, color=gray)
        self.head = style("head", 11 if comfortable else 10, 1.4)
        self.title = style("title", 20, 1.2, "bold", spaceAfter=6)
        self.lead = style("lead", 11.25, 1.42, color=gray, spaceAfter=6)
        self.body = style("body", 11, 1.4, spaceAfter=6)
        self.small = style("small", small, 1.42, spaceAfter=6)
        self.muted = style("muted", note, 1.4, color=gray, spaceAfter=6)
        self.list = style("list", 11, 1.4, spaceAfter=6, leftIndent=18, bulletFontName="Inter", bulletFontSize=11)
        self.plain = style("plain", small, 1.4)
        self.strong = style("strong", small, 1.4, "semi-bold")
        self.cell_note = style("cell-note", note, 1.4, color=gray)
        self.figures = style("figures", small, 1.4, alignment=2)
        self.table_head = style("table-head", small, 1.3, "semi-bold")
        self.panel_title = style("panel-title", 11 if comfortable else 11.5, 1.4, "bold")
        self.two = style("two", 13, 1.3, "bold", spaceBefore=12, spaceAfter=4, keepWithNext=1)
        self.three = style("three", 11.5, 1.3, "semi-bold", spaceBefore=9, spaceAfter=3, keepWithNext=1)


def marked_up(text):
    """Inline content in ReportLab's own markup."""
    out = []
    for piece in text:
        kind, inside = one(piece)
        if kind == "words":
            words, weight = escape(inside["text"]), inside.get("weight", "regular")
            color = ' color="#595959"' if inside.get("tone") == "muted" else ""
            face = "" if weight == "regular" else f' face="{FACES[weight]}"'
            out.append(f"<font{face}{color}>{words}</font>" if face or color else words)
        elif kind == "blank":
            out.append("_" * inside["width_em"])
        elif kind == "check-box":
            out.append("□ ")
        else:
            out.append(SIGNS[inside] + " ")
    return "".join(out)


def paragraph(text, at):
    return Paragraph(marked_up(text), at)


class Strip(Flowable):
    """A bar from nothing to `high`, dark up to `low`; or a hundred marks, of which some are filled."""

    def __init__(self, width, low, high, marks=None):
        super().__init__()
        self.width, self.height, self.low, self.high, self.marks = width, 10, low, high, marks

    def wrap(self, *_):
        return self.width, self.height

    def draw(self):
        canvas = self.canv
        if self.marks is None:
            canvas.setFillColor(LINE)
            canvas.rect(0, 2, max(self.width * self.high, 0.5), 8, stroke=0, fill=1)
            canvas.setFillColor(GRAY)
            canvas.rect(0, 2, self.width * self.low, 8, stroke=0, fill=1)
            return
        step = self.width / 50
        for at in range(100):
            canvas.setFillColor(black if at < self.marks else LINE)
            canvas.rect(step * (at % 50), 5 if at < 50 else 0, step * 0.8, 4, stroke=0, fill=1)


class Composer:
    """Blocks of one part to flowables."""

    def __init__(self, density):
        self.styles = Styles(density)

    def blocks(self, blocks, width):
        return [flowable for block in blocks for flowable in self.block(block, width)]

    def block(self, block, width):
        kind, inside = one(block)
        return getattr(self, kind.replace("-", "_"))(inside, width)

    def heading(self, it, width):
        return [paragraph(it["text"], self.styles.two if it["level"] == "two" else self.styles.three)]

    def paragraph(self, it, width):
        return [paragraph(it["text"], getattr(self.styles, it["style"]))]

    def bullets(self, it, width):
        return [Paragraph(marked_up(text), self.styles.list, bulletText="•") for text in it]

    def checks(self, it, width):
        return [Paragraph(marked_up(text), self.styles.list, bulletText="□") for text in it]

    def space(self, it, width):
        return [Spacer(1, 7)]

    def cell(self, cell, figures):
        at = {"strong": self.styles.strong, "plain": self.styles.figures if figures else self.styles.plain,
              "muted": self.styles.cell_note}
        return [paragraph(each["text"], at[each["style"]]) for each in cell["paragraphs"]]

    def table(self, it, width):
        whole = sum(column["share"] for column in it["columns"])
        widths = [width * column["share"] / whole for column in it["columns"]]
        figures = [column["kind"] == "figures" for column in it["columns"]]
        rows = [[paragraph(column["head"], self.styles.table_head) for column in it["columns"]]]
        for row in it["rows"]:
            cells = [self.cell(cell, figures[at]) for at, cell in enumerate(row["cells"])]
            rows.append(cells + [[]] * (len(widths) - len(cells)))
        pad = self.styles.pad
        look = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, 0), 0.9, black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.6, LINE), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 12), ("TOPPADDING", (0, 0), (-1, -1), pad),
                ("BOTTOMPADDING", (0, 0), (-1, -1), pad)]
        return [Table(rows, colWidths=widths, repeatRows=1, splitInRow=1, style=look, spaceBefore=5, spaceAfter=6)]

    def inside(self, it, width):
        title = [paragraph(it["title"], self.styles.panel_title)] if it["title"] else []
        return title + self.blocks(it["blocks"], width - 24)

    def panel(self, it, width):
        # A row for each block, so that a box may be parted between two of them.
        rows = [[flowable] for flowable in self.inside(it, width)]
        look = [("BOX", (0, 0), (-1, -1), 0.6, LINE), ("LEFTPADDING", (0, 0), (-1, -1), 12),
                ("RIGHTPADDING", (0, 0), (-1, -1), 12), ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]
        return [Table(rows, colWidths=[width], splitInRow=1, style=look, spaceBefore=6, spaceAfter=6)]

    def panels(self, it, width):
        each = width / len(it)
        look = [("BOX", (at, 0), (at, 0), 0.6, LINE) for at in range(len(it))]
        look += [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 12),
                 ("RIGHTPADDING", (0, 0), (-1, -1), 12)]
        row = [self.inside(panel, each) for panel in it]
        return [Table([row], colWidths=[each] * len(it), splitInRow=1, style=look, spaceBefore=6, spaceAfter=6)]

    def bars(self, it, width):
        most = max(max(bar["high"] for bar in it), 1)
        rows = [[paragraph(bar["label"], self.styles.plain),
                 Strip(width * 0.4, bar["low"] / most, bar["high"] / most),
                 paragraph(bar["amount"], self.styles.plain)] for bar in it]
        look = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
        return [Table(rows, colWidths=[width * 0.3, width * 0.42, width * 0.28], style=look)]

    def shares(self, it, width):
        title = [paragraph(it["title"], self.styles.strong)] if it["title"] else []
        rows = [[Strip(width * 0.42, 0, 0, (row["of_hundred"] or 0) // 1000) if row["of_hundred"] is not None else "",
                 Paragraph(escape(shares_text(row)), self.styles.plain)] for row in it["rows"]]
        look = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
        return title + [Table(rows, colWidths=[width * 0.45, width * 0.55], style=look)]


class Numbered(Canvas):
    """Writes header and footer when all pages are there, because only then their number is known."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.kept = []

    def showPage(self):
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for at, page in enumerate(self.kept, 1):
            self.__dict__.update(page)
            self.frame_of_page(at, len(self.kept))
            super().showPage()
        super().save()

    def frame_of_page(self, page, pages):
        part, header, label, styles = self.framed
        right, height = letter[0] - SIDE, letter[1]
        for line in (0, 1):
            self.setFont("Inter", styles.head.fontSize)
            self.drawString(SIDE, height - TOP - line * styles.head.leading, plain(header["left"][line]))
            self.drawRightString(right, height - TOP - line * styles.head.leading, plain(header["right"][line]))
        self.setFont("Inter", styles.foot.fontSize)
        self.drawString(SIDE, BOTTOM, part["footer"])
        self.drawRightString(right, BOTTOM, label.format(page=page, pages=pages))


def render(document):
    """The bytes of a PDF."""
    story, templates = [], []
    for at, part in enumerate(document["parts"]):
        composer = Composer(part["density"])
        frame_of = part.get("frame") or document

        def begin(canvas, _, framed=(part, frame_of["header"], frame_of["page_label"], composer.styles)):
            canvas.framed = framed

        frame = Frame(SIDE, BOTTOM + 20, WIDTH, letter[1] - TOP - BOTTOM - 50, 0, 0, 0, 0)
        templates.append(PageTemplate(f"part{at}", [frame], onPage=begin, pagesize=letter))
        if at:
            story += [NextPageTemplate(f"part{at}"), PageBreak()]
        story += [Paragraph(escape(part["title"]), composer.styles.title)]
        if part["lead"]:
            story.append(paragraph(part["lead"], composer.styles.lead))
        for flowable in composer.blocks(part["blocks"], WIDTH):
            if getattr(getattr(flowable, "style", None), "keepWithNext", 0):
                story.append(CondPageBreak(0.8 * inch))
            story.append(flowable)
    out = io.BytesIO()
    doc = BaseDocTemplate(out, pagesize=letter, title=document["title"], pageTemplates=templates, invariant=1)
    doc.build(story, canvasmaker=Numbered)
    return out.getvalue()
