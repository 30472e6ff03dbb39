"""The mail with what waits for a member when a working day begins. Titles only: no story, no task in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.notifier.rendering import safe
from services.notifier.rendering.compose import NO_PATIENT_DATA
from services.notifier.rendering.content import Block, Button, MailContent, Paragraph, Quote
from services.notifier.texts import morning_copy
from shared.contracts.escalation import HandoverListMadeV1, WaitingHandover
from shared.contracts.mornings import WaitsBecause
from shared.contracts.research import DossierBack, MeetingToday, TaskListMadeV1, WaitingTask
from shared.contracts.triage import CaseListMadeV1, LateOfAbsent
from shared.contracts.vocabulary import NextActor
from shared.desk import desk
from shared.dutch import count_text, date_text, time_text

A_DOSSIER, A_PARTY, A_COLLEAGUE = "een dossier", "een organisatie", "een collega"


@dataclass(frozen=True)
class Waiting:
    """What waits, and how it is called; a part that nobody told us is None."""

    day: date
    cases: CaseListMadeV1 | None
    tasks: TaskListMadeV1 | None
    handovers: HandoverListMadeV1 | None
    reports: Mapping[UUID, str]
    dossiers: Mapping[UUID, str]
    parties: Mapping[UUID, str]
    colleagues: Mapping[UUID, str] = field(default_factory=dict)

    def named(self, because: WaitsBecause) -> list[str]:
        """The reports on the list for this reason; what was erased since is not named."""
        cases = self.cases.cases if self.cases else ()
        return [
            self.reports[one.report_id] for one in cases if one.because is because and one.report_id in self.reports
        ]

    def case_tasks(self) -> list[str]:
        """The reports for which something has to be done, with the day; what was erased since is not named."""
        due = self.cases.case_tasks if self.cases else ()
        return [
            f"{self.reports[one.report_id]} ({_by(one.due_on, self.day)})"
            for one in due
            if one.report_id in self.reports
        ]

    def dossier(self, thing: WaitingTask | MeetingToday | DossierBack) -> str:
        """The dossier something is about."""
        return self.dossiers.get(thing.dossier_id, A_DOSSIER)

    def handover(self, one: WaitingHandover) -> str:
        """A handover: its number and who it goes to."""
        return f"{one.reference} naar {self.parties.get(one.party_id, A_PARTY)}"


def morning_mail(waiting: Waiting, *, name: str, site: str) -> MailContent:
    """The mail to the member of that name."""
    copy = morning_copy()
    said = list(_counted(waiting)) or [copy.otherwise]
    return MailContent(
        subject=f"{copy.title}: {', '.join(said)}",
        actor=NextActor.TEAM,
        turn=copy.turn.format(day=date_text(waiting.day, waiting.day)),
        preview=safe.line(f"{', '.join(said).capitalize()}.", 150),
        blocks=(
            Paragraph(f"{copy.greeting} {safe.line(name, 80)},"),
            *_lists(waiting),
            *_rest(waiting),
            Button(copy.button, f"{site}/team/mijn-werk"),
            *_of_absent(waiting, site),
        ),
        footer=(copy.stop.format(site=site), NO_PATIENT_DATA, desk().sentence),
    )


def _counted(waiting: Waiting) -> Iterator[str]:
    """What is in the subject, the most urgent first."""
    words = {
        WaitsBecause.LATE: ("te laat", "te laat"),
        WaitsBecause.TODAY: ("voor vandaag", "voor vandaag"),
        WaitsBecause.REACTION: ("reactie", "reacties"),
        WaitsBecause.CAME_BACK: ("terug", "terug"),
    }
    for because, (one, many) in words.items():
        if found := waiting.named(because):
            yield count_text(len(found), one, many)
    if late := sum(one.late for one in _absent(waiting)):
        yield f"{late} te laat van wie weg is"
    if waiting.tasks and waiting.tasks.dossiers_in_all:
        yield count_text(waiting.tasks.dossiers_in_all, "dossier weer open", "dossiers weer open")
    if waiting.handovers and waiting.handovers.handovers_in_all:
        yield count_text(waiting.handovers.handovers_in_all, "doorzetting", "doorzettingen")
    in_dossiers = waiting.tasks.tasks_in_all if waiting.tasks else 0
    if tasks := len(waiting.case_tasks()) + in_dossiers:
        yield count_text(tasks, "taak", "taken")
    if waiting.tasks and waiting.tasks.meetings:
        yield count_text(len(waiting.tasks.meetings), "overleg", "overleggen")


def _lists(waiting: Waiting) -> Iterator[Block]:
    copy = morning_copy()
    for because, lead in copy.lists.items():
        yield from _list(lead, waiting.named(because))
    if waiting.tasks:
        back = [f"{waiting.dossier(one)} ({one.because.label})" for one in waiting.tasks.dossiers]
        yield from _list(copy.dossiers, back)
    if waiting.handovers:
        handovers = [f"{waiting.handover(one)} ({one.because.label})" for one in waiting.handovers.handovers]
        yield from _list(copy.handovers, handovers)
    yield from _list(copy.case_tasks, waiting.case_tasks())
    if waiting.tasks:
        tasks = [f"{waiting.dossier(one)} ({_by(one.due_on, waiting.day)})" for one in waiting.tasks.tasks]
        yield from _list(copy.tasks, tasks)
        meetings = [f"{time_text(one.starts_at)}: {waiting.dossier(one)}" for one in waiting.tasks.meetings]
        yield from _list(copy.meetings, meetings)


def _by(due_on: date, day: date) -> str:
    return "vandaag" if due_on == day else f"te laat, {date_text(due_on, day)}"


def _list(lead: str, lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Quote(lead, "\n".join(safe.line(one, 150) for one in lines))


def _rest(waiting: Waiting) -> Iterator[Block]:
    """What is not named one by one, and what we do not know."""
    copy, cases = morning_copy(), waiting.cases
    if more := _not_named(waiting):
        yield Paragraph(copy.more.format(count=count_text(more, "ding", "dingen")))
    if cases and cases.nobodys:
        late = copy.nobodys_late.format(late=count_text(cases.nobodys_late, "is", "zijn")) if cases.nobodys_late else ""
        waits = count_text(cases.nobodys, "melding is", "meldingen zijn")
        yield Paragraph(f"{copy.nobodys.format(waits=waits)} {late}".strip())
    if unknown := list(_unknown(waiting)):
        yield Paragraph(copy.unknown.format(what=" en ".join(unknown)))


def _of_absent(waiting: Waiting, site: str) -> Iterator[Block]:
    """What is late of those for whom this member stands in, and where it is."""
    copy = morning_copy()
    for one in _absent(waiting):
        name = safe.line(waiting.colleagues.get(one.member_id, A_COLLEAGUE), 150)
        yield Paragraph(copy.stands_in.format(name=name, late=count_text(one.late, "melding", "meldingen")))
        yield Button(copy.stands_in_button, f"{site}/team/triage?lijst=alle-open&wie={one.member_id}", first=False)


def _absent(waiting: Waiting) -> tuple[LateOfAbsent, ...]:
    return waiting.cases.stands_in_for if waiting.cases else ()


def _not_named(waiting: Waiting) -> int:
    more = 0
    if cases := waiting.cases:
        more += cases.cases_in_all - len(cases.cases) + cases.case_tasks_in_all - len(cases.case_tasks)
    if tasks := waiting.tasks:
        more += tasks.tasks_in_all - len(tasks.tasks) + tasks.dossiers_in_all - len(tasks.dossiers)
    if handovers := waiting.handovers:
        more += handovers.handovers_in_all - len(handovers.handovers)
    return more


def _unknown(waiting: Waiting) -> Iterator[str]:
    if waiting.cases is None:
        yield "je meldingen"
    if waiting.tasks is None:
        yield "je dossiers, taken en overleggen"
    if waiting.handovers is None:
        yield "wat je doorzet"
