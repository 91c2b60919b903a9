"""The settings of production, and one address more: the one that fails. Looking round takes longer than a visit, so
what ends by itself after minutes lasts until the end: a code, half a login, having just shown who one is."""

from intervisie.settings import *  # noqa: F403

ROOT_URLCONF = "bench.outside.urls"
ACCOUNT_LOGIN_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 4 * 3600  # seconds
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_REAUTHENTICATION_TIMEOUT = 4 * 3600
