"""PostgreSQL as Django's own backend has it, with three differences.

Before the first query of each page Django sends `SELECT 1`, to see whether a kept connection still stands. A server
that closed the line has said so: then something lies in the socket. Where nothing lies there, nothing is asked, but
now and then: a machine that fell over says nothing.

A commit waits for the disk, and so does a write of its own: who is about to says so (`intervisie.common.aside`).

And for who looks at queries (tests), those of `intervisie.common.prepared` are shown with their values in them.
"""

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg.pq import TransactionStatus

from intervisie.common.aside import step_aside

TRUSTED = 30.0  # seconds for which an answer of the server counts


class Operations(DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        if isinstance(cursor, base.ServerBindingCursor):
            return str(self.compose_sql(sql, params))
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = Operations
    answered: tuple[Any, float] = (None, 0.0)  # the connection, and when it did

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.execute_wrappers.append(_aside_where_it_commits)

    def _commit(self) -> Any:
        step_aside()
        return super()._commit()

    def is_usable(self) -> bool:
        connection, at = self.answered
        if connection is self.connection and time.monotonic() - at < TRUSTED and _quiet(connection):
            return True
        usable = super().is_usable()
        self.answered = (self.connection if usable else None, time.monotonic())
        return usable


def _aside_where_it_commits(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Outside a transaction a write commits by itself."""
    if not context["connection"].in_atomic_block and not str(sql).startswith("SELECT"):
        step_aside()
    return execute(sql, params, many, context)


def _quiet(connection: Any) -> bool:
    """A line that stands, in no failed transaction, and on which the server said nothing since."""
    if connection is None or connection.closed or connection.info.transaction_status != TransactionStatus.IDLE:
        return False
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN)
    return not poll.poll(0)
