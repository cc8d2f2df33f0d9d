"""Where kernels and terminals find the proxy and the token of the default instance.

They inherit Jupyter's own environment when they start, so the names are written there. Knows no content: the service
writes the files, and removes them.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

CREDENTIALS = "credentials"  # beside the service's socket
FILES = {"X509_USER_PROXY": "x509_proxy", "BEARER_TOKEN_FILE": "bearer_token"}
WRITTEN = "written_by_lakeside"  # the list of those that the service has written


class KernelVariables:
    """Changes `environ`, Jupyter's, and still knows what the user has set there: the service logs in with that."""

    def __init__(self, environ: MutableMapping[str, str]) -> None:
        self._environ = environ
        self._ours: dict[str, str] = {}
        self._users: dict[str, str] = {}

    def point_below(self, folder: Path) -> None:
        """From now on new kernels and terminals look into the service's folder."""
        self.take_back()
        for name, file in FILES.items():
            if name in self._environ:
                self._users[name] = self._environ[name]
            self._environ[name] = self._ours[name] = str(folder / CREDENTIALS / file)

    def take_back(self) -> None:
        """The environment is as the user has set it."""
        users = self.of_user()
        for name in self._ours:
            if name in users:
                self._environ[name] = users[name]
            else:
                self._environ.pop(name, None)
        self._ours, self._users = {}, {}

    def of_user(self) -> dict[str, str]:
        """The environment as the user has set it, before us or over us."""
        kept = {name: value for name, value in self._environ.items() if self._ours.get(name) != value}
        return {name: value for name, value in self._users.items() if name not in kept} | kept
