from dataclasses import dataclass

from nats.aio.msg import Msg


@dataclass(frozen=True)
class Delivery:
    """One handing out of a message by the broker."""

    body: bytes
    subject: str
    stream: str
    sequence: int
    number: int

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
