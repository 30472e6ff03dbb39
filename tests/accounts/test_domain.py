"""The rules as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from services.accounts.domain import (
    WeakPassword,
    check_new_password,
    email_fingerprint,
    next_try_at,
    normal_password,
    pause_after,
)
from shared.networks import network_of

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)


@pytest.mark.parametrize("password", ["regelwijzer-demo", "x" * 14 + "y", "één zin met spaties", "🔑" * 15 + "a"])
def test_a_long_password_is_good(password: str) -> None:
    check_new_password(password)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "minstens 15"),
        ("x1!" * 4, "minstens 15"),
        ("   veertientekens   ", "minstens 15"),
        ("x" * 15, "meer dan één soort"),
        ("ab" * 101, "hoogstens 200"),
        ("een wachtwoord\x00 met nul", "onzichtbare"),
        ("een wachtwoord\nop twee regels", "onzichtbare"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, reason: str) -> None:
    with pytest.raises(WeakPassword, match=reason):
        check_new_password(password)


def test_a_password_is_the_same_on_every_keyboard() -> None:
    assert normal_password("cafe\u0301 op de hoek ") == normal_password("café op de hoek")


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (16, 900), (100_000, 900)],
)
def test_the_pause_doubles_from_the_fifth_failure_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert pause_after(failures) == timedelta(seconds=seconds)


def _ago(*minutes: int) -> list[datetime]:
    return [NOON - timedelta(minutes=minute) for minute in minutes]


def test_without_failures_nobody_waits() -> None:
    assert next_try_at([], []) is None


def test_the_wait_counts_from_the_last_failure_of_the_account() -> None:
    failures = _ago(0, 1, 2, 3, 4, 5)
    assert next_try_at(failures, failures) == NOON + timedelta(seconds=2)


def test_ten_failures_from_one_address_close_it_until_the_oldest_is_a_quarter_of_an_hour_old() -> None:
    assert next_try_at([], _ago(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)) == NOON + timedelta(minutes=6)


def test_nine_failures_spread_over_accounts_leave_an_address_open() -> None:
    assert next_try_at([], _ago(0, 1, 2, 3, 4, 5, 6, 7, 8)) is None


def test_the_longer_of_both_waits_holds() -> None:
    failures = _ago(*range(12))
    assert next_try_at(failures, failures) == NOON + timedelta(minutes=6)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.10", "192.0.2.10"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.10", "192.0.2.10"),
        ("", "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_who_shares_a_network_shares_its_budget(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_fingerprint_knows_an_address_in_any_case_and_does_not_show_it() -> None:
    assert email_fingerprint(" Sanne@Voorbeeld.nl ") == email_fingerprint("sanne@voorbeeld.nl")
    assert b"sanne" not in email_fingerprint("sanne@voorbeeld.nl")
