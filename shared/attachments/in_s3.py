"""Attachments in storage that speaks S3. A transaction cannot take part in that, so deleting is promised in a table and
done by the service's worker, again and again until it is.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from shared.attachments.settings import StoreSettings

if TYPE_CHECKING:
    from obstore.store import S3Store

TIMEOUT, CONNECT_TIMEOUT = "10s", "3s"
RETRIES = 2


class StoreAway(Exception):
    """The storage does not answer, or refuses us."""


class InS3:
    """The store of installations that set one up."""

    name = "s3"

    def __init__(self, client: "S3Store", folder: str) -> None:
        self._client = client
        self._folder = folder

    @classmethod
    def of(cls, settings: StoreSettings) -> "InS3":
        """The store that the settings describe."""
        secret = settings.s3_secret_key.get_secret_value() if settings.s3_secret_key else ""
        return cls(
            _client(settings.s3_endpoint or "", settings.s3_bucket or "", settings.s3_region,
                    settings.s3_access_key or "", secret),
            settings.s3_folder,
        )  # fmt: skip

    async def put(self, attachment_id: UUID, content: bytes) -> None:
        """Keep it under its id: a name tells nothing."""
        try:
            await self._client.put_async(self._key(attachment_id), content, use_multipart=False)
        except Exception as error:
            raise StoreAway from error

    async def get(self, attachment_id: UUID) -> bytes | None:
        """All of it."""
        try:
            answer = await self._client.get_async(self._key(attachment_id))
            return bytes(await answer.bytes_async())
        except FileNotFoundError:
            return None
        except Exception as error:
            raise StoreAway from error

    async def delete(self, attachment_id: UUID) -> None:
        """Delete it now; gone already is as good. Raises StoreAway."""
        try:
            await self._client.delete_async(self._key(attachment_id))
        except FileNotFoundError:
            return
        except Exception as error:
            raise StoreAway from error

    async def all_before(self, moment: datetime) -> AsyncIterator[UUID]:
        """What was put before a moment. Raises StoreAway."""
        try:
            async for batch in self._client.list(self._folder):
                for found in batch:
                    if found["last_modified"] < moment:
                        yield UUID(found["path"].removeprefix(self._folder))
        except ValueError:
            return
        except Exception as error:
            raise StoreAway from error

    def _key(self, attachment_id: UUID) -> str:
        return f"{self._folder}{attachment_id}"


@cache
def _client(endpoint: str, bucket: str, region: str, access_key: str, secret_key: str) -> "S3Store":
    from obstore.store import S3Store

    return S3Store(
        bucket,
        endpoint=endpoint,
        region=region,
        access_key_id=access_key,
        secret_access_key=secret_key,
        virtual_hosted_style_request=False,
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "timeout": TIMEOUT,
            "connect_timeout": CONNECT_TIMEOUT,
        },
        retry_config={"max_retries": RETRIES},
    )
