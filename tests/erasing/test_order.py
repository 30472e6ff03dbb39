"""An erasure is complete wherever it falls among the facts about its report."""

import random
from collections.abc import Callable, Sequence

import pytest

from deploy.services import subscribers_of
from services.triage import repository
from shared.contracts.base import Fact
from shared.database import Database
from shared.messaging.failures import TooEarly
from tests.erasing.searching import columns_with
from tests.erasing.told import SECRET, all_about
from tests.facts import deliver

ORDERS = 4
HEARERS = ("triage", "research", "escalation", "notifier")


async def heard(database: Database, facts: Sequence[Fact]) -> None:
    """The service hears these facts as a broker hands them out: what came too early comes again later."""
    subscribers = subscribers_of(database.service)
    assert subscribers
    kinds = {subscription.kind for subscription in subscribers.subscriptions}
    waiting = [fact for fact in facts if type(fact) in kinds]
    for _ in range(len(waiting)):
        late: list[Fact] = []
        for fact in waiting:
            try:
                await deliver(database, subscribers, fact)
            except TooEarly:
                late.append(fact)
        waiting = late


@pytest.mark.parametrize("service", HEARERS)
async def test_nothing_is_left_in_whatever_order_a_service_hears_of_it(
    databases: Callable[[str], Database], database_url: str, service: str
) -> None:
    database, dice = databases(service), random.Random(20261122)
    for number in range(1, ORDERS + 1):
        told, erased = all_about(number)
        dice.shuffle(told)
        await heard(database, [*told[: number * 3], erased, *told[number * 3 :]])
    assert columns_with(database_url, SECRET) == []
    assert columns_with(database_url, "kanarie") == []


@pytest.mark.parametrize("service", HEARERS)
async def test_without_the_erasure_the_words_are_there(
    databases: Callable[[str], Database], database_url: str, service: str
) -> None:
    told, _ = all_about(1)
    await heard(databases(service), told[:-1])
    assert columns_with(database_url, SECRET)


async def test_what_stays_is_the_same_whether_the_erasure_comes_first_or_last(
    databases: Callable[[str], Database],
) -> None:
    triage, kept = databases("triage"), []
    for number in (1, 2):
        told, erased = all_about(number)
        await heard(triage, [erased, *told] if number == 1 else [*told, erased])
        async with triage.transaction() as session:
            case = await repository.case(session, erased.report_id)
        assert case
        own = {"report_id", "reference", "words", "practice_id", "changed_at", "version"}
        kept.append(case.model_dump(exclude=own) | {"words": case.words == case.reference.lower()})
    assert kept[0] == kept[1]
    assert (kept[0]["state"], kept[0]["words"], kept[0]["minutes_per_month"]) == ("withdrawn", True, 60)
