"""Run in a process of its own on an empty database: `python -m tests.setup.upgrading`. The last line is JSON.

The whole demo is loaded and taken back to the tables of the first version: that is a database as that version left
it. Then it is brought to the newest, as an update does, and both are compared.
"""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intervisie.settings")
django.setup()

from django.db import connection  # noqa: E402 (Django must be set up first)
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from groups.models import Group  # noqa: E402
from intervisie.dev import ready  # noqa: E402
from sessions.models import Case  # noqa: E402

OURS = ("common", "groups", "methods", "case_sessions", "feedback")


def targets(executor, *, first):
    """The first migration of each of our apps, or all the newest."""
    if first:
        return sorted(node for node in executor.loader.graph.nodes if node[0] in OURS and node[1].startswith("0001"))
    return executor.loader.graph.leaf_nodes()


def migrate(*, first):
    executor = MigrationExecutor(connection)
    executor.migrate(targets(executor, first=first))
    return MigrationExecutor(connection).loader.applied_migrations.keys()


def columns():
    """table → its columns, of our own tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(column_name::text ORDER BY column_name) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND split_part(table_name, '_', 1) = ANY(%s) GROUP BY 1",
            [["common", "groups", "methods", "case", "feedback"]],
        )
        return dict(cursor.fetchall())


def contents(known):
    """table → [rows, fingerprint] over exactly these columns; None for a table or column that is no more."""
    found = {}
    there = columns()
    with connection.cursor() as cursor:
        for table, names in known.items():
            if not set(names) <= set(there.get(table, ())):
                found[table] = None
                continue
            row = ", ".join(f'"{name}"::text' for name in names)
            cursor.execute(
                f"SELECT count(*), md5(string_agg(r, ' ' ORDER BY r)) FROM"  # noqa: S608 (names of our own tables)
                f" (SELECT concat_ws('|', {row}) r FROM \"{table}\") t"
            )
            found[table] = list(cursor.fetchone())
    return found


def stories():
    return sorted(case.question for case in Case.objects.select_related("key") if case.question)


def main():
    ready.main(demo=True)
    read = stories()
    old = migrate(first=True)
    known = columns()
    before = contents(known)
    new = migrate(first=False)
    told = {"before": before, "after": contents(known), "read": read, "again": stories()}
    told["maturity"] = list(Group.objects.exclude(maturity=None).values_list("maturity", flat=True))
    print(json.dumps(told | {"old": len(old), "new": len(new)}))


if __name__ == "__main__":
    main()
