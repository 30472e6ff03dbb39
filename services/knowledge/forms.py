"""What the team sends about an item."""

from pydantic import BaseModel


class CheckForm(BaseModel):
    """The revision of the item that was on the member's screen."""

    revision: int


MESSAGES = {"revision": "Open het onderwerp opnieuw"}
