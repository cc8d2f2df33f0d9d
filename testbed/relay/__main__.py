"""python -m relay CONTROL_PORT NAME=TARGET:PORT...: relays with these names, steered over the control port."""

from __future__ import annotations

import sys

from relay.control import Relays, control


def main() -> None:
    relays = Relays()
    for word in sys.argv[2:]:
        name, _, ports = word.partition("=")
        target, port = ports.split(":")
        relays.add(name, int(target), int(port))
    control(int(sys.argv[1]), relays).serve_forever()


if __name__ == "__main__":
    main()
