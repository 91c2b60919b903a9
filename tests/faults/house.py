"""All of Intervisie in processes of its own, as docker-compose.yml starts it, with the settings of production.

Every command, environment and secret comes out of the compose file; only ports, folders and the post office are other.
What the tests know of the database they see through `ask`; what people see, through `Visitor` and `Ear`.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from redis import Redis, RedisError

from intervisie.dev.servers import _initdb, _major, _not_root, _postgres_binaries, _valkey_binary
from intervisie.lifeline import die_with_parent
from tests.common.post import PostOffice, free_port
from tests.faults import compose
from tests.faults.compose import ROOT

HOST = "intervisie.example.org"
BIN = Path(sys.executable).parent


def until(true: Callable[[], object], seconds: float = 60, what: str = "") -> float:
    """Wait for it; how many seconds that took."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < seconds, f"waited {seconds:.0f} s in vain {what}"
        time.sleep(0.05)
    return time.monotonic() - started


class Program:
    """One process and what it said."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], log: Path) -> None:
        self.name, self.log = name, log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGKILL),
            )

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def alive(self) -> bool:
        return self.process.poll() is None

    def end(self, sig: signal.Signals = signal.SIGTERM, seconds: float = 20) -> int:
        """Ask it to stop; its exit code."""
        if self.alive():
            self.process.send_signal(sig)
        return self.process.wait(seconds)

    def kill(self) -> None:
        """With everything it forked: power goes."""
        if self.alive():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)


class Postgres:
    """The database on a port of its own, with the arguments of the compose file."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.program = folder, free_port(), None
        self.binaries, self.prefix = _postgres_binaries(), _not_root()
        self.cluster = folder / "pg"
        _initdb(self.binaries, _major(self.binaries), self.cluster, self.prefix, True)
        self.url = f"postgres://intervisie@127.0.0.1:{self.port}/intervisie"

    def start(self) -> None:
        name, *arguments = compose.command("postgres")
        own = ["-D", str(self.cluster), "-p", str(self.port), "-c", "unix_socket_directories="]
        own += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off"]
        command = [*self.prefix, str(self.binaries / name), *arguments, *own]
        self.program = Program("postgres", command, dict(os.environ), self.folder / "postgres.log")
        until(self.answers, what="for PostgreSQL")

    def answers(self) -> bool:
        try:
            self.ask("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def ask(self, query: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=3) as connection:
            found = connection.execute(query, values)
            return found.fetchall() if found.description else []

    def crash(self) -> None:
        """Every connection breaks at once; nothing is put in order first."""
        if self.program:
            self.program.end(signal.SIGQUIT)
        self.program = None


class Valkey:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.program = folder, free_port(), None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        _name, *arguments = compose.command("valkey")
        command = [str(_valkey_binary()), *arguments, "--port", str(self.port), "--bind", "127.0.0.1"]
        self.program = Program("valkey", command, dict(os.environ), self.folder / "valkey.log")
        until(self.answers, what="for Valkey")

    def answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except (RedisError, OSError):
            return False

    def crash(self) -> None:
        if self.program:
            self.program.kill()
        self.program = None


class House:
    def __init__(self, folder: Path, front: Path) -> None:
        self.folder, self.front, self.secrets = folder, front, folder / "secrets"
        self.post, self.postgres, self.valkey = PostOffice(), Postgres(folder), Valkey(folder)
        self.programs: list[Program] = []
        self.count = self.used = 0
        self.env = {"BASE_URL": f"https://{HOST}", "DEFAULT_FROM_EMAIL": f"Intervisie <no-reply@{HOST}>"}
        self.env |= {"REDIS_URL": self.valkey.url, "WEB_THREADS": "4", "METRICS": "127.0.0.1:0"}

    # ── the whole ──
    def open(self) -> dict:
        """Servers, secrets, tables, people; what the people are called."""
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self.post.open()
        self.postgres.start()
        self.valkey.start()
        subprocess.run([sys.executable, "-m", "intervisie.dev.keys", self.secrets], cwd=ROOT, check=True)
        for name, value in (("database_url", self.postgres.url), ("email_url", f"smtp://127.0.0.1:{self.post.port}")):
            (self.secrets / name).unlink()
            (self.secrets / name).write_text(f"{value}\n")
        done = self.run("migrate")
        assert done.returncode == 0, done.stderr
        return self.stage("people")

    def close(self) -> None:
        self.stop_all()
        self.postgres.crash()
        self.valkey.crash()
        self.post.close()

    def stop_all(self) -> None:
        for program in self.programs:
            program.kill()
        self.programs.clear()

    # ── one program ──
    def environment(self, service: str, **more: str) -> dict[str, str]:
        self.count += 1
        data = self.folder / f"data-{self.count}"
        data.mkdir(mode=0o700)
        image = {"PATH": f"{BIN}:/usr/bin:/bin", "INTERVISIE_DATA": str(data), "INTERVISIE_FRONT": str(self.front)}
        found = compose.environment(service, self.env | more, self.secrets)
        if not more.get("METRICS"):
            found["METRICS"] = ""  # its default is one port; here there are many on one machine
        return image | {"PYTHONUNBUFFERED": "1"} | found

    def start(self, service: str, command: list[str], **more: str) -> Program:
        env = self.environment(service, **more)
        program = Program(service, command, env, self.folder / f"{service}-{self.count}.log")
        program.data = Path(env["INTERVISIE_DATA"])
        self.programs.append(program)
        return program

    def run(self, service: str, command: list[str] | None = None, **more: str) -> subprocess.CompletedProcess:
        """A command of the compose file that ends by itself."""
        env = self.environment(service, **more)
        words = command or compose.command(service)
        return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)

    def run_in(self, words: list[str], env: dict[str, str]) -> int:
        return subprocess.run(words, cwd=ROOT, env=env, capture_output=True, timeout=60).returncode

    def stage(self, *what: str) -> dict:
        """Something that happens in the house, in a process of its own; see stage.py."""
        done = self.run("migrate", ["python", "-m", "tests.faults.stage", *what])
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def web(self, *, processes: int = 1, port: int = 0, **more: str) -> "Program":
        port = port or free_port()
        words = compose.option(compose.command("web"), "--port", port)
        words = compose.option(compose.option(words, "--host", "127.0.0.1"), "--processes", processes)
        program = self.start("web", words, **more)
        program.port = port
        return program

    def worker(self, **more: str) -> Program:
        return self.start("worker", [*compose.command("worker"), "--hostname", f"worker-{self.count}@here"], **more)

    def beat(self, **more: str) -> Program:
        return self.start("beat", compose.command("beat"), **more)

    # ── what stands in the rows ──
    def ask(self, query: str, *values: object) -> list[tuple]:
        return self.postgres.ask(query, *values)

    def deliveries(self) -> dict[str, int]:
        return dict(self.ask("SELECT state, count(*) FROM common_delivery GROUP BY 1"))
