"""Lakeside in a Jupyter Server: starts the service beside it, watches it, and passes requests on.

Knows nothing of Rucio, and nothing of what the requests mean.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "../build/labextension", "dest": "jupyterlab-lakeside"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from .extension import Lakeside

    return [{"module": "jupyterlab_lakeside", "app": Lakeside}]
