"""Time and chance, passed in: nothing in this package asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Timing:
    """How to tell the time, let it pass and draw lots.

    Attributes:
        clock: Returns now, aware, in UTC. It must move on while `sleep` sleeps.
        sleep: Takes seconds.
        jitter: Returns a number from 0 to 1, such as `random.random`; added to waits as seconds.
    """

    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    jitter: Callable[[], float]
