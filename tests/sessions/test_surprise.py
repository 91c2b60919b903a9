"""“Verras ons”: one that fits, that the group never did and that does not stand there yet; with its true reasons."""

import re

import pytest
from django.urls import reverse

from methods.actions import load_methods
from sessions.actions import choosing, people
from sessions.models import CaseSession, Step, Treatment
from tests.methods.facts import shipped
from tests.sessions.table import a_case, a_session, begin, fresh, go_to
from tests.sessions.test_method_used import done

HTMX = {"HX-Request": "true"}


@pytest.fixture
def at_choice(group, anna, bas, chris, dana):
    load_methods(doc for doc in shipped() if doc.form != "module")
    session = begin(a_session(group, leads=anna, minutes=150), anna, bas, chris, dana)
    session = go_to(session, anna, kind="case_choice")
    intake = {"want": "PS", "load": 9, "rather_not": ["drawing"], "influence": 1, "current": 1}
    choosing.choose_case(session, by=anna, case_id=a_case(bas, group, intake=intake).pk)
    return go_to(session, anna, kind="method_choice")


def press(browser, session, seen=0, htmx=True, **fields):
    said = {"step": session.step_id, "seen": seen, **fields}
    return browser.post(reverse("room_surprise", args=[session.pk]), said, headers=HTMX if htmx else {})


def page_of(browser, session):
    return browser.get(reverse("room", args=[session.pk]))


def surprise_on(page):
    found = page.context["surprised"]
    return [card.method.slug for card in found.cards] if found else []


# ── works ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["anna", "bas"])
def test_who_chooses_presses_and_everybody_sees_the_same_one(at_choice, cast, client_of, who):
    answer = press(client_of(getattr(cast, who)), at_choice)
    assert answer.status_code == 204
    assert "live:step" in answer.headers["HX-Trigger"]
    pages = [page_of(client_of(person), at_choice) for person in (cast.anna, cast.bas, cast.chris, cast.dana)]
    [[slug]] = {tuple(surprise_on(page)) for page in pages}
    match = pages[0].context["match"]
    assert slug not in [card.method.slug for card in (*match.cards, *match.nearest)]
    assert {"Verras ons", "Past"} <= set(re.findall("Verras ons|Past", pages[2].content.decode()))


def test_each_press_brings_another(at_choice, bas, client_of):
    browser, seen = client_of(bas), []
    for nr in range(4):
        press(browser, at_choice, nr)
        seen += surprise_on(page_of(browser, at_choice))
    assert len(set(seen)) == 4


def test_what_the_group_did_before_does_not_come(at_choice, group, bas, client_of):
    browser = client_of(bas)
    press(browser, at_choice)
    [first] = surprise_on(page_of(browser, at_choice))
    done(group, bas, 9, slug=first, begun=False)
    assert surprise_on(page_of(browser, at_choice)) == [first]  # chosen and never begun is not done
    done(group, bas, 10, slug=first)
    assert first not in surprise_on(page_of(browser, at_choice))
    for number, doc in enumerate(shipped(), start=11):
        done(group, bas, number, slug=doc.id)
    page = page_of(browser, at_choice)
    assert surprise_on(page) == []
    assert "Wat er nu past, staat hierboven of deden jullie al eens." in page.content.decode()


def test_the_group_reads_nothing_private_about_it(at_choice, bas, chris, client_of):
    for nr in range(3):
        press(client_of(bas), at_choice, nr)
        page = page_of(client_of(chris), at_choice).content.decode()
        [shown] = re.findall(r'<section[^>]*id="surprise".*?</section>', page, re.DOTALL)
        assert "Past omdat Bas dit zoekt" in shown
        assert not [said for said in ("gaf aan", "weinig invloed", "wat je doet", "Je kunt") if said in shown]


def test_it_is_kept_with_what_was_suggested(at_choice, bas, client_of):
    browser = client_of(bas)
    press(browser, at_choice)
    page = page_of(browser, at_choice)
    [said] = set(re.findall(r'name="suggested" value="([^"]+)"', page.content.decode()))
    [slug] = surprise_on(page)
    browser.post(reverse("room_choose_method", args=[at_choice.pk]), {"slug": slug, "suggested": said}, headers=HTMX)
    kept = Treatment.objects.get(session=at_choice)
    assert (kept.method_slug, kept.suggested[-1]) == (slug, slug)


def test_without_script_the_press_leads_back_to_the_room(at_choice, bas, client_of):
    browser = client_of(bas)
    answer = press(browser, at_choice, htmx=False)
    assert (answer.status_code, answer.url) == (302, reverse("room", args=[at_choice.pk]))
    assert len(surprise_on(page_of(browser, at_choice))) == 1


# ── 403 · 404 · login · GET ────────────────────────────────────────────────────────────────────────
def test_a_peer_does_not_press(at_choice, chris, client_of):
    answer = press(client_of(chris), at_choice)
    assert answer.status_code == 403
    assert "room_surprise" not in page_of(client_of(chris), at_choice).content.decode()
    assert fresh(at_choice).step.facts == {}


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_a_coordinator_and_strangers_find_nothing(at_choice, cast, client_of, who):
    assert press(client_of(getattr(cast, who)), at_choice).status_code == 404
    assert fresh(at_choice).step.facts == {}


def test_nobody_logs_in_first_and_a_get_does_nothing(at_choice, bas, client, client_of):
    answer = press(client, at_choice, htmx=False)
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    assert client_of(bas).get(reverse("room_surprise", args=[at_choice.pk])).status_code == 405


# ── harmless ───────────────────────────────────────────────────────────────────────────────────────
def test_pressed_twice_on_the_same_page_counts_once(at_choice, anna, bas, client_of):
    press(client_of(bas), at_choice)
    press(client_of(anna), at_choice)
    assert fresh(at_choice).step.facts == {"surprises": 1}


@pytest.mark.parametrize("seen", ["-1", "1000", "x", ""])
def test_a_number_that_no_page_showed_is_refused(at_choice, bas, client_of, seen):
    assert press(client_of(bas), at_choice, seen).status_code == 400
    assert fresh(at_choice).step.facts == {}


def test_at_the_wrong_moment_it_says_so(at_choice, anna, bas, client_of):
    choosing.choose_method(fresh(at_choice), by=bas, slug="five_step")
    later = go_to(at_choice, anna, kind="phase")
    assert press(client_of(bas), later).status_code == 409
    assert press(client_of(bas), later, step=at_choice.step_id).status_code == 409


def test_while_it_is_quiet_nothing_is_drawn(at_choice, bas, chris, client_of):
    people.stop(fresh(at_choice), by=chris)
    assert press(client_of(bas), at_choice).status_code == 409


def test_without_a_case_there_is_nothing_to_surprise_with(group, anna, bas, client_of):
    session = begin(a_session(group, leads=anna), anna, bas)
    Step.objects.filter(session=session, kind="method_choice").update(treatment=None)
    choice = session.steps.get(kind="method_choice")
    CaseSession.objects.filter(pk=session.pk).update(step=choice)
    assert press(client_of(anna), fresh(session)).status_code == 409
