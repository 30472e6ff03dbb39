"""Files with a source: that no patient is in them, and why one is erased."""

from typing import Literal

from pydantic import BaseModel

from services.research.domain import ErasedBecause
from shared.attachments.sentences import TICK_FIRST
from shared.web.forms import Messages


class FilesForm(BaseModel):
    """What is said about the files that come with it: no patient is in them."""

    no_patient: Literal["ja"]


class EraseFileForm(BaseModel):
    """Why a file must go: a choice, because words about it could hold what had to go."""

    why: ErasedBecause


FILES: Messages = {"no_patient": f"{TICK_FIRST}. Kies je bestand daarna opnieuw"}
ERASE_FILE: Messages = {"why": "Kies waarom dit bestand weg moet"}
