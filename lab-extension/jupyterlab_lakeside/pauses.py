"""How long to wait before the service is started again."""

from __future__ import annotations

FIRST_PAUSE = 1.0
MOST_DOUBLINGS = 32


class Pauses:
    """None after the first failure, then one second, doubled with each failure up to a limit.

    A service that was well for long enough begins anew.
    """

    def __init__(self, longest: float, healthy_after: float) -> None:
        self._longest = longest
        self._healthy_after = healthy_after
        self.failures = 0

    def after(self, lived: float) -> float:
        """The pause, in seconds, after a life that was well for `lived` seconds."""
        if lived >= self._healthy_after:
            self.failures = 0
        self.failures += 1
        if self.failures == 1:
            return 0.0
        doublings = min(self.failures - 2, MOST_DOUBLINGS)
        return min(self._longest, FIRST_PAUSE * 2.0**doublings)
