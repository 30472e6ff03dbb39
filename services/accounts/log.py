"""The log in words: what was done, by whom, about whom. No input or output."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from services.accounts.domain import AuditAction
from services.accounts.tables import AuditEntry
from shared import clock
from shared.contracts.vocabulary import Role
from shared.desk import desk
from shared.dutch import date_text

COLUMNS = ("moment", "wie", "wat", "over wie", "code")
STRANGER = "Iemand die niet is ingelogd"
SAID: Mapping[str, str] = {
    AuditAction.MEMBER_ADDED: "Toegevoegd als {role}",
    AuditAction.MEMBER_INVITED: "Uitgenodigd als {role}",
    AuditAction.INVITATION_SENT_AGAIN: "Uitnodiging opnieuw gemaild",
    AuditAction.INVITATION_WITHDRAWN: "Uitnodiging ingetrokken",
    AuditAction.MEMBER_JOINED: "Deed mee met het team",
    AuditAction.MEMBER_PAUSED: "Gepauzeerd",
    AuditAction.MEMBER_RESUMED: "Weer aangezet",
    AuditAction.MEMBER_ENDED: "Gestopt bij het team",
    AuditAction.MEMBER_AWAY: "Weg tot {back_on}",
    AuditAction.MEMBER_BACK: "Is er weer",
    AuditAction.MEMBER_DEACTIVATED: "Gestopt bij het team",
    AuditAction.ROLE_CHANGED: "Rol veranderd van {before} in {after}",
    AuditAction.APP_TAKEN_AWAY: "App voor codes losgemaakt",
    AuditAction.SIGNED_IN: "Ingelogd",
    AuditAction.SIGNED_OUT: "Uitgelogd",
    AuditAction.SIGN_IN_REFUSED: "Inloggen mislukt",
    AuditAction.CODE_REFUSED: "Verkeerde code",
    AuditAction.APP_SET_UP: "App voor codes ingesteld",
    AuditAction.RECOVERY_CODES_MADE: "Nieuwe herstelcodes gemaakt",
    AuditAction.PASSWORD_CHANGED: "Nieuw wachtwoord gekozen",
    AuditAction.NAME_ALLOWED: "Op de lijst gezet: {name}",
    AuditAction.NAME_TAKEN_OFF: "Van de lijst gehaald: {name}",
    AuditAction.TERM_SET: "Termijn ‘{term}’ veranderd van {was} in {now}",
    AuditAction.PERSONAL_DATA_SEEN: "{what} bekeken van melding {reference}",
}
WORDS = {"attachment": "Bijlage", "contact": "Wie meldde"}


def said(entry: AuditEntry) -> str:
    """What was done, as people say it."""
    return SAID.get(entry.action, entry.action).format_map(
        {name: _word(name, text) for name, text in entry.details.items()}
    )


def who(entry: AuditEntry) -> str:
    """Who did it."""
    refused = entry.action in (AuditAction.SIGN_IN_REFUSED, AuditAction.CODE_REFUSED)
    return entry.actor_name or (STRANGER if refused else desk().name)


def about(entry: AuditEntry) -> str:
    """Whom it was about, when that is somebody else than who did it."""
    return entry.member_name or "" if entry.member_id != entry.actor_id else ""


def as_csv(entries: Iterable[AuditEntry]) -> str:
    """The entries as a file for a spreadsheet."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(COLUMNS)
    for one in entries:
        moment = one.at.astimezone(clock.LOCAL).strftime("%Y-%m-%d %H:%M:%S")
        writer.writerow([moment, *map(_harmless, (who(one), said(one), about(one))), one.action])
    return "\ufeff" + written.getvalue()


def _harmless(text: str) -> str:
    # A spreadsheet would calculate with it.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def _word(name: str, text: str) -> str:
    if name == "back_on":
        return date_text(date.fromisoformat(text))
    return Role.parse(text).label.lower() if name in ("role", "before", "after") else WORDS.get(text, text)
