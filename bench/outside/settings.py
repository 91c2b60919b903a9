"""The settings of production, and one address more: the one that fails."""

from intervisie.settings import *  # noqa: F403

ROOT_URLCONF = "bench.outside.urls"
