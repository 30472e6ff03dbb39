"""Files made to harm whoever opens them, or us: each is refused, or loses what harms."""

import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, PdfObject, TextStringObject

from services.intake.attachments import apart, cleaning
from services.intake.attachments.apart import clean_apart
from services.intake.attachments.cleaning import clean
from services.intake.attachments.refusing import Refused, Why
from tests.intake.files import OFFICE, RELATIONS, SHOWN, WORD, a_letter, a_pdf, a_photo

BAD = "kwaadaardig"


def _names(**given: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in given.items()})


def _a_form_that(changes: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(a_pdf())))
    changes(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _link(writer: PdfWriter, action: PdfObject) -> None:
    annotation = _names(Type=NameObject("/Annot"), Subtype=NameObject("/Link"), A=action)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(annotation)])


def _runs_what_stands_elsewhere(writer: PdfWriter) -> None:
    # The kind of the action is not in the action itself.
    kind = writer._add_object(NameObject("/Launch"))
    _link(writer, _names(S=kind, F=TextStringObject(f"//{BAD}/a.exe")))


def _leads_to_a_script(writer: PdfWriter) -> None:
    _link(writer, _names(S=NameObject("/URI"), URI=TextStringObject(f"javascript:{BAD}")))


def _leads_to_a_share(writer: PdfWriter) -> None:
    _link(writer, _names(S=NameObject("/URI"), URI=TextStringObject(f"file://{BAD}/deel")))


def _names_a_file_elsewhere(writer: PdfWriter) -> None:
    file = _names(Type=NameObject("/Filespec"), F=TextStringObject(BAD), UF=TextStringObject(BAD))
    writer.pages[0][NameObject("/Andere")] = writer._add_object(file)


def _takes_its_content_from_elsewhere(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"q Q")
    stream[NameObject("/F")] = TextStringObject(BAD)
    writer.pages[0][NameObject("/Andere")] = writer._add_object(stream)


def _is_signed(writer: PdfWriter) -> None:
    signature = _names(Type=NameObject("/Sig"), ByteRange=ArrayObject(), Name=TextStringObject(BAD))
    field = _names(FT=NameObject("/Sig"), V=writer._add_object(signature))
    writer.root_object[NameObject("/AcroForm")] = _names(Fields=ArrayObject([writer._add_object(field)]))


FORMS = (
    _runs_what_stands_elsewhere,
    _leads_to_a_script,
    _leads_to_a_share,
    _names_a_file_elsewhere,
    _takes_its_content_from_elsewhere,
    _is_signed,
)


@pytest.mark.parametrize("changes", FORMS, ids=lambda changes: changes.__name__.strip("_"))
def test_a_pdf_runs_fetches_and_tells_nothing(changes: Callable[[PdfWriter], None]) -> None:
    source = _a_form_that(changes)
    assert BAD.encode() in source
    cleaned = clean(source)[1]
    assert BAD.encode() not in cleaned
    assert SHOWN in PdfReader(BytesIO(cleaned)).pages[0].extract_text()


def test_an_ordinary_link_in_a_pdf_stays() -> None:
    source = _a_form_that(
        lambda writer: _link(
            writer, _names(S=NameObject("/URI"), URI=TextStringObject("https://zorgautoriteit.example"))
        )
    )
    assert b"zorgautoriteit" in clean(source)[1]


def test_names_that_are_written_otherwise_are_the_same_names() -> None:
    source = a_pdf().replace(b"/OpenAction", b"/Open#41ction").replace(b"/JS", b"/J#53")
    cleaned = clean(source)[1]
    assert b"alert" not in cleaned and b"ction" not in cleaned


def test_what_was_in_a_pdf_before_it_was_changed_is_gone() -> None:
    first = a_pdf()
    writer = PdfWriter(BytesIO(first), incremental=True)
    writer.pages[0].get_contents().get_object()  # type: ignore[union-attr]
    empty = DecodedStreamObject()
    empty.set_data(b"q Q")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(empty)
    target = BytesIO()
    writer.write(target)
    assert SHOWN.encode() in target.getvalue()
    assert SHOWN.encode() not in clean(target.getvalue())[1]


async def test_a_pdf_that_unpacks_to_gigabytes_is_refused_or_stays_small() -> None:
    def blows_up(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(zlib.compress(zlib.compress(bytes(400_000_000), 9), 9))
        stream[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode")] * 2)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    source = _a_form_that(blows_up)
    assert len((await clean_apart(source)).content) < 2 * len(source)


def _with_field(instruction: str) -> bytes:
    shown = f"<w:p>{instruction}<w:t>Bladzijde</w:t></w:p>"
    return a_letter({"word/document.xml": f'<w:document xmlns:w="{WORD}">{shown}</w:document>'})


def _document(letter: bytes) -> str:
    with zipfile.ZipFile(BytesIO(clean(letter)[1])) as parts:
        return parts.read("word/document.xml").decode()


@pytest.mark.parametrize(
    "instruction",
    [
        f"<w:instrText>DDEAUTO c:\\\\{BAD}</w:instrText>",
        f'<x:instrText xml:space="preserve"> INCLUDEPICTURE "http://{BAD}/a.png" </x:instrText>',
        f"<w:instrText>PAGE</w:instrText><w:instrText><![CDATA[ DDE {BAD}]]></w:instrText>",
        f"<w:instrText>PAGE &quot;{BAD}&quot;</w:instrText>",
        f"<w:fldSimple w:dirty='true' w:instr='LINK {BAD}'>",
        f'<w:fldSimple x:instr = "QUOTE {BAD}">',
        f'<w:docVar w:name="a" w:val="{BAD}"/>',
    ],
)
def test_a_field_in_a_word_file_runs_and_fetches_nothing(instruction: str) -> None:
    document = _document(_with_field(instruction))
    assert BAD not in document and "Bladzijde" in document


@pytest.mark.parametrize("instruction", [" PAGE \\* MERGEFORMAT ", "NUMPAGES", "TOC \\h", "FORMCHECKBOX"])
def test_a_field_that_counts_or_is_filled_in_stays(instruction: str) -> None:
    assert instruction in _document(_with_field(f"<w:instrText>{instruction}</w:instrText>"))


def _linked(kind: str) -> bytes:
    link = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="a.xml"/>'
    return a_letter({"word/_rels/document.xml.rels": RELATIONS.format(link), "word/a.xml": "<a/>"})


def _packed(parts: Mapping[str, bytes], how: int) -> bytes:
    target = BytesIO(a_letter())
    with zipfile.ZipFile(target, "a", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _a_wide_picture(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 7) // 8 + 1) * height, 9)
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


REFUSED: dict[str, tuple[Callable[[], bytes], Why]] = {
    "a file inside the text": (lambda: _linked("aFChunk"), Why.MACROS),
    "an object of another program": (lambda: _linked("oleObject"), Why.MACROS),
    "a page of the web inside": (lambda: a_letter({"word/a.html": b"<script>"}), Why.MACROS),
    "a letter inside a letter": (lambda: a_letter({"word/b.docx": a_letter()}), Why.MACROS),
    "a photo that keeps its place": (lambda: a_letter({"word/media/a.tiff": b"II*\0" + bytes(20)}), Why.TOO_COMPLEX),
    "letters in another order": (lambda: a_letter({"word/a.xml": "<a/>".encode("utf-16-le")}), Why.DAMAGED),
    "letters of another kind": (
        lambda: a_letter({"word/a.xml": "<?xml version='1.0' encoding='cp037'?><a/>"}),
        Why.DAMAGED,
    ),
    "packed so that it grows": (lambda: _packed({"word/a.xml": b" " * 100}, zipfile.ZIP_LZMA), Why.DAMAGED),
    "the same part twice": (lambda: _packed({"WORD/document.xml": b"<a/>"}, zipfile.ZIP_STORED), Why.DAMAGED),
    "a picture of 100 by 4 million": (lambda: _a_wide_picture(100, 4_000_000), Why.TOO_COMPLEX),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_harm_is_refused(name: str) -> None:
    made, why = REFUSED[name]
    with pytest.raises(Refused) as refused:
        clean(made())
    assert refused.value.why is why


def test_a_picture_of_one_line_is_a_picture() -> None:
    assert Image.open(BytesIO(clean(_a_wide_picture(60_000, 1))[1])).size == (4096, 1)


def test_what_other_programs_keep_with_a_letter_goes() -> None:
    letter = a_letter({"customXml/item1.xml": f"<a>{BAD}</a>", "customXml/_rels/item1.xml.rels": RELATIONS.format("")})
    with zipfile.ZipFile(BytesIO(clean(letter)[1])) as parts:
        assert not [name for name in parts.namelist() if name.startswith("customXml")]


def test_a_photo_that_is_a_zip_as_well_is_only_a_photo() -> None:
    cleaned = clean(a_photo() + a_letter())[1]
    assert not zipfile.is_zipfile(BytesIO(cleaned))
    assert Image.open(BytesIO(cleaned)).format == "JPEG"


def test_a_small_file_does_not_become_an_enormous_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "LARGEST_CLEANED", 100)
    with pytest.raises(Refused) as refused:
        clean(a_photo())
    assert refused.value.why is Why.TOO_COMPLEX


async def test_a_process_that_was_taken_over_tells_no_more_than_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGEST_ANSWER", 1000)
    monkeypatch.setattr(sys, "executable", "/usr/bin/yes")
    with pytest.raises(Refused) as refused:
        await clean_apart(a_photo())
    assert refused.value.why is Why.TOO_COMPLEX
