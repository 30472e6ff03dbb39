from dataclasses import dataclass

from nats.aio.msg import Msg


@dataclass(frozen=True)
class Delivery:
    """One handing out of a message by the broker, or by the table of parked ones under its fingerprint there."""

    body: bytes
    subject: str
    stream: str
    sequence: int
    number: int
    parked_as: bytes | None = None

    @classmethod
    def of(cls, message: Msg) -> "Delivery":
        """What the broker says of a message."""
        metadata = message.metadata
        return cls(
            body=message.data,
            subject=message.subject,
            stream=metadata.stream,
            sequence=metadata.sequence.stream,
            number=metadata.num_delivered,
        )
