"""The whole database at once: what it holds, and whether anything of it changed."""

import re

from django.apps import apps
from django.db import connection

from intervisie.common.encryption import encrypted_fields
from tests.attack.words import words_in

SESSIONS = "django_session"  # Django's own: what a browser is remembered by
_HEX = re.compile(rb"\\\\x((?:[0-9a-f]{2})+)")


def prints(*, without=(SESSIONS,)):
    """A fingerprint of every table."""
    return {table: _print(table) for table in connection.introspection.table_names() if table not in without}


def _print(table):
    with connection.cursor() as cursor:
        row = f"SELECT md5(t::text) AS row FROM {connection.ops.quote_name(table)} t"  # noqa: S608 (our own names)
        all_rows = f"SELECT count(*), md5(string_agg(row, '' ORDER BY row)) FROM ({row}) r"  # noqa: S608 (the same)
        cursor.execute(all_rows)
        return cursor.fetchone()


def changed(before, *, without=(SESSIONS,)):
    """The tables that are no longer as they were."""
    return {table for table, now in prints(without=without).items() if before[table] != now}


def dump():
    """Every row of every table, as pg_dump copies them."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            with cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT") as rows:
                for row in rows:
                    yield table, bytes(row)


def words_in_dump():
    """Table → our words in it, in text and in binary columns alike."""
    found = {}
    for table, row in dump():
        binary = b" ".join(bytes.fromhex(digits.decode()) for digits in _HEX.findall(row))
        for word in words_in(row) | words_in(binary):
            found.setdefault(word, set()).add(table)
    return found


def encrypted():
    """(model, field) of everything that is encrypted."""
    return [(model, field) for model in apps.get_models() for field in encrypted_fields(model)]


def opened():
    """(model, field) → what stands in it, row by row, for who has the keys."""
    related = {model: _with_keys(model) for model, _field in encrypted()}
    return {(model, field): [getattr(row, field.attname) for row in related[model]] for model, field in encrypted()}


def _with_keys(model):
    paths = {field.key.replace(".", "__") for field in encrypted_fields(model)}
    return list(model.objects.select_related(*paths))
