"""Two presses at once for one screen: one screen comes, and nobody gets a page that broke."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from intervisie.common.refusals import Refusal
from sessions.actions import wall
from sessions.models import Wall
from tests.sessions.table import a_session, begin, fresh

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("rooms", [1, 2])
def test_one_code_typed_twice_at_once_hangs_one_screen(group, anna, bas, rooms):
    sessions = [begin(a_session(group, number=number, leads=anna), anna, bas) for number in range(1, rooms + 1)]
    code, start = wall.code_of(wall.new_secret()), Barrier(2)

    def type_it(number):
        start.wait()
        try:
            wall.ask_wall(fresh(sessions[number % rooms]), by=anna, code=code)
        except Refusal:
            return "refused"
        finally:
            connection.close()
        return "asked"

    with ThreadPoolExecutor(2) as two:
        said = sorted(two.map(type_it, range(2)))
    assert "asked" in said
    assert Wall.objects.filter(code=code).count() == 1
