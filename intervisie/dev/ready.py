"""Runs in a process of its own, before `run` opens the doors: tables, methods, demo. What is done is not done again.

Prints what the demo says about itself (its logins), and nothing else.
"""

import hashlib
import io
import sys

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def load_methods() -> None:
    """Only when the library is not the one that was loaded."""
    files = sorted((settings.BASE_DIR / "methods").rglob("*.toml")) + sorted(
        (settings.BASE_DIR / "methods").rglob("*.py")
    )
    found = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    stamp = settings.DATA_DIR / "methods.loaded"
    if not stamp.exists() or stamp.read_text() != found:
        call_command("load_methods", stdout=io.StringIO())
        stamp.write_text(found)


def seed_demo() -> None:
    call_command("seed_demo", stdout=sys.stdout)


def main(demo: bool) -> None:
    django.setup()
    known = get_commands()
    migrate()
    for name, do in (("load_methods", load_methods), ("seed_demo", seed_demo)):
        if name in known and (demo or name != "seed_demo"):
            do()


if __name__ == "__main__":
    main(demo="--no-demo" not in sys.argv)
