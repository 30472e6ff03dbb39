"""PDF: every page is kept; who made it, what it does by itself and what is hidden in it goes."""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, EncodedStreamObject, IndirectObject, NameObject, PdfObject

from shared.attachments import segments
from shared.attachments.refusing import Refused, Why

# Who, when and with what (ISO 32000-2, 14.3 and 14.5); what runs by itself (12.6); files inside (7.11.4); forms in a
# language of their own (12.7.8).
DROPPED = frozenset(
    (
        "/Metadata", "/PieceInfo", "/LastModified", "/Collection", "/Perms", "/Extensions",
        "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/AF", "/EF", "/XFA", "/RichMediaContent",
    )
)  # fmt: skip
# What is left of such an action does nothing. A link to a web page (/URI) or inside the file (/GoTo) stays.
ACTIONS = frozenset(
    (
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
        "/RichMediaExecute", "/GoTo3DView",
    )
)  # fmt: skip
PLAYED = frozenset(("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"))
# Remarks in the margin; /T is who made them. In a field of a form /T is its name.
REMARKS = frozenset(
    (
        "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
        "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup",
    )
)  # fmt: skip
MOST_PAGES = 500
MOST_OBJECTS = 200_000


def clean(content: bytes) -> bytes:
    """The same pages in a fresh file. Raises Refused."""
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refused(Why.LOCKED)
        pages = len(reader.pages)
        if pages == 0:
            raise Refused(Why.DAMAGED)
        if pages > MOST_PAGES:
            raise Refused(Why.TOO_COMPLEX)
        return _anew(reader)
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, ArithmeticError):
        # The library fails in many ways on what is no proper PDF.
        raise Refused(Why.DAMAGED) from None
    except RecursionError:
        raise Refused(Why.TOO_COMPLEX) from None


def _anew(reader: PdfReader) -> bytes:
    for found in _all_objects(reader.root_object):
        if isinstance(found, DictionaryObject):
            _empty(found)
    # Copies what can still be reached, and nothing else.
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _all_objects(root: PdfObject) -> Iterator[PdfObject]:
    """Everything that can be reached. Parts are looked for after the caller had its way with the whole."""
    seen: set[tuple[int, int]] = set()
    waiting: list[PdfObject] = [root]
    count = 0
    while waiting:
        found: PdfObject | None = waiting.pop()
        if isinstance(found, IndirectObject):
            if (name := (found.idnum, found.generation)) in seen:
                continue
            seen.add(name)
            found = found.get_object()
        if found is None:
            continue
        count += 1
        if count > MOST_OBJECTS:
            raise Refused(Why.TOO_COMPLEX)
        yield found
        if isinstance(found, DictionaryObject):
            waiting.extend(found.values())
        elif isinstance(found, ArrayObject):
            waiting.extend(found)


def _empty(found: DictionaryObject) -> None:
    for name in DROPPED & found.keys():
        del found[name]
    if found.get("/S") in ACTIONS:
        found.clear()
    if found.get("/Subtype") in REMARKS and "/FT" not in found:
        found.pop("/T", None)
    if "/Annots" in found:
        _stop_players(found)
    if isinstance(found, EncodedStreamObject) and _is_jpeg(found):
        # The stream as it stands in the file; `get_data` would decode it.
        found._data = segments.bare(found._data)


def _stop_players(page: DictionaryObject) -> None:
    annotations = page["/Annots"]
    if isinstance(annotations, ArrayObject):
        kept = [one for one in annotations if not _is_played(one.get_object())]
        page[NameObject("/Annots")] = ArrayObject(kept)


def _is_played(annotation: PdfObject | None) -> bool:
    return isinstance(annotation, DictionaryObject) and annotation.get("/Subtype") in PLAYED


def _is_jpeg(stream: EncodedStreamObject) -> bool:
    filters = stream.get("/Filter")
    return filters == "/DCTDecode" or (isinstance(filters, ArrayObject) and list(filters) == ["/DCTDecode"])
