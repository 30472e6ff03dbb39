"""Whose desk this is: its name, its words about itself, its colours and its logo. Another region sets others."""

from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from pydantic import Field, field_validator
from pydantic_settings import SettingsConfigDict

from shared.desk.colours import coloured, faults_of
from shared.settings import EnvironmentSettings

LARGEST_LOGO = 50_000


class Desk(EnvironmentSettings):
    """What an installation calls itself and looks like."""

    model_config = SettingsConfigDict(env_prefix="DESK_", extra="ignore", hide_input_in_errors=True)

    name: str = Field(default="RegelWijzer", min_length=1, max_length=40, description="What the desk is called.")
    slogan: str = Field(default="Jij aan zet!", max_length=60, description="What stands beside its name.")
    about: str = Field(default="", max_length=200, description="One sentence about the desk, under pages and mails.")
    colours: dict[str, str] = Field(default={}, description="JSON: other colours, by the name of their token.")
    logo: Path | None = Field(default=None, description="An SVG of its own, square.")

    @field_validator("colours")
    @classmethod
    def _can_be_read(cls, given: dict[str, str]) -> dict[str, str]:
        if faults := faults_of(given):
            raise ValueError("; ".join(faults))
        return given

    @field_validator("logo")
    @classmethod
    def _is_a_drawing(cls, given: Path | None) -> Path | None:
        if given is not None:
            try:
                content = given.read_bytes()
                drawing = ElementTree.fromstring(content)  # noqa: S314 - a file of who installs this
            except (OSError, ElementTree.ParseError):
                raise ValueError("must be an SVG file that can be read") from None
            if not drawing.tag.endswith("svg") or len(content) > LARGEST_LOGO:
                raise ValueError("must be an SVG file of at most 50 kB")
        return given

    @property
    def sentence(self) -> str:
        """One sentence about the desk."""
        return self.about or f"{self.name} is het regionale loket tegen onnodige regels in de huisartsenzorg."

    def dressed(self, text: str) -> str:
        """A style sheet, drawing or mail in the colours of this desk."""
        return coloured(text, self.colours)

    def named(self, text: str) -> str:
        """A text of ours under the name of this desk."""
        return text.replace("RegelWijzer", self.name)


@lru_cache
def desk() -> Desk:
    """The desk of this process. Raises SettingsError."""
    return Desk.read()
