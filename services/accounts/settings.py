import json

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from shared.settings import EnvironmentSettings


class AccountsSettings(EnvironmentSettings):
    """What only accounts may know."""

    model_config = SettingsConfigDict(env_prefix="ACCOUNTS_", extra="ignore", hide_input_in_errors=True)

    session_private_key: SecretStr = Field(description="JSON Web Key (Ed25519) that signs the sessions of the team.")
    argon2_memory_kib: int = Field(
        default=46 * 1024, ge=8, description="Memory for each password check, in KiB; lower only in tests."
    )
    oidc_issuer: str | None = Field(
        default=None, description="Where the organisation's own accounts are: the issuer of its OpenID Connect."
    )
    oidc_client_id: str | None = Field(
        default=None, validate_default=True, description="What RegelWijzer is called there."
    )
    oidc_client_secret: SecretStr | None = Field(
        default=None, validate_default=True, description="The secret that goes with it."
    )
    oidc_name: str = Field(default="je organisatie", description="What people call that sign-in, as on the button.")
    oidc_asks_code: bool = Field(
        default=False, description="Whether that sign-in always asks a second step itself; then we ask no code."
    )

    @field_validator("oidc_issuer")
    @classmethod
    def _is_safe_address(cls, given: str | None) -> str | None:
        if given and not given.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise ValueError("must start with https://")
        return given.rstrip("/") if given else None

    @field_validator("oidc_client_id", "oidc_client_secret")
    @classmethod
    def _goes_with_issuer(cls, given: str | SecretStr | None, info: ValidationInfo) -> str | SecretStr | None:
        empty = not (given.get_secret_value() if isinstance(given, SecretStr) else given)
        if bool(info.data.get("oidc_issuer")) is empty:
            raise ValueError("goes together with ACCOUNTS_OIDC_ISSUER")
        return None if empty else given

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
