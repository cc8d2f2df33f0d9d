"""A part of Jupyter that fails in a way nobody foresaw."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth import Authorizer


class BrokenAuthorizer(Authorizer):
    def is_authorized(self, *_: Any) -> bool:
        raise RuntimeError("broken by the test")
