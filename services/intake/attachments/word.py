"""Word (DOCX): a zip of XML parts (ISO/IEC 29500). The text is kept; macros are refused; who wrote it goes."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree

from services.intake.attachments import segments
from services.intake.attachments.refusing import Refused, Why

TYPES = "[Content_Types].xml"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MOST_PARTS = 2_000
LARGEST_TOTAL = 200 * 1024 * 1024
LARGEST_PART = 64 * 1024 * 1024

# Programs and files of other programs; in a letter or an empty form they have no place.
MACROS = re.compile(r"(vbaProject|vbaData|/activeX/|/embeddings/|\.bin$|\.exe$)", re.IGNORECASE)
# Author, company, last editor, dates, own fields, a small picture of the first page; settings of a printer; what other
# programs keep with a document.
ABOUT = re.compile(r"^docProps/|^customXml/|printerSettings", re.IGNORECASE)
# A whole file inside the text, in whatever form, or something that runs: Word opens these by itself.
INSIDE = ("/aFChunk", "/oleObject", "/package", "/control", "/subDocument", "/vbaProject", "/frame")
# Besides text there are pictures and letter types in it.
PARTS = re.compile(r"\.(xml|rels|jpe?g|png|gif|bmp|emf|wmf|svg|tiff?|webp|heic|wdp|odttf|ttf)$", re.IGNORECASE)
# What a field may do when Word works it out: count, point inside the document, be filled in. Others start programs
# (DDE) or fetch files (INCLUDEPICTURE); what they showed last stays.
_TAG = r"(?:[\w.-]+:)?"
INSTRUCTION = re.compile(rf"(<{_TAG}instrText\b[^>]*(?<!/)>)(.*?)(</{_TAG}instrText\s*>)".encode(), re.DOTALL)
SIMPLE = re.compile(rf"(<{_TAG}fldSimple\b[^>]*?\b{_TAG}instr\s*=\s*)(\"[^\"]*\"|'[^']*')".encode())
HARMLESS = re.compile(
    rb"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|REF|TOC|SEQ|STYLEREF|DATE|TIME|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN)"
    rb"\b[\w\s\\@*#.:,;/-]*"
)
# Values that nobody sees, for programs.
VARIABLES = re.compile(rb"<w:docVar\b[^>]*/>")
# Who wrote a remark or a change, and with which account.
WRITER = re.compile(rb'\b(w\d*:(?:author|initials|userId|providerId))=(?:"[^"]*"|\'[^\']*\')')
NOBODY = rb'\1="Auteur"'
# The template it was made with: often a path with somebody's name in it, and a way in for macros.
TEMPLATE = re.compile(rb"<w:attachedTemplate\b[^>]*/>")
TEMPLATE_LINK = "/attachedTemplate"
DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
# What a document may point at outside itself; anything else is fetched without being asked.
SHOWN_LINKS = ("http:", "https:", "mailto:")
NOWHERE = "about:blank"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
# What reading a zip raises when it is broken, cut off, made with something we do not have, or not a zip at all.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError,
)  # fmt: skip
_ORDINARY_DAY = (1980, 1, 1, 0, 0, 0)


def clean(content: bytes) -> bytes:
    """The same document in a fresh file. Raises Refused."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as source:
            parts = _parts(source)
    except Refused:
        raise
    except DAMAGE:
        raise Refused(Why.DAMAGED) from None
    _must_be_word(parts)
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as anew:
        for name, part in parts.items():
            if not ABOUT.search(name):
                anew.writestr(zipfile.ZipInfo(name, _ORDINARY_DAY), _emptied(name, part), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _parts(source: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in source.infolist() if not entry.is_dir()]
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise Refused(Why.TOO_COMPLEX)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(Why.LOCKED)
    # Others are not in the standard, and make files small that we could not make small again.
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused(Why.DAMAGED)
    if len({name.lower() for name in names}) < len(names) or not all(map(_is_inside, names)):
        raise Refused(Why.DAMAGED)
    return {entry.filename: _read(source, entry) for entry in entries}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _read(source: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # What the zip says about a size may be a lie: no more than that is unpacked.
    with source.open(entry) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > min(LARGEST_PART, entry.file_size):
        raise Refused(Why.TOO_COMPLEX)
    return content


def _must_be_word(parts: dict[str, bytes]) -> None:
    if TYPES not in parts:
        raise Refused(Why.KIND)
    types, shown = parts[TYPES], [name for name in parts if not ABOUT.search(name)]
    if b"macroEnabled" in types or any(MACROS.search(f"/{name}") for name in shown):
        raise Refused(Why.MACROS)
    if not all(map(PARTS.search, shown)):
        raise Refused(Why.MACROS)
    if DOCUMENT.encode() not in types:
        raise Refused(Why.KIND)


def _emptied(name: str, part: bytes) -> bytes:
    if not name.lower().endswith((".xml", ".rels", ".svg")):
        return _picture(part)
    _must_be_plain(part)
    if name == TYPES:
        return _without(part, CONTENT_TYPES, "Override", "PartName")
    if name.endswith(".rels"):
        return _without(_tamed(part), RELATIONS, "Relationship", "Target")
    bare = VARIABLES.sub(b"", TEMPLATE.sub(b"", WRITER.sub(NOBODY, part)))
    return SIMPLE.sub(_harmless_value, INSTRUCTION.sub(_harmless, bare))


def _must_be_plain(part: bytes) -> None:
    """Whoever opens it reads what we read, without words of its own: those make files enormous (ECMA-376-2, 6.2.5)."""
    try:
        part.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(Why.DAMAGED) from None
    declared = DECLARED.match(part)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part:
        raise Refused(Why.DAMAGED)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise Refused(Why.DAMAGED)


def _picture(part: bytes) -> bytes:
    # These say where a photo was taken in ways of their own, and letters seldom have them.
    if part.startswith((b"II*\0", b"MM\0*")) or part[8:12] == b"WEBP" or part[4:8] == b"ftyp":
        raise Refused(Why.TOO_COMPLEX)
    return segments.bare(part)


def _harmless(field: re.Match[bytes]) -> bytes:
    return field[0] if HARMLESS.fullmatch(field[2]) else field[1] + field[3]


def _harmless_value(field: re.Match[bytes]) -> bytes:
    return field[0] if HARMLESS.fullmatch(field[2][1:-1]) else field[1] + b'""'


def _without(part: bytes, space: str, tag: str, attribute: str) -> bytes:
    """The list without the entries for what was left out."""
    root = _parsed(part)
    for entry in root.findall(f"{{{space}}}{tag}"):
        if ABOUT.search(entry.get(attribute, "").lstrip("/").removeprefix("../")):
            root.remove(entry)
    return _written(root, space)


def _tamed(part: bytes) -> bytes:
    """No links but those a reader sees and may follow; templates and pictures elsewhere would be fetched by Word."""
    root = _parsed(part)
    for link in root.findall(f"{{{RELATIONS}}}Relationship"):
        if link.get("Type", "").endswith(INSIDE):
            raise Refused(Why.MACROS)
        if link.get("Type", "").endswith(TEMPLATE_LINK):
            root.remove(link)
            continue
        outside = link.get("TargetMode", "").lower() == "external"
        shown = link.get("Type", "").endswith("/hyperlink") and link.get("Target", "").lower().startswith(SHOWN_LINKS)
        if outside and not shown:
            link.set("Target", NOWHERE)
    return _written(root, RELATIONS)


def _parsed(part: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(part)  # noqa: S314 - without a DOCTYPE there is nothing to expand
    except ElementTree.ParseError:
        raise Refused(Why.DAMAGED) from None


def _written(root: ElementTree.Element, space: str) -> bytes:
    ElementTree.register_namespace("", space)
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written
