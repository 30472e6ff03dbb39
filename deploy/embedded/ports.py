"""Ports on loopback, opened here and handed to the child that serves them: nobody slips in between the check
and the start, and a caller waits a moment instead of being refused while that child starts or restarts."""

import errno
import socket

from deploy.embedded.failure import StartError

LOOPBACK = "127.0.0.1"
NEIGHBOURS = 100
BACKLOG = 512


def take_port(variable: str, preferred: int, *, set_by_hand: bool) -> socket.socket:
    """A listening socket on the preferred port, or on the next free one when nobody asked for this very port.

    Raises StartError when it was set by hand and is busy, or when nothing near it is free.
    """
    last = preferred if set_by_hand or preferred == 0 else min(preferred + NEIGHBOURS, 65_535)
    for port in range(preferred, last + 1):
        if taken := open_port(variable, port):
            return taken
    hint = f"set {variable} to a free one" if set_by_hand else f"and so are the next {NEIGHBOURS}; set {variable}"
    raise StartError(f"port {preferred} is busy: {hint}")


def open_port(variable: str, port: int) -> socket.socket | None:
    """A socket listening on this port of loopback; None when it is busy."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((LOOPBACK, port))
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            return None
        raise StartError(f"port {port} cannot be used ({error.strerror}); set {variable}") from error
    return taken


def port_of(taken: socket.socket) -> int:
    """The port a socket listens on."""
    port: int = taken.getsockname()[1]
    return port


def free_port(kept: int = 0) -> int:
    """A free port that a server opens itself: the kept one when it still is free, else any."""
    taken = (open_port("NATS", kept) if kept else None) or open_port("NATS", 0)
    if taken is None:
        raise StartError("no free port on loopback")
    with taken:
        return port_of(taken)
