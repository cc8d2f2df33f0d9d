"""Who may log in, and an empty catalogue with accounts, scopes and storage elements."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from catalogue.database import tell_sizes
from catalogue.storages import RSES

PASSWORD = "secret"
# account: (type, scopes). Everybody's user name is the account's name; 'lake' is a group and has no login.
ACCOUNTS: dict[str, tuple[str, list[str]]] = {
    "alice": ("USER", ["user.alice"]),
    "bob": ("USER", ["user.bob"]),
    "carol": ("USER", []),
    "dave": ("USER", ["user.dave"]),
    "ops": ("SERVICE", []),
    "lake": ("GROUP", ["group.lake"]),
}
SUSPENDED = "dave"
# One login, two accounts, no default: the server answers 206.
AMBIGUOUS = ("both", ("alice", "bob"))
# Scopes of root.
SCOPES = ["ATLAS_LAPP_JEZEQUEL", "data", "opendata", "odd", "faults", "nothing", "bytes", "big", "bigfiles"]


def rucio() -> Any:
    """Everything of Rucio that is used here, under one name."""
    from rucio.common.types import InternalAccount, InternalScope
    from rucio.core import account, did, identity, replica, rse, scope
    from rucio.db.sqla import constants, models, session, util

    from catalogue.sqlite_tuning import tune

    engine = session.get_engine()
    tune(engine, 262144)
    return SimpleNamespace(
        account=account, did=did, identity=identity, replica=replica, rse=rse, scope=scope, constants=constants, models=models,
        util=util, engine=engine, Account=InternalAccount, Scope=InternalScope,
        writing=lambda: session.db_session(session.DatabaseOperationType.WRITE),
    )  # fmt: skip


def make_base(catalogue: Path) -> None:
    r = rucio()
    r.models.register_models(r.engine)
    raw = sqlite3.connect(catalogue)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.close()
    r.util.create_base_vo()
    r.util.create_root_account()
    with r.writing() as session:
        add_accounts(r, session)
        add_storages(r, session)
    tell_sizes(catalogue)


def add_accounts(r: Any, session: Any) -> None:
    def add_login(user: str, accounts: tuple[str, ...], default: bool) -> None:
        kind, mail = r.constants.IdentityType.USERPASS, user + "@localhost"
        r.identity.add_identity(user, kind, mail, PASSWORD, session=session)
        for name in accounts:
            r.identity.add_account_identity(user, kind, r.Account(name), mail, default=default, session=session)

    for name, (kind, scopes) in ACCOUNTS.items():
        r.account.add_account(r.Account(name), r.constants.AccountType[kind], name + "@localhost", session=session)
        if kind != "GROUP":
            add_login(name, (name,), default=True)
        for scope in scopes:
            r.scope.add_scope(r.Scope(scope), r.Account(name), session=session)
    add_login(*AMBIGUOUS, default=False)
    r.account.add_account_attribute(r.Account("ops"), "admin", True, session=session)
    r.account.update_account(r.Account(SUSPENDED), "status", "SUSPENDED", session=session)
    for scope in SCOPES:
        r.scope.add_scope(r.Scope(scope), r.Account("root"), session=session)


def add_storages(r: Any, session: Any) -> None:
    for name, rse in RSES.items():
        options = dict(rse.options)
        if options.pop("tape", False):
            options["rse_type"] = r.constants.RSEType.TAPE
        rse_id = r.rse.add_rse(name, session=session, **options)
        for key, value in rse.attributes.items():
            r.rse.add_rse_attribute(rse_id, key, value, session=session)
