"""What is in a file decides what it is, and only what people see in it stays."""

import sys
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from shared.attachments import apart
from shared.attachments.apart import clean_apart
from shared.attachments.cleaning import clean
from shared.attachments.names import plain_name, shown_name
from shared.attachments.refusing import Refused, Why
from shared.contracts.files import FileKind
from shared.privacy.allowed import ALLOWED
from tests.sent_files import (
    AUTHOR,
    OFFICE,
    RELATIONS,
    SHOWN,
    WORD,
    a_huge_picture,
    a_letter,
    a_pdf,
    a_photo,
    a_screenshot,
    a_zip,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def test_a_photo_forgets_where_and_by_whom_and_stands_upright() -> None:
    kind, cleaned = clean(a_photo())
    picture = Image.open(BytesIO(cleaned))
    assert (kind, picture.format, picture.size) == ("jpeg", "JPEG", (40, 80))
    assert not picture.getexif()
    assert "comment" not in picture.info
    assert AUTHOR.encode() not in cleaned
    assert b"Exif" not in cleaned
    # It was red on the left; turned a quarter, red is on top.
    red, _, blue = picture.convert("RGB").getpixel((20, 10))  # type: ignore[misc]
    assert red > 200 > 100 > blue
    assert min(picture.convert("RGB").getpixel((20, 70))) > 200  # type: ignore[arg-type]


def test_a_photo_that_is_large_becomes_as_small_as_a_page_needs() -> None:
    picture = Image.open(BytesIO(clean(a_photo(turned=False, size=(6000, 3000)))[1]))
    assert picture.size == (4096, 2048)


def test_a_screenshot_keeps_its_picture_and_loses_the_words_beside_it() -> None:
    kind, cleaned = clean(a_screenshot())
    picture = Image.open(BytesIO(cleaned))
    assert (kind, picture.format, picture.mode) == ("png", "PNG", "RGBA")
    assert picture.getpixel((5, 5)) == (0, 90, 90, 128)
    assert AUTHOR.encode() not in cleaned


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA"])
def test_pictures_of_every_kind_are_taken(mode: str) -> None:
    source = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (20, 10)).save(source, kind)
    assert Image.open(BytesIO(clean(source.getvalue())[1])).size == (20, 10)


def test_what_follows_a_picture_is_left_behind() -> None:
    assert b"<script>" not in clean(a_photo() + HTML)[1]
    assert b"<script>" not in clean(a_screenshot() + HTML)[1]


def test_a_pdf_keeps_its_pages_and_loses_its_maker_its_script_and_the_file_inside() -> None:
    source = a_pdf(pages=2)
    for hidden in (AUTHOR.encode(), b"alert", b"EmbeddedFiles", b"Exif"):
        assert hidden in source
    kind, cleaned = clean(source)
    reader = PdfReader(BytesIO(cleaned))
    assert (kind, len(reader.pages)) == ("pdf", 2)
    assert SHOWN in reader.pages[0].extract_text()
    for hidden in (AUTHOR.encode(), b"alert", b"EmbeddedFiles", b"JavaScript", b"Exif", b"in de bijlage"):
        assert hidden not in cleaned
    # The remark itself is what people see.
    assert b"Let op" in cleaned


def test_the_photo_in_a_pdf_is_still_a_photo() -> None:
    page = PdfReader(BytesIO(clean(a_pdf())[1])).pages[0]
    photo = page["/Resources"]["/XObject"]["/P"].get_object()  # type: ignore[index]
    assert Image.open(BytesIO(photo._data)).size == (80, 40)


def test_a_word_file_keeps_its_text_and_loses_its_writer() -> None:
    kind, cleaned = clean(a_letter())
    with zipfile.ZipFile(BytesIO(cleaned)) as parts:
        assert SHOWN.encode() in parts.read("word/document.xml")
        assert "docProps/core.xml" not in parts.namelist()
        everything = b"".join(parts.read(name) for name in parts.namelist())
    assert kind == "docx"
    assert AUTHOR.encode() not in everything
    assert b"docProps" not in everything


def test_a_word_file_fetches_nothing_and_links_stay() -> None:
    links = RELATIONS.format(
        f'<Relationship Id="rId1" Type="{OFFICE}/hyperlink" Target="https://nza.example/regel" TargetMode="External"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/image" Target="https://kwaad.example/a.png" TargetMode="External"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/attachedTemplate" Target="file:///C:/{AUTHOR}/a.dotm"'
        ' TargetMode="External"/>'
    )
    settings = f'<w:settings xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:attachedTemplate r:id="rId3"/></w:settings>'
    parts = {"word/_rels/document.xml.rels": links, "word/settings.xml": settings}
    with zipfile.ZipFile(BytesIO(clean(a_letter(parts))[1])) as cleaned:
        told = cleaned.read("word/_rels/document.xml.rels").decode()
        assert "attachedTemplate" not in cleaned.read("word/settings.xml").decode()
    assert "https://nza.example/regel" in told
    assert "kwaad" not in told
    assert AUTHOR not in told


def test_a_photo_in_a_word_file_forgets_where_it_was_taken() -> None:
    with zipfile.ZipFile(BytesIO(clean(a_letter({"word/media/image1.jpeg": a_photo()}))[1])) as cleaned:
        photo = cleaned.read("word/media/image1.jpeg")
    assert b"Exif" not in photo
    assert Image.open(BytesIO(photo)).size == (80, 40)


BOMB: dict[str, str | bytes] = {f"word/{number}.xml": b" " * 40_000_000 for number in range(6)}
REFUSED: dict[str, tuple[Callable[[], bytes], Why]] = {
    "a page of the web": (lambda: HTML, Why.KIND),
    "a drawing with a script": (lambda: SVG, Why.KIND),
    "a program": (lambda: b"MZ\x90\x00", Why.KIND),
    "text": (lambda: b"gewoon tekst", Why.KIND),
    "a zip": (lambda: a_zip({"a.txt": "a"}), Why.KIND),
    "a spreadsheet": (lambda: a_letter(kind="spreadsheet"), Why.KIND),
    "a pdf behind a page of the web": (lambda: HTML + a_pdf(), Why.KIND),
    "a pdf with a password": (lambda: a_pdf(password="geheim"), Why.LOCKED),
    "half a pdf": (lambda: a_pdf()[:300], Why.DAMAGED),
    "only the start of a pdf": (lambda: b"%PDF-1.7\n" + HTML, Why.DAMAGED),
    "half a photo": (lambda: a_photo()[:150], Why.DAMAGED),
    "the start of a picture and a page of the web": (lambda: b"\x89PNG\r\n\x1a\n" + HTML, Why.DAMAGED),
    "a picture of 900 million pixels": (a_huge_picture, Why.TOO_COMPLEX),
    "half a word file": (lambda: a_letter()[:200], Why.DAMAGED),
    "a word file with a macro": (lambda: a_letter({"word/vbaProject.bin": b"x"}), Why.MACROS),
    "a word file that says it has macros": (lambda: a_letter(kind="document.macroEnabled.main"), Why.MACROS),
    "a word file with a program in it": (lambda: a_letter({"word/embeddings/oleObject1.bin": b"x"}), Why.MACROS),
    "a word file that unpacks to 240 MB": (lambda: a_letter(BOMB), Why.TOO_COMPLEX),
    "a word file with words of its own": (lambda: a_letter({"word/a.xml": "<!DOCTYPE a []><a/>"}), Why.DAMAGED),
    "a word file that leads outside": (lambda: a_letter({"../../etc/a.xml": "<a/>"}), Why.DAMAGED),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_we_cannot_make_harmless_is_refused(name: str) -> None:
    made, why = REFUSED[name]
    with pytest.raises(Refused) as refused:
        clean(made())
    assert refused.value.why is why


def test_a_word_file_that_lies_about_its_size_is_refused() -> None:
    letter = a_letter({"word/a.xml": b" " * 100_000})
    # The size stands twice: before the part, and in the list at the end.
    lying = letter.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != letter
    with pytest.raises(Refused):
        clean(lying)


async def test_a_file_is_opened_in_a_process_of_its_own() -> None:
    cleaned = await clean_apart(a_letter())
    assert cleaned.kind is FileKind.DOCX
    with pytest.raises(Refused) as refused:
        await clean_apart(SVG)
    assert refused.value.why is Why.KIND


async def test_a_file_that_takes_too_long_ends_its_process_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    with pytest.raises(Refused) as refused:
        await clean_apart(a_pdf())
    assert refused.value.why is Why.TOO_COMPLEX


async def test_a_file_that_ends_its_process_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Refused) as refused:
        await clean_apart(a_pdf())
    assert refused.value.why is Why.TOO_COMPLEX


@pytest.mark.parametrize("given", ["Aanvraag stoma.pdf", "C:\\Documenten\\formulier_leeg.docx"])
def test_a_file_name_without_anybody_in_it_stays(given: str) -> None:
    kept = plain_name(given, ALLOWED)
    assert kept
    assert "\\" not in kept


@pytest.mark.parametrize(
    "given",
    [
        "Brief Jan Jansen.pdf",
        "jansen_piet.pdf",
        "PietJansen.pdf",
        "19600412.pdf",
        "brief 12-04-1960.pdf",
        "  .pdf",
        "123456782.jpg",
        "１２３４５６７８２.jpg",
        "Ｊａｎ Ｊａｎｓｅｎ.pdf",
    ],
)
def test_a_file_name_that_may_be_somebodys_is_not_kept(given: str) -> None:
    assert plain_name(given, ALLOWED) is None


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("formulier\u202efdp.exe.pdf", "formulier fdp.exe.pdf"),
        ("for\x00mu\nlier\x1b[2J.pdf", "for mu lier 2J.pdf"),
        ("../../etc/formulier.pdf", "formulier.pdf"),
        ("C:\\Users\\Jan Jansen\\formulier.pdf", "formulier.pdf"),
        ("for\u200bmulier\ufeff.pdf", "for mulier .pdf"),
        ("a" * 100_000 + ".pdf", "a" * 251 + ".pdf"),
    ],
)
def test_what_turns_or_hides_letters_and_every_folder_is_left_out_of_a_file_name(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_a_name_the_team_put_on_the_list_may_stand_in_a_file_name() -> None:
    given, allowed = "machtiging Jan Wielinga.pdf", {*ALLOWED, "Jan Wielinga"}
    assert plain_name(given, ALLOWED) is None
    assert plain_name(given, allowed) == given
    assert plain_name("Piet Jan Wielinga.pdf", allowed) is None


def test_a_file_name_is_made_plain_and_short() -> None:
    assert plain_name("leeg <formulier>.pdf", ALLOWED) == "leeg formulier .pdf"
    assert len(plain_name("formulier " * 20 + ".pdf", ALLOWED) or "") <= 80
