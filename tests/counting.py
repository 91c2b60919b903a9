"""Counting what a request asks of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


class Queries(CaptureQueriesContext):
    """`with Queries() as queries: …` and then `len(queries)`: beginnings and ends of transactions do not count."""

    def __init__(self):
        super().__init__(connection)

    def __len__(self):
        return len([query for query in self.captured_queries if "SAVEPOINT" not in query["sql"]])
