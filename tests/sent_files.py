"""Files as people send them, with what they do not know is in them; and files as people with bad plans send them."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

AUTHOR = "Jannetje Schrijfster"
SHOWN = "Aanvraag hulpmiddel"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.{kind}+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
TOP = RELATIONS.format(
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/core-properties" Target="docProps/core.xml"/>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = (
    f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body><w:p><w:ins w:id="1" w:author="{AUTHOR}">'
    f"<w:r><w:t>{SHOWN}</w:t></w:r></w:ins></w:p></w:body></w:document>"
)
CORE = f"<?xml version='1.0'?><core><creator>{AUTHOR}</creator></core>"


def a_photo(*, turned: bool = True, size: tuple[int, int] = (80, 40)) -> bytes:
    """A JPEG of a phone: red on the left, lying on its side, with the place where it was taken."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    said = Image.Exif()
    said[0x0112] = 6 if turned else 1
    said[0x010F] = "Telefoon"
    said[0x013B] = AUTHOR
    said.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 30.0), 3: "E", 4: (5.0, 7.0, 12.0)})
    target = BytesIO()
    picture.save(target, "JPEG", exif=said, comment=AUTHOR.encode(), quality=95)
    return target.getvalue()


def a_screenshot() -> bytes:
    """A PNG with words beside the picture."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", AUTHOR)
    target = BytesIO()
    Image.new("RGBA", (30, 20), (0, 90, 90, 128)).save(target, "PNG", pnginfo=said)
    return target.getvalue()


def a_huge_picture() -> bytes:
    """A PNG of a few kilobytes that says it is 30,000 pixels wide and high."""
    width = height = 30_000
    rows = zlib.compress(bytes(1024), 9)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def a_pdf(*, password: str = "", pages: int = 1) -> bytes:
    """A form, with its maker, a script, a file inside, a remark in the margin and a photo with a place."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    page = writer.pages[0]
    text = DecodedStreamObject()
    text.set_data(f"BT /F1 12 Tf 20 100 Td ({SHOWN}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(text)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    photo = DecodedStreamObject()
    photo.set_data(a_photo())
    photo.update({NameObject("/Subtype"): NameObject("/Image"), NameObject("/Width"): NumberObject(80)})
    photo[NameObject("/Filter")] = NameObject("/DCTDecode")
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/Font"): DictionaryObject({NameObject("/F1"): font}),
            NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(photo)}),
        }
    )
    remark = Text(rect=(10, 10, 20, 20), text="Let op")
    remark[NameObject("/T")] = TextStringObject(AUTHOR)
    writer.add_annotation(0, remark)
    writer.add_metadata({"/Author": AUTHOR, "/Creator": AUTHOR})
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})
    script[NameObject("/JS")] = TextStringObject("app.alert(1)")
    writer.root_object[NameObject("/OpenAction")] = script
    writer.add_attachment("lijst.txt", b"in de bijlage")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def a_letter(parts: Mapping[str, str | bytes] | None = None, *, kind: str = "document.main") -> bytes:
    """A Word file, with its writer; `parts` are added or put in the place of its own."""
    own: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(kind=kind),
        "_rels/.rels": TOP,
        "word/document.xml": DOCUMENT,
        "docProps/core.xml": CORE,
    }
    return a_zip({**own, **(parts or {})})


def a_zip(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
