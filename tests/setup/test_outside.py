"""`make outside` cannot be content by accident: who has not looked, or cannot see, does not hold."""

from collections import Counter

import pytest
from django.urls import get_resolver

from bench.outside import __main__ as outside
from bench.outside.crawl import URLS, Links, Visit
from bench.outside.evening import SEATED, Evening, interrupted
from bench.outside.routes import ELSEWHERE, visited
from bench.outside.verdict import Verdict
from methods.actions import load_methods, read_library
from sessions.models import (
    CaseSession,
    Commitment,
    Contribution,
    Mark,
    PrivateNote,
    ScaleMark,
    Step,
    Treatment,
)
from tests.attack.addresses import routes
from tests.sessions.table import a_session


def visit(path, text, role="member", status=200, kind="text/html"):
    return Visit(role, path, status, kind, f"<html><main>{text}</main></html>", "default-src 'none'")


def test_a_tool_that_looked_and_found_nothing_holds():
    assert Verdict("axe", "pages", looked=3).word == "holds"


def test_who_looked_at_nothing_does_not_hold():
    assert Verdict("axe", "pages").word == "DOES NOT HOLD"


def test_a_finding_does_not_hold():
    assert Verdict("axe", "pages", looked=3, found=["/: label missing"]).word == "DOES NOT HOLD"


def test_a_tool_that_cannot_run_says_so():
    assert Verdict("Nu", "pages", looked=3, missing="no Java").word == "NOT RUN"


def test_a_tool_that_is_blind_to_the_broken_page_is_not_believed():
    seen = outside.proven(Verdict("axe", "pages", looked=3), Verdict("axe", "pages", looked=1, found=["broken: all"]))
    blind = outside.proven(Verdict("axe", "pages", looked=3), Verdict("axe", "pages", looked=1))
    alone = outside.proven(Verdict("axe", "pages", looked=3), None)
    assert [seen.holds, blind.holds, alone.holds] == [True, False, False]


def test_findings_are_told_once_with_how_often(capsys):
    Verdict("axe", "pages", looked=2, found=["/a: no label", "/b: no label"]).tell()
    assert "2 × no label" in capsys.readouterr().out


def test_links_are_followed_and_deeds_are_not():
    page = '<a href="/a/"></a><img src="/b.svg"><div data-hx-get="/c/"></div><form action="/d/"></form>'
    assert Links(page + '<form method="post" action="/wissen/"></form>').found == ["/a/", "/b.svg", "/c/", "/d/"]


def test_each_page_is_looked_at_once_but_by_each_who_sees_it_differently():
    one, other = "5da93bce-d0fa-475b-aeff-c3e147dd2233", "3ad32b0a-8011-441b-81e3-081eb50515e0"
    pages = [
        visit("/hulp/", "Hulp"),
        visit("/hulp/", "Hulp", role="coach"),
        visit(f"/groep/{one}/", "Noord"),
        visit(f"/groep/{other}/", "Zuid"),
        visit(f"/groep/{one}/", "Noord, om te begeleiden", role="coach"),
    ]
    kept = [(one.role, one.path) for one in outside.different(pages)]
    assert kept == [  # by turns: what each finds first, then what is left
        ("member", "/hulp/"),
        ("member", f"/groep/{one}/"),
        ("coach", f"/groep/{one}/"),
        ("member", f"/groep/{other}/"),
    ]


def test_of_one_route_so_many_are_looked_at_and_nobody_uses_them_all_up():
    methods = [visit(f"/werkvormen/vorm-{number}/", f"Vorm {number}", "nobody") for number in range(20)]
    own = visit("/werkvormen/vorm-3/", "Vorm 3, en ons oordeel", "member")
    kept = list(outside.different([*methods, own, visit("/hulp/", "Hulp")]))
    assert [one.route for one in kept].count(own.route) == outside.OF_A_KIND
    assert own in kept
    assert "/hulp/" in [one.path for one in kept]


# ── everywhere ─────────────────────────────────────────────────────────────────────────────────────
def test_a_route_that_gave_nobody_anything_is_a_finding():
    assert any(one.startswith("help: ") for one in visited([]).found)
    assert any(one.startswith("help: ") and "404" in one for one in visited([visit("/hulp/", "", status=404)]).found)
    assert not any(one.startswith("help: ") for one in visited([visit("/hulp/", "Hulp")]).found)


def test_what_takes_no_get_is_not_waited_for():
    path = "/voornemen/5da93bce-d0fa-475b-aeff-c3e147dd2233/terugblik/"
    assert any(one.startswith("look_back: ") for one in visited([visit(path, "", status=302)]).found)
    assert not any(one.startswith("look_back: ") for one in visited([visit(path, "", status=405)]).found)


def test_an_exception_has_a_route_and_is_needed():
    known = {name or route for name, route, _arguments in routes(get_resolver(URLS))}
    assert set(ELSEWHERE) <= known
    assert visited([visit("/dev/mail/", "Mail")]).found.count("dev_mail: needs no exception any more") == 1


def test_what_leads_elsewhere_or_is_a_part_is_no_page():
    part = Visit("member", "/deel/", 200, "text/html", "<div>deel</div>", "")
    assert visit("/", "").is_page
    assert not visit("/", "", status=302).is_page
    assert not visit("/a.ics", "", kind="text/calendar").is_page
    assert not part.is_page


@pytest.mark.parametrize("method", ["gedachtenwolk", "streefbeeld", "five_step", "ten_step", "incident", "gossip"])
def test_the_rooms_that_are_looked_at_are_not_empty(group, anna, bas, chris, dana, method):
    """A deed that the rule of the phase refuses is let be; so many have to succeed that it cannot be all of them."""
    load_methods(read_library())
    people = dict(zip(SEATED, (anna, bas, chris, dana), strict=True))
    evening = Evening(a_session(group, leads=anna), people, method)
    seen, found = [], Counter()
    for state in evening.walk():
        seen.append(state)
        found |= laid()
    phases = {step.doc.id for step in evening.session.steps.filter(kind=Step.Kind.PHASE)}
    assert phases < set(seen)
    assert sum(f"{phase}, laid" in seen for phase in phases) >= len(phases) - 3
    assert {"lobby", "case_choice, laid", "method_choice, laid", "harvest, laid", "closed"} <= set(seen)
    assert found >= LAID_IN[method], found


def laid():
    """How many of each kind of thing lie there now."""
    cards = Contribution.objects
    return Counter(
        cards=cards.filter(parked=False).count(),
        parked=cards.filter(parked=True).count(),
        marks=Mark.objects.count(),
        notes=PrivateNote.objects.count(),
        numbers=ScaleMark.objects.filter(shared_at=None).count(),
        shared=ScaleMark.objects.exclude(shared_at=None).count(),
        opened=Step.objects.filter(facts__opened=True).count(),
        asked=Treatment.objects.filter(advice_opened=True).count(),
        taken=Commitment.objects.count(),
    )


LAID_IN = {
    "gedachtenwolk": Counter(cards=6, parked=1, marks=2, opened=1, asked=1, taken=2),
    "streefbeeld": Counter(cards=8, marks=1, numbers=1, shared=2, opened=1, taken=2),
    "five_step": Counter(cards=6, parked=1, marks=1, opened=1, asked=1, taken=2),
    "ten_step": Counter(cards=6, parked=1, marks=2, taken=2),
    "incident": Counter(cards=6, parked=1, marks=1, notes=1, taken=2),
    "gossip": Counter(cards=3, notes=1, taken=2),
}


def test_what_may_happen_in_any_step_is_looked_at_too(group, anna, bas, chris, dana):
    people = dict(zip(SEATED, (anna, bas, chris, dana), strict=True))
    session, seen = a_session(group, leads=anna), {}
    for state in interrupted(session, people):
        now = CaseSession.objects.select_related("step").get(pk=session.pk)
        seen[state] = (now.step.paused_at is not None, now.calm, now.offers.filter(answered_at=None).exists())
    assert seen == {"paused": (True, False, False), "calm": (True, True, False), "offered": (False, False, True)}
