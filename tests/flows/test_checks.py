"""Weeks after an outcome the question goes out by mail, and what the reporter says reaches the team.

The services are those of a system; time, the carrying of facts and the mail server are the test's.
"""

import email
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

from deploy.seed.delivery import Delivery
from services.intake import domain
from services.intake.forms import ReportForm
from services.intake.handlers.checks import Given, answer_check, say_due_checks
from services.intake.handlers.reporting import submit_report
from services.notifier.mailer.memory import MemoryMailer
from services.research.forms import ConcludeForm, OutcomeForm
from services.research.handlers.outcome import conclude, save_outcome
from services.research.reading.dossier import dossier_page
from services.triage import repository as cases
from services.triage.domain import Decision
from services.triage.forms import OpenDossierForm
from services.triage.handlers.decisions import decide
from shared import clock
from shared.contracts.vocabulary import CheckAnswer, Outcome
from shared.database import Database
from tests.intake.filled_in import API_REPORT
from tests.notifier.rounds import send_round

SERVICES = ("intake", "triage", "research", "notifier")
DOSSIER = "D-26-001"
SENT_AT = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
SOLVED_AT = datetime(2026, 10, 8, 14, 30, tzinfo=UTC)
FIRST, SECOND = (domain.check_due(SOLVED_AT, weeks) for weeks in (4, 12))
QUESTION = "Is het in jouw praktijk echt opgelost?"


class Course:
    """One report on its way through four services, moment by moment."""

    def __init__(self, databases: Callable[[str], Database]) -> None:
        self.databases = databases
        self.mailer = MemoryMailer()
        self._delivery = Delivery({service: databases(service) for service in SERVICES}, lambda _fact: None)

    async def goes_on(self) -> None:
        """Everybody hears what was said, and the mails go out."""
        await self._delivery.run(SERVICES)
        await send_round(self.databases("notifier"), self.mailer)

    async def checks(self) -> None:
        """The job of the checks, and what follows."""
        async with self.databases("intake").transaction() as session:
            await say_due_checks(session)
        await self.goes_on()

    def mails(self) -> list[EmailMessage]:
        """What went out, oldest first."""
        return [email.message_from_bytes(letter.content, policy=default) for letter in self.mailer.taken]

    def subjects(self) -> list[str]:
        """What it was about."""
        return [str(mail["Subject"]) for mail in self.mails()]


async def _solved(course: Course) -> UUID:
    with clock.frozen(SENT_AT):
        async with course.databases("intake").transaction() as session:
            receipt = await submit_report(session, ReportForm.model_validate(API_REPORT), key="a key")
        await course.goes_on()
        async with course.databases("triage").transaction() as session:
            opens = OpenDossierForm(version=1, reason="Vaker", dossier_title="Machtigingen", send_mail="ja")
            await decide(session, receipt.report_id, Decision.OPEN_DOSSIER, opens, "Mo Yilmaz")
        await course.goes_on()
    with clock.frozen(SOLVED_AT):
        async with course.databases("research").transaction() as session:
            text = "Het hoeft niet meer."
            form = OutcomeForm(version=0, outcome=Outcome.SOLVED, public_text=text, outcome_reason="Bevestigd.")
            await save_outcome(session, DOSSIER, form, "Mo Yilmaz")
            await conclude(session, DOSSIER, ConcludeForm(version=1), "Mo Yilmaz")
        await course.goes_on()
    return receipt.report_id


async def test_the_checks_are_mailed_and_a_late_no_reaches_the_dossier(databases: Callable[[str], Database]) -> None:
    course = Course(databases)
    report_id = await _solved(course)
    outcome = course.subjects()[-1]
    assert outcome.startswith("Opgelost: dit verandert er")
    for moment in (FIRST - timedelta(minutes=1), FIRST, FIRST + timedelta(minutes=1)):
        with clock.frozen(moment):
            await course.checks()
    assert course.subjects()[-1].startswith(QUESTION)
    text = course.mails()[-1].get_body(("plain",))
    assert text and "4 weken geleden kreeg je een uitkomst" in text.get_content()
    with clock.frozen(FIRST + timedelta(hours=2)):
        async with databases("intake").transaction() as session:
            assert await answer_check(session, report_id, CheckAnswer.YES, None) is Given.NOTED
        await course.goes_on()
    with clock.frozen(SECOND):
        await course.checks()
        async with databases("intake").transaction() as session:
            assert await answer_check(session, report_id, CheckAnswer.NO, "Het is terug.") is Given.NOTED
        await course.goes_on()
    assert sum(subject.startswith(QUESTION) for subject in course.subjects()) == 2
    await _reached_the_team(databases, report_id)


async def _reached_the_team(databases: Callable[[str], Database], report_id: UUID) -> None:
    async with databases("research").transaction() as session:
        page = await dossier_page(session, DOSSIER)
    assert page and page.shown.confirmation.not_solved == 1
    async with databases("triage").transaction() as session:
        case = await cases.case(session, report_id)
    # More than eight weeks after the outcome it counts, and opens nothing.
    assert case and case.state == "linked"


async def test_after_a_no_within_eight_weeks_a_person_decides_and_no_check_follows(
    databases: Callable[[str], Database],
) -> None:
    course = Course(databases)
    report_id = await _solved(course)
    with clock.frozen(SOLVED_AT + timedelta(days=1)):
        async with databases("intake").transaction() as session:
            assert await answer_check(session, report_id, CheckAnswer.NO, None) is Given.REOPENING
        await course.goes_on()
    assert course.subjects()[-1].startswith("Je vraagt ons om je melding weer te openen")
    for moment in (FIRST, SECOND):
        with clock.frozen(moment):
            await course.checks()
    assert not [subject for subject in course.subjects() if subject.startswith(QUESTION)]
    async with databases("triage").transaction() as session:
        case = await cases.case(session, report_id)
    assert case and case.state == "reopen_requested"
