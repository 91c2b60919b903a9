"""A board afterwards: its owner's, then and now, on paper and as text; the group's only while its owner shares it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intervisie.common.refusals import Refusal
from sessions import visibility
from sessions.actions import boards, pointer, writing
from sessions.models import CaseSession, Treatment
from tests.sessions.table import a_session, begin, fresh, go_to, in_method, write
from tests.sessions.test_board_deeds import LOUD, NOT_MINE, OFFERED, card, cloud  # noqa: F401

PAGES = [("board", []), ("board_picture", ["png"]), ("board_picture", ["pdf"]), ("board_text", [])]
DEEDS = [("board_share", {"on": "1"}), ("board_look", {"value": "6", "note": "Meer lucht"})]


@pytest.fixture
def over(cloud, anna, bas):  # noqa: F811
    """The session is closed; Bas said how loud it was."""
    boards.say(fresh(cloud), by=bas, card_id=card(LOUD).pk, facet="loud", value="5")
    session = go_to(cloud, anna, kind="closing")
    pointer.close(session, by=anna, seen_version=session.version)
    return Treatment.objects.select_related("case", "session__group", "key").get()


def get(browser, name, treatment, *more):
    return browser.get(reverse(name, args=[treatment.pk, *more]))


def post(browser, name, treatment, *more, **fields):
    return browser.post(reverse(name, args=[treatment.pk, *more]), fields)


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_its_owner_has_it_during_and_after(cloud, bas, client_of, name, more):  # noqa: F811
    treatment = Treatment.objects.get()
    answer = get(client_of(bas), name, treatment, *more)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].find("no-store") >= 0


@pytest.mark.parametrize(("name", "more"), PAGES)
@pytest.mark.parametrize("who", ["anna", "chris", "coen", "eva", "femke"])
def test_to_everybody_else_it_is_not_there(over, client_of, request, name, more, who):
    assert get(client_of(request.getfixturevalue(who)), name, over, *more).status_code == 404


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_who_is_not_logged_in_logs_in_first(over, client, name, more):
    assert get(client, name, over, *more).status_code == 302


@pytest.mark.parametrize(("name", "fields"), DEEDS)
@pytest.mark.parametrize("who", ["anna", "chris", "coen", "eva"])
def test_its_deeds_are_its_owners(over, client_of, request, name, fields, who):
    assert post(client_of(request.getfixturevalue(who)), name, over, **fields).status_code == 404
    over.refresh_from_db()
    assert (over.board_shared_at, over.looks) == (None, [])


@pytest.mark.parametrize(("name", "fields"), DEEDS)
def test_get_changes_nothing(over, bas, client_of, name, fields):
    assert get(client_of(bas), name, over).status_code == 405


def test_shared_the_group_reads_it_and_exports_nothing(over, bas, chris, coen, client_of):
    post(client_of(bas), "board_share", over, on="1")
    page = get(client_of(chris), "board", over)
    assert LOUD in page.text
    assert "De groep, tot jullie terugkeken" in page.text
    assert visibility.board_chip(shared=True).only_me is False
    for name, more in PAGES[1:]:
        assert get(client_of(chris), name, over, *more).status_code == 404
        assert reverse(name, args=[over.pk, *more]) not in page.text
    assert get(client_of(coen), "board", over).status_code == 404
    post(client_of(bas), "board_share", over)
    assert get(client_of(chris), "board", over).status_code == 404


def test_sharing_ends_with_the_follow_up(over, group, bas, chris, client_of):
    post(client_of(bas), "board_share", over, on="1")
    later = timezone.now() + timedelta(days=30)
    CaseSession.objects.create(group=group, number=8, starts_at=later, state="running", started_at=later)
    assert get(client_of(chris), "board", over).status_code == 200
    CaseSession.objects.filter(number=8).update(state="closed", ended_at=later)
    assert get(client_of(chris), "board", over).status_code == 404
    assert get(client_of(bas), "board", over).status_code == 200


def test_who_came_later_reads_nothing_from_before(over, group, bas, eva, client_of):
    post(client_of(bas), "board_share", over, on="1")
    group.memberships.create(user=eva, since=timezone.now() + timedelta(seconds=1))
    assert get(client_of(eva), "board", over).status_code == 404


def test_a_member_who_was_removed_reads_nothing(over, group, bas, chris, client_of):
    post(client_of(bas), "board_share", over, on="1")
    group.memberships.filter(user=chris).update(until=timezone.now())
    assert get(client_of(chris), "board", over).status_code == 404


def test_what_is_private_stays_so_on_a_shared_board(over, bas, chris, client_of):
    post(client_of(bas), "board_look", over, note="Het werd zachter")
    post(client_of(bas), "board_share", over, on="1")
    assert "Het werd zachter" in get(client_of(bas), "board", over).text
    assert "Het werd zachter" not in get(client_of(chris), "board", over).text


@pytest.mark.parametrize("said", [{"note": "Het werd zachter " * 200}, {"value": "99", "note": "Het werd zachter"}])
def test_what_is_refused_is_said_and_given_back(over, bas, client_of, said):
    answer = post(client_of(bas), "board_look", over, **said)
    assert answer.status_code == 400
    assert "Het werd zachter" in answer.text
    assert Treatment.objects.get().looks == []


def test_then_and_now_stand_beside_each_other(over, bas, client_of):
    pk = card(LOUD).pk
    for value in ("2", "2"):
        assert post(client_of(bas), "board_say", over, pk, facet="loud", value=value).status_code == 302
    assert (card(LOUD).said["loud"], card(LOUD).later["loud"]) == ("5", "2")
    page = get(client_of(bas), "board", over).text
    assert 'toen </span>5 → <span class="visually-hidden">nu </span>2' in page
    assert "nu 2" in get(client_of(bas), "board_text", over).text


@pytest.mark.parametrize("said", [{"facet": "sort", "value": "fact"}, {"facet": "loud", "value": "9"}, {"facet": "x"}])
def test_only_what_has_a_now_is_said_anew(over, bas, client_of, said):
    assert post(client_of(bas), "board_say", over, card(LOUD).pk, **said).status_code == 400
    assert card(LOUD).later == {}


def test_nobody_else_says_how_it_is_now(over, chris, client_of):
    answer = post(client_of(chris), "board_say", over, card(LOUD).pk, facet="loud", value="1")
    assert answer.status_code == 404
    assert card(LOUD).later == {}


def test_looking_again_on_the_same_day_replaces_it(over, bas):
    for value in (4, 6):
        boards.look_again(over, by=bas, value=value, note="")
    over.refresh_from_db()
    assert [look["value"] for look in over.looks] == [6]
    with pytest.raises(Refusal):
        boards.look_again(over, by=bas, value=None, note=" ")


def test_the_text_says_what_the_drawing_says(over, bas, client_of):
    answer = get(client_of(bas), "board_text", over)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "attachment" in answer.headers["Content-Disposition"]
    for text in (LOUD, OFFERED, "luidheid 5"):
        assert text in answer.text
    assert NOT_MINE not in answer.text
    assert "Chris" not in answer.text  # nobody's name stands at what was offered


@pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF-")])
def test_the_picture_is_a_picture(over, bas, client_of, form, start):
    answer = get(client_of(bas), "board_picture", over, form)
    assert answer.content.startswith(start)
    assert len(answer.content) > 5000
    assert "gedachtenwolk-" in answer.headers["Content-Disposition"]


def test_no_other_form_is_made(over, bas, client_of):
    assert get(client_of(bas), "board_picture", over, "exe").status_code == 404


def test_a_destroyed_key_leaves_a_sentence(over, bas, client_of):
    over.case.key.destroy()
    page = get(client_of(bas), "board", over)
    assert page.status_code == 200
    assert "De tekst is gewist" in page.text
    assert LOUD not in page.text


@pytest.mark.parametrize(("method", "phase"), [("streefbeeld", "inner"), ("core_quadrants", "deepen")])
def test_each_board_draws_prints_and_reads_out(group, anna, bas, chris, client_of, method, phase):
    session = in_method(a_session(group, leads=anna), anna, bas, method, chris)
    write_all(session, anna, bas, chris, phase)
    treatment = Treatment.objects.get()
    for name, more in PAGES:
        assert get(client_of(bas), name, treatment, *more).status_code == 200
    assert "Snel beslissen" in get(client_of(bas), "board_text", treatment).text
    assert "Snel beslissen" in get(client_of(bas), "board", treatment).text


def write_all(session, anna, bas, chris, phase):
    """A line of Bas wherever he writes, up to this phase."""
    for _turn in range(20):
        session = fresh(session)
        if session.step.doc.own_kinds and session.step.doc.writers in ("all", "case_giver"):
            kind = session.step.doc.own_kinds[0]
            if kind != "step":
                write(session, bas, "Snel beslissen", kind=kind)
        if session.step.doc.id == phase:
            return
        pointer.advance(session, by=anna, seen_version=session.version)


def test_the_scale_of_a_streefbeeld_is_a_series_for_its_owner(group, anna, bas, chris, client_of):
    session = in_method(a_session(group, leads=anna), anna, bas, "streefbeeld", chris, phase="scale")
    write(session, bas, "Ik vroeg het al eens", kind="sign")
    writing.score(fresh(session), by=bas, value=4)
    session = go_to(session, anna, phase="first_step")
    writing.score(session, by=bas, value=8)  # how sure of the step: another scale
    session = go_to(session, anna, kind="closing")
    pointer.close(session, by=anna, seen_version=session.version)
    treatment = Treatment.objects.get()
    post(client_of(bas), "board_look", treatment, value="6", note="Het lukte één keer")
    page = get(client_of(bas), "board", treatment).context["page"]
    assert [(one.value, one.note) for one in page.boards[0].numbers] == [(4, ""), (6, "Het lukte één keer")]
    post(client_of(bas), "board_share", treatment, on="1")
    assert get(client_of(chris), "board", treatment).context["page"].boards[0].numbers == []


def test_the_next_session_opens_with_it(over, group, anna, bas, chris, client_of):
    session = begin(a_session(group, number=2, leads=anna), anna, bas, chris)
    session = go_to(session, anna, kind="look_back")
    link = reverse("board", args=[over.pk])
    room = reverse("room", args=[session.pk])
    assert link in client_of(bas).get(room).text
    assert link not in client_of(chris).get(room).text
    post(client_of(bas), "board_share", over, on="1")
    assert link in client_of(chris).get(room).text


def test_the_page_of_the_session_leads_to_it(over, bas, chris, client_of):
    address, link = reverse("session", args=[over.session_id]), reverse("board", args=[over.pk])
    assert link in client_of(bas).get(address).text
    assert link not in client_of(chris).get(address).text
