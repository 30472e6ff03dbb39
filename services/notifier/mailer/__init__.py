"""Hands a mail to a mail server and says how that went."""

from services.notifier.mailer.memory import MemoryMailer
from services.notifier.mailer.port import (
    Deferred,
    Delivered,
    Letter,
    Mailer,
    Refused,
    RelayDown,
    Result,
    Uncertain,
)
from services.notifier.mailer.smtp import Limits, SmtpMailer

__all__ = [
    "Deferred",
    "Delivered",
    "Letter",
    "Limits",
    "Mailer",
    "MemoryMailer",
    "Refused",
    "RelayDown",
    "Result",
    "SmtpMailer",
    "Uncertain",
]
