"""The ground for a measurement: a folder that is thrown away, and Django set up as in production."""

import os
import resource
from pathlib import Path

import django

from bench._process import HOST, free_port

__all__ = ["as_in_production", "folder", "free_port"]


def folder() -> Path:
    """For logs and sockets. `dev.py bench …` has made it, started PostgreSQL and Valkey, and throws all of it away."""
    return Path(os.environ["INTERVISIE_DATA"])


def as_in_production(**more: str) -> None:
    """Settings as they are in earnest, for this process and those it starts. Before anything of Django is used."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
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
