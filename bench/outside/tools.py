"""The strangers, as their makers publish them: from npm by a lock with hashes, in a folder outside the tree."""

import functools
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from intervisie.dev.environment import ROOT, Trouble
from intervisie.dev.front import npm

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json")


class Missing(Trouble):
    """A tool cannot run on this machine; the message says what it lacks."""


@functools.cache
def node() -> str:
    return shutil.which("node") or str(Path(npm()[0]).with_name("node"))


@functools.cache
def packages() -> Path:
    """Their folder, filled once for each lock."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    lock = b"".join((HERE / name).read_bytes() for name in FILES)
    place = cache / "intervisie-outside" / hashlib.sha256(lock).hexdigest()[:16]
    if not (place / ".installed").exists():
        print("Installing the strangers' tools …", flush=True)
        place.mkdir(parents=True, exist_ok=True)
        for path in [*(HERE / name for name in FILES), ROOT / ".npmrc"]:
            shutil.copy(path, place)
        if subprocess.run([*npm(), "ci", "--ignore-scripts", "--silent"], cwd=place).returncode:
            raise Missing("npm could not install bench/outside/package-lock.json")
        (place / ".installed").touch()
    return place / "node_modules"


def java() -> str:
    found = shutil.which("java")
    if not found:
        raise Missing("no Java on this machine (apt install default-jre-headless)")
    return found
