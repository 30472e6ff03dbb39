"""Erasing a report by hand, and doing every erasure again after a restore."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from deploy.embedded.failure import StartError
from deploy.services import existing, subscribers_of
from services.intake.erasure_list import Line, Listed, ListedAttachment, ListedHiding
from services.intake.handlers import erasing, erasing_files, hiding
from services.intake.repository.reports import report_id_of
from services.research.erasure_list import ListedFile
from services.research.handlers import files as dossier_files
from shared.contracts.base import Fact
from shared.contracts.cloud_event import event_type
from shared.contracts.escalation import HandoverErasedV1, HandoverWordsHiddenV1
from shared.contracts.intake import AttachmentErasedV1, ReportErasedV1, WordsHiddenV1
from shared.contracts.vocabulary import EraseReason
from shared.database import Database
from shared.erasure_list import Lines
from shared.messaging.failures import TooEarly
from shared.messaging.tables import outbox
from shared.settings import Settings


async def erase_report(reference: str, *, reason: str, asked_by: str) -> bool:
    """Erase a report; False when it was erased before. Raises StartError with what is against it."""
    try:
        why = EraseReason.parse(reason)
    except ValueError:
        raise StartError(f"there is no reason {reason!r}; there are {', '.join(EraseReason)}") from None
    database = Database(Settings.read().database_url.get_secret_value(), "intake", connections=1)
    try:
        async with database.transaction() as session:
            report_id = await report_id_of(session, reference)
            if report_id is None:
                raise StartError(f"there is no report {reference}")
            return await erasing.erase(session, report_id, why, asked_by)
    finally:
        await database.close()


async def replay(database_url: str, erasure_list: Path | None) -> int:
    """Do every erasure in the list again, in the tables of all services, hide every piece and erase every file in it;
    returns how many lines there are.

    For a database that was put back from a backup, before anybody works on it: nothing waits for the broker. Safe to
    repeat. Raises OSError when the list cannot be read.
    """
    read = Lines(erasure_list)
    listed, hidings, files = read.of(Listed), read.of(ListedHiding), read.of(ListedAttachment)
    in_dossiers = read.of(ListedFile)
    databases = {service: Database(database_url, service, connections=1) for service in existing()}
    try:
        async with databases["intake"].transaction() as session:
            await erasing.erase_listed(session, listed)
            await hiding.hide_listed(session, hidings)
            await erasing_files.erase_listed(session, files)
        async with databases["research"].transaction() as session:
            await dossier_files.erase_listed(session, in_dossiers)
        lines: list[Line] = [*listed, *hidings, *files]
        about = {one.report_id for one in lines}
        for kind in (WordsHiddenV1, HandoverWordsHiddenV1, AttachmentErasedV1, ReportErasedV1, HandoverErasedV1):
            await _deliver(databases, kind, about)
    finally:
        for database in databases.values():
            await database.close()
    return len(lines) + len(in_dossiers)


async def _deliver(databases: Mapping[str, Database], kind: type[Fact], about: Collection[UUID]) -> None:
    """Let everybody hear what was said of one kind about these reports; whoever heard it before does nothing."""
    for body in await _said(databases[kind.owner()], kind, about):
        for service, database in databases.items():
            facts = subscribers_of(service)
            for hearing in facts.subscriptions if facts else []:
                if hearing.kind is kind:
                    # A case that was not opened yet hears it from the broker, after its report.
                    with suppress(TooEarly):
                        await hearing.apply(database, body)


async def _said(database: Database, kind: type[Fact], about: Collection[UUID]) -> Iterable[bytes]:
    said = select(outbox.c.body).where(outbox.c.subject.startswith(f"{kind.SUBJECT}.")).order_by(outbox.c.id)
    async with database.transaction() as session:
        bodies = [body.encode() for body in await session.scalars(said)]
    return [body for body in bodies if _report_in(kind, body) in about]


def _report_in(kind: type[Fact], body: bytes) -> Any:
    return event_type(kind).model_validate_json(body).data.report_id
