"""What a storm will do, made from its seed alone: the same seed gives the same faults and the same load."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

# Nothing breaks before there is something to break, and the last fault ends with the storm.
QUIET_START_SECONDS = 2.0
GAP_SECONDS = (0.8, 2.6)
PAUSE_SECONDS = (1.0, 4.0)
POWER_CUT_EVERY_SECONDS = 45.0


class Target(StrEnum):
    """What is hit, by the name of its process."""

    WEB = "rw-web"
    WORKER = "rw-worker"
    SINK = "rw-mail"
    FORK_SERVER = "rw-preloaded"
    BROKER = "nats-server"
    DATABASE = "postgres"
    EVERYTHING = "everything"


class Blow(StrEnum):
    """What is done to it."""

    KILL = "kill -9"
    CRASH = "crash"
    TERMINATE = "terminate"
    PAUSE = "pause"


# How often each blow falls on each target, against the others.
WEIGHTS: dict[tuple[Target, Blow], int] = {
    (Target.WEB, Blow.KILL): 3,
    (Target.WEB, Blow.TERMINATE): 2,
    (Target.WEB, Blow.PAUSE): 2,
    (Target.WORKER, Blow.KILL): 5,
    (Target.WORKER, Blow.TERMINATE): 2,
    (Target.WORKER, Blow.PAUSE): 2,
    (Target.BROKER, Blow.KILL): 5,
    (Target.BROKER, Blow.TERMINATE): 2,
    (Target.BROKER, Blow.PAUSE): 2,
    (Target.DATABASE, Blow.KILL): 3,
    (Target.DATABASE, Blow.CRASH): 2,
    (Target.DATABASE, Blow.TERMINATE): 1,
    (Target.DATABASE, Blow.PAUSE): 1,
    (Target.SINK, Blow.KILL): 3,
    (Target.SINK, Blow.TERMINATE): 1,
    (Target.SINK, Blow.PAUSE): 2,
    (Target.FORK_SERVER, Blow.KILL): 1,
}


@dataclass(frozen=True)
class Fault:
    """One thing that breaks: when, in seconds from the start of the storm, and for how long if it is a pause."""

    at: float
    target: Target
    blow: Blow
    seconds: float = 0.0

    @property
    def kind(self) -> str:
        """Target and blow in words."""
        return f"{self.target} {self.blow}"


def faults(seed: int, seconds: float) -> list[Fault]:
    """Every fault of a storm, in order; the last one has ended when the storm is over."""
    chance = Random(f"{seed} faults")
    return sorted([*_blows(chance, seconds), *_power_cuts(chance, seconds)], key=lambda fault: fault.at)


def _blows(chance: Random, seconds: float) -> Iterator[Fault]:
    at = QUIET_START_SECONDS
    while at < seconds:
        target, blow = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        lasting = chance.uniform(*PAUSE_SECONDS) if blow is Blow.PAUSE else 0.0
        yield Fault(round(at, 2), target, blow, round(min(lasting, seconds - at), 2))
        at += chance.uniform(*GAP_SECONDS)


def _power_cuts(chance: Random, seconds: float) -> Iterator[Fault]:
    """Now and then everything goes at once, and is started again by hand."""
    begins = 0.0
    while begins + POWER_CUT_EVERY_SECONDS <= seconds:
        at = begins + chance.uniform(0.3, 0.9) * POWER_CUT_EVERY_SECONDS
        yield Fault(round(at, 2), Target.EVERYTHING, Blow.KILL)
        begins += POWER_CUT_EVERY_SECONDS


class Way(StrEnum):
    """How a practice reports."""

    FORM = "form"
    API = "api"


class Fate(StrEnum):
    """What the team does with a report."""

    LEAVE = "leave"
    QUESTION = "question"
    AGREEMENT = "agreement"
    ELSEWHERE = "elsewhere"
    CLOSE = "close"
    OPEN_DOSSIER = "open_dossier"
    LINK = "link"
    HANDOVER = "handover"


FATES: dict[Fate, int] = {
    Fate.LEAVE: 12,
    Fate.QUESTION: 3,
    Fate.AGREEMENT: 2,
    Fate.ELSEWHERE: 2,
    Fate.CLOSE: 2,
    Fate.OPEN_DOSSIER: 2,
    Fate.LINK: 4,
    Fate.HANDOVER: 3,
}
FORM_SHARE = 0.15
TWICE_SHARE = 0.25
THINKING_SECONDS = (0.0, 0.8)


@dataclass(frozen=True)
class PlannedReport:
    """One report of one practice, and what will come of it.

    `twice` is somebody who presses twice; `turn` decides between the ways a longer story can go.
    """

    practice: int
    number: int
    way: Way
    twice: bool
    fate: Fate
    turn: float
    thinking_seconds: float

    @property
    def name(self) -> str:
        """What nobody else in this storm is called."""
        return f"{self.practice}-{self.number}"

    @property
    def email(self) -> str:
        """The reporter's address for this report alone."""
        return f"praktijk-{self.name}@storm.example"

    @property
    def title(self) -> str:
        """Its title, unlike that of any other."""
        return f"Machtiging bij elke levering {self.name}."


def reports(seed: int, practice: int) -> Iterator[PlannedReport]:
    """What one practice reports, one after the other, without end."""
    chance, number = Random(f"{seed} practice {practice}"), 0
    while True:
        number += 1
        yield PlannedReport(
            practice=practice,
            number=number,
            way=Way.FORM if chance.random() < FORM_SHARE else Way.API,
            twice=chance.random() < TWICE_SHARE,
            fate=chance.choices(list(FATES), list(FATES.values()))[0],
            turn=chance.random(),
            thinking_seconds=chance.uniform(*THINKING_SECONDS),
        )
