"""Where a service that keeps attachments keeps them; each has variables of its own, under its own prefix."""

from typing import ClassVar

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from shared.settings import EnvironmentSettings


class StoreSettings(EnvironmentSettings):
    """Where content is kept. `s3_folder` is the service's own part of the bucket."""

    s3_folder: ClassVar[str]

    s3_bucket: str | None = Field(default=None, description="Keeps attachments in S3; empty: in PostgreSQL.")
    s3_endpoint: str | None = Field(default=None, description="Address of the S3 storage, https://…")
    s3_region: str = Field(
        default="us-east-1", description="Its region; most storage of one's own knows only this one."
    )
    s3_access_key: str | None = Field(default=None, description="The id of the key.")
    s3_secret_key: SecretStr | None = Field(default=None, validate_default=True, description="The key itself.")

    @field_validator("s3_secret_key")
    @classmethod
    def _s3_is_whole(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        # The last of them, so the others are known.
        if info.data.get("s3_bucket") and not (
            info.data.get("s3_endpoint") and info.data.get("s3_access_key") and secret
        ):
            raise ValueError("with a bucket, S3 needs an endpoint, an access key and a secret key")
        return secret
