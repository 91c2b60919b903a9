"""A kept connection: whether it still stands is asked twice a minute, and seen in between. Who waits for the disk says
so."""

import psycopg
import pytest
from django.db import connection, transaction

from groups.models import Organisation
from intervisie.common.aside import heard_by, step_aside
from intervisie.common.database import base


@pytest.fixture
def asking(monkeypatch):
    """How often Django's own check was asked."""
    asked = []
    theirs = base.base.DatabaseWrapper.is_usable
    monkeypatch.setattr(base.base.DatabaseWrapper, "is_usable", lambda self: asked.append(1) or theirs(self))
    return asked


@pytest.fixture
def kept(transactional_db):
    connection.close()
    connection.ensure_connection()
    yield connection
    connection.close()


def test_what_answered_just_now_is_not_asked_again(kept, asking):
    assert [kept.is_usable() for _time in range(3)] == [True] * 3
    assert len(asking) == 1


def test_after_a_while_it_is_asked_again(kept, asking, monkeypatch):
    monkeypatch.setattr(base, "TRUSTED", 0)
    assert [kept.is_usable() for _time in range(3)] == [True] * 3
    assert len(asking) == 3


def test_a_line_that_the_server_closed_is_seen_at_once(kept, asking):
    assert kept.is_usable()
    with psycopg.connect(kept.connection.info.dsn, password=kept.connection.info.password) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.connection.info.backend_pid])
    assert not kept.is_usable()


def test_a_new_connection_is_asked_first(kept, asking):
    assert kept.is_usable()
    kept.close()
    kept.ensure_connection()
    assert kept.is_usable()
    assert len(asking) == 2


# ── who waits for the disk ─────────────────────────────────────────────────────────────────────────
@pytest.fixture
def said():
    """What happened, in its order; `aside` where a turn was given away."""
    told = []
    with heard_by(lambda: told.append("aside")):
        yield told


def note(said, what, act):
    act()
    said.append(what)


def test_a_transaction_keeps_its_turn_until_it_commits(transactional_db, said):
    with transaction.atomic():
        note(said, "written", lambda: Organisation.objects.create(name="Stichting Voorbeeld"))
        note(said, "read", Organisation.objects.count)
    note(said, "over", lambda: None)
    assert said == ["written", "read", "aside", "over"]


def test_a_write_of_its_own_commits_by_itself(transactional_db, said):
    note(said, "read", Organisation.objects.count)
    note(said, "written", lambda: Organisation.objects.create(name="Stichting Voorbeeld"))
    assert said == ["read", "aside", "written"]


def test_a_turn_is_given_away_once(transactional_db, said):
    for name in ("Een", "Twee"):
        Organisation.objects.create(name=name)
    assert said == ["aside"]


def test_where_nobody_shares_out_turns_nothing_is_said(transactional_db):
    step_aside()
    Organisation.objects.create(name="Stichting Voorbeeld")
    assert Organisation.objects.count() == 1
