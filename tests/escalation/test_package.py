from datetime import UTC, date, datetime

import pytest

from services.escalation import drafts, rendering
from services.escalation.rendering import package_of
from services.escalation.tables import Handover, Report
from services.notifier.rendering.compose import package_mail
from services.notifier.rendering.content import Paragraph
from shared.contracts.research import RuleSource
from shared.contracts.vocabulary import ImposedBy, RecordedIn
from shared.ids import new_id
from tests.escalation.facts_heard import MAIL_FROM, a_dossier_concluded

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def a_handover() -> Handover:
    return Handover(
        id=new_id(),
        reference="H-26-001",
        state="draft",
        party_id=new_id(),
        party_name="Huisartsen Interventie Team",
        created_at=NOON,
        changed_at=NOON,
        contact_name="mevrouw De Boer",
        **drafts.from_dossier(a_dossier_concluded()),
    )


def a_report(imposed_by: ImposedBy = ImposedBy.HOSPITAL) -> Report:
    return Report(
        id=new_id(),
        reference="RW-26-0001",
        title="Brief nodig voor een aangepast bureau",
        story="Mijn patiënt kwam speciaal langs.",
        imposed_by=imposed_by.value,
        organisation="Denkbeeldige Molen",
        minutes_per_month=60,
        own_attempts=["asked_why", "nothing_yet"],
    )


def test_the_package_says_all_that_was_established() -> None:
    package = package_of(a_handover(), answer_by=date(2026, 12, 18), mail_from=MAIL_FROM)
    text = "\n".join(package.paragraphs)
    for said in (
        "Elk jaar is een nieuwe machtiging nodig.",
        "Wij hebben dit nergens gevonden. Gezocht op wetten.overheid.nl (nagekeken op 3 november).",
        "12 praktijken melden dit. Dat kost samen ongeveer 30 uur per maand. Dit is een schatting van de praktijken.",
        "Een machtiging voor vijf jaar.",
        "voor 18 december",
        "loket@regelwijzer.invalid",
    ):
        assert said in text
    assert package.subject == "Verzoek: Jaarlijkse machtiging voor stomamateriaal (H-26-001)"


def test_empty_fields_leave_no_empty_headings() -> None:
    package = package_of(a_handover(), answer_by=date(2026, 12, 18), mail_from=MAIL_FROM)
    assert not any(paragraph.startswith("Wat wij al probeerden") for paragraph in package.paragraphs)


def test_the_page_shows_what_the_notifier_mails() -> None:
    package = package_of(a_handover(), answer_by=date(2026, 12, 18), mail_from=MAIL_FROM)
    mailed = package_mail(
        subject=package.subject, reference="H-26-001", name="mevrouw De Boer", paragraphs=package.paragraphs
    )
    words = [block.text for block in mailed.blocks if isinstance(block, Paragraph)]
    assert words == [package.greeting, *package.paragraphs, package.closing]
    assert mailed.subject == package.subject


def test_a_single_report_starts_without_its_story_wish_or_practice() -> None:
    draft = drafts.from_report(a_report())
    text = " ".join(str(value) for value in draft.values())
    assert draft["title"] == "Brief nodig voor een aangepast bureau"
    assert (draft["practices"], draft["minutes_per_month"]) == (1, 60)
    assert draft["tried"] == "- Gevraagd waarom dit moet"
    assert "patiënt" not in text
    assert "werkgever" not in text


@pytest.mark.parametrize("imposed_by", [ImposedBy.OWN_PRACTICE, ImposedBy.UNKNOWN])
def test_an_organisation_that_may_be_the_practice_itself_is_left_out(imposed_by: ImposedBy) -> None:
    assert drafts.from_report(a_report(imposed_by))["asked_by"] is None


def test_a_body_that_asks_is_named() -> None:
    assert drafts.from_report(a_report())["asked_by"] == "Ziekenhuis of specialist: Denkbeeldige Molen"


def test_a_source_is_quoted_with_its_place_and_day() -> None:
    source = RuleSource(
        recorded_in=RecordedIn.LAW,
        place="Zorgverzekeringswet, artikel 14",
        quote="Een verwijzing is nodig",
        url="https://wetten.example/14",
        checked_on=date(2026, 11, 3),
    )
    assert drafts.recorded_text([source]) == (
        "- Wet: Zorgverzekeringswet, artikel 14 (nagekeken op 3 november). "
        "Daar staat: ‘Een verwijzing is nodig’ https://wetten.example/14"
    )
    assert drafts.recorded_text([]) is None


@pytest.mark.parametrize(
    ("practices", "minutes", "said"),
    [
        (1, 0, "1 praktijk meldt dit."),
        (
            1,
            30,
            "1 praktijk meldt dit. Dat kost minder dan 1 uur per maand. Dit is een schatting van de praktijk.",
        ),
    ],
)
def test_numbers_say_what_they_are_based_on(practices: int, minutes: int, said: str) -> None:
    assert rendering.numbers(practices, minutes) == said
