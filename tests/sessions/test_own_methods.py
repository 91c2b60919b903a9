"""Own methods in the room: a group chooses its own and its organisation's, nobody else's, and keeps what it chose."""

import pytest
from django.urls import reverse

from methods import actions as methods
from methods.draft import stamp
from sessions.actions import choosing as choose
from sessions.models import Step
from tests.methods.own.people import a_fork, out
from tests.sessions.table import a_case, a_session, before_the_slot, begin, fresh, go_to
from tests.sessions.test_room_presses import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def choosing(group, anna, bas, chris, dana):
    """At the choice of a method, for Bas's case."""
    session = begin(a_session(group, leads=anna), anna, bas, chris, dana)
    session = go_to(session, anna, kind=Step.Kind.CASE_CHOICE)
    choose.choose_case(session, by=anna, case_id=a_case(bas, session.group).pk)
    return go_to(session, anna, kind=Step.Kind.METHOD_CHOICE)


def test_a_group_chooses_its_own_method_and_those_of_its_organisation(client_of, choosing, cast):
    ours = out(a_fork(cast.bas, group=cast.noord), cast.bas)
    everybodys = out(a_fork(cast.anna, organisation=cast.organisation), cast.anna)
    for method in (ours, everybodys):
        assert press(client_of(cast.bas), choosing, "room_choose_method", slug=method.slug).status_code == 204
        assert fresh(choosing).step.treatment.method_slug == method.slug


def test_a_method_of_another_group_cannot_be_chosen_nor_read_in_the_room(client_of, choosing, cast):
    theirs = out(a_fork(cast.eva, group=cast.zuid), cast.eva)
    foreign = out(a_fork(cast.femke, group=cast.linde), cast.femke)
    draft = a_fork(cast.bas, group=cast.noord)
    for method in (theirs, foreign, draft):
        assert press(client_of(cast.bas), choosing, "room_choose_method", slug=method.slug).status_code == 409
        assert fresh(choosing).step.treatment.method_slug == ""
    page = client_of(cast.bas).get(reverse("room", args=[choosing.pk])).content.decode()
    assert not any(method.slug in page for method in (theirs, foreign, draft))


def test_a_running_session_keeps_the_version_it_chose(client_of, choosing, cast):
    method = out(a_fork(cast.bas, group=cast.noord), cast.bas)
    press(client_of(cast.bas), choosing, "room_choose_method", slug=method.slug)
    before = fresh(choosing).step.treatment.method
    work = method.draft
    texts = {"nl": {**work.document["nl"], "name": "Anders"}}
    methods.write_words(method.pk, by=cast.bas, seen=stamp(work.document, "words"), texts=texts)
    out(method, cast.bas)
    methods.withdraw(method, by=cast.bas)
    after = fresh(choosing).step.treatment.method
    assert (after, after["version"], after["nl"]["name"]) == (before, "1.0", "Tot op de bodem, onze versie")
    assert fresh(choosing).steps.filter(kind=Step.Kind.PHASE).count() == len(before["phase"])


# ── a module of one's own ──────────────────────────────────────────────────────────────────────────
@pytest.fixture
def at_the_slot(group, anna, bas, chris, dana):
    """Where the module is chosen."""
    return before_the_slot(a_session(group, leads=anna), anna, bas, chris, dana)


def a_module(by, **home):
    return out(a_fork(by, slug="module_brainstorm", **home), by)


def choose_module(browser, session, slug, *, seen=""):
    return press(browser, session, "room_choose_module", slug=slug, seen=seen, step=session.step_id)


def test_a_group_puts_its_own_module_in_the_slot_and_those_of_its_organisation(client_of, at_the_slot, cast):
    browser, seen = client_of(cast.bas), ""
    for module in (a_module(cast.bas, group=cast.noord), a_module(cast.anna, organisation=cast.organisation)):
        assert module.slug in browser.get(reverse("room", args=[at_the_slot.pk])).content.decode()
        assert choose_module(browser, at_the_slot, module.slug, seen=seen).status_code == 204
        seen = fresh(at_the_slot).step.treatment.module_slug
        assert seen == module.slug
        assert "first_ideas" in [step.doc.id for step in at_the_slot.steps.filter(kind=Step.Kind.PHASE)]


def test_a_module_of_another_group_cannot_be_chosen_nor_read_in_the_room(client_of, at_the_slot, cast):
    theirs = a_module(cast.eva, group=cast.zuid)
    foreign = a_module(cast.femke, group=cast.linde)
    draft = a_fork(cast.bas, slug="module_brainstorm", group=cast.noord)
    browser = client_of(cast.bas)
    for module in (theirs, foreign, draft):
        assert choose_module(browser, at_the_slot, module.slug).status_code == 409
        assert fresh(at_the_slot).step.treatment.module_slug == ""
    page = browser.get(reverse("room", args=[at_the_slot.pk])).content.decode()
    assert not any(module.slug in page for module in (theirs, foreign, draft))
