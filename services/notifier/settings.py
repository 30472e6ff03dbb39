from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.notifier.domain import Cap
from services.notifier.mailer import Limits
from shared.settings import EnvironmentSettings


class NotifierSettings(EnvironmentSettings):
    """What only the notifier needs to know: how it uses the mail server, and how much it mails to one address."""

    model_config = SettingsConfigDict(env_prefix="NOTIFIER_")

    connect_seconds: float = Field(default=10, gt=0, le=60, description="Until the mail server lets us in.")
    before_dot_seconds: float = Field(default=15, gt=0, le=120, description="Until it is ready for the text of a mail.")
    after_dot_seconds: float = Field(default=60, gt=0, le=600, description="Until it says that it took a mail.")
    connections: int = Field(default=4, ge=1, le=20, description="At most; more than one only while it is slow.")

    confirmations_per_hour: int = Field(default=6, ge=0, description="To one address at most; 0: no limit.")
    confirmations_per_day: int = Field(default=20, ge=0, description="To one address at most; 0: no limit.")

    @property
    def cap(self) -> Cap:
        """How many confirmations one address gets; the others go later."""
        return Cap(self.confirmations_per_hour, self.confirmations_per_day)

    @property
    def limits(self) -> Limits:
        """The same as the mailer wants it."""
        return Limits(self.connect_seconds, self.before_dot_seconds, self.after_dot_seconds)
