from datetime import date

import pytest

from deploy.seed import files
from deploy.seed.actions import ACTIONS, BY_REPORTERS, NAMES
from deploy.seed.moments import working_day_before
from deploy.seed.story import Report, Step
from services.intake.forms import JoinForm
from services.triage.domain import Decision
from shared.contracts.vocabulary import Outcome, Theme

CODES = {item.code: item for item in files.catalogue().items}
REPORTS = files.reports()
STEPS = [step for report in REPORTS for step in report.then] + [
    step for dossier in files.dossiers() for step in dossier.then
]


def test_every_item_names_sources_that_are_listed() -> None:
    catalogue = files.catalogue()
    assert len(catalogue.items) == 36
    assert {source for item in catalogue.items for source in item.sources} <= set(catalogue.sources)


def test_nothing_in_the_catalogue_claims_to_be_checked() -> None:
    assert not [item.code for item in CODES.values() if item.checked_on]


def test_no_note_for_readers_speaks_of_fields_of_the_file() -> None:
    notes = " ".join(item.verified_note or "" for item in CODES.values())
    assert not [name for name in ("valid_from", "imposed_by", "recorded") if name in notes]


def test_parties_have_keys_and_names_of_their_own() -> None:
    parties = files.parties()
    assert len({party.key for party in parties}) == len({party.name for party in parties}) == len(parties)
    assert [party.key for party in parties if party.abbreviation == "HIT" and party.takes_handovers]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
def test_a_report_passes_the_checks_of_the_form(report: Report) -> None:
    assert (report.form.email or "").endswith(".example")
    assert report.form.agb_code and report.form.agb_code.startswith("01999")
    assert set(report.about) <= set(CODES)


def test_who_reports_in_the_demo_is_a_practice_on_its_list_under_the_same_code() -> None:
    listed = {practice.agb_code: practice.name for practice in files.practices()}
    assert len(listed) == len(set(listed.values())) == len(files.practices())
    joined = [JoinForm.model_validate(step.filled_in) for step in STEPS if step.do == "join"]
    by_code = {(form.agb_code, form.practice) for form in [report.form for report in REPORTS] + joined}
    assert len(joined) > 0 and by_code < set(listed.items())


def test_reports_cover_every_theme_that_has_items_and_some_without() -> None:
    themes = {CODES[code].theme for report in REPORTS for code in report.about}
    assert themes == {item.theme for item in CODES.values()}
    assert Theme.REFERRALS in themes
    assert [report for report in REPORTS if not report.about]


def test_no_two_reports_or_dossiers_share_a_title() -> None:
    titles = [report.form.title for report in REPORTS] + [dossier.title for dossier in files.dossiers()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.do}-{step.day}")
def test_a_step_can_be_done_by_whoever_does_it(step: Step) -> None:
    assert step.do in ACTIONS
    assert step.by is None if step.do in BY_REPORTERS else step.by in NAMES


def test_steps_follow_each_other_in_time() -> None:
    today = date(2026, 11, 20)
    for report in REPORTS:
        moments = [report.moment(today), *(step.moment(today) for step in report.then)]
        assert moments == sorted(moments), report.id


def test_every_dossier_is_opened_by_a_report() -> None:
    opened = {step.filled_in["dossier"] for step in STEPS if step.do == Decision.OPEN_DOSSIER}
    assert opened == {dossier.title for dossier in files.dossiers()}
    assert {step.filled_in["dossier"] for step in STEPS if step.do == Decision.LINK} <= opened


def test_every_decision_and_every_outcome_occurs() -> None:
    assert {decision.value for decision in Decision} <= {step.do for step in STEPS}
    outcomes = {step.filled_in["outcome"] for step in STEPS if step.do == "outcome"}
    assert outcomes == {outcome.value for outcome in Outcome}


@pytest.mark.parametrize(
    ("today", "count", "day"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 19)),
        (date(2026, 11, 22), 1, date(2026, 11, 20)),
        (date(2026, 11, 23), 2, date(2026, 11, 19)),
        (date(2026, 12, 28), 1, date(2026, 12, 24)),
    ],
)
def test_days_are_counted_back_over_weekends_and_holidays(today: date, count: int, day: date) -> None:
    assert working_day_before(today, count) == day
