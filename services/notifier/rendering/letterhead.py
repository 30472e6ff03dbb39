from dataclasses import dataclass
from email.utils import parseaddr

from shared.settings import Settings


@dataclass(frozen=True)
class Letterhead:
    """Who our mail comes from, and the address of the site it points at."""

    name: str
    address: str
    site: str

    @classmethod
    def of(cls, settings: Settings) -> "Letterhead":
        """As the settings say."""
        name, address = parseaddr(settings.mail_from)
        return cls(name=name or "RegelWijzer", address=address, site=settings.public_url)

    @property
    def domain(self) -> str:
        """The domain our Message-IDs are unique in."""
        return self.address.rpartition("@")[2]
