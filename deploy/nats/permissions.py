"""What each user of the broker may do. Pure: from what a service says and hears to its rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.contracts.base import Stream

PROVISION = "provision"


@dataclass(frozen=True)
class HeardPlace:
    """A durable that a service pulls from, in its stream."""

    stream: str
    durable: str


@dataclass(frozen=True)
class Permissions:
    """The subjects a user may publish to and subscribe to."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


def service_permissions(
    service: str,
    spoken: Iterable[str],
    heard: Sequence[HeardPlace],
    advisory: HeardPlace | None,
    hearers: Sequence[HeardPlace] = (),
    clears: Sequence[str] = (),
) -> Permissions:
    """The rights of one service.

    It may say its own facts, see how the stream they go to and those who hear them stand, raise the alarm for its own
    durables, and pull from and acknowledge to these durables. It may not create, change, purge or read anything else
    at the broker. Only who erases also reads and deletes single messages of the streams it `clears`.
    """
    places = [*heard, *([advisory] if advisory else [])]
    publish = [f"{subject}.*" for subject in spoken]
    streams = {place.stream for place in places} | ({Stream.FACTS.value} if publish else set())
    publish += [_standing(place) for place in hearers]
    publish += [f"parked.{place.durable}" for place in places]
    publish += [f"$JS.API.STREAM.INFO.{stream}" for stream in sorted(streams)]
    # An advisory names a message only; the service reads it back to park it.
    read = {place.stream for place in heard} if advisory else set()
    publish += [f"$JS.API.STREAM.MSG.GET.{stream}" for stream in sorted(read | set(clears))]
    publish += [f"$JS.API.STREAM.MSG.DELETE.{stream}" for stream in clears]
    for place in places:
        publish += _pulling(place)
    return Permissions(publish=tuple(publish), subscribe=(f"{inbox(service)}.>",))


def _pulling(place: HeardPlace) -> list[str]:
    at = f"{place.stream}.{place.durable}"
    return [
        _standing(place),
        f"$JS.API.CONSUMER.MSG.NEXT.{at}",
        # Servers up to 2.15 put no domain in front of the stream; newer ones do.
        f"$JS.ACK.{at}.>",
        f"$JS.ACK.*.*.{at}.>",
    ]


def _standing(place: HeardPlace) -> str:
    return f"$JS.API.CONSUMER.INFO.{place.stream}.{place.durable}"


def provision_permissions() -> Permissions:
    """The rights of the step that makes streams and durables: managing them, nothing that carries facts."""
    return Permissions(publish=("$JS.API.>",), subscribe=(f"{inbox(PROVISION)}.>",))


def inbox(user: str) -> str:
    """The subject under which only this user hears its answers."""
    return f"_INBOX_{user}"
