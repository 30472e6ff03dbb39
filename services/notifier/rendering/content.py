"""A mail as a list of blocks."""

from dataclasses import dataclass, field

from shared.contracts.vocabulary import NextActor


@dataclass(frozen=True)
class Paragraph:
    """Our own words."""

    text: str
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Quote:
    """Somebody else's words, after the sentence that introduces them."""

    lead: str
    text: str
    kind: str = field(default="quote", init=False)


@dataclass(frozen=True)
class Button:
    """The one thing to do next; the first of a mail stands out."""

    text: str
    url: str
    first: bool = True
    kind: str = field(default="button", init=False)


@dataclass(frozen=True)
class Facts:
    """Short lines of label and value."""

    rows: tuple[tuple[str, str], ...]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class Code:
    """What the reader types over on a page of ours."""

    text: str
    kind: str = field(default="code", init=False)


Block = Paragraph | Quote | Button | Facts | Code


@dataclass(frozen=True)
class MailContent:
    """All that a mail says. `turn` says whose move it is; `actor` gives it its colour and sign."""

    subject: str
    actor: NextActor
    turn: str
    preview: str
    blocks: tuple[Block, ...]
    footer: tuple[str, ...]

    @property
    def sign(self) -> str:
        """The mark before the turn line."""
        return {NextActor.PARTY: "◇", NextActor.NOBODY: "✓"}.get(self.actor, "◆")
