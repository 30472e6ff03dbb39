"""Word (DOCX): a zip of XML parts (ISO/IEC 29500). The text is kept; macros are refused; who wrote it goes."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree

from shared.attachments import segments
from shared.attachments.refusing import Refused, Why

TYPES = "[Content_Types].xml"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MOST_PARTS = 2_000
LARGEST_TOTAL = 200 * 1024 * 1024
LARGEST_PART = 64 * 1024 * 1024

# Programs and files of other programs; in a letter or an empty form they have no place.
MACROS = re.compile(r"(vbaProject|vbaData|/activeX/|/embeddings/|\.bin$|\.exe$)", re.IGNORECASE)
# Author, company, last editor, dates, own fields, a small picture of the first page; settings of a printer.
ABOUT = re.compile(r"^docProps/|printerSettings", re.IGNORECASE)
# Who wrote a remark or a change, and with which account.
WRITER = re.compile(rb'\b(w\d*:(?:author|initials|userId|providerId))=(?:"[^"]*"|\'[^\']*\')')
NOBODY = rb'\1="Auteur"'
# The template it was made with: often a path with somebody's name in it, and a way in for macros.
TEMPLATE = re.compile(rb"<w:attachedTemplate\b[^>]*/>")
TEMPLATE_LINK = "/attachedTemplate"
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
    types = parts[TYPES]
    if b"macroEnabled" in types or any(MACROS.search(f"/{name}") for name in parts if not ABOUT.search(name)):
        raise Refused(Why.MACROS)
    if DOCUMENT.encode() not in types:
        raise Refused(Why.KIND)


def _emptied(name: str, part: bytes) -> bytes:
    if not name.lower().endswith((".xml", ".rels")):
        return segments.bare(part)
    # A part may not define words of its own (ECMA-376 part 2, 6.2.5): they are used to make small files enormous.
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(Why.DAMAGED)
    if name == TYPES:
        return _without(part, CONTENT_TYPES, "Override", "PartName")
    if name.endswith(".rels"):
        return _without(_tamed(part), RELATIONS, "Relationship", "Target")
    return TEMPLATE.sub(b"", WRITER.sub(NOBODY, part))


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
