"""Copies are as good as what they are made of: own ids, numbers and links, and the same words."""

from collections.abc import Callable

import psycopg
from sqlalchemy import text

from services.intake import domain
from services.intake.forms import ReportForm
from services.intake.handlers.reporting import submit_report
from services.triage.subscribers import facts
from shared import clock
from shared.database import Database
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT
from tests.load.gaps import Gaps
from tests.load.multiply import multiply

Databases = Callable[[str], Database]
KEY = "a key for tests, of thirty-two bytes"


def test_ids_numbers_and_links_differ_in_each_copy_and_nothing_else_does() -> None:
    own, shared = "01a2019c-83d7-75d6-8376-5dc02d756caf", "01a2019c-83d7-75d6-8376-5dc02d756ca0"
    gaps = Gaps(frozenset([shared]), {"RW": 40, "D": 8, "H": 3}, {"seed": lambda copy: f"seed {copy}"})
    row = gaps.find(f"{own}\tRW-26-0007\t{shared}\tD-26-007 seed of 2026-11-22")
    filled = row.filled({word: gaps.word(word, 2) for word in row.gaps})
    assert filled == (f"01a2019a-83d7-75d6-8376-5dc02d756caf\tRW-26-0087\t{shared}\tD-26-023 seed 2 of 2026-11-22")


async def test_copies_hang_together_and_their_links_work(databases: Databases, database_url: str) -> None:
    for _ in range(2):
        async with databases("intake").transaction() as session:
            await submit_report(session, ReportForm.model_validate(API_REPORT), key=KEY)
    for fact in await said(databases("intake")):
        if fact.SUBJECT == "intake.report.submitted.v1":
            await deliver(databases("triage"), facts, fact)
    multiply(database_url, KEY, reports=6)
    with psycopg.connect(database_url.replace("+asyncpg", "")) as connection:
        references = connection.execute("select reference from intake.reports order by 1").fetchall()
        assert references == [(reference(number),) for number in range(1, 7)]
        assert connection.execute("select reference from triage.cases order by 1").fetchall() == references
        links = connection.execute("select link_seed, link_hash from intake.reports").fetchall()
        assert all(domain.link_hash(domain.link_token(seed, KEY)) == hashed for seed, hashed in links)
        tokens = {domain.link_token(seed, KEY) for seed, _ in links}
        given = connection.execute("select body::json -> 'data' ->> 'link_token' from intake.outbox").fetchall()
        assert {token for (token,) in given if token} == tokens
    # Whoever reports next gets the next number.
    async with databases("intake").transaction() as session:
        receipt = await submit_report(session, ReportForm.model_validate(API_REPORT), key=KEY)
        assert receipt.reference == reference(7)
        assert (await session.execute(text("select count(*) from outbox"))).scalar() == 14


def reference(number: int) -> str:
    return domain.reference(domain.reference_year(clock.now()), number)
