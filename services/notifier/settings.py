from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.notifier.mailer import Limits
from shared.settings import EnvironmentSettings


class NotifierSettings(EnvironmentSettings):
    """What only the notifier needs to know: how long it waits for the mail server, and over how many connections."""

    model_config = SettingsConfigDict(env_prefix="NOTIFIER_")

    connect_seconds: float = Field(default=10, gt=0, le=60, description="Until the mail server lets us in.")
    before_dot_seconds: float = Field(default=15, gt=0, le=120, description="Until it is ready for the text of a mail.")
    after_dot_seconds: float = Field(default=60, gt=0, le=600, description="Until it says that it took a mail.")
    connections: int = Field(default=4, ge=1, le=20, description="At most; more than one only while it is slow.")

    @property
    def limits(self) -> Limits:
        """The same as the mailer wants it."""
        return Limits(self.connect_seconds, self.before_dot_seconds, self.after_dot_seconds)
