"""What a file is called is kept only when nobody is in it."""

import pytest

from services.intake.attachments.names import plain_name, shown_name
from shared.privacy.allowed import ALLOWED


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
