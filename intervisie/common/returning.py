"""Updates and deletes that say which rows they changed: in one statement, so that nobody comes in between."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql import DeleteQuery, UpdateQuery


def update_returning(rows: QuerySet, *columns: str, **changes: Any) -> list[tuple]:
    """`rows.update(**changes)`, and of each row that was changed these columns (names of fields). One query."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    return _returning(rows, query, columns)


def delete_returning(rows: QuerySet, *columns: str) -> list[tuple]:
    """Delete these rows and nothing that hangs on them: that is for the caller, in the same transaction, or the
    database refuses it. Of each row these columns. One query.
    """
    return _returning(rows, rows.query.chain(DeleteQuery), columns)


def _returning(rows: QuerySet, query: Any, columns: tuple[str, ...]) -> list[tuple]:
    connection = connections[rows.db]
    try:
        sql, parameters = query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:  # "in" nothing
        return []
    names = [connection.ops.quote_name(rows.model._meta.get_field(column).column) for column in columns]
    with connection.cursor() as cursor:
        # SQL that Django made, and quoted names of fields of ours; what people typed is in the parameters.
        cursor.execute(f"{sql} RETURNING {', '.join(names)}", parameters)  # nosec B608
        return cursor.fetchall()
