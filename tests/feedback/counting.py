"""Queries as production sees them."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


class CountedQueries(CaptureQueriesContext):
    """How many queries, without the savepoints that a test's own transaction makes of transactions."""

    def __init__(self):
        super().__init__(connection)

    @property
    def number(self):
        return sum("SAVEPOINT" not in query["sql"] for query in self.captured_queries)
