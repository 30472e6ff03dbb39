"""An example letter as a Word document: a practice fills in what stands between square brackets and sends it itself."""

import re
from functools import lru_cache
from io import BytesIO

from shared import clock

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, POINTS = "Arial", 11
A4_MM, MARGIN_MM = (210, 297), 25
_TO_FILL_IN = re.compile(r"(\[[^\]]+\])")


@lru_cache(maxsize=64)
def document(letter: str, title: str) -> bytes:
    """The letter as DOCX on A4, in Dutch; what has to be filled in is marked. Paragraphs have an empty line between."""
    # Word files take a library that most processes never need.
    from docx import Document
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    made = Document()
    page, normal = made.sections[0], made.styles["Normal"]
    page.page_width, page.page_height = (Mm(side) for side in A4_MM)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN_MM)
    normal.font.name, normal.font.size = FONT, Pt(POINTS)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nl-NL")
    normal.element.get_or_add_rPr().append(language)
    about = made.core_properties
    about.title, about.author, about.comments, about.language = title, "", "", "nl-NL"
    about.created = about.modified = clock.now()
    for paragraph in re.split(r"\n\s*\n", letter.strip()):
        written = made.add_paragraph()
        for piece in filter(None, _TO_FILL_IN.split(paragraph)):
            run = written.add_run(piece)
            if _TO_FILL_IN.fullmatch(piece):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    target = BytesIO()
    made.save(target)
    return target.getvalue()
