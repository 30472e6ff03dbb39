from itertools import islice

from tests.storm import plan
from tests.storm.plan import Blow, Target

MINUTE = 60.0


def test_the_same_seed_makes_the_same_storm() -> None:
    assert plan.faults(7, MINUTE) == plan.faults(7, MINUTE) != plan.faults(8, MINUTE)
    assert list(islice(plan.reports(7, 1), 50)) == list(islice(plan.reports(7, 1), 50))
    assert list(islice(plan.reports(7, 1), 50)) != list(islice(plan.reports(7, 2), 50))


def test_every_fault_is_over_with_the_storm() -> None:
    for seed in range(20):
        planned = plan.faults(seed, MINUTE)
        assert planned == sorted(planned, key=lambda fault: fault.at)
        assert max(fault.at + fault.seconds for fault in planned) <= MINUTE + 0.01


def test_a_minute_has_more_than_22_faults_and_one_power_cut() -> None:
    for seed in range(20):
        planned = plan.faults(seed, MINUTE)
        assert len(planned) > 22
        assert [fault.blow for fault in planned if fault.target is Target.EVERYTHING] == [Blow.KILL]


def test_ten_minutes_hold_every_kind_of_fault() -> None:
    assert {(fault.target, fault.blow) for fault in plan.faults(7, 10 * MINUTE)} >= set(plan.WEIGHTS)


def test_each_report_has_an_address_and_title_of_its_own() -> None:
    planned = [report for practice in (1, 2, 11) for report in islice(plan.reports(3, practice), 200)]
    assert len({report.email for report in planned}) == len({report.title for report in planned}) == 600
