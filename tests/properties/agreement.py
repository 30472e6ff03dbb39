"""What must be so in three services once they heard everything, however late it came."""

from services.escalation import domain as handing
from services.escalation.domain import HandoverState
from services.research.domain import DossierState
from services.triage.domain import MERGED, State
from shared.contracts.intake import ReportWithdrawnV1
from shared.contracts.triage import HandoverDecidedV1
from shared.contracts.vocabulary import NextActor, Outcome
from tests.properties.desk import Desk


def services_agree(desk: Desk) -> None:
    """Once everything is heard, what each service believes of the others' things is so."""
    decided = sum(isinstance(fact, HandoverDecidedV1) for fact in desk.facts)
    assert decided == sum(handover.report_id is not None for handover in desk.handovers)
    _what_was_taken_back_is_over(desk)
    _reports_hang_where_they_were_linked(desk)
    _cases_follow_their_dossier(desk)
    _cases_follow_their_handover(desk)
    _cases_follow_what_they_joined(desk)
    _dossiers_follow_their_handover(desk)


def _what_was_taken_back_is_over(desk: Desk) -> None:
    gone = {fact.report_id for fact in desk.facts if isinstance(fact, ReportWithdrawnV1)}
    for case in desk.cases:
        assert (case.state == State.WITHDRAWN) is (case.report_id in gone)
    for handover in desk.handovers:
        assert handover.report_id not in gone or handover.state != HandoverState.DRAFT


def _reports_hang_where_they_were_linked(desk: Desk) -> None:
    for case in desk.cases:
        assert desk.hangs_under(case.report_id) == case.dossier_id


def _cases_follow_their_dossier(desk: Desk) -> None:
    for dossier in desk.dossiers:
        outcome = {DossierState.RESEARCHING: None, DossierState.MERGED: MERGED}.get(
            DossierState.parse(dossier.state), dossier.outcome
        )
        known = desk.known_dossier(dossier.id)
        assert known and known.outcome == outcome
        if outcome == MERGED:
            assert not [case for case in desk.cases if case.dossier_id == dossier.id]
            continue
        ends = {None: NextActor.TEAM, Outcome.HANDED_OVER: NextActor.PARTY}
        actor = ends.get(Outcome.parse(outcome) if outcome else None, NextActor.NOBODY)
        for case in desk.cases:
            if case.dossier_id == dossier.id and case.state == State.LINKED and case.changed_at < known.changed_at:
                assert case.next_actor == actor, f"{case.next_actor} is to move, not {actor}"


def _cases_follow_what_they_joined(desk: Desk) -> None:
    """As long as nobody decided about it by itself. What is linked goes on with its dossier."""
    own_way = (State.LINKED, State.REOPEN_REQUESTED, State.WITHDRAWN)
    cases = {case.report_id: case for case in desk.cases}
    for case in desk.cases:
        joined = cases.get(case.joins_report_id) if case.joins_report_id and case.follows else None
        if joined is None or case.state in own_way or joined.state in (State.REOPEN_REQUESTED, State.WITHDRAWN):
            continue
        waits = (State.NEW, State.QUESTION_OPEN)
        assert case.state == joined.state or (case.state in waits and joined.state in waits)


def _cases_follow_their_handover(desk: Desk) -> None:
    for case in desk.cases:
        about = case.joins_report_id if case.follows else case.report_id
        mine = [one for one in desk.handovers if one.report_id == about]
        if case.state != State.HANDED_OVER:
            continue
        newest = max(mine, key=lambda one: one.created_at)
        state = HandoverState.parse(newest.state)
        assert state is HandoverState.DRAFT or state in handing.WAITING, f"nobody waits for a handover in {state}"
        assert case.next_actor == (NextActor.TEAM if state is HandoverState.DRAFT else NextActor.PARTY)


def _dossiers_follow_their_handover(desk: Desk) -> None:
    for handover in desk.handovers:
        if handover.dossier_id and handover.state == HandoverState.DRAFT:
            (dossier,) = [one for one in desk.dossiers if one.id == handover.dossier_id]
            assert dossier.state == DossierState.HANDED_OVER, "a draft of a dossier that is open again"
