"""One world per module: it costs two seconds to make. Each test changes it in a transaction of its own."""

import pytest
from django.db import connection, transaction

from tests.attack.world import a_world


@pytest.fixture(scope="module")
def world_of_this_module(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # this one waits for whole tests
        yield a_world()
        connection.run_on_commit.clear()
        transaction.set_rollback(True)


@pytest.fixture
def world(world_of_this_module, db):
    """Not to be used in a module that has tests with real transactions."""
    return world_of_this_module
