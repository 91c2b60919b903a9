"""Rows are the truth: planned once, judged when sent, sent by one, marked, explained."""

import itertools
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from celery import current_app
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups.models import User
from intervisie.common import delivery
from intervisie.common.delivery import (
    TOPICS,
    Message,
    Plan,
    clean,
    drain,
    drop,
    explain,
    kind,
    plan,
    plan_all,
    resume_topic,
    stop_topic,
    topic,
    unsubscribe_link,
    unwanted_by,
)
from intervisie.common.delivery.kinds import KINDS, _unsubscribe
from intervisie.common.delivery.rows import bell
from intervisie.common.delivery.sending import LEASE, MARGIN, TRIES, WAITS, as_sent, claim, message_id
from intervisie.common.models import Delivery
from tests.common.listening import OwnValkey

HOUR = timedelta(hours=1)


def planned(user, number=1, *, kind="test_note", due=-HOUR, expires=HOUR, **more):
    now = timezone.now()
    return plan(kind, key=f"note:{number}", user=user, due_at=now + due, expires_at=now + expires, **more)


def only():
    return Delivery.objects.get()


# ── planning ──
def test_planning_is_one_query(bas, django_assert_num_queries):
    with django_assert_num_queries(1):
        planned(bas)


def test_planning_twice_is_one_row_and_gives_it_back(bas, note):
    one, two = planned(bas), planned(bas, facts={"count": 3})
    assert one.pk == two.pk
    assert only().facts == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(1, 5), max_size=12), several=st.booleans())
def test_however_often_planned_each_key_is_sent_once(bas, note, post, numbers, several):
    with transaction.atomic():
        now = timezone.now()
        if several:
            plan_all(Plan("test_note", f"note:{number}", now, now + HOUR, user=bas) for number in numbers)
        for number in numbers:
            planned(bas, number)
        assert drain() == len(set(numbers))
        assert drain() == 0
        assert len(post.mails) == len(set(numbers))
        transaction.set_rollback(True)
    post.mails.clear()


@pytest.mark.parametrize("count", [1, 3])
def test_planning_for_many_is_one_query(cast, count, django_assert_num_queries):
    now = timezone.now()
    people = [cast.anna, cast.bas, cast.chris][:count]
    with django_assert_num_queries(1):
        plan_all(Plan("test_note", f"note:{user.pk}", now, now + HOUR, user=user) for user in people)
    assert Delivery.objects.count() == count


def test_the_row_goes_with_its_cause(bas):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        planned(bas)
        raise ZeroDivisionError
    assert not Delivery.objects.exists()


def test_nobody_to_send_to_is_refused(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        planned(None)


def test_a_story_is_no_fact(bas):
    with pytest.raises(ValueError, match="no place among facts") as refused:
        planned(bas, facts={"text": "Ik schaamde me. " * 20})
    assert "schaamde" not in str(refused.value)


# ── sending ──
def test_what_is_due_is_sent_and_marked(bas, note, post):
    row = planned(bas, facts={"count": 4})
    assert drain() == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.lease_until) == ("sent", 1, None)
    assert abs(row.sent_at - timezone.now()) < timedelta(seconds=10)
    [mail] = post.to("bas@example.org")
    assert mail["subject"] == "Donderdag"
    assert mail.get_body(("plain",)).get_content().strip() == "Dag, 4"
    assert "<p>Dag</p>" in mail.get_body(("html",)).get_content()
    assert mail["auto-submitted"] == "auto-generated"


def test_what_is_not_due_waits(bas, note, post):
    planned(bas, due=HOUR, expires=2 * HOUR)
    assert drain() == 0
    assert drain(now=timezone.now() + HOUR + timedelta(minutes=1)) == 1


def test_one_connection_for_many(bas, note, post):
    for number in range(20):
        planned(bas, number)
    assert drain() == 20
    assert post.connections == 1


def test_without_an_account_it_goes_to_the_address(db, note, post):
    now = timezone.now()
    plan("test_note", key="invitation:1", email="nieuw@example.org", due_at=now, expires_at=now + HOUR)
    assert drain() == 1
    assert post.to("nieuw@example.org")


def test_the_message_id_is_the_same_each_time_and_says_nothing(bas):
    row = planned(bas)
    assert message_id(row) == message_id(Delivery(key=row.key))
    assert message_id(row) != message_id(Delivery(key="note:2"))
    assert "note" not in message_id(row)


def test_a_calendar_goes_along(bas, post):
    @kind("test_invitation")
    def invite(row):
        calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
        return Message(
            "Donderdag",
            "Dag",
            alternatives=[(calendar, "text/calendar; method=REQUEST")],
            attachments=[("uitnodiging.ics", calendar, "application/ics")],
        )

    planned(bas, kind="test_invitation")
    try:
        assert drain() == 1
    finally:
        del KINDS["test_invitation"]
    [mail] = post.to("bas@example.org")
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["uitnodiging.ics"]


@pytest.fixture
def unsubscribable():
    before = list(_unsubscribe)
    unsubscribe_link(lambda row: "https://intervisie.example/stil/abc/" if row.user else "")
    yield
    _unsubscribe[:] = before


@pytest.fixture
def of_a_topic(note):
    topic("test", label="Briefjes", what="Soms.", without="Nooit.")
    kind("test_note", topic="test")(note)
    yield note
    del TOPICS["test"]


def test_one_click_ends_such_messages(bas, of_a_topic, post, unsubscribable):
    planned(bas)
    drain()
    [mail] = post.to("bas@example.org")
    assert mail["list-unsubscribe"] == "<https://intervisie.example/stil/abc/>"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"


def test_what_belongs_to_no_topic_cannot_be_ended(bas, note, post, unsubscribable):
    planned(bas)
    drain()
    [mail] = post.to("bas@example.org")
    assert "list-unsubscribe" not in mail


# ── judging at the moment of sending ──
def test_what_its_reader_does_not_want_is_dropped_and_explained(bas, chris, of_a_topic, post):
    planned(bas)
    planned(chris, 2)
    stop_topic(bas.pk, "test")
    assert drain() == 1
    row = Delivery.objects.get(user=bas)
    assert (row.state, row.why, post.to("bas@example.org")) == ("dropped", "unwanted", [])
    assert explain(row) == "Niet verstuurd: je wilde zulke mails niet."
    assert len(post.to("chris@example.org")) == 1


def test_a_wish_said_twice_is_one_and_can_be_taken_back(bas, of_a_topic, post):
    stop_topic(bas.pk, "test")
    stop_topic(bas.pk, "test")
    assert unwanted_by(bas) == {"test"}
    resume_topic(bas.pk, "test")
    planned(bas)
    assert drain() == 1


def test_what_is_no_longer_true_is_dropped(bas, note, post):
    planned(bas)
    note.true = False
    assert drain() == 0
    assert (only().state, only().why, post.mails) == ("dropped", "no longer true", [])


def test_what_is_too_late_is_dropped(bas, note, post):
    planned(bas, due=-3 * HOUR, expires=-HOUR)
    drain()
    assert (only().state, only().why, post.mails) == ("dropped", "late", [])


def test_who_is_switched_off_gets_nothing(bas, note, post):
    planned(bas)
    User.objects.filter(pk=bas.pk).update(is_active=False)
    drain()
    assert (only().state, only().why, post.mails) == ("dropped", "nobody", [])


def test_who_is_erased_takes_the_rows_along(bas):
    planned(bas)
    bas.delete()
    assert not Delivery.objects.exists()


def test_an_unknown_kind_is_dead_and_stops_nobody(bas, note, post):
    planned(bas, 1, kind="kind_of_an_older_version", due=-2 * HOUR)
    planned(bas, 2)
    assert drain() == 1
    assert Delivery.objects.get(key="note:1").why == "unknown kind"


@pytest.mark.parametrize("where", ["render", "still_true"])
def test_a_message_that_cannot_be_made_stops_nobody(bas, note, post, caplog, where):
    @kind("test_broken")
    class Broken:
        def still_true(self, row):
            return bool(where == "render" or 1 / 0)

        def render(self, row):
            raise ValueError("Ik schaamde me tegenover meneer De Vries")

    planned(bas, 1, kind="test_broken", due=-2 * HOUR)
    planned(bas, 2)
    try:
        assert drain() == 1
    finally:
        del KINDS["test_broken"]
    broken = Delivery.objects.get(key="note:1")
    assert (broken.state, broken.attempts) == ("due", 1)
    assert "schaamde" not in caplog.text + broken.why


# ── refusals of the mail server ──
def test_an_address_that_does_not_exist_is_dead_at_once(bas, note, post):
    post.refuse("bas@example.org", "550 no such user")
    planned(bas)
    drain()
    assert (only().state, only().why) == ("dead", "refused")


def test_a_refusal_for_now_is_tried_again_ever_later_and_given_up_in_the_end(bas, note, post):
    post.refuse("bas@example.org", "451 try later")
    planned(bas, expires=timedelta(days=9))
    now = timezone.now()
    for tried in range(1, TRIES):
        drain(now=now)
        assert (only().state, only().attempts) == ("due", tried)
        assert drain(now=now + WAITS[tried - 1] - timedelta(seconds=1)) == 0
        assert only().attempts == tried
        now += WAITS[tried - 1]
    drain(now=now)
    assert (only().state, only().why, only().attempts) == ("dead", "gave up", TRIES)


def test_a_refusal_of_one_does_not_stop_the_others(bas, chris, note, post):
    post.refuse("bas@example.org", "451 try later")
    planned(bas, 1, due=-2 * HOUR)
    planned(chris, 2)
    assert drain() == 1
    assert post.to("chris@example.org")


def test_a_mail_server_that_is_away_costs_no_try(bas, chris, note, post):
    planned(bas, 1)
    planned(chris, 2)
    post.close()
    assert drain() == 0
    assert set(Delivery.objects.values_list("state", "attempts")) == {("due", 0)}
    post.open()
    assert drain(now=timezone.now() + WAITS[0]) == 2


# ── dropping ──
def test_dropping_stops_what_is_not_sent(bas, chris, note, post, group):
    planned(bas, 1, about=group)
    drain()
    planned(bas, 2, about=group)
    planned(chris, 3, about=group.pk)
    planned(chris, 4)
    assert drop(about=group, why="cancelled") == 2
    assert drain() == 1
    assert dict(Delivery.objects.values_list("key", "state")) == {
        "note:1": "sent",
        "note:2": "dropped",
        "note:3": "dropped",
        "note:4": "sent",
    }


def test_dropping_one_kind_or_one_person(bas, chris, group):
    planned(bas, 1, about=group)
    planned(bas, 2, about=group, kind="other")
    planned(chris, 3, about=group)
    assert drop(about=group, kind="other") == 1
    assert drop(about=group, user=chris) == 1
    assert drop(user=bas, kind=["test_note", "more"]) == 1
    with pytest.raises(ValueError, match="about what"):
        drop()


def test_a_dropped_message_is_not_revived_by_planning_it_again(bas, note, post, group):
    planned(bas, about=group)
    drop(about=group)
    planned(bas, about=group)
    assert drain() == 0


# ── many workers, and their deaths ──
def test_a_claimed_row_is_nobody_elses_until_the_lease_ends(bas, note):
    planned(bas)
    now = timezone.now()
    row = claim(now)
    assert claim(now) is None
    assert claim(now + LEASE - timedelta(seconds=1)) is None
    again = claim(now + LEASE)
    assert (again.pk, again.attempts, again.interrupted) == (row.pk, 2, True)


def test_a_late_worker_does_not_overwrite_the_one_after(bas, note, post):
    planned(bas)
    late = claim(timezone.now())
    claim(timezone.now() + LEASE)
    delivery.sending.settle(late, "dead", why="late worker")
    assert (only().state, only().why) == ("sending", "")


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_message_once(bas, note, post):
    for number in range(60):
        planned(bas, number)
    counts = []

    def work():
        try:
            counts.append(drain())
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == 60 == len(post.mails)
    assert len({mail["message-id"] for _to, mail in post.mails}) == 60


DIES = """
    import os, signal, django
    django.setup()
    from django.conf import settings
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", {port}
    settings.DEFAULT_FROM_EMAIL = "Intervisie <no-reply@intervisie.example>"
    from intervisie.common.delivery import Message, drain, kind, sending

    @kind("test_note", once={once})
    def note(row):
        return Message("Donderdag", "Dag")

    if {moment!r} == "before sending":
        sending.Post.send = lambda post, mail: os.kill(os.getpid(), signal.SIGKILL)
    else:
        sending.mark = lambda row, now: os.kill(os.getpid(), signal.SIGKILL)
    drain()
"""


def dying_worker(post, moment, once=False):
    root = Path(__file__).resolve().parents[2]
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    script = textwrap.dedent(DIES).format(port=post.port, moment=moment, once=once)
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "mails"), [("before sending", 1), ("before marking", 2)])
def test_a_killed_worker_loses_nothing_and_doubles_only_what_smtp_leaves_open(bas, note, post, moment, mails):
    planned(bas)
    dying_worker(post, moment)
    assert (only().state, only().attempts) == ("sending", 1)
    assert drain() == 0  # the lease still holds
    assert drain(now=timezone.now() + LEASE + timedelta(seconds=5)) == 1
    assert only().state == "sent"
    assert len(post.mails) == mails
    assert len({mail["message-id"] for _to, mail in post.mails}) == 1


@pytest.mark.django_db(transaction=True)
def test_what_may_go_only_once_is_left_for_a_human(bas, post):
    kind("test_note", once=True)(lambda row: Message("Donderdag", "Dag"))
    planned(bas)
    try:
        dying_worker(post, "before marking", once=True)
        drain(now=timezone.now() + LEASE + timedelta(seconds=5))
    finally:
        del KINDS["test_note"]
    assert (only().state, only().why, len(post.mails)) == ("dead", "uncertain", 1)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_kills_its_workers_is_given_up(bas, note, post):
    planned(bas, expires=timedelta(days=2))
    Delivery.objects.update(state="sending", attempts=TRIES, lease_until=timezone.now())
    drain()
    assert (only().state, only().why, post.mails) == ("dead", "gave up", [])


# ── the bell ──
@pytest.fixture
def rung(monkeypatch):
    """Celery's own `send_task`, counted: the wire."""
    told = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **more: told.append(name))
    monkeypatch.setattr(bell, "silent_until", 0.0)
    return told


@pytest.mark.django_db(transaction=True)
def test_what_is_due_now_rings_once_after_the_commit(bas, chris, rung):
    with transaction.atomic():
        planned(bas, 1)
        planned(chris, 2)
        assert rung == []
    assert rung == ["intervisie.common.tasks.drain"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_has_done_its_share_rings_for_the_rest(bas, note, post, rung, monkeypatch):
    monkeypatch.setattr(delivery.sending, "BATCH", 3)
    for number in range(7):
        planned(bas, number)
    rung.clear()
    assert [drain(), drain()] == [3, 3]
    assert rung == ["intervisie.common.tasks.drain"] * 2
    assert [drain(), drain()] == [1, 0]
    assert len(rung) == 2


def test_a_backlog_calls_whoever_is_free_once(bas, note, post, rung):
    for number in range(12):
        planned(bas, number)
    rung.clear()
    worker = delivery.sending.share()
    for _number in range(9):
        next(worker)
    assert rung == []  # this may have been all
    assert list(worker)
    assert rung == ["intervisie.common.tasks.drain"]


def test_in_a_backlog_a_worker_takes_a_handful_and_gives_back_what_it_does_not_begin(bas, note, post):
    for number in range(35):
        planned(bas, number)
    worker = delivery.sending.share()
    for begun in range(1, 11):
        next(worker)
        assert Delivery.objects.filter(state="sending").count() == begun  # one by one
    next(worker)
    assert Delivery.objects.filter(state="sending").count() == 30  # the first ten, and a handful
    worker.close()
    assert Delivery.objects.filter(state="sending").count() == 11
    assert set(Delivery.objects.filter(state="due").values_list("attempts", "lease_until")) == {(0, None)}


def test_a_mail_server_that_goes_away_in_a_backlog_costs_nobody_a_try(bas, note, post, monkeypatch):
    for number in range(25):
        planned(bas, number)
    send = delivery.sending.Post.send

    def gone(mailbox, mail):
        if len(post.mails) == 12:
            raise delivery.sending.NoPost("away")
        send(mailbox, mail)

    monkeypatch.setattr(delivery.sending.Post, "send", gone)
    assert drain() == 12
    assert set(Delivery.objects.exclude(state="sent").values_list("state", "attempts")) == {("due", 0)}


def test_what_would_outlive_its_lease_is_given_back(bas, note, post):
    for number in range(25):
        planned(bas, number)
    worker = delivery.sending.share()
    for _number in range(11):
        next(worker)
    with time_machine.travel(timezone.now() + LEASE - MARGIN + timedelta(seconds=1)):
        later = next(worker)
    assert later.lease_until > timezone.now() + LEASE  # claimed anew
    assert later.attempts == 1


AWKWARD = [
    ("Donderdag", "Dag\n.punt\nFrom hier\n", "bas@example.org"),
    ("Donderdag, één uur, " + "en nog veel meer woorden " * 5, "Tót dan\n" * 30, "Bas Hoekstra <bas@example.org>"),
    ("x" * 70, "y" * 1200, "bas@exämple.org"),
]


@pytest.mark.parametrize(("subject", "text", "to"), AWKWARD)
def test_the_letter_travels_as_django_would_send_it(subject, text, to):
    stop = "<https://intervisie.example/stil/" + "a" * 120 + "/>"
    headers = {"Message-ID": "<1@x>", "List-Unsubscribe": stop, "Date": "Mon, 23 Nov 2026 00:00:00 +0000"}
    mail = EmailMultiAlternatives(subject, text, to=[to], headers=headers)
    mail.attach_alternative("<p>Dag, één</p>", "text/html")
    mail.attach("bijeenkomst.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")
    ours, theirs = as_sent(mail), mail.message().as_bytes(linesep="\r\n")
    boundary = rb"={5,}\d+=="  # drawn anew each time
    assert re.sub(boundary, b"|", ours) == re.sub(boundary, b"|", theirs)


def test_a_claim_takes_what_is_ready_and_nothing_else(bas, note):
    """The statement says by hand what `Deliveries.ready` says."""
    now = timezone.now()
    leases = [None, now - HOUR, now, now + HOUR]
    states = ["due", "sending", "sent", "dropped", "dead"]
    for number, (state, lease, due) in enumerate(itertools.product(states, leases, [-HOUR, HOUR])):
        planned(bas, number, due=due)
        Delivery.objects.filter(key=f"note:{number}").update(
            state=state, lease_until=lease, sent_at=now if state == "sent" else None
        )
    ready = list(Delivery.objects.ready(now).order_by("due_at", "pk").values_list("pk", flat=True))
    taken = [claim(now) for _row in ready]
    assert [row.pk for row in taken] == ready
    assert len(ready) == 6
    assert claim(now) is None
    assert {row.interrupted for row in taken if row.pk == ready[0]} == {False}
    assert sum(row.interrupted for row in taken) == 3


@pytest.mark.django_db(transaction=True)
def test_what_is_due_later_does_not_ring(bas, rung):
    planned(bas, due=HOUR)
    assert rung == []


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_costs_the_page_nothing(bas, tmp_path, monkeypatch, caplog):
    url = OwnValkey(tmp_path).url.replace("unix://", "redis+socket://")
    monkeypatch.setattr(current_app.conf, "broker_write_url", url)
    monkeypatch.setattr(bell, "silent_until", 0.0)
    began = time.monotonic()
    for number in range(5):
        planned(bas, number)
    assert time.monotonic() - began < 2
    assert Delivery.objects.count() == 5
    assert caplog.text.count("nobody heard the bell") == 1


# ── words ──
def test_each_end_is_explained_in_words(bas, note, post):
    row = planned(bas, due=HOUR)
    with translation.override("nl"):
        assert explain(row).startswith("Gaat weg op ")
        assert explain(Delivery(state="due", attempts=2, due_at=timezone.now())).startswith(
            "De mailserver nam het nog niet"
        )
        assert explain(Delivery(state="sent", sent_at=timezone.now())).startswith("Verstuurd op ")
        for state, why in [("dropped", "late"), ("dropped", "cancelled"), ("dead", "refused"), ("dead", "uncertain")]:
            assert explain(Delivery(state=state, why=why, due_at=timezone.now())).endswith(".")
        assert "verhinderd" in explain(Delivery(state="dropped", why="verhinderd", due_at=timezone.now()))


def test_old_settled_rows_go(bas, note, post):
    planned(bas, 1)
    drain()
    planned(bas, 2, due=HOUR, expires=timedelta(days=400))
    later = timezone.now() + timedelta(days=91)
    assert clean() == 0
    assert clean(now=later) == 1
    assert only().key == "note:2"


def test_claiming_uses_an_index_and_few_queries(bas, note, post):
    planned(bas)
    with CaptureQueriesContext(connection) as queries:
        drain()
    said = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(said) == 4  # claim, take, mark; and the look that finds nothing more
