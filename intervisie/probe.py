"""For health checks inside a container: 0 when well, 1 when not. Needs nothing but Python.

    python -m intervisie.probe http://127.0.0.1:8000/health/live/     the answer is 200
    python -m intervisie.probe worker                                 this worker (or beat) gave a sign of life just now
    python -m intervisie.probe backup /backups                        the newest backup is not older than 26 hours

An address is asked by the name people use, because the application refuses every other.
"""

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

SECONDS = 4
ALIVE_SECONDS = 60
BACKUP_SECONDS = 26 * 3600


def main(what: str, *where: str) -> int:
    if "://" in what:
        return answers(what)
    if what == "backup":
        return young(max(Path(where[0]).glob("*/about.json"), key=_age_key, default=None), BACKUP_SECONDS, what)
    return young(Path(os.environ.get("INTERVISIE_DATA", ".data")) / f"{what}.alive", ALIVE_SECONDS, what)


def answers(address: str) -> int:
    host = urlsplit(os.environ.get("BASE_URL", "")).hostname or "localhost"
    request = urllib.request.Request(address, headers={"Host": host})  # noqa: S310 (an address of our own)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 (the same)
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def young(file: Path | None, seconds: float, what: str) -> int:
    age = time.time() - file.stat().st_mtime if file and file.exists() else None
    if age is not None and age < seconds:
        return 0
    print(f"{what}: " + ("no sign of life" if age is None else f"the last was {age:.0f} s ago"), file=sys.stderr)
    return 1


def _age_key(file: Path) -> float:
    return file.stat().st_mtime


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
