"""The demo's story as the files tell it: reports, and what people did about them."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from deploy.seed.moments import Timed
from services.intake.forms import ReportForm


class Step(Timed):
    """One thing somebody does. `by` is a member, as the local part of their demo address; else it is the reporter.

    The other fields are what they fill in.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    do: str
    by: str | None = None

    @property
    def filled_in(self) -> dict[str, Any]:
        """The fields of the form they send."""
        return dict(self.model_extra or {})


class Report(Timed):
    """A report, with the catalogue's items it is about, files of this folder, and what happens to it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    about: list[str]
    files: tuple[str, ...] = ()
    then: tuple[Step, ...] = ()

    @property
    def form(self) -> ReportForm:
        """The report as the practice fills it in. Raises ValidationError."""
        return ReportForm.model_validate(self.model_extra)


class Dossier(BaseModel):
    """What the team does in one dossier; a report opens it under its title."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    then: tuple[Step, ...]
