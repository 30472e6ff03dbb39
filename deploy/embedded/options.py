"""What a person may choose for `make run`, from the environment.

Free of pydantic, so that the supervisor stays small.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.embedded.failure import StartError

ROOT = Path(__file__).resolve().parents[2]
HIGHEST_PORT = 65_535


@dataclass(frozen=True)
class WantedPort:
    """A port, and whether a person asked for exactly this one."""

    variable: str
    number: int
    set_by_hand: bool


@dataclass(frozen=True)
class Options:
    """The choices of one start."""

    http: WantedPort
    mail: WantedPort
    data: Path
    demo: bool
    public_url: str


def read_options(environment: Mapping[str, str]) -> Options:
    """The choices made in the environment. Raises StartError naming the variable that is wrong."""
    public_url = environment.get("PUBLIC_URL", "")
    here = not public_url or urlsplit(public_url).hostname in ("127.0.0.1", "localhost")
    demo = _switch(environment, "DEMO", default=here)
    if demo and not here:
        raise StartError(f"DEMO=1 has sign-ins that everybody knows; it does not go with PUBLIC_URL {public_url}")
    return Options(
        http=_port(environment, "PORT", 8000),
        mail=_port(environment, "MAIL_PORT", 8025),
        data=(ROOT / Path(environment.get("DATA_DIR") or ".data").expanduser()).resolve(),
        demo=demo,
        public_url=public_url,
    )


def _port(environment: Mapping[str, str], variable: str, default: int) -> WantedPort:
    text = environment.get(variable, "")
    if not text:
        return WantedPort(variable, default, set_by_hand=False)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= HIGHEST_PORT:
        raise StartError(f"{variable} must be a port number, not {text!r}")
    return WantedPort(variable, int(text), set_by_hand=True)


def _switch(environment: Mapping[str, str], variable: str, *, default: bool) -> bool:
    text = environment.get(variable, "")
    if text in ("", "0", "1"):
        return text == "1" if text else default
    raise StartError(f"{variable} must be 0 or 1, not {text!r}")
