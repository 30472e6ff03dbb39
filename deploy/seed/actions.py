"""What a step of the story does: a person fills in a form, and the service's own handler deals with it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from deploy.seed.known import Known
from deploy.seed.story import Step
from services.accounts.demo import DEMO_MEMBERS
from services.escalation.domain import HandoverState
from services.escalation.forms import AnswerForm, PackageForm, SendForm
from services.escalation.handlers.answering import record_answer
from services.escalation.handlers.sending import save_package, send
from services.escalation.repository import handovers
from services.intake.forms import CheckForm, JoinForm, ReopenForm, SplitForm
from services.intake.handlers.checks import answer_check, request_reopening
from services.intake.handlers.conversation import give_answer
from services.intake.handlers.joining import find_joinable, join
from services.intake.handlers.splitting import split
from services.intake.repository import reports
from services.research.forms import (
    PARTY_FIELDS,
    AgreementForm,
    AttendeeForm,
    ConcludeForm,
    ContextForm,
    CoreForm,
    EntryForm,
    EvidenceForm,
    FindingForm,
    OutcomeForm,
    RoundTableForm,
    RuleForm,
    SourceForm,
    StakeholderForm,
)
from services.research.handlers.entries import add_entry
from services.research.handlers.outcome import conclude, save_outcome
from services.research.handlers.round_tables import add_attendee, plan
from services.research.handlers.sections import save_context, save_core, save_rule
from services.triage import repository as cases
from services.triage.domain import Decision
from services.triage.forms import FORMS
from services.triage.handlers.decisions import decide
from shared import clock
from shared.contracts.vocabulary import Outcome
from shared.ids import new_id


@dataclass(frozen=True)
class Deed:
    """A step, and the title of the report or dossier it is about."""

    step: Step
    about: str

    @property
    def who(self) -> str:
        """The name of the member who does it."""
        return NAMES[self.step.by or ""]


TICKED = "ja"
# The lists of a dossier by what the files call adding to them.
ENTRIES: dict[str, type[EntryForm]] = {
    "source": SourceForm,
    "evidence": EvidenceForm,
    "finding": FindingForm,
    "stakeholder": StakeholderForm,
    "agree": AgreementForm,
}
NAMES = {member.email.partition("@")[0]: member.name for member in DEMO_MEMBERS}


class Action(Protocol):
    """What a step does in one service."""

    async def __call__(self, session: AsyncSession, known: Known, deed: Deed) -> None:
        """Do it."""


async def decide_case(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member decides about a report."""
    report_id = known.reports[deed.about]
    case = await cases.case(session, report_id)
    if case is None:
        raise LookupError(deed.about)
    decision = Decision.parse(deed.step.do)
    chosen = _chosen(decision, deed.step.filled_in, known)
    fields = {"version": case.version, "send_mail": TICKED, **chosen}
    await decide(session, report_id, decision, FORMS[decision].model_validate(fields), deed.who)


def _chosen(decision: Decision, fields: dict[str, Any], known: Known) -> dict[str, Any]:
    match decision:
        case Decision.OPEN_DOSSIER:
            fields["dossier_title"] = fields.pop("dossier")
        case Decision.LINK:
            fields["dossier_id"] = known.dossiers[fields.pop("dossier")].dossier_id
        case Decision.AGREEMENT:
            fields["item_id"] = known.items[fields.pop("item")]
        case Decision.ELSEWHERE:
            fields["party_id"] = known.parties[fields.pop("party")]
            fields["check_on"] = clock.today() + timedelta(days=fields.pop("in_days"))
        case Decision.HANDOVER:
            fields["handover_party_id"] = known.parties[fields.pop("party")]
    return fields


async def answer_question(session: AsyncSession, known: Known, deed: Deed) -> None:
    """The reporter answers a question on the status page."""
    report_id = known.reports[deed.about]
    await give_answer(session, report_id, known.questions[report_id], deed.step.filled_in["text"])


async def say_whether_solved(session: AsyncSession, known: Known, deed: Deed) -> None:
    """The reporter says on the status page whether it is really solved; a "no" asks to open the report again."""
    given = CheckForm.model_validate(deed.step.filled_in)
    await answer_check(session, known.reports[deed.about], given.answer, given.text)


async def ask_to_reopen(session: AsyncSession, known: Known, deed: Deed) -> None:
    """The reporter asks on the status page to open a closed report again."""
    form = ReopenForm.model_validate(deed.step.filled_in)
    await request_reopening(session, known.reports[deed.about], form.reason)


async def join_report(session: AsyncSession, known: Known, deed: Deed) -> None:
    """Another practice says *ik ook*."""
    joined = await reports.report(session, known.reports[deed.about])
    thing = await find_joinable(session, joined.reference) if joined else None
    if thing is None:
        raise LookupError(deed.about)
    form, key = JoinForm.model_validate(deed.step.filled_in), known.settings.secret_key.get_secret_value()
    await join(session, thing, form, form.email, key=key)


async def split_report(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member splits a report that tells of two rules, for the first time."""
    report = await reports.held_report(session, known.reports[deed.about])
    if report is None:
        raise LookupError(deed.about)
    form = SplitForm.model_validate({"second_id": new_id(), "parts": 0, **deed.step.filled_in})
    await split(session, report, form, deed.who, key=known.settings.secret_key.get_secret_value())


async def write_core(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member writes the question of a dossier."""
    await save_core(session, _reference(known, deed), CoreForm(**deed.step.filled_in), deed.who)


async def write_rule(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member writes down what the rule says and is for."""
    await save_rule(session, _reference(known, deed), RuleForm(**deed.step.filled_in), deed.who)


async def write_context(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member writes what happens, since when, where and with whom."""
    await save_context(session, _reference(known, deed), ContextForm(**deed.step.filled_in), deed.who)


async def add_to_list(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member fills a list of a dossier; where a rule is recorded was checked that day."""
    fields = deed.step.filled_in
    if deed.step.do == "source":
        fields["checked_on"] = clock.today()
    form = ENTRIES[deed.step.do].model_validate(fields)
    await add_entry(session, _reference(known, deed), new_id(), form, deed.who)


async def plan_round_table(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member plans a meeting of an hour, some working days later, and puts somebody on the list."""
    fields, table_id, reference = deed.step.filled_in, new_id(), _reference(known, deed)
    somebody = AttendeeForm.model_validate(fields.pop("attendee"))
    day = clock.working_days_after(clock.today(), fields.pop("in_days"))
    form = RoundTableForm.model_validate({"day": day, **fields})
    await plan(session, reference, table_id, form, deed.who)
    await add_attendee(session, reference, table_id, new_id(), somebody, deed.who)


async def conclude_dossier(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member writes the outcome of a dossier, looks at it and lets it go out."""
    fields = deed.step.filled_in
    if "party" in fields:
        fields[PARTY_FIELDS[Outcome.parse(fields["outcome"])]] = known.parties[fields.pop("party")]
    reference = _reference(known, deed)
    await save_outcome(session, reference, OutcomeForm(**fields), deed.who)
    await conclude(session, reference, ConcludeForm(version=1), deed.who)


async def send_handover(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member completes the package that was drafted, reads it and sends it."""
    drafted = await handovers.listed(session, {HandoverState.DRAFT}, page=1)
    draft = next(handover for handover in drafted if handover.title == deed.about)
    written = draft.model_dump(include=set(PackageForm.model_fields)) | deed.step.filled_in
    await save_package(session, draft.reference, PackageForm(**written), deed.who)
    seen = SendForm.model_validate({"version": draft.version, "no_names": TICKED, "read_through": TICKED})
    await send(session, draft.reference, seen, deed.who, known.settings.mail_from)


async def record_body_answer(session: AsyncSession, known: Known, deed: Deed) -> None:
    """A member writes down what the body answered that day."""
    form = AnswerForm(received_on=clock.today(), **deed.step.filled_in)
    await record_answer(session, known.handovers[known.reports[deed.about]], form, deed.who)


def _reference(known: Known, deed: Deed) -> str:
    return known.dossiers[deed.about].reference


# What reporters do themselves on the status page.
BY_REPORTERS = frozenset({"answer", "check", "ask_to_reopen", "join"})
# What each `do` of the files means: whose business it is, and what happens.
ACTIONS: dict[str, tuple[str, Action]] = {
    **{decision.value: ("triage", decide_case) for decision in Decision},
    "answer": ("intake", answer_question),
    "check": ("intake", say_whether_solved),
    "ask_to_reopen": ("intake", ask_to_reopen),
    "join": ("intake", join_report),
    "split": ("intake", split_report),
    "core": ("research", write_core),
    "rule": ("research", write_rule),
    "context": ("research", write_context),
    **dict.fromkeys(ENTRIES, ("research", add_to_list)),
    "round_table": ("research", plan_round_table),
    "outcome": ("research", conclude_dossier),
    "send": ("escalation", send_handover),
    "answered": ("escalation", record_body_answer),
}
