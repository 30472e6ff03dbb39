"""What ties a process to its parent and unties it from the terminal."""

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15

libc = ctypes.CDLL(None, use_errno=True)


def part_from_terminal() -> None:
    """Ctrl-C reaches the supervisor only; it decides in which order everything ends."""
    os.setsid()


def end_with_parent(number: signal.Signals, parent: int) -> None:
    """Have the kernel send this signal when the parent dies, however it dies; end now if that happened already."""
    libc.prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


def be_called(name: str) -> None:
    """The name that `ps` and `top` show; the kernel keeps fifteen characters."""
    libc.prctl(PR_SET_NAME, name.encode())
