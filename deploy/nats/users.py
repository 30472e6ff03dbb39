"""Who the users of the broker are: every service that exists, and the provisioning step."""

from deploy.nats.permissions import (
    PROVISION,
    HeardPlace,
    Permissions,
    provision_permissions,
    service_permissions,
)
from deploy.services import durables_of, existing, hearers_of
from shared.contracts.base import Stream
from shared.contracts.registry import all_facts
from shared.messaging.streams import ADVISORY

# The one service that takes erased messages off the broker's disk, and where they can be.
ERASER = "intake"
CLEARED = tuple(stream.value for stream in Stream)


def all_permissions() -> dict[str, Permissions]:
    """The rights of every user, from the contracts and from what the services hear."""
    return {service: _permissions_of(service) for service in existing()} | {PROVISION: provision_permissions()}


def _permissions_of(service: str) -> Permissions:
    places = [HeardPlace(durable.stream, durable.name) for durable in durables_of(service)]
    return service_permissions(
        service,
        spoken=[fact.SUBJECT for fact in all_facts() if fact.owner() == service],
        heard=[place for place in places if place.stream != ADVISORY],
        advisory=next((place for place in places if place.stream == ADVISORY), None),
        hearers=[HeardPlace(durable.stream, durable.name) for durable in hearers_of(service)],
        clears=CLEARED if service == ERASER else (),
    )
