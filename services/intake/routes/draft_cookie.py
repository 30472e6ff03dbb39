"""Who holds a draft: a secret in a cookie, of which only a hash is stored."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.handlers import drafts
from services.intake.repository import drafts as repository
from services.intake.repository import reports
from services.intake.tables import Draft
from shared.database import is_infrastructure
from shared.ids import new_id
from shared.web.cookies import clear_cookie, read_cookie, set_cookie
from shared.web.errors import ServiceUnavailable
from shared.web.sessions import session_of

Session = Annotated[AsyncSession, Depends(session_of("intake"), scope="function")]

COOKIE = "concept"
LAST_STEP = "/melden/5"
SECONDS = drafts.DRAFT_DAYS * 86_400


async def find_draft(request: Request, session: Session) -> Draft | None:
    """The draft this browser is writing, or None; `request.state.moved_draft` is one that went to another browser."""
    request.state.moved_draft = None
    draft_id, _, secret = (read_cookie(request, COOKIE) or "").partition(".")
    try:
        found = await reports.draft(session, UUID(draft_id), domain.link_hash(secret))
        if found is None:
            request.state.moved_draft = await repository.moved(session, UUID(draft_id), domain.link_hash(secret))
        return found
    except ValueError:
        return None
    except Exception as error:
        if not is_infrastructure(error):
            raise
        # A browser gets this cookie only after its draft was stored; the last step adds no text to it.
        raise ServiceUnavailable(saved=request.url.path == LAST_STEP) from error


CurrentDraft = Annotated[Draft | None, Depends(find_draft)]


async def start_draft(
    request: Request, session: AsyncSession, response: Response, fields: Mapping[str, Sequence[str]]
) -> None:
    """Keep a new draft, and give the browser its secret."""
    draft_id, secret = new_id(), secrets.token_urlsafe(domain.LINK_BYTES)
    await drafts.start_draft(session, draft_id, domain.link_hash(secret), dict(fields))
    hand_over(request, response, draft_id, secret)


def hand_over(request: Request, response: Response, draft_id: UUID, secret: str) -> None:
    """Give the browser the secret of a draft."""
    set_cookie(response, request.app.state.settings, COOKIE, f"{draft_id}.{secret}", max_age=SECONDS)


def leave_draft(request: Request, response: Response) -> None:
    """Let the browser start afresh; the draft itself is forgotten in time."""
    clear_cookie(response, request.app.state.settings, COOKIE)
