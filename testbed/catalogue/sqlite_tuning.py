"""What makes Rucio's SQL bearable for SQLite; used by the server and while a catalogue is prepared."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import event

TOKENS = re.compile(r"('(?:[^']|'')*'|\(|\)| OR )")


def shallow(statement: str) -> str:
    """The same statement with long chains of OR in groups of 100.

    Rucio asks for many files at once with `a OR b OR c ...`; SQLite builds a tree as deep as that is long and refuses more than
    1000. The result is `a OR (b OR c ...) OR (...) OR z`.
    """
    frames: list[list[str]] = [[""]]

    def join(operands: list[str]) -> str:
        if len(operands) > 200:
            middle = operands[1:-1]
            groups = ["(" + " OR ".join(middle[i : i + 100]) + ")" for i in range(0, len(middle), 100)]
            operands = [operands[0], *groups, operands[-1]]
        return " OR ".join(operands)

    for token in TOKENS.split(statement):
        if token == "(":
            frames.append([""])
        elif token == ")":
            inner = join(frames.pop())
            frames[-1][-1] += "(" + inner + ")"
        elif token == " OR ":
            frames[-1].append("")
        else:
            frames[-1][-1] += token
    return join(frames[0])


def tune(engine: Any, cache_kib: int = 8192) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA mmap_size=1073741824")
        connection.execute(f"PRAGMA cache_size=-{cache_kib}")

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def before(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> tuple[str, Any]:
        return (shallow(statement) if statement.count(" OR ") > 200 else statement), parameters
