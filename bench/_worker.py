"""Our worker with one more kind of message: a note without a template, for what is measured is the rest."""

import datetime
import os

from intervisie.celery import app

if not os.environ.get("DJANGO_SETTINGS_MODULE", "").startswith("bench"):
    raise SystemExit("only for bench/delivery.py")

import django

django.setup()

from intervisie.common.delivery import Message, kind, sending  # noqa: E402

__all__ = ["app", "note"]

SUBJECT, TEXT = "A note", "Somebody has written something for you. Come and read it.\n" * 8
sending.LEASE = datetime.timedelta(seconds=float(os.environ.get("BENCH_LEASE", sending.LEASE.total_seconds())))


@kind("bench_note")
def note(row) -> Message:
    return Message(SUBJECT, TEXT)
