"""A part of Jupyter that ends the process at once, as jupyter-server-proxy's signal handler does."""

from __future__ import annotations

import sys
from typing import Any

from jupyter_server.auth import Authorizer


class LeavingAuthorizer(Authorizer):
    def is_authorized(self, *_: Any) -> bool:
        sys.exit(0)
