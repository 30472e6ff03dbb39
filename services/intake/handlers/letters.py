"""Mailed links and codes that work once. The notifier makes the mail, from `letters` in its texts.yaml.

    await letters.ask(session, LetterKind.WITHDRAW, reporter.email, key=key, about_id=report.id, reference=…)
    found, letter = await letters.use_code(session, LetterKind.WITHDRAW, report.id, typed, key=key)

`ask` says nothing about what came of it, so that a page cannot tell either: above the cap, or twice within a minute, no
mail goes out. `use_code` checks a typed code and uses it up, `use` does so with the token of a link, and `look` only
looks: mail scanners open links, so a GET must not use one. Both give `Found.LIVE` when it was good, with the letter:
`letter.email` is an address that is proven now. Asking the same for another address voids what went to the first one.
`key` is the server's (`LinkKey` in routes); `about_id` ties the letter to a draft or report and erases with it.
"""

from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.letters import HOUR, MOST_TRIES, VALID, state_of, typed_code
from services.intake.repository import letters as repository
from services.intake.settings import IntakeSettings
from services.intake.tables import Letter
from shared import clock
from shared.contracts.intake import LetterAskedV1
from shared.ids import new_id
from shared.letters import SAME_AGAIN, Found, LetterKind, fingerprint, new_seed, secret_of
from shared.logging import get_logger
from shared.messaging import outbox

log = get_logger(__name__)
KEPT_AFTER = timedelta(days=1)


async def ask(
    session: AsyncSession,
    kind: LetterKind,
    email: str,
    *,
    key: str,
    about_id: UUID | None = None,
    reference: str | None = None,
) -> None:
    """Have a link or code mailed, unless the same went out just now or too much was asked already."""
    now = clock.now()
    await repository.hold_address(session, email)
    if await repository.same_since(session, kind.value, email, about_id, now - SAME_AGAIN):
        return
    if await _is_too_much(session, email):
        return
    letter_id, seed = new_id(), new_seed()
    about, valid_until = about_id or letter_id, now + VALID[kind]
    print_ = fingerprint(kind, about, secret_of(kind, seed, key), key)
    row = {"id": letter_id, "kind": kind.value, "about_id": about, "email": email, "fingerprint": print_, "tries": 0}
    await repository.void_others(session, kind.value, about, email, now)
    await repository.add_letter(session, row | {"asked_at": now, "valid_until": valid_until})
    asked = LetterAskedV1(
        about_id=about,
        letter_id=letter_id,
        kind=kind,
        email=email,
        seed=seed,
        valid_until=valid_until,
        reference=reference,
    )
    await outbox.add(session, asked)


async def _is_too_much(session: AsyncSession, email: str) -> bool:
    settings, since = IntakeSettings.read(), clock.now() - HOUR
    if await repository.asked_since(session, since) >= settings.letters_per_hour:
        log.error("too_many_letters_in_an_hour", most=settings.letters_per_hour)
        return True
    if await repository.asked_since(session, since, email) >= settings.letters_per_address:
        log.warning("too_many_letters_to_one_address")
        return True
    return False


async def look(session: AsyncSession, kind: LetterKind, token: str, *, key: str) -> tuple[Found, Letter | None]:
    """What a link is, without using it."""
    letter = await _by_token(session, kind, token, key)
    return state_of(letter, clock.now()), letter


async def use(session: AsyncSession, kind: LetterKind, token: str, *, key: str) -> tuple[Found, Letter | None]:
    """Use a link: LIVE for the first who does, once."""
    found, letter = await look(session, kind, token, key=key)
    return _used(found, letter), letter


async def use_code(
    session: AsyncSession, kind: LetterKind, about_id: UUID, given: str, *, key: str
) -> tuple[Found, Letter | None]:
    """Use the code that was mailed last about this: LIVE when it is the one; every wrong one counts."""
    letter = await repository.newest(session, kind.value, about_id, held=True)
    found = state_of(letter, clock.now())
    if letter is None or found is not Found.LIVE:
        return found, letter
    if not compare_digest(letter.fingerprint, fingerprint(kind, about_id, typed_code(given), key)):
        letter.tries += 1
        return Found.TRIED if letter.tries >= MOST_TRIES else Found.WRONG, letter
    return _used(found, letter), letter


def _used(found: Found, letter: Letter | None) -> Found:
    if found is Found.LIVE and letter:
        letter.used_at = clock.now()
    return found


async def _by_token(session: AsyncSession, kind: LetterKind, token: str, key: str) -> Letter | None:
    return await repository.by_fingerprint(session, kind.value, fingerprint(kind, UUID(int=0), token, key))


async def forget(session: AsyncSession, report_id: UUID, email: str | None) -> list[UUID]:
    """A report is erased: forget its letters; returns what their messages are about, to be cleared too."""
    about = list(await repository.about(session, report_id, email))
    await repository.delete_about(session, about)
    return about


async def forget_old(session: AsyncSession) -> None:
    """Forget letters a day after they ended."""
    await repository.delete_old(session, clock.now() - KEPT_AFTER)
