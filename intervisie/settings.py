"""One file of settings. The environment is read here, at the top, with types; nothing else reads it."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE

from intervisie import addresses, logs
from intervisie.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# ── the environment ────────────────────────────────────────────────────────────────────────────────
DEVELOPMENT = env.bool("INTERVISIE_DEVELOPMENT", False)  # `make run` and `make test` set it; never in production
DATABASE = env.parsed("DATABASE_URL", env.db_url_config)
REDIS_URL = env.str("REDIS_URL", "")
SECRET_KEY = env.str("SECRET_KEY", "")
FIELD_KEYS = env.list("FIELD_KEYS", default=[])  # "id:base64-of-32-bytes", newest first; encrypts the data keys
BASE_URL = env.str("BASE_URL", "http://localhost:8000" if DEVELOPMENT else "").rstrip("/")  # how people reach us
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])  # further names than that of BASE_URL
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0 if DEVELOPMENT else 1)  # how many stand in front of us
EMAIL = env.parsed("EMAIL_URL", env.email_url_config)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Intervisie <no-reply@localhost>" if DEVELOPMENT else "")
DATA_DIR = Path(env.str("INTERVISIE_DATA", str(BASE_DIR / ".data")))
CONTACT = env.str("CONTACT", "")  # of who runs this site, mailto: or https:, for leaks and for what does not work
FRONT_DIR = Path(env.str("INTERVISIE_FRONT", str(DATA_DIR / "front")))  # what intervisie/dev/front.py assembled
WEB_THREADS = env.int("WEB_THREADS", 8)
METRICS = env.str("METRICS", "")  # host:port on which each program shows its figures; "" for nowhere
AUDIT_DAYS = env.int("AUDIT_DAYS", 730)  # how long is kept who did what; the database lets nothing younger than 365 go

_host = urlsplit(BASE_URL).hostname or ""
env.needs(DATABASE_URL=DATABASE, REDIS_URL=REDIS_URL, SECRET_KEY=SECRET_KEY, FIELD_KEYS=FIELD_KEYS)
if DEVELOPMENT and _host not in ("localhost", "127.0.0.1"):
    env.wrong("INTERVISIE_DEVELOPMENT", "shows mails to everybody: only with BASE_URL on localhost")
if not DEVELOPMENT:
    env.needs(BASE_URL=BASE_URL, EMAIL_URL=EMAIL, DEFAULT_FROM_EMAIL=DEFAULT_FROM_EMAIL)
    if "*" in ALLOWED_HOSTS:
        env.wrong("ALLOWED_HOSTS", "holds *: links in mails would lead wherever somebody says")
    if not BASE_URL.startswith("https://"):
        env.wrong("BASE_URL", "has to begin with https://: what people write here never travels in the open")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
        env.wrong("SECRET_KEY", "is short: signed links and logins hang on it, at least 50 random characters")
    if TRUSTED_PROXIES < 1:
        env.wrong("TRUSTED_PROXIES", "is 0, but TLS ends at a proxy: every page would be sent to https for ever")
if DATABASE and not str(DATABASE["ENGINE"]).endswith(".postgresql"):
    env.wrong("DATABASE_URL", "does not lead to PostgreSQL: postgres://user:password@host:5432/name")
if DATABASE and not DATABASE.get("NAME"):
    env.wrong("DATABASE_URL", "names no database: postgres://user:password@host:5432/name")
if EMAIL and str(EMAIL["EMAIL_BACKEND"]).endswith("smtp.EmailBackend") and not EMAIL.get("EMAIL_HOST"):
    env.wrong("EMAIL_URL", "names no host: smtp+tls://user:password@mail.example.org:587")
for _name, _value, _wrong in (
    ("REDIS_URL", REDIS_URL, addresses.wrong_redis),
    ("BASE_URL", BASE_URL, addresses.wrong_site),
    ("DEFAULT_FROM_EMAIL", DEFAULT_FROM_EMAIL, addresses.wrong_sender),
    ("CONTACT", CONTACT, addresses.wrong_contact),
    ("METRICS", METRICS, addresses.wrong_place),
):
    if _value and (_how := _wrong(_value)):
        env.wrong(_name, _how)
if not 1 <= WEB_THREADS <= 500:
    env.wrong("WEB_THREADS", "has to be 1 at least and 500 at most")
if AUDIT_DAYS < 365:
    env.wrong("AUDIT_DAYS", "has to be at least 365: what is younger accounts for what people may still ask about")
env.refuse()

DEBUG = False  # never, not even in development: a debug page shows what people wrote
SITE_NAME = "Intervisie"
ALLOWED_HOSTS += [_host, *(["localhost", "127.0.0.1", "[::1]"] if DEVELOPMENT else [])]

# ── applications ───────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "intervisie",
    "intervisie.common",
    "groups",
    "methods",
    "sessions",
    "feedback",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
]
AUTH_USER_MODEL = "groups.User"
ROOT_URLCONF = "intervisie.urls"
WSGI_APPLICATION = "intervisie.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    # What every answer carries, refusals and static files too
    "django.middleware.security.SecurityMiddleware",
    "intervisie.common.policy.Policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages
    "intervisie.access.AccessLog",
    "django_htmx.middleware.HtmxMiddleware",
    "intervisie.common.http.GuardInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "intervisie.common.http.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "intervisie.common.http.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "intervisie.common.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# ── data ───────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": DATABASE}
# Pages run on a bounded pool of threads, each with a connection of its own; no psycopg pool beside that.
DATABASES["default"].update({"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False})
DATABASES["default"]["ENGINE"] = "intervisie.common.database"  # Django's, which asks less whether a connection stands
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# A query whose text is made once (`intervisie.common.prepared`) is planned once too, by each connection. And nobody
# waits for ever: not for a lock somebody holds, not in a transaction somebody forgot.
DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 0)
DATABASES["default"]["OPTIONS"].setdefault(
    "options",
    "-c plan_cache_mode=force_generic_plan -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
)
CACHES = {
    "default": {
        "BACKEND": "intervisie.cache.Cache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "max_connections": 50},
    }
}
SESSION_ENGINE = "intervisie.common.logins"  # Django's, in the database

# ── tasks: Celery only rings bells, the truth is in rows ──────────────────────────────────────────
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 10, "socket_keepalive": True}
CELERY_TASK_PUBLISH_RETRY = False  # a page never waits for the bell; the sweep of the timetable comes anyway
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = 2
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BEAT_SCHEDULER = "intervisie.heartbeat:Clock"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_TIMEZONE = "Europe/Amsterdam"

# ── language and time ──────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# ── static files ───────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "static/"
BUILD_DIR = FRONT_DIR / "build"  # npm packages and our own css and js, assembled at set-up
STATIC_ROOT = FRONT_DIR / "static"  # the same with hashed names, compressed
STATICFILES_DIRS = [BUILD_DIR]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
PAPER_FONTS = FRONT_DIR / "paper"  # for PDFs
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ── people ─────────────────────────────────────────────────────────────────────────────────────────
AUTHENTICATION_BACKENDS = ["groups.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "groups.passwords.OurOwnWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "landing"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600  # seconds, as for every code somebody types over
PASSWORD_RESET_TIMEOUT = 3600  # seconds; the link opens an account
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address each: the new one replaces the old once it is confirmed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told to its owner
ACCOUNT_ADAPTER = "groups.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "groups.forms.SignupForm"}
# A whole room signs in from one address, so what stops guessing counts per account ("key"); per address it is generous.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "request_login_code": "60/m/ip,3/m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "groups.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT  # passkeys on http://localhost

# ── mail ───────────────────────────────────────────────────────────────────────────────────────────
if EMAIL:
    vars().update(EMAIL)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 10

# ── security ───────────────────────────────────────────────────────────────────────────────────────
SECURE_COOKIES = not DEVELOPMENT
# The prefix is a promise browsers enforce: over https only, from this host only, for all of it.
_prefix = "__Host-" if SECURE_COOKIES else ""
SESSION_COOKIE_NAME = f"{_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_prefix}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_prefix}language"
THEME_COOKIE_NAME = f"{_prefix}theme"
MESSAGES_COOKIE_NAME = f"{_prefix}messages"
# Of a screen on the wall: each only for the addresses it is needed at, so that no other page ever gets it.
_prefix = "__Secure-" if SECURE_COOKIES else ""
WALL_COOKIE_NAME, WALL_COOKIE_PATH = f"{_prefix}wall", "/muur/"
WALL_LIVE_COOKIE_NAME, WALL_LIVE_COOKIE_PATH = f"{_prefix}wall-live", "/live/wall/"
MESSAGE_STORAGE = "intervisie.common.flashes.Storage"
SESSION_COOKIE_AGE = 90 * 24 * 3600  # groups meet every four to six weeks: a phone that was here comes in at once
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "intervisie.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https") else []
SECURE_SSL_REDIRECT = not DEVELOPMENT
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from inside, without the proxy
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEVELOPMENT
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [NONCE],  # not 'self': only the scripts a page of ours named itself, see common/policy.py
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

# ── logs: what happened, never what people wrote ───────────────────────────────────────────────────
LOGGING = logs.configuration(development=DEVELOPMENT)
