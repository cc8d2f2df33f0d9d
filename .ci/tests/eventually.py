"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T], limit: float) -> T:
    """What `look` says as soon as that is true; after `limit` seconds whatever it says then."""
    deadline = time.monotonic() + limit
    while not (seen := look()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return seen
