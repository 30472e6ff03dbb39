"""Files that come with a report, as other services hear of them: never what is in them."""

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
    """A file that came with a report; intake keeps it and shows it. `size` in bytes."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    kind: FileKind
    size: int
