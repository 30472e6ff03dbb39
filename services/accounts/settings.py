import json

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings


class AccountsSettings(EnvironmentSettings):
    """What only accounts may know."""

    model_config = SettingsConfigDict(env_prefix="ACCOUNTS_", extra="ignore", hide_input_in_errors=True)

    session_private_key: SecretStr = Field(description="JSON Web Key (Ed25519) that signs the sessions of the team.")
    argon2_memory_kib: int = Field(
        default=46 * 1024, ge=8, description="Memory for each password check, in KiB; lower only in tests."
    )

    @field_validator("session_private_key")
    @classmethod
    def _is_private_key(cls, given: SecretStr) -> SecretStr:
        try:
            key = OKPKey.import_key(json.loads(given.get_secret_value()))
        except (JoseError, ValueError, KeyError, TypeError):
            raise ValueError("must be a JSON Web Key") from None
        if not key.is_private:
            raise ValueError("must be a private key; this is a public one")
        return given
