"""A broker that knows its users by key, whose keys and rights a test may change under them."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from deploy.embedded import secrets
from deploy.nats.config import render
from deploy.nats.permissions import Permissions
from deploy.nats.users import all_permissions
from tests.servers import NatsServer

TESTER = "test"


class GuardedNats(NatsServer):
    """A nats-server with the configuration of production."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.seeds = {user: secrets.new_seed() for user in self.rights}
        self._config = folder / "server.conf"
        self.configure(self.seeds)

    @property
    def rights(self) -> dict[str, Permissions]:
        """What everybody may do: each service as in production, the test anything."""
        return all_permissions() | {TESTER: Permissions((">",), (">",))}

    def configure(self, seeds: Mapping[str, str], **rights: Permissions) -> None:
        """Write who may come in and what they may do; it counts from the next start or reload."""
        text = render(
            listen=f"127.0.0.1:{self.port}",
            store=str(self.folder / "store"),
            permissions=self.rights | rights,
            public_keys={user: secrets.public_key(seed) for user, seed in seeds.items()},
        )
        self._config.write_text(text)

    def reload(self) -> None:
        """Let the running server read its configuration again."""
        self.send(signal.SIGHUP)

    @property
    def arguments(self) -> list[str]:
        """What it is started with."""
        return ["-c", str(self._config)]


def without(permissions: Permissions, *, publish: str = "", subscribe: str = "") -> Permissions:
    """The same rights, except those that begin so."""
    return replace(
        permissions,
        publish=tuple(one for one in permissions.publish if not publish or not one.startswith(publish)),
        subscribe=tuple(one for one in permissions.subscribe if not subscribe or not one.startswith(subscribe)),
    )


@contextmanager
def guarded_nats(folder: Path) -> Iterator[GuardedNats]:
    """A running one."""
    server = GuardedNats(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
