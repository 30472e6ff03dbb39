"""Structured logs: one JSON object a line, without personal data or message content."""

import logging
import sys
from pathlib import Path
from types import TracebackType

import structlog

ROOT = f"{Path(__file__).resolve().parents[1]}/"


def configure_logging(level: str = "INFO", process: str = "") -> None:
    """Send everything, the libraries' lines too, to standard output as JSON."""
    structlog.configure(
        processors=PROCESSORS, logger_factory=structlog.stdlib.LoggerFactory(), cache_logger_on_first_use=True
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=FOR_ALL,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for noisy in ("faststream", "nats", "asyncio", "httpx", "aiosmtplib"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(process=process)


def _without_error_text(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    failure = event.pop("exc_info", None)
    if failure is True:
        failure = sys.exc_info()
    error = failure[1] if isinstance(failure, tuple) else failure
    if isinstance(error, BaseException):
        event["error"] = describe(error)
    return event


def describe(error: BaseException) -> str:
    """The kind of an error and where in our own code it came up, without its text."""
    place = _place(error.__traceback__)
    return f"{type(error).__module__}.{type(error).__qualname__}{f' at {place}' if place else ''}"


def _place(trace: TracebackType | None) -> str:
    """The last line of our own on the way to an error; of a library's when none is ours."""
    ours = last = ""
    while trace:
        path = trace.tb_frame.f_code.co_filename
        last = f"{path.removeprefix(ROOT)}:{trace.tb_lineno}"
        if path.startswith(ROOT) and "site-packages" not in path:
            ours = last
        trace = trace.tb_next
    return ours or last


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


FOR_ALL: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    # The kind and place of an error, never its text: that can repeat what somebody typed.
    _without_error_text,
]
# One list for good: loggers that were used before keep it, and follow whatever is done with it.
PROCESSORS: list[structlog.typing.Processor] = [*FOR_ALL, structlog.stdlib.ProcessorFormatter.wrap_for_formatter]
