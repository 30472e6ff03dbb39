"""How to reach our own mail server, read from SMTP_URL."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class RelayAddress:
    """`start_tls`: False is never, True always, None when the server offers it."""

    host: str
    port: int | None
    username: str | None
    password: str | None = field(repr=False)
    encrypted: bool
    start_tls: bool | None

    @classmethod
    def of(cls, url: str) -> "RelayAddress":
        """The server in `smtp://[user:password@]host:port` or `smtps://…`."""
        parts = urlsplit(url)
        host, encrypted = parts.hostname or "localhost", parts.scheme == "smtps"
        # A password never goes over an open line to another machine.
        start_tls = False if encrypted or host in LOOPBACK else (True if parts.password else None)
        return cls(
            host=host,
            port=parts.port,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            encrypted=encrypted,
            start_tls=start_tls,
        )
