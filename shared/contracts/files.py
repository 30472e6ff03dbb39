"""Files that come with a report, as other services hear of them: never what is in them."""

from collections.abc import Iterable
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.vocabulary import Choice


class FileKind(Choice):
    """What an attachment is, by its content."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    JPEG = "jpeg", "JPG"
    PNG = "png", "PNG"


class Attachment(BaseModel):
    """A file that came with a report; intake keeps it and shows it. `size` in bytes.

    `number`: what pages call it, also after one before it was erased; without, its place among the others.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    kind: FileKind
    size: int
    number: int | None = None


def numbered(files: Iterable[Attachment]) -> list[Attachment]:
    """The files of a report, each with its number."""
    return [one if one.number else one.model_copy(update={"number": place}) for place, one in enumerate(files, 1)]
