"""A small world in which everything went well, played through the handlers: what the ledger must find nothing in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from typing import Any
from uuid import UUID

from sqlalchemy import text

from deploy.seed.delivery import Delivery
from deploy.seed.known import Known
from deploy.seed.load import load_reference_data
from services.escalation.domain import HandoverState
from services.escalation.forms import AnswerForm, CloseForm, PackageForm, SendForm
from services.escalation.handlers import answering, sending
from services.escalation.repository import handovers
from services.intake.forms import ReportForm
from services.intake.handlers.conversation import give_answer
from services.intake.handlers.reporting import submit_report
from services.knowledge.handlers import mark_checked
from services.notifier.mailer import Letter, MemoryMailer, Result
from services.notifier.sending import DeliveryRound
from services.research.forms import ConcludeForm, OutcomeForm
from services.research.handlers.outcome import conclude, save_outcome
from services.triage.domain import Decision
from services.triage.forms import FORMS
from services.triage.handlers.decisions import decide
from services.triage.repository import case
from shared import clock
from shared.database import Database
from shared.settings import Settings
from tests.flows.test_handover import PACKAGE
from tests.intake.filled_in import API_REPORT
from tests.notifier.rounds import LETTERHEAD
from tests.storm.arrivals import Arrived, mail_id_of
from tests.storm.journal import Deed, Journal

WHO = "Sanne de Vries"
KEY = "a key for tests, of thirty-two bytes"


class Keeping(MemoryMailer):
    """Takes every letter and notes when."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[Arrived] = []

    async def send(self, letter: Letter) -> Result:
        """Take it."""
        mail_id = mail_id_of(message_from_bytes(letter.content)["Message-ID"])
        self.arrived.append(Arrived(mail_id, letter.recipient, clock.now().timestamp(), resent=False))
        return await super().send(letter)


@dataclass
class Played:
    """The world, and what its people were told."""

    databases: Mapping[str, Database]
    journal: Journal
    known: Known
    delivery: Delivery
    mailer: Keeping

    async def all_hear(self) -> None:
        """Let everybody hear everything, and mail what is to be mailed."""
        for _ in range(2):
            await self.delivery.run(self.databases)
            await DeliveryRound(self.databases["notifier"], self.mailer, LETTERHEAD).run()
        await self.delivery.run(self.databases)

    async def report(self, name: str) -> UUID:
        """A practice reports."""
        email = f"{name}@storm.example"
        form = ReportForm.model_validate(API_REPORT | {"email": email, "titel": f"Machtiging {name}"})
        self.journal.tries(Deed.REPORT, email)
        async with self.databases["intake"].transaction() as session:
            receipt = await submit_report(session, form, key=KEY)
        self.journal.confirms(Deed.REPORT, email, receipt.reference)
        await self.all_hear()
        return receipt.report_id

    async def decide(self, report_id: UUID, decision: Decision, mark: str, **chosen: Any) -> None:
        """A member decides."""
        self.journal.tries(Deed.DECISION, mark)
        async with self.databases["triage"].transaction() as session:
            found = await case(session, report_id)
            assert found
            fields = {"version": found.version, "send_mail": "ja", "reason": f"Zo besloten, {mark}.", **chosen}
            await decide(session, report_id, decision, FORMS[decision].model_validate(fields), WHO)
        self.journal.confirms(Deed.DECISION, mark)
        await self.all_hear()


async def played(databases: Mapping[str, Database], settings: Settings) -> Played:
    """Play it: every decision, two dossiers, two handovers, and every mail."""
    known = Known(settings)
    world = Played(databases, Journal(), known, Delivery(databases, known.hear), Keeping())
    await load_reference_data(settings, databases)
    async with databases["knowledge"].transaction() as session:
        await mark_checked(session, "R01", 1, WHO, demo=False)
    await world.all_hear()
    await _question(world)
    await _short_ones(world)
    await _dossier(world)
    await _handover(world)
    await _all_is_out(world)
    return world


async def _question(world: Played) -> None:
    report_id = await world.report("vraag")
    await world.decide(report_id, Decision.QUESTION, "1 question", question="Bij welke leverancier is dit?")
    mark = "1 antwoord"
    world.journal.tries(Deed.ANSWER, mark)
    async with world.databases["intake"].transaction() as session:
        assert await give_answer(session, report_id, world.known.questions[report_id], f"Bij twee, {mark}.")
    world.journal.confirms(Deed.ANSWER, mark)
    await world.all_hear()
    await world.decide(report_id, Decision.CLOSE, "1 close", close_reason="not_a_rule", tip="Bespreek dit eens.")


async def _short_ones(world: Played) -> None:
    await world.report("wacht")
    agreed, elsewhere = await world.report("afspraak"), await world.report("elders")
    await world.decide(agreed, Decision.AGREEMENT, "2 agreement", item_id=world.known.items["R01"])
    body, later = world.known.parties["LHV"], clock.today() + timedelta(days=60)
    await world.decide(elsewhere, Decision.ELSEWHERE, "3 elsewhere", party_id=body, check_on=later)


async def _dossier(world: Played) -> None:
    first, second = await world.report("dossier"), await world.report("koppel")
    title = "Jaarlijkse machtigingen"
    await world.decide(first, Decision.OPEN_DOSSIER, "4 open", dossier_title=title)
    dossier = world.known.dossiers[title]
    await world.decide(second, Decision.LINK, "5 link", dossier_id=dossier.dossier_id)
    mark = "4 uitkomst"
    outcome = OutcomeForm.model_validate(
        {
            "outcome": "recorded_nowhere",
            "public_text": f"Dit hoeft niet, {mark}.",
            "outcome_reason": "Nagekeken.",
        }
    )
    world.journal.tries(Deed.CONCLUSION, mark)
    async with world.databases["research"].transaction() as session:
        await save_outcome(session, dossier.reference, outcome, WHO)
        await conclude(session, dossier.reference, ConcludeForm(version=1), WHO)
    world.journal.confirms(Deed.CONCLUSION, mark)
    await world.all_hear()


async def _handover(world: Played) -> None:
    body = world.known.parties["HIT"]
    report_id = await world.report("doorzetten")
    await world.decide(report_id, Decision.HANDOVER, "6 handover", handover_party_id=body)
    reference = await _sent(world, "hit-6@storm.example")
    mark = "6 antwoord van HIT"
    world.journal.tries(Deed.BODY_ANSWER, mark)
    says = {"answer": "answered", "received_on": clock.today(), "public_text": f"Wij spreken hen aan, {mark}."}
    async with world.databases["escalation"].transaction() as session:
        await answering.record_answer(session, reference, AnswerForm.model_validate(says), WHO)
    world.journal.confirms(Deed.BODY_ANSWER, mark)
    world.journal.tries(Deed.CLOSING, "6 klaar")
    async with world.databases["escalation"].transaction() as session:
        await answering.close(session, reference, CloseForm(close_reason="Klaar, 6 klaar."), WHO)
    world.journal.confirms(Deed.CLOSING, "6 klaar")
    await world.all_hear()


async def _sent(world: Played, contact: str) -> str:
    world.journal.tries(Deed.PACKAGE, contact)
    async with world.databases["escalation"].transaction() as session:
        (draft,) = await handovers.listed(session, {HandoverState.DRAFT}, page=1)
        written = draft.model_dump(include=set(PackageForm.model_fields)) | {**PACKAGE, "contact_email": contact}
        await sending.save_package(session, draft.reference, PackageForm.model_validate(written), WHO)
        seen = {"version": draft.version, "no_names": "ja", "read_through": "ja"}
        await sending.send(session, draft.reference, SendForm.model_validate(seen), WHO, "loket@rw.example")
        reference = draft.reference
    world.journal.confirms(Deed.PACKAGE, contact)
    await world.all_hear()
    return reference


async def _all_is_out(world: Played) -> None:
    """As if the relays had published everything."""
    for database in world.databases.values():
        async with database.transaction() as session:
            await session.execute(text("delete from outbox where stream <> 'FACTS'"))
            await session.execute(text("update outbox set published_at = now()"))
