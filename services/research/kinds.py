"""The lists in a dossier that are filled one entry at a time: what each is called, stored as and filled in with."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.research import forms
from services.research.domain import Section
from services.research.forms import (
    AgreementForm,
    CommitmentForm,
    EntryForm,
    EvidenceForm,
    FindingForm,
    SourceForm,
    StakeholderForm,
    TaskForm,
)
from services.research.tables import Agreement, Commitment, Entry, Evidence, Finding, RuleSource, Stakeholder, Task
from shared.web.forms import Messages


class Part(StrEnum):
    """The lists as they are called in addresses."""

    SOURCES = "vastlegging"
    EVIDENCE = "bronnen"
    FINDINGS = "bevindingen"
    STAKEHOLDERS = "betrokkenen"
    TASKS = "taken"
    AGREEMENTS = "afspraken"
    COMMITMENTS = "toezeggingen"


@dataclass(frozen=True)
class Kind:
    """One kind of entry. `name` is the word for one with its article; `title` the column that names it."""

    part: Part
    section: Section
    record: type[Entry]
    form: type[EntryForm]
    messages: Messages
    name: str
    title: str

    @property
    def word(self) -> str:
        """The word without its article."""
        return self.name.partition(" ")[2]

    def says(self, what: str) -> str:
        """A sentence about one: `De bron is opgeslagen.`"""
        return f"{self.name[:1].upper()}{self.name[1:]} {what}"

    def title_of(self, entry: Entry) -> str:
        """One of them in a few words."""
        return str(getattr(entry, self.title))


ALL = (
    Kind(Part.SOURCES, Section.SOURCE, RuleSource, SourceForm, forms.SOURCE, "de vastlegging", "place"),
    Kind(Part.EVIDENCE, Section.EVIDENCE, Evidence, EvidenceForm, forms.EVIDENCE, "de bron", "called"),
    Kind(Part.FINDINGS, Section.FINDING, Finding, FindingForm, forms.FINDING, "de bevinding", "claim"),
    Kind(
        Part.STAKEHOLDERS, Section.STAKEHOLDER, Stakeholder, StakeholderForm, forms.STAKEHOLDER,
        "de betrokkene", "organisation",
    ),
    Kind(Part.TASKS, Section.TASK, Task, TaskForm, forms.TASK, "de taak", "what"),
    Kind(Part.AGREEMENTS, Section.AGREEMENT, Agreement, AgreementForm, forms.AGREEMENT, "de afspraak", "agreed"),
    Kind(
        Part.COMMITMENTS, Section.COMMITMENT, Commitment, CommitmentForm, forms.COMMITMENT,
        "de toezegging", "promise",
    ),
)  # fmt: skip
KINDS: Mapping[Part, Kind] = {kind.part: kind for kind in ALL}
KIND_OF: Mapping[type[EntryForm], Kind] = {kind.form: kind for kind in ALL}
