"""What we know of the browser somebody signs in with: enough for them to recognise it. No input or output."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from uuid import UUID

# The first that is named in what a browser says of itself: most name others too.
PROGRAMS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
MACHINES = {
    "iPhone": "een iPhone",
    "iPad": "een iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "een Mac",
    "CrOS": "een Chromebook",
    "Linux": "Linux",
}
UNKNOWN = "Onbekend apparaat"


@dataclass(frozen=True)
class Browser:
    """A browser: the session it has so far, what it is, and the beginning of its address."""

    session_id: UUID | None = None
    device: str = UNKNOWN
    place: str = ""


NOTHING_KNOWN = Browser()


def device_of(user_agent: str) -> str:
    """Which program on which machine, as `Firefox op Windows`."""
    program = next((name for sign, name in PROGRAMS.items() if sign in user_agent), "")
    machine = next((name for sign, name in MACHINES.items() if sign in user_agent), "")
    return f"{program} op {machine}" if program and machine else program or UNKNOWN


def place_of(address: str) -> str:
    """The beginning of an address: of which provider, or which office, and not which house."""
    try:
        host = ip_address(address)
    except ValueError:
        return ""
    if isinstance(host, IPv6Address) and not host.ipv4_mapped:
        return ":".join(host.exploded.split(":")[:2]) + ":…"
    return ".".join(str(getattr(host, "ipv4_mapped", None) or host).split(".")[:2]) + ".…"
