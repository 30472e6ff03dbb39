"""A piece that was hidden is gone wherever that falls among the facts about its report, and nothing else is."""

import random
from collections.abc import Callable

import pytest

from shared.contracts.escalation import HandoverErasedV1
from shared.database import Database
from tests.erasing.searching import columns_with
from tests.erasing.test_order import HEARERS, ORDERS, heard
from tests.erasing.told import SECRET, all_about, hidden_in

# How to reach the reporter, or whom an organisation has us write to: those are no patients.
ADDRESSES = {"notifier.contacts.name", "notifier.packages.to_name"}


@pytest.mark.parametrize("service", HEARERS)
async def test_a_piece_is_gone_in_whatever_order_a_service_hears_of_it(
    databases: Callable[[str], Database], database_url: str, service: str
) -> None:
    database, dice = databases(service), random.Random(20261122)
    for number in range(1, ORDERS + 1):
        told, erased = all_about(number)
        ending = told.pop()
        assert isinstance(ending, HandoverErasedV1)
        hidden = hidden_in(erased.report_id, ending.handover_id)
        dice.shuffle(told)
        await heard(database, [*told[: number * 3], *hidden, *told[number * 3 :]])
    assert set(columns_with(database_url, SECRET)) <= ADDRESSES
    for rest in ("[verwijderd]", "over [verwijderd] zelf"):
        assert any(place.startswith(f"{service}.") for place in columns_with(database_url, rest))


async def test_the_privacy_log_says_who_hid_what_kind_and_an_erasure_afterwards_takes_the_rest(
    databases: Callable[[str], Database], database_url: str
) -> None:
    triage = databases("triage")
    told, erased = all_about(1)
    ending = told.pop()
    assert isinstance(ending, HandoverErasedV1)
    await heard(triage, [*told, *hidden_in(erased.report_id, ending.handover_id)])
    assert columns_with(database_url, "Verborg in de melding: een naam.") == ["triage.history.text"]
    await heard(triage, [erased])
    assert columns_with(database_url, "[verwijderd]") == []
    assert columns_with(database_url, "Verborg in de melding: een naam.") == ["triage.history.text"]
