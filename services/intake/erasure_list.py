"""What intake has on the list outside the database (`shared/erasure_list.py`): ids, moments and codes."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.hidden import HiddenKind
from shared.contracts.vocabulary import EraseReason


class Listed(BaseModel):
    """One erasure, as the list has it."""

    model_config = ConfigDict(frozen=True)

    report_id: UUID
    reason: EraseReason
    erased_at: datetime


class ListedHiding(BaseModel):
    """One piece that was hidden, as the list has it, with what it is found by."""

    model_config = ConfigDict(frozen=True)

    piece_id: UUID
    report_id: UUID
    kind: HiddenKind
    words: int
    fingerprint: str
    hidden_at: datetime


class ListedAttachment(BaseModel):
    """One file that was erased, as the list has it."""

    model_config = ConfigDict(frozen=True)

    attachment_id: UUID
    report_id: UUID
    erased_at: datetime


Line = Listed | ListedHiding | ListedAttachment
