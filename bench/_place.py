"""The ground for a measurement: a folder that is thrown away, and Django set up as in production."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from bench._process import HOST


@contextmanager
def place() -> Iterator[Path]:
    """A folder for logs and sockets. `dev.py bench …` has started PostgreSQL and Valkey and says where they are."""
    folder = Path(tempfile.mkdtemp(prefix="intervisie-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def as_in_production(**more: str) -> None:
    """Settings as they are in earnest, for this process and those it starts. Before anything of Django is used."""
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "INTERVISIE_DEVELOPMENT": "",
            "BASE_URL": f"https://{HOST}",
            "EMAIL_URL": "smtp://127.0.0.1:9",  # nobody listens there
            "TRUSTED_PROXIES": "1",
            "DEFAULT_FROM_EMAIL": "Intervisie <no-reply@bench.example>",
            **more,
        }
    )
    django.setup()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
