#!/usr/bin/env python3
"""One file to start with: makes the environment, then does what is asked. Needs Python 3.11 and nothing else.

    python3 dev.py run [--port N] [--no-demo]   Intervisie with its servers and the demo, on http://localhost:8000
    python3 dev.py test [pytest arguments]      all tests, on servers of their own that are thrown away
    python3 dev.py check                        what CI runs beside the tests
    python3 dev.py manage <command> …           Django's command line, on the data of `run`
    python3 dev.py messages                     collect the texts to translate and build what is translated
    python3 dev.py bench pages|live|…           measure, on servers of its own that are thrown away (minutes)
    python3 dev.py bench match                  does the match show what would do? (seconds; no server)
    python3 dev.py bench said                   are the hints in a round of questions wrong? (seconds; no server)
    python3 dev.py mutants [--mutants N]        small mistakes in a copy of the code: does a test notice? (half an hour)
    python3 dev.py coverage                     which lines and branches the tests come past (below 90 % it ends with 1)
    python3 dev.py outside                      what strangers' tools say, from outside (minutes; see bench/outside)
    python3 dev.py lock                         pin the newest versions that fit (maintainers; needs uv)

Environment: INTERVISIE_DATA (where `run` keeps its data, default .data), DATABASE_URL and REDIS_URL (servers of your
own), CHROMIUM (the browser for the tests).
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDS = {
    "run": "app",
    "manage": "app",
    "test": "dev",
    "check": "dev",
    "messages": "dev",
    "bench": "dev",
    "coverage": "dev",
    "mutants": "dev",
    "outside": "dev",
    "lock": "dev",
}


def main(arguments):
    command = arguments[0] if arguments else ""
    if command not in NEEDS:
        print(__doc__.strip())
        return 0 if command in ("", "-h", "--help", "help") else 2
    if sys.version_info < (3, 11):  # noqa: UP036 (others find out here)
        sys.exit("Intervisie needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    make_environment(NEEDS[command])
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "dev.py"), *arguments])
    sys.path.insert(0, str(ROOT))
    from intervisie.dev.main import main as do  # noqa: PLC0415 (exists for us only inside the environment)

    return do(command, arguments[1:])


def make_environment(kind):
    """The virtual environment and its packages, exactly as locked. Costs nothing when nothing has changed."""
    wanted = {name: fingerprint(name) for name in ("app", "dev")}
    if stamp(kind) == wanted[kind]:
        return
    with alone():
        if not PYTHON.exists():
            make_venv()
        if stamp(kind) != wanted[kind]:
            install(ROOT / "requirements" / f"{kind}.txt")
            # What develops contains what runs: both are pinned together.
            for name in ("app", "dev") if kind == "dev" else ("app",):
                (VENV / f".installed-{name}").write_text(wanted[name])


def fingerprint(kind):
    names = ("app.txt", "dev.txt") if kind == "dev" else ("app.txt",)
    text = b"".join((ROOT / "requirements" / name).read_bytes() for name in names)
    return hashlib.sha256(text + str(VENV).encode()).hexdigest()


def stamp(kind):
    path = VENV / f".installed-{kind}"
    return path.read_text() if path.exists() and PYTHON.exists() else ""


@contextmanager
def alone():
    """One set-up at a time: others wait and then find it done."""
    VENV.mkdir(exist_ok=True)
    with (VENV / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_venv():
    print("Making the environment …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        sys.exit(f"This Python cannot make a virtual environment (on Debian: apt install python3-venv).\n{made.stdout}")


def install(requirements):
    """By uv when there is one (seconds), else by pip (half a minute); both refuse what does not match its hash.

    Both compile: a start that has to compile everything anew takes twice as long, and some machines keep no bytecode.
    """
    print("Installing packages …", flush=True)
    wanted = ["--quiet", "--require-hashes", "-r", str(requirements)]
    uv = shutil.which("uv")
    if (
        uv
        and subprocess.run(
            [uv, "pip", "install", "--compile-bytecode", "--python", str(PYTHON), *wanted], stderr=subprocess.DEVNULL
        ).returncode
        == 0
    ):
        return
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *wanted]
    if subprocess.run(pip).returncode:
        sys.exit("The packages could not be installed; see above.")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
