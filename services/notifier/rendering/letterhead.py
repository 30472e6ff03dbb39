from dataclasses import dataclass, field
from email.utils import parseaddr

from shared.desk import desk
from shared.settings import Settings


@dataclass(frozen=True)
class Letterhead:
    """Who our mail comes from, the address of the site it points at, and what links and codes are made with."""

    name: str
    address: str
    site: str
    key: str = field(default="", repr=False)

    @classmethod
    def of(cls, settings: Settings) -> "Letterhead":
        """As the settings say."""
        name, address = parseaddr(settings.mail_from)
        key = settings.secret_key.get_secret_value()
        return cls(name=name or desk().name, address=address, site=settings.public_url, key=key)

    @property
    def domain(self) -> str:
        """The domain our Message-IDs are unique in."""
        return self.address.rpartition("@")[2]
