"""The settings of production, and one address more: the one that fails."""

from intervisie.settings import *  # noqa: F403

ROOT_URLCONF = "bench.outside.urls"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 4 * 3600  # seconds: a look round takes longer than a visit
