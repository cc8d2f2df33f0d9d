"""The command line of the relays; the script `faults` calls it with LAKE_FAULTS_URL set."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any


def call(method: str, path: str, body: Any = None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(os.environ["LAKE_FAULTS_URL"] + "/" + path, data=data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as refused:
        sys.exit("faults: " + json.load(refused)["error"])


def rule_of(words: list[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    return {key: value if equals else "1" for key, equals, value in pairs}


def show(name: str, relay: dict[str, Any]) -> None:
    rules = "; ".join(" ".join(f"{k}={v}" for k, v in rule.items()) for rule in relay["rules"]) or "no rules"
    counted = f"{relay['requests']} requests, {relay['faulted']} with a fault, {relay['body_bytes']} bytes"
    print(f"{name:<10} http://127.0.0.1:{relay['port']} in front of port {relay['target']}: {rules} ({counted})")


def main(verb: str = "", *words: str) -> None:
    match verb, words:
        case "set", (name, *rule):
            call("PUT", name, [rule_of(rule)] if rule else [])
        case "add", (name, *rule):
            call("POST", name, rule_of(rule))
        case "clear", ():
            call("DELETE", "")
        case "clear", (name,):
            call("PUT", name, [])
        case "json", (name,):
            print(json.dumps(call("GET", name)))
        case "relay", (name, target):
            print(f"http://127.0.0.1:{call('PUT', name + '?target=' + target)['port']}")
        case "show", _:
            for name, relay in call("GET", "").items():
                show(name, relay)
        case _:
            sys.exit(2)


if __name__ == "__main__":
    main(*sys.argv[1:])
