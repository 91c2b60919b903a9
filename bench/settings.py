"""The settings of production, with the bare pages beside ours. Only for what is measured here."""

import os
import sys

# Where they are installed, structlog loads rich, and Celery yaml and greenlet, six megabytes together; tools for
# developers bring them, production has none of them.
for _name in ("rich", "yaml", "greenlet"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]

from intervisie.settings import *  # noqa: E402, F403
from intervisie.settings import BASE_DIR, DATABASES, TEMPLATES  # noqa: E402

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]

# Plain ASGI gives every request a thread of its own, so a connection cannot be kept with the thread. With a pool it can
# be borrowed; without one it is made anew.
match os.environ.get("BENCH_CONNECTIONS", ""):
    case "pool":
        DATABASES["default"]["CONN_MAX_AGE"] = 0
        DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 10}
    case "anew":
        DATABASES["default"]["CONN_MAX_AGE"] = 0
