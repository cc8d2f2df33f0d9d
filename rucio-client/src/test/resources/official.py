"""Rucio's own client, asked a list of questions.

    official.py RUCIO_URL DIRECTORY <questions

Each line of the input is a question: a name and its arguments, as a JSON list. For each there is a line of output, a sorted JSON
list of texts: the rows of the answer, with the values that Lakeside's client gives too, or `! CLASS` for a refusal.
"""

import json
import os
import sys


def rows(client, name, *words):
    def did(text):
        scope, name = text.split(":", 1)
        return {"scope": scope, "name": name}

    def line(row, *keys):
        return " ".join(json.dumps(row.get(key)) for key in keys)

    match name, words:
        case "search", (scope, kind, filters):
            for row in client.list_dids(scope, filters=filters, did_type=kind, long=True):
                length = 1 if row["did_type"] == "FILE" else row["length"]
                yield line({**row, "length": length}, "scope", "name", "did_type", "bytes", "length")
        case "did", (one,):
            yield line(client.get_did(**did(one), dynamic_depth="FILE"), "scope", "name", "type", "account", "bytes", "length")
        case "content", (one,):
            for row in client.list_content(**did(one)):
                yield line(row, "scope", "name", "type", "bytes", "adler32", "md5")
        case "files", (one,):
            for row in client.list_files(**did(one)):
                yield line(row, "scope", "name", "bytes", "adler32")
        case "parents", (one,):
            for row in client.list_parent_dids(**did(one)):
                yield line(row, "scope", "name", "type")
        case "metadata", dids:
            for row in client.get_metadata_bulk([did(one) for one in dids]):
                for key, value in row.items():
                    if value is not None:
                        yield "%s:%s %s %s" % (row["scope"], row["name"], key, json.dumps(value if isinstance(value, (str, bool, int)) else str(value)))
        case "replicas", dids:
            for row in client.list_replicas([did(one) for one in dids], schemes=["https", "http"], sort="geoip"):
                yield line({**row, "states": dict(sorted(row["states"].items()))}, "scope", "name", "bytes", "adler32", "md5", "states") + " " + " ".join(row["pfns"])
        case "rules", (one,):
            for row in client.list_did_rules(**did(one)):
                yield line(row, "id", "scope", "name", "account", "rse_expression", "copies", "state", "locks_ok_cnt", "bytes")
        case "rses", ():
            for row in client.list_rses():
                yield line(row, "id", "rse", "rse_type", "deterministic", "availability_read", "availability_write")
        case "matching", (expression,):
            for row in client.list_rses(expression):
                yield row["rse"]
        case "attributes", (rse,):
            for key, value in client.list_rse_attributes(rse).items():
                yield "%s %s" % (key, json.dumps(value) if isinstance(value, bool) else value)
        case "protocols", (rse,):
            for row in client.get_protocols(rse):
                yield line(row, "scheme", "hostname", "port", "prefix") + " " + json.dumps(row["domains"]["wan"]["read"])
        case "limits", (account,):
            for rse, limit in client.get_local_account_limits(account).items():
                yield "%s %s" % (rse, "unlimited" if limit == float("inf") else limit)
        case "usage", (account,):
            for row in client.get_local_account_usage(account):
                yield line(row, "rse", "bytes", "files")
        case "scopes", ():
            yield from client.list_scopes()
        case "scopes_of", (account,):
            yield from client.list_scopes_for_account(account)


def main(url, directory):
    os.environ["RUCIO_CONFIG"] = os.path.join(directory, "rucio.cfg")
    with open(os.environ["RUCIO_CONFIG"], "w") as config:
        config.write("[client]\nrucio_host = %s\nauth_host = %s\nauth_type = userpass\n" % (url, url))
    from rucio.client import Client
    from rucio.common.exception import RucioException

    os.environ["HOME"] = directory  # where the token is kept
    client = Client(account="alice", creds={"username": "alice", "password": "secret"})
    client.token_path = directory
    for question in sys.stdin:
        try:
            answer = sorted(rows(client, *json.loads(question)))
        except RucioException as refusal:
            answer = ["! " + type(refusal).__name__]
        print(json.dumps(answer), flush=True)


main(*sys.argv[1:])
