import asyncio

from services.research.erasure_list import ListedFile
from services.research.handlers import files
from services.research.repository.files import ids
from services.research.settings import ResearchSettings
from shared.attachments import forgetting
from shared.erasure_list import add_to_list, read_lines
from shared.logging import get_logger
from shared.messaging.jobs import HOUR, Job, JobContext

log = get_logger(__name__)


async def forget_files(context: JobContext) -> None:
    """Forget the files of sources that were removed long ago."""
    async with context.database.transaction() as session:
        await files.forget_of_removed(session)


async def remove_from_s3(context: JobContext) -> None:
    """Delete from S3 what was erased, or went with its source."""
    await forgetting.remove_from_s3(context.database, ResearchSettings.read())


async def clear_s3(context: JobContext) -> None:
    """Delete from S3 what belongs to no source."""
    await forgetting.clear_s3(context.database, ResearchSettings.read(), ids())


async def keep_erasure_list(context: JobContext) -> None:
    """Bring the list outside the database and the database in line, whichever of them is behind."""
    path = ResearchSettings.read().erasure_list
    if path is None:
        return
    listed = await asyncio.to_thread(read_lines, path, ListedFile)
    async with context.database.transaction() as session:
        if gone := await files.erase_listed(session, listed):
            log.warning("files_erased_from_the_list", count=gone)
        unlisted = await files.not_in(session, listed)
    await asyncio.to_thread(add_to_list, path, unlisted)


jobs = [
    Job("forget-files", forget_files, every_seconds=HOUR),
    Job("remove-from-s3", remove_from_s3, every_seconds=10),
    Job("clear-s3", clear_s3, every_seconds=HOUR),
    Job("keep-erasure-list", keep_erasure_list, every_seconds=10),
]
