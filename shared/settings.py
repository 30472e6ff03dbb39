"""Settings come from the environment; a bad or missing one ends the start with one clear line."""

from typing import Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.terms.standing import STANDING


class SettingsError(Exception):
    """One line saying which variable is missing or wrong."""


class EnvironmentSettings(BaseSettings):
    """Settings read from environment variables only."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    @classmethod
    def read(cls) -> Self:
        """The settings as the environment has them, with the terms that an administrator set. Raises SettingsError."""
        try:
            return cls().with_terms()
        except ValidationError as error:
            prefix = cls.model_config.get("env_prefix", "")
            faults = [f"{prefix}{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in error.errors()]
            raise SettingsError("; ".join(faults)) from None

    def with_terms(self) -> Self:
        """The same with what an administrator said about terms."""
        prefix = self.model_config.get("env_prefix", "")
        said = {name: STANDING.said(f"{prefix}{name}".upper()) for name in type(self).model_fields}
        return self.model_copy(update={name: value for name, value in said.items() if value is not None})


class Settings(EnvironmentSettings):
    """What every process of the system needs to know, the same everywhere."""

    database_url: SecretStr = Field(description="PostgreSQL, as a login that may take the role of each service.")
    nats_url: str = Field(description="The broker; only worker processes use it.")
    smtp_url: SecretStr = Field(description="smtp://[user:password@]host:port, or smtps:// for TLS from the start.")
    public_url: str = Field(description="The address people type, without a slash at the end.")
    secret_key: SecretStr = Field(min_length=32, description="Signs form tokens and anonymous cookies.")
    session_public_key: str = Field(description="JSON Web Key that checks the sessions of the team.")
    nats_seeds: dict[str, SecretStr] = Field(
        default={}, description="JSON: the NKey seed of each service at the broker."
    )
    mail_from: str = Field(
        default="RegelWijzer <loket@regelwijzer.invalid>",
        description="The sender of all mail; answers go there.",
    )
    # With half a second for ending what we waited for, and a busy machine, an answer is there within five.
    answer_seconds: float = Field(default=3.5, gt=0, description="How long a page may take before it says 503.")
    demo: bool = Field(default=False, description="Demo data and demo sign-ins; only on loopback.")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return url.rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach us over HTTPS."""
        return self.public_url.startswith("https://")
