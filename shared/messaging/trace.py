"""The W3C trace context of what is being done now, carried from request to fact to mail."""

import re
import secrets
from contextvars import ContextVar
from uuid import UUID

import structlog

_FORM = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)
_cause: ContextVar[tuple[UUID, UUID] | None] = ContextVar("cause", default=None)


def begin(received: str | None = None) -> str:
    """Start a span in the received trace, or in a new one when nothing valid was received."""
    trace_id = received.split("-")[1] if received and _FORM.fullmatch(received) else secrets.token_hex(16)
    traceparent = f"00-{trace_id}-{secrets.token_hex(8)}-01"
    _traceparent.set(traceparent)
    structlog.contextvars.bind_contextvars(trace=trace_id)
    return traceparent


def current() -> str | None:
    """The trace context to send along, if any."""
    return _traceparent.get()


def caused_by(event_id: UUID, correlation_id: UUID) -> None:
    """From here on, facts follow from this event."""
    _cause.set((event_id, correlation_id))


def cause() -> tuple[UUID, UUID] | None:
    """The event being handled and the correlation it belongs to."""
    return _cause.get()
