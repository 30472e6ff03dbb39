"""How long tests wait: the limits in the READMEs are those of a quiet machine, and the one that runs tests is not."""

# Two processes of tests, each with systems of its own, share the processors.
SLOWER = 4
# Of a processor. What goes round without a pause takes a whole one; at rest a worker takes up to a fifth of a busy one.
BUSY = 0.5


def at_leisure(limit: float) -> float:
    """Seconds until something that takes this long at most on a quiet machine counts as missing."""
    return SLOWER * limit
