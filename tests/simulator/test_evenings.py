"""The short form of `make bench-simulator`: a few methods of different kinds, played by people with habits."""

import pytest
from django.test import Client

from bench.simulator.evening import Evening
from bench.simulator.person import Answer, Refused
from methods.actions import load_methods
from sessions.actions import pointer
from sessions.models import Contribution
from tests.methods.facts import shipped

pytestmark = pytest.mark.django_db


class InProcess:
    """A door of `bench.simulator.person` without a wire: the same middleware, forms and cookies."""

    def __init__(self, user):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user, backend="groups.backends.Backend")

    def get(self, path):
        answer = self.client.get(path)
        return Answer(answer.status_code, answer.content.decode())

    def post(self, path, fields, *, script):
        answer = self.client.post(path, fields, headers={"HX-Request": "true"} if script else {})
        return Answer(answer.status_code, answer.content.decode())


def evening(method, people):
    load_methods([doc for doc in shipped() if doc.id == method])
    return Evening(method, people, lambda users: [InProcess(user) for user in users])


@pytest.mark.parametrize(("method", "people"), [("gedachtenwolk", 3), ("gossip", 7)])
def test_from_the_lobby_to_the_goodbye(method, people):
    evening(method, people).play()


def test_it_notices_when_one_press_moves_the_group_twice(monkeypatch):
    once = pointer._go_on

    def twice(session, *, by, seen_version, skipping):
        once(session, by=by, seen_version=seen_version, skipping=skipping)
        session.refresh_from_db()
        return once(session, by=by, seen_version=seen_version + 1, skipping=skipping)

    monkeypatch.setattr(pointer, "_go_on", twice)
    with pytest.raises(Refused, match="moved the group by 2"):
        evening("gossip", 3).play()


def test_it_notices_who_reads_what_is_written_in_silence(monkeypatch):
    monkeypatch.setattr("sessions.visibility.is_open", lambda step, moment: True)
    with pytest.raises(Refused, match="wrote for later"):
        evening("gedachtenwolk", 3).play()


def test_it_notices_what_is_lost(monkeypatch):
    def forget_one(session, *, before):
        """A card that nobody let go."""
        kept = Contribution.objects.filter(step__session=session, marks=None, parked=False)
        kept.filter(pk__in=kept[:1]).delete()

    monkeypatch.setattr("sessions.actions.ending.forget_let_go", forget_one)
    with pytest.raises(Refused, match=r"does not read|lost: "):
        evening("gedachtenwolk", 3).play()
