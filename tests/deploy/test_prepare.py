"""Database and broker may go away while everything is being prepared."""

import pytest
from nats.errors import TimeoutError as NoAnswer
from nats.js.errors import BadRequestError, ServiceUnavailableError
from psycopg import OperationalError

from deploy.embedded import prepare

PASSING = (NoAnswer(), ServiceUnavailableError(), OperationalError(), ConnectionRefusedError())


async def test_a_step_is_done_again_until_database_and_broker_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "AGAIN_SECONDS", 0)
    faults = list(PASSING)

    async def step() -> str:
        if faults:
            raise faults.pop()
        return "done"

    assert await prepare.patiently(step) == "done"


@pytest.mark.parametrize("error", [BadRequestError(), ValueError()], ids=repr)
async def test_what_waiting_does_not_help_ends_the_start(error: Exception) -> None:
    tries = 0

    async def step() -> str:
        nonlocal tries
        tries += 1
        raise error

    with pytest.raises(type(error)):
        await prepare.patiently(step)
    assert tries == 1


async def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "WAIT_SECONDS", 0)

    async def step() -> str:
        raise NoAnswer

    with pytest.raises(NoAnswer):
        await prepare.patiently(step)
