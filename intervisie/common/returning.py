"""Updates and deletes that say which rows they changed, or that go together: one trip to the database, and nobody comes
in between.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql import DeleteQuery, UpdateQuery


def update_returning(rows: QuerySet, *columns: str, **changes: Any) -> list[tuple]:
    """`rows.update(**changes)`, and of each row that was changed these columns (names of fields). One query."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    return _returning(rows, query, columns)


def _returning(rows: QuerySet, query: Any, columns: tuple[str, ...]) -> list[tuple]:
    connection = connections[rows.db]
    sql, parameters = _compiled(rows, query)
    if not sql:
        return []
    names = [connection.ops.quote_name(rows.model._meta.get_field(column).column) for column in columns]
    with connection.cursor() as cursor:
        # SQL that Django made, and quoted names of fields of ours; what people typed is in the parameters.
        cursor.execute(f"{sql} RETURNING {', '.join(names)}", parameters)  # nosec B608
        return cursor.fetchall()


# ── several in one go ──────────────────────────────────────────────────────────────────────────────
Statement = tuple[str, tuple]  # SQL and its parameters; no SQL where nothing can be meant


def updating(rows: QuerySet, **changes: Any) -> Statement:
    """`rows.update(**changes)`, for `at_once`."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    return _compiled(rows, query)


def deleting(rows: QuerySet) -> Statement:
    """Delete these rows and nothing that hangs on them, for `at_once`; what hangs on them goes in the same one."""
    return _compiled(rows, rows.query.chain(DeleteQuery))


def at_once(*statements: Statement) -> int:
    """All of them, in this order, in one trip to the database, inside the transaction of the caller. How many rows the
    first one changed.
    """
    said = [(sql, parameters) for sql, parameters in statements if sql]
    if not said:
        return 0
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        # SQL that Django made; what people typed is in the parameters.
        cursor.execute("; ".join(sql for sql, _its in said), [one for _sql, its in said for one in its])
        return cursor.rowcount if statements[0][0] else 0


def _compiled(rows: QuerySet, query: Any) -> Statement:
    try:
        return query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:  # "in" nothing
        return "", ()
