"""The files of this folder, read and checked: a mistake in one is an error, not a gap."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deploy.seed.story import Dossier, Report
from services.intake.forms import PracticeForm
from services.knowledge.catalogue import Catalogue, ListedParty
from services.triage.handlers.standard_texts import ListedText
from shared.contracts.files import FileKind

FOLDER = Path(__file__).parent


def catalogue() -> Catalogue:
    """The known items."""
    return Catalogue.model_validate(_read("catalogue.yaml"))


def parties() -> list[ListedParty]:
    """The organisations."""
    return [ListedParty.model_validate(entry) for entry in _read("parties.yaml")["parties"]]


def standard_texts() -> list[ListedText]:
    """What a member may begin with when they write to a reporter."""
    return [ListedText.model_validate(entry) for entry in _read("standard_texts.yaml")["texts"]]


def practices() -> list[PracticeForm]:
    """The practices of the demo's region."""
    return [PracticeForm.model_validate(entry) for entry in _read("practices.yaml")["practices"]]


def reports() -> list[Report]:
    """The demo's reports."""
    return [Report.model_validate(entry) for entry in _read("reports.yaml")["reports"]]


def dossiers() -> list[Dossier]:
    """What the team does in the demo's dossiers."""
    return [Dossier.model_validate(entry) for entry in _read("dossiers.yaml")["dossiers"]]


def attachment(name: str) -> tuple[FileKind, bytes]:
    """A file that comes with a report of the demo."""
    path = FOLDER / name
    return FileKind.parse(path.suffix.removeprefix(".")), path.read_bytes()


@cache
def _read(name: str) -> dict[str, Any]:
    # libyaml reads the catalogue ten times as fast.
    content: dict[str, Any] = yaml.load((FOLDER / name).read_text("utf-8"), yaml.CSafeLoader)
    return content
