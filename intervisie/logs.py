"""Logs say what happened, never what people wrote, and never an address that opens something.

Three places could let text through, and all three are closed here for every logger, ours and others':

* the message of an exception: PostgreSQL quotes the failing row, Python the value it could not convert. In production
  only the type, the constraint or SQLSTATE and the places in the code are kept; local variables never;
* addresses: signed links are keys. Django's own messages are cut at their first colon, where the path follows; and
  whoever names an address, a token or the key of a browser session, it is taken out before any handler sees the line;
* arguments of tasks: ids by rule; Celery's messages are cut in the same way.
"""

import logging
import re
import sys
import traceback
from typing import Any

import structlog

Event = dict[str, Any]
FIELDS = ("route", "method", "status", "ms")  # what our own lines say apart, for who counts and searches
# These end in ": <address>" or ": <value>"; what comes before the colon is their own fixed text.
CUT = ("django.request", "django.security", "celery", "kombu", "uvicorn")
# What follows these words in a path opens something; a test compares them with the addresses there are.
KEYED = re.compile(r"((?:kom-je|agenda|uitnodiging|bevestigen|mail/uit|reset/key)/)(?!<)[^\s/?#\"']+")
ASKED = re.compile(r"(\?)[^\s\"'#]+")  # behind a path; may hold a token, and else what somebody searched for
OPAQUE = re.compile(r"[A-Za-z0-9_-]{20,}")
IDENTITY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def configuration(*, development: bool) -> Event:
    """For `settings.LOGGING`: JSON a line in production, readable lines in development."""
    shared = [
        structlog.contextvars.merge_contextvars,  # which request or task this belongs to
        structlog.stdlib.ExtraAdder(allow=FIELDS),
        add_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.add_log_level,
        cut,
        failure,
    ]
    last = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if development
        else structlog.processors.JSONRenderer()
    )
    clean = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [clean, last],
        "foreign_pre_chain": [*shared, told if development else hush],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"event": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": "INFO"},
            "django.server": {"handlers": [], "propagate": True},
            "celery.worker.strategy": {"level": "WARNING"},  # a task was received, every few seconds
            "celery.app.trace": {"level": "WARNING"},  # and has succeeded
            "celery.beat": {"level": "WARNING"},
            "uvicorn.error": {"level": "WARNING"},
            "uvicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},  # names addresses
            "httpx": {"level": "WARNING"},
        },
    }


def scrub(text: str) -> str:
    """The line without what opens something: signed links, what is asked behind a path, tokens wherever they stand."""
    text = KEYED.sub(r"\1…", text)
    text = ASKED.sub(r"\1…", text) if "/" in text else text
    return OPAQUE.sub(lambda found: "…" if _opens(found[0]) else found[0], text)


def _opens(run: str) -> bool:
    """Made by chance or by a signature: letters of both cases and digits, or long and without a pause. Ids stay."""
    if IDENTITY.fullmatch(run):
        return False
    digits = any(sign.isdigit() for sign in run)
    mixed = any(sign.isupper() for sign in run) and any(sign.islower() for sign in run)
    return (mixed and (digits or len(run) >= 40)) or (digits and len(run) >= 32 and run.isalnum())


def install() -> None:
    """From now on every record is scrubbed as it is made: for our handler and for whatever else may listen."""
    make = logging.getLogRecordFactory()
    if getattr(make, "scrubs", False):
        return

    def record(*arguments: Any, **more: Any) -> logging.LogRecord:
        made = make(*arguments, **more)
        said = made.getMessage()
        clean = scrub(said)
        if clean != said:
            made.msg, made.args = clean, ()
        return made

    record.scrubs = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(record)


def add_name(logger: logging.Logger, method: str, event: Event) -> Event:
    event["logger"] = event["_record"].name
    return event


def cut(logger: logging.Logger, method: str, event: Event) -> Event:
    """Only the fixed beginning of what others say about addresses and values."""
    if event["logger"].startswith(CUT):
        event["event"] = re.split(r":\s", str(event["event"]), maxsplit=1)[0].split("\n")[0]
        status = getattr(event["_record"], "status_code", None)
        if status:
            event["status"] = status
    return event


def failure(logger: logging.Logger, method: str, event: Event) -> Event:
    """The exception as facts: types from the outermost to the cause, the database's codes, the way through the code."""
    error = _error(event.pop("exc_info", None)) or _error(event["_record"].exc_info)
    event["_record"].exc_info = event["_record"].exc_text = None
    event.pop("stack_info", None)
    if error:
        event["error"] = " from ".join(_name(one) for one in chain(error))
        event["at"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        event["_error"] = error
    return event


def told(logger: logging.Logger, method: str, event: Event) -> Event:
    """Development only, where people and texts are invented: what the exception itself says."""
    error = event.pop("_error", None)
    if error:
        event["at"] = "\n    " + "\n    ".join(event["at"][-6:])
        event["said"] = str(error).split("\n")[0][:300]
    return event


def hush(logger: logging.Logger, method: str, event: Event) -> Event:
    """Everywhere else: what the exception says may be what somebody wrote."""
    event.pop("_error", None)
    return event


def chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    one: BaseException | None = error
    while one and one not in found:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def _error(info: Any) -> BaseException | None:
    if info is True:
        return sys.exc_info()[1]
    if isinstance(info, tuple):
        return info[1]
    return info if isinstance(info, BaseException) else None


def _name(error: BaseException) -> str:
    codes = [getattr(error, "sqlstate", None), getattr(getattr(error, "diag", None), "constraint_name", None)]
    known = ", ".join(code for code in codes if code)
    return f"{type(error).__module__}.{type(error).__qualname__}{f' ({known})' if known else ''}"
