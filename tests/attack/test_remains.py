"""What was said in confidence stands in the open nowhere: not in mails, rows, names or a dump of the whole database.

And once its time is over, nobody can open it any more, whoever holds the master key.
"""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from celery import current_app
from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from groups.models import GroupFact, MemberFact
from intervisie.celery import app
from intervisie.common.delivery.kinds import KINDS
from intervisie.common.encryption import HEADER, encrypted_fields, open_keys
from intervisie.common.models import AuditEvent, DataKey, Delivery
from sessions.actions import cases, writing
from tests.attack.addresses import browser_of
from tests.attack.database import encrypted, opened, words_in_dump
from tests.attack.traces import production_formatter
from tests.attack.words import CONTENT, INSIDE, content, content_in, words_in
from tests.sessions.table import fresh

# Numbers and answers from closed lists.
NUMBERS = {("ScaleMark", "value"), ("Direction", "answer"), ("PulseAnswer", "scores"), ("Commitment", "private")}
NUMBERS |= {("Contribution", "said"), ("Contribution", "later")}


def test_there_is_a_word_in_everything_that_is_encrypted(world):
    held = opened()
    silent = {(model.__name__, field.name) for model, field in encrypted() if not content_in(str(held[model, field]))}
    assert silent == NUMBERS, "what may hold text must hold a word of ours, or these tests prove nothing"


# ── rows and mails ─────────────────────────────────────────────────────────────────────────────────
def test_a_dump_of_the_database_holds_none_in_the_open(world):
    found = words_in_dump()
    assert {word for word in found if word.startswith(CONTENT)} == set()
    assert f"{INSIDE}-plek" in found, "a dump that shows nothing at all proves nothing"


def test_traces_ledger_and_messages_hold_no_word_at_all(world):
    rows = {model: list(model.objects.values()) for model in (AuditEvent, GroupFact, MemberFact)}
    rows[Delivery] = list(Delivery.objects.exclude(email__startswith=INSIDE).values())  # to whom, is no content
    for model, held in rows.items():
        assert held
        assert words_in(str(held)) == set(), model.__name__


def test_no_row_says_what_it_holds_when_it_is_named(world):
    named = [f"{row} {row!r}" for model in apps.get_models() for row in model.objects.all()]
    assert len(named) > 300
    assert content_in("\n".join(named)) == set()


def test_no_row_gives_its_text_to_who_asks_for_values(world):
    for model, _field in encrypted():
        assert content_in(str(list(model.objects.values()))) == set(), model.__name__


def letters():
    """Every message that waits or went, as it would be written now."""
    for row in Delivery.objects.select_related("user"):
        letter = KINDS[row.kind].render(row)
        rest = [*letter.alternatives, *letter.attachments, letter.headers]
        yield row, " ".join([letter.subject, letter.text, letter.html, str(rest)])


def test_no_mail_of_any_kind_holds_a_word_of_what_was_said(world):
    found = {row.kind: content_in(text) for row, text in letters()}
    assert set(found) == set(KINDS), "of every kind there must be one in the world"
    assert not any(found.values())


def test_mails_to_who_is_no_member_hold_nothing_of_the_group(world):
    """Gijs, who was sent away; who is invited; who asks or is asked for the organisation."""
    inside = {world.anna.pk, world.bas.pk, world.chris.pk, world.dana.pk}
    outside = [(row, text) for row, text in letters() if row.user_id not in inside]
    assert {row.kind for row, _text in outside} >= {"invitation", "membership_ended", "request_reply"}
    for row, text in outside:
        assert words_in(text) <= {row.email.partition("@")[0]}, row.kind


# ── when something goes wrong ──────────────────────────────────────────────────────────────────────
@pytest.fixture
def production_log():
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(production_formatter())
    logging.getLogger().handlers.insert(0, handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


def fail(*arguments, **named):
    """As Python and PostgreSQL do it: with the value in what they say."""
    raise ValueError(f"could not convert {arguments} {named}")


def test_a_failing_room_says_nothing_in_page_or_log(world, monkeypatch, production_log):
    monkeypatch.setattr(writing, "_tell", fail)
    step = fresh(world.live).step_id
    fields = {"step": step, "kind": "helping_thought", "text": content("fout"), "card_id": world.draft.pk}
    path = f"/bijeenkomst/{world.live.pk}/kamer/kaart/"
    answer = browser_of(world.dana).post(path, fields, headers={"HX-Request": "true"})
    _assert_silent(answer, production_log)


def test_a_failing_case_says_nothing_in_page_or_log(world, monkeypatch, production_log):
    monkeypatch.setattr(cases, "_lay", fail)
    path = f"/casus/{world.draft.pk}/stap/vraag/"
    _assert_silent(browser_of(world.bas).post(path, {"question": content("fout")}), production_log)


def _assert_silent(answer, log):
    assert answer.status_code == 500
    assert words_in(answer) <= {f"{CONTENT}-fout"}, "at most what this very person typed"
    assert "ValueError" in log.getvalue()
    assert words_in(log.getvalue()) == set()


# ── when its time is over ──────────────────────────────────────────────────────────────────────────
PERSONS = {  # under the key of a person: theirs for as long as they want
    *("oudestap", "oudeles", "oudeopletten", "oudekwamervan", "oudenotitie", "merkte"),
    *("nieuwestap", "nieuweles", "nieuweopletten", "nieuwekwamervan", "nieuwenotitie"),
}


@pytest.fixture
def much_later(world, time_machine):
    """The whole timetable ran, two years on."""
    sealed = list(_sealed())
    time_machine.move_to(timezone.now() + timedelta(days=730), tick=False)
    sweeps = [entry["task"] for entry in app.conf.beat_schedule.values() if not entry["task"].endswith(".drain")]
    assert "sessions.tasks.expire_cases" in sweeps
    for task in [*sweeps, *sweeps]:  # a room left open is closed by the first round, and expires by the second
        current_app.tasks.get(task, import_string(task))()
    time_machine.move_to(timezone.now() + timedelta(days=200), tick=False)
    for task in sweeps:
        current_app.tasks.get(task, import_string(task))()
    return sealed


def _sealed():
    """(where, its bytes) of everything encrypted."""
    with connection.cursor() as cursor:
        for model, field in encrypted():
            table, column = model._meta.db_table, field.column
            asked = f'SELECT id, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608 (names of our own)
            cursor.execute(asked)
            yield from ((f"{table}:{column}:{pk}", bytes(raw)) for pk, raw in cursor.fetchall())


def test_after_their_time_the_words_of_cases_and_sessions_are_gone(much_later, world):
    left = {word for rows in opened().values() for word in content_in(str(rows))}
    assert left == {f"{CONTENT}-{word}" for word in PERSONS}


def test_after_their_time_no_key_of_anybody_opens_them(much_later, world):
    """Not by asking politely: every key there still is, tried on every sealed value of an earlier backup."""
    open_keys._kept.clear()
    keys = [open_keys.of(key) for key in DataKey.objects.all()]
    assert keys
    found = {word for place, raw in much_later for key in keys for word in _tried(key, place, raw)}
    assert found == {f"{CONTENT}-{word}" for word in PERSONS}


def _tried(key, place, raw):
    try:
        return content_in(key.decrypt(raw[17:HEADER], raw[HEADER:], place.encode()))
    except Exception:
        return set()


def test_every_encrypted_field_is_known_here():
    """What is new must say under whose key it stands, and get a word in the world."""
    assert {field.key for model in apps.get_models() for field in encrypted_fields(model)} == {"key", "pulse.key"}
