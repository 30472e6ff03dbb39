class StartError(Exception):
    """The system cannot start; the message is one line that says what a person can do about it."""
