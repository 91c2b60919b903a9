"""Tests beside each other: each lane has a database (by pytest-django) and a Valkey of its own (by `dev.py test`).

Imported with `-p`, so before anything reads the settings.
"""

import os

_own = os.environ.get(f"REDIS_URL_{os.environ.get('PYTEST_XDIST_WORKER', '').upper()}")
if _own:
    os.environ["REDIS_URL"] = _own
