"""The process that opens one file: python -m shared.attachments.child < file > answer.

It cannot take much memory or time, has no secrets in its environment, and ends after one file. The answer is a line,
`ok <kind>` or `no <reason>`, and after an `ok` the content. Whatever else happens, there is no answer.
"""

import resource
import sys

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 12


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read, clean, answer."""
    _limit()
    content = sys.stdin.buffer.read()
    from shared.attachments.cleaning import clean
    from shared.attachments.refusing import Refused, Why

    try:
        kind, cleaned = clean(content)
    except Refused as refused:
        sys.stdout.buffer.write(f"no {refused.why}\n".encode())
    except MemoryError:
        sys.stdout.buffer.write(f"no {Why.TOO_COMPLEX}\n".encode())
    else:
        sys.stdout.buffer.write(f"ok {kind}\n".encode() + cleaned)


if __name__ == "__main__":
    main()
