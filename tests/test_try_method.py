"""A method tried alone: every step of every method on every screen; what it promises is what the room does."""

import html
import re

import pytest
from django.urls import reverse

from intervisie.dry_run import ROLES, dry_run
from intervisie.dry_run.invented import NAME, WRITTEN
from methods import rules
from methods.actions import load_methods
from methods.codes import Kind, Role
from methods.models import Method
from tests.methods.facts import first_six, shipped


def docs():
    return {doc.id: doc for doc in shipped()}


def screen(slug, role, step):
    return dry_run(docs()[slug], "nl", role, str(step)).screen


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)
def test_every_step_of_every_method_has_a_screen(doc, role):
    for lang in ("nl", "en"):
        for step, phase in enumerate(doc.phases, start=1):
            shown = dry_run(doc, lang, role, str(step)).screen
            assert shown.line
            assert "{name}" not in str(shown)
            assert bool(shown.input) == rules.may_write(phase, ROLES[role][0])


def test_each_kind_that_can_be_written_has_an_example():
    written = {kind for doc in shipped() for phase in doc.phases for kind in (*phase.kinds, *phase.own_kinds)}
    assert written - {Kind.SCORE} <= set(WRITTEN)


def test_silent_writing_is_promised_as_the_room_promises_it():
    chip = screen("gedachtenwolk", "deelnemer", 3).input.chip
    assert chip.text == "Nu alleen jij; de groep bij ‘Onthullen en kiezen’, zonder je naam"
    assert chip.only_me


def test_what_lies_on_the_table_is_what_the_policy_opens():
    opened = screen("gedachtenwolk", "deelnemer", 4).piles[0]
    assert [said for _who, said in opened.cards] == [str(one) for one in WRITTEN[Kind.THOUGHT]]
    assert [who for who, _said in opened.cards] == ["", ""]  # no names there
    assert opened.closed == ""


def test_gifts_stay_closed_until_the_case_giver_opens_them():
    doc = docs()["gedachtenwolk"]
    harvest = dry_run(doc, "nl", "deelnemer", "8").screen.piles[0]
    assert harvest.cards == []
    assert harvest.closed == f"Dicht, tot {NAME} ze opent."
    assert "jij ze opent" in dry_run(doc, "nl", "inbrenger", "8").screen.piles[0].closed


def test_a_turned_case_giver_sees_no_cards():
    for doc in shipped():
        for step, phase in enumerate(doc.phases, start=1):
            if rules.away(phase):
                assert dry_run(doc, "nl", "inbrenger", str(step)).screen.piles == []


def test_rating_is_the_case_givers_alone():
    assert "Jij legt elke kaart neer: van mij" in screen("gedachtenwolk", "inbrenger", 4).marks
    assert f"{NAME} legt elke kaart neer" in screen("gedachtenwolk", "begeleider", 4).marks
    assert screen("gedachtenwolk", "inbrenger", 6).score
    assert not screen("gedachtenwolk", "deelnemer", 6).score


def test_early_advice_can_be_kept_by_who_takes_part():
    assert screen("gedachtenwolk", "deelnemer", 6).parks.only_me
    assert screen("gedachtenwolk", "inbrenger", 6).parks is None


def test_the_roles_are_three_of_the_room():
    assert {role for role, _word in ROLES.values()} == {Role.PEER, Role.CASE_GIVER, Role.LEADER}


# ── the page ───────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def library(db):
    load_methods(first_six())


def tried(client, slug="gedachtenwolk", headers=None, **query):
    return client.get(reverse("try_method", args=[slug]), query, headers=headers)


def test_it_begins_with_the_case_and_ends_with_what_one_has(client, library):
    begin = tried(client).content.decode()
    assert NAME in begin
    assert "Naar ‘Kernmoment’" in begin
    over = tried(client, stap="9").content.decode()
    assert "Dat was het" in over
    assert 'rel="next"' not in over


def test_every_step_leads_to_the_next_and_back_as_the_same_person(client, library):
    address, seen = f"{reverse('try_method', args=['gedachtenwolk'])}?als=inbrenger&stap=0", []
    while address:
        page = client.get(address).content.decode()
        seen.append(re.search(r"<h1[^>]*>(.*?)</h1>", page)[1])
        on = re.search(r'rel="next" href="(\?[^"]+)"', page)
        address = reverse("try_method", args=["gedachtenwolk"]) + html.unescape(on[1]) if on else ""
        assert "als=begeleider" in page
    assert len(seen) == 10


def test_the_leader_reads_what_to_say(client, library):
    page = tried(client, als="begeleider", stap="3").content.decode()
    assert f"Nu is het stil. Eén gedachte per kaart, als bewering. {NAME} schrijft" in page
    assert "Spiekbrief" not in page


@pytest.mark.parametrize("step", ["", "-1", "x", "99999999999999999999", "1.5", "٣", "<b>", "999"])
@pytest.mark.parametrize("role", ["", "koning", "begeleider", "x" * 500])
def test_nonsense_in_the_address_is_no_error(client, library, role, step):
    assert tried(client, als=role, stap=step).status_code == 200


def test_htmx_gets_the_part_that_takes_the_focus(client, library):
    part = tried(client, headers={"HX-Request": "true"}, stap="2").content.decode()
    assert "<html" not in part
    assert part.count("data-focus") == 1
    assert 'id="probeer"' in part


@pytest.mark.parametrize("slug", ["nothing", "x" * 300])
def test_an_unknown_method_is_not_there(client, library, slug):
    assert client.get(f"/werkvormen/{slug}/probeer/").status_code == 404


def test_a_draft_is_nobodys_yet(client, library):
    Method.objects.filter(slug="gossip").update(published_at=None)
    assert tried(client, "gossip").status_code == 404


def test_nothing_is_kept(client, library, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = tried(client, stap="3")
    assert set(response.cookies) <= {"csrftoken"}  # as on every page
    assert client.post(reverse("try_method", args=["gossip"])).status_code == 405


def test_in_english_too(client, library):
    page = tried(client, headers={"Accept-Language": "en"}, stap="3").content.decode()
    assert f"In {NAME}’s shoes I might think" in page
    assert "inbrenger" not in page.split('id="probeer"')[1].split("try-room")[1].split("</nav>")[1]
