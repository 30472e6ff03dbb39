"""Every fact that exists."""

from collections.abc import Iterator
from importlib import import_module

from shared.contracts.base import Fact, Stream

OWNERS = ("accounts", "intake", "triage", "research", "knowledge", "escalation", "notifier")


def _descendants(kind: type[Fact]) -> Iterator[type[Fact]]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)


def all_facts() -> list[type[Fact]]:
    """Every kind of fact, in the order of its subject."""
    for owner in OWNERS:
        import_module(f"shared.contracts.{owner}")
    return sorted(
        (fact for fact in _descendants(Fact) if fact.SUBJECT and fact.__module__.startswith("shared.contracts.")),
        key=lambda fact: fact.SUBJECT,
    )


def stream_subjects(stream: Stream) -> list[str]:
    """The subject filters of one stream: `<owner>.<thing>.>`, so that no two streams claim one subject."""
    return sorted({".".join(fact.SUBJECT.split(".")[:2]) + ".>" for fact in all_facts() if fact.STREAM is stream})
