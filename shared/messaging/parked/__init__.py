"""Messages whose handling failed: counted while they are tried again, kept for people when they are parked.

What the worker does with them is in `failing.py` and `retrying.py`, which know the broker; the rest needs PostgreSQL
only.
"""

from shared.messaging.parked.deciding import drop, request_retry, restore, retry_all
from shared.messaging.parked.reading import find, listed

__all__ = ["drop", "find", "listed", "request_retry", "restore", "retry_all"]
