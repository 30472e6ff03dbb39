"""What research has on the list outside the database (`shared/erasure_list.py`): ids and a moment."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class ListedFile(BaseModel):
    """One file of a dossier that was erased, as the list has it."""

    model_config = ConfigDict(frozen=True)

    file_id: UUID
    dossier_id: UUID
    erased_at: datetime
