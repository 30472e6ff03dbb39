"""Nobody does anything, and everybody hears what follows from that, once.

The services are those of a system; time, the carrying of facts and the mail server are the test's.
"""

import email
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, datetime, timedelta
from email.policy import default
from uuid import UUID

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.seed.delivery import Delivery
from deploy.services import subscribers_of
from services.escalation import jobs as escalation_jobs
from services.escalation.forms import AnswerForm, PackageForm, SendForm
from services.escalation.handlers.answering import record_answer
from services.escalation.handlers.sending import save_package, send
from services.intake.forms import ReportForm
from services.intake.handlers.reporting import submit_report
from services.notifier.mailer.memory import MemoryMailer
from services.research.forms import ConcludeForm, OutcomeForm
from services.research.handlers.outcome import conclude, save_outcome
from services.research.reading.dossier import dossier_page
from services.triage import forms
from services.triage import jobs as triage_jobs
from services.triage.domain import Decision
from services.triage.handlers.decisions import decide
from services.triage.tables import Case
from shared import clock
from shared.contracts.vocabulary import HandoverAnswer, Outcome
from shared.database import Database
from shared.messaging.jobs import JobContext
from tests.browserlike import post_form, settings_for_tests
from tests.builders import a_party_listed
from tests.escalation.facts_heard import MAIL_FROM
from tests.facts import deliver
from tests.intake.filled_in import API_REPORT
from tests.notifier.rounds import send_round
from tests.pages import words_of
from tests.triage.waiting import at, case_of
from tests.triage.waiting import question_of as question_in

SERVICES = ("intake", "triage", "research", "escalation", "notifier")
SENT_AT = at(date(2026, 11, 20), 10)
HIT = a_party_listed()
KEY = "a key for tests, of thirty-two bytes"
PACKAGE = PackageForm(
    title="Elk jaar opnieuw machtiging", category="request", asked_text="Een machtiging.", asked_by="De leverancier",
    recorded_text="Nergens.", tried="Gebeld.", wanted="Laat het vervallen.",
    contact_name="mevrouw De Boer", contact_email="hit@lhv.example",
)  # fmt: skip
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


class Course:
    """One report on its way through five services, day by day."""

    def __init__(self, databases: Callable[[str], Database]) -> None:
        self.of = databases
        self._mailer = MemoryMailer()
        self._delivery = Delivery({service: databases(service) for service in SERVICES}, lambda _fact: None)
        self.now = SENT_AT
        self.report_id, self.address = UUID(int=0), ""

    @asynccontextmanager
    async def happening(self, service: str, moment: datetime | None = None) -> AsyncIterator[AsyncSession]:
        """Something happens in one service; the others hear it, and mails go out."""
        self.now = moment or self.now + timedelta(minutes=1)
        with clock.frozen(self.now):
            async with self.of(service).transaction() as session:
                yield session
            await self._spreads()

    async def begins(self) -> None:
        """A practice reports something; everybody knows of one body."""
        with clock.frozen(self.now):
            for service in SERVICES[1:]:
                subscribers = subscribers_of(service)
                assert subscribers
                await deliver(self.of(service), subscribers, HIT)
        async with self.happening("intake") as session:
            receipt = await submit_report(session, ReportForm.model_validate(API_REPORT), key=KEY)
        self.report_id, self.address = receipt.report_id, f"/melding/{receipt.link_token}"

    async def decides(self, decision: Decision, form: forms.DecisionForm) -> None:
        """A member decides about the report."""
        async with self.happening("triage") as session:
            await decide(session, self.report_id, decision, form, "Mo Yilmaz")

    async def until(self, day: date) -> None:
        """Days go by, up to the morning of this one; jobs look around at night and at eight."""
        while clock.local_day(self.now) < day:
            following = clock.local_day(self.now) + timedelta(days=1)
            for hour in (3, 8):
                await self._look_around(at(following, hour))

    async def _look_around(self, moment: datetime) -> None:
        self.now = moment
        with clock.frozen(moment):
            for service, jobs in (("triage", triage_jobs), ("escalation", escalation_jobs)):
                await jobs.act_on_terms(JobContext(self.of(service), settings_for_tests()))
            await self._spreads()

    async def _spreads(self) -> None:
        await self._delivery.run(SERVICES)
        await send_round(self.of("notifier"), self._mailer)

    async def page(self, client_for: ClientFor) -> str:
        """The status page in words."""
        with clock.frozen(self.now):
            async with client_for("intake") as client:
                return words_of((await client.get(self.address)).text)

    @staticmethod
    def of_day(day: int, hour: int) -> datetime:
        """An hour of a day in November, in Amsterdam."""
        return at(date(2026, 11, day), hour)

    def mails(self, to: str = "noor@") -> list[tuple[str, datetime]]:
        """The subjects of what an address got, and when it was written."""
        sent = [email.message_from_bytes(letter.content, policy=default) for letter in self._mailer.taken]
        return [(str(one["Subject"]), one["Date"].datetime) for one in sent if to in str(one["To"])]

    async def case(self) -> Case:
        """The case on the report."""
        return await case_of(self.of("triage"), self.report_id)

    async def sends_package(self) -> None:
        """A member sends the handover that was drafted."""
        async with self.happening("escalation") as session:
            await save_package(session, "H-26-001", PACKAGE, "Mo")
            await send(session, "H-26-001", SendForm(version=1, no_names=True, read_through=True), "Mo", MAIL_FROM)

    async def body_answers(self) -> None:
        """The body says something, and a member writes it down."""
        async with self.happening("escalation") as session:
            said = AnswerForm(
                answer=HandoverAnswer.ACCEPTED, received_on=clock.today(), public_text="Wij kijken ernaar."
            )
            await record_answer(session, "H-26-001", said, "Mo")


@pytest.fixture
async def course(databases: Callable[[str], Database]) -> Course:
    begun = Course(databases)
    await begun.begins()
    return begun


async def test_a_question_nobody_answers_is_reminded_of_and_let_go_and_an_answer_is_still_taken(
    course: Course, client_for: ClientFor
) -> None:
    question = forms.QuestionForm(version=1, reason="Onduidelijk", question="Bij welke verzekeraar?", send_mail="ja")
    await course.decides(Decision.QUESTION, question)
    await course.until(date(2026, 12, 7))
    assert course.mails()[1:] == [
        ("We hebben een vraag over je melding (RW-26-0001)", course.of_day(20, 10) + timedelta(minutes=2)),
        ("Herinnering: we wachten op je antwoord (RW-26-0001)", course.of_day(27, 8)),
    ]
    assert (await course.case()).came_back == "no_answer"
    page = await course.page(client_for)
    assert "We gaan verder zonder je antwoord" in page
    assert "Uiterlijk 14 december Je hoort wat we gaan doen" in page
    with clock.frozen(course.now):
        async with client_for("intake") as client:
            answer = {"vraag": str(await question_in(course.of("triage"))), "antwoord": "Bij twee verzekeraars."}
            await post_form(client, f"{course.address}/antwoord", answer, page=course.address)
    await course.until(date(2026, 12, 8))
    case = await course.case()
    assert (case.state, case.reaction, case.came_back) == ("new", True, None)
    assert course.mails()[-1][0] == "We hebben je antwoord ontvangen (RW-26-0001)"
    assert "Je kunt nog antwoorden" not in await course.page(client_for)


async def test_a_first_answer_that_is_late_is_told_once(course: Course, client_for: ClientFor) -> None:
    await course.until(date(2026, 12, 1))
    assert "Uiterlijk 7 december Je hoort wat we gaan doen" in await course.page(client_for)
    await course.until(date(2026, 12, 9))
    late = [mail for mail in course.mails() if mail[0].startswith("Het duurt langer")]
    assert late == [("Het duurt langer voordat je van ons hoort (RW-26-0001)", course.of_day(30, 8))]
    # A day that passed is promised no more.
    assert "Uiterlijk 7 december Je hoort" not in await course.page(client_for)


async def test_a_body_that_says_nothing_gives_the_dossier_back_and_every_reporter_hears_it(
    course: Course, client_for: ClientFor
) -> None:
    opens = forms.OpenDossierForm(version=1, reason="Vaker", dossier_title="Machtigingen", send_mail="ja")
    await course.decides(Decision.OPEN_DOSSIER, opens)
    async with course.happening("research") as session:
        handed = OutcomeForm(
            outcome=Outcome.HANDED_OVER, handover_party_id=HIT.party_id, public_text="Wij geven dit door.",
            outcome_reason="Dit kan alleen landelijk.",
        )  # fmt: skip
        await save_outcome(session, "D-26-001", handed, "Mo Yilmaz")
        await conclude(session, "D-26-001", ConcludeForm(version=1), "Mo Yilmaz")
    await course.sends_package()
    await course.until(date(2026, 12, 21))
    assert [mail for mail, _ in course.mails("hit@")] == [
        "Verzoek: Elk jaar opnieuw machtiging (H-26-001)",
        "Herinnering: Elk jaar opnieuw machtiging (H-26-001)",
    ]
    assert course.mails()[-1][0].endswith("heeft nog niet geantwoord (RW-26-0001)")
    assert "Aan zet Wij" in await course.page(client_for)
    await course.body_answers()
    assert course.mails()[-1][0].endswith("heeft toch nog geantwoord (RW-26-0001)")
    assert "Aan zet Wij" in await course.page(client_for)
    async with course.of("research").transaction() as session:
        found = await dossier_page(session, "D-26-001")
    assert found
    assert found.may_conclude
    assert [finding.record.claim for finding in found.findings] == [f"{HIT.name}: Wij kijken ernaar."]


async def test_a_body_that_says_nothing_gives_a_single_report_back(course: Course, client_for: ClientFor) -> None:
    over = forms.HandoverForm(version=1, reason="Landelijk", handover_party_id=HIT.party_id, send_mail="ja")
    await course.decides(Decision.HANDOVER, over)
    await course.sends_package()
    await course.until(date(2026, 12, 21))
    case = await course.case()
    assert (case.state, case.came_back, case.due_on) == ("new", "party_silent", date(2026, 12, 29))
    assert course.mails()[-1][0].endswith("heeft nog niet geantwoord (RW-26-0001)")
    assert "Uiterlijk 29 december Je hoort wat we gaan doen" in await course.page(client_for)
    await course.body_answers()
    assert (await course.case()).reaction
