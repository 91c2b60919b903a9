"""The library's pages: open to everybody, narrowed down without a script, never a 500."""

import html
import re
from dataclasses import replace

import pytest
from django.urls import reverse

from methods.actions import load_methods
from methods.codes import Form, Online
from methods.finding import ANSWERS, FILTERS
from methods.forms.library import PLACES
from methods.models import Method
from tests.methods.facts import first_six, shipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    load_methods(first_six())


def names(response):
    return re.findall(r'class="name"><a href="/werkvormen/(\w+)/"', response.content.decode())


def listed(client, **query):
    return set(names(client.get(reverse("methods"), query)))


def test_a_visitor_sees_every_method_the_shortest_first(client, library):
    response = client.get(reverse("methods"))
    assert response.status_code == 200
    assert names(response) == ["five_step", "gedachtenwolk", "gossip", "streefbeeld", "incident", "ten_step"]


def test_a_member_sees_the_same(client_of, bas, library):
    assert len(names(client_of(bas).get(reverse("methods")))) == 6


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"tijd": "50"}, {"five_step"}),
        ({"tijd": "60"}, {"five_step", "gedachtenwolk", "gossip", "streefbeeld"}),
        ({"mensen": "3"}, {"gedachtenwolk", "streefbeeld"}),
        ({"mensen": "10"}, {"incident"}),
        ({"advies": "none"}, {"gedachtenwolk", "gossip"}),
        ({"advies": "asked"}, {"streefbeeld"}),
        ({"advies": "with", "tijd": "75"}, {"five_step", "incident"}),
        ({"voor": "PAT"}, {"gedachtenwolk", "gossip", "ten_step"}),
        ({"voor": "FB"}, set()),
        ({"ervaring": "1"}, {"five_step", "incident", "streefbeeld", "ten_step"}),
        ({"begeleider": "1"}, {"five_step", "gedachtenwolk", "incident", "streefbeeld", "ten_step"}),
        ({"plek": "good", "tijd": "50"}, {"five_step"}),
        ({"plek": "ok"}, None),
        ({"tijd": "vijf", "mensen": "-4", "voor": "\ud7ff", "advies": "1 OR 1"}, None),
        ({"mensen": "99999999999999999999"}, None),
        ({"tijd": "", "mensen": ""}, None),
    ],
)
def test_narrowing_down(client, library, query, expected):
    everything = {"five_step", "gedachtenwolk", "gossip", "incident", "streefbeeld", "ten_step"}
    assert listed(client, **query) == (everything if expected is None else expected)


def test_every_answer_about_somebody_at_a_distance_narrows_down_and_says_what_it_does():
    """All of the library can be done online, so that is no question; which goes as well there is."""
    assert [value for value, _label in PLACES] == list(ANSWERS["plek"])
    for value in filter(None, ANSWERS["plek"]):
        left = {doc.id for doc in shipped() if FILTERS["plek"](doc, value, 6)}
        assert left == {doc.id for doc in shipped() if doc.online == Online.GOOD}
        assert 0 < len(left) < len(shipped())


def test_what_was_made_for_the_wish_comes_first(client, library):
    found = names(client.get(reverse("methods"), {"voor": "DEC"}))
    assert found[-1] != "ten_step"
    assert names(client.get(reverse("methods"), {"voor": "SR"}))[-1] == "streefbeeld"


def test_nothing_found_says_what_to_do(client, library):
    response = client.get(reverse("methods"), {"tijd": "30"})
    assert "Toon alle werkvormen" in response.content.decode()


def test_a_method_shows_its_steps_with_the_words_to_say(client, library):
    page = client.get(reverse("method", args=["gedachtenwolk"])).content.decode()
    assert page.count('id="step-') == 8
    assert "Welk moment zou je kunnen filmen?" in page.replace("welk moment", "Welk moment")
    [version] = [doc.version for doc in first_six() if doc.id == "gedachtenwolk"]
    assert f"Versie {version}" in page
    assert "{name}" not in page


def test_in_english_too(client, library):
    page = client.get(reverse("method", args=["gedachtenwolk"]), headers={"Accept-Language": "en"}).content.decode()
    assert "Thought cloud" in page
    assert "Gedachtenwolk" not in page


@pytest.mark.parametrize("slug", ["nothing", "gedachtenwolk2", "x" * 300])
def test_an_unknown_method_is_not_there(client, library, slug):
    assert client.get(f"/werkvormen/{slug}/").status_code == 404


def test_a_draft_is_nobodys_yet(client, library):
    Method.objects.filter(slug="gossip").update(published_at=None)
    assert client.get(reverse("method", args=["gossip"])).status_code == 404
    assert "gossip" not in names(client.get(reverse("methods")))


@pytest.mark.parametrize("name", ["methods", "method"])
def test_only_to_be_read(client, library, name):
    address = reverse(name, args=["gossip"] if name == "method" else [])
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_two_queries(client, django_assert_num_queries, count):
    load_methods(first_six()[:count])
    with django_assert_num_queries(2):  # the slim rows, the cards of this page
        assert len(names(client.get(reverse("methods")))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_question_asks_two_as_well_and_beside_another_three(client, django_assert_num_queries, count):
    load_methods(first_six()[:count])
    with django_assert_num_queries(2):
        client.get(reverse("methods"), {"zoek": "vraag", "mensen": "6"})
    with django_assert_num_queries(3):
        client.get(reverse("methods"), {"naast": "five_step"})


def test_a_method_asks_one_query(client, library, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("method", args=["ten_step"]))


# ── searching ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("gedachtenwolk", {"gedachtenwolk"}),
        ("WOLK", {"gedachtenwolk"}),  # a part of a compound
        ("onthullen kiezen", {"gedachtenwolk"}),  # the title of a step, words apart
        ("eén", None),
        ("faalangst", {"gedachtenwolk"}),  # a pitfall
        ("zzzz", set()),
        ("%", {"five_step", "gedachtenwolk", "gossip", "incident", "streefbeeld", "ten_step"}),
        ("_____", {"five_step", "gedachtenwolk", "gossip", "incident", "streefbeeld", "ten_step"}),
        ("x" * 3000, set()),
        ("' OR 1=1 --", set()),
    ],
)
def test_searching(client, library, asked, expected):
    response = client.get(reverse("methods"), {"zoek": asked})
    assert response.status_code == 200
    if expected is not None:
        assert set(names(response)) == expected


def test_accents_do_not_matter(client, library):
    with_accents = listed(client, zoek="één vraag")
    assert with_accents == listed(client, zoek="een vraag")
    assert with_accents


def test_a_name_comes_before_a_text(client, library):
    assert names(client.get(reverse("methods"), {"zoek": "incident"}))[0] == "incident"


def test_the_readers_language_is_searched(client, library):
    english = {"Accept-Language": "en"}
    assert names(client.get(reverse("methods"), {"zoek": "thought cloud"}, headers=english)) == ["gedachtenwolk"]
    assert names(client.get(reverse("methods"), {"zoek": "thought cloud"})) == []


@pytest.mark.parametrize(("sent", "status"), [("zoek=%00", 400), ("zoek=" + "x" * 5000, 400), ("blad=-9&zoek=", 200)])
def test_what_nobody_can_type_is_no_error_of_ours(client, library, sent, status):
    assert client.get(f"{reverse('methods')}?{sent}").status_code == status


@pytest.mark.parametrize("number", ["0", "-1", "2", "99999999999999999999", "x", ""])
def test_any_page_number_leads_somewhere(client, library, number):
    assert client.get(reverse("methods"), {"blad": number}).status_code == 200


def test_nothing_found_names_the_answer_to_let_go_of(client, library):
    page = client.get(reverse("methods"), {"tijd": "30", "zoek": "wolk"}).content.decode()
    assert "Zonder tot 30 minuten" in page
    assert 'href="/werkvormen/?zoek=wolk"' in page
    assert "dan is er één werkvorm" in page


def test_every_answer_says_how_many_it_would_leave(client, library):
    page = client.get(reverse("methods"), {"tijd": "60"}).content.decode()
    assert ">alle (6)<" in page
    assert ">met advies (1)<" in page


def test_minutes_and_order_follow_the_number_of_people(client):
    load_methods(shipped())
    page = client.get(reverse("methods"), {"mensen": "8", "zoek": "zevenstappenmodel"}).content.decode()
    assert "61 minuten in zeven stappen" in page
    page = client.get(reverse("methods"), {"zoek": "zevenstappenmodel"}).content.decode()
    assert "50 minuten in zeven stappen" in page


def test_pages_of_twenty_four_that_keep_the_question(client):
    load_methods(shipped())
    first = client.get(reverse("methods"), {"tijd": "120"})
    assert len(names(first)) == 24
    assert "?tijd=120&amp;blad=2" in first.content.decode()
    seen = [name for number in (1, 2, 3) for name in names(client.get(reverse("methods"), {"blad": number}))]
    assert sorted(seen) == sorted(doc.id for doc in shipped() if doc.form != Form.MODULE)


def test_htmx_gets_the_answer_with_a_clean_address_and_one_announcement(client, library):
    response = client.get(reverse("methods"), {"zoek": "wolk", "tijd": "", "voor": ""}, headers={"HX-Request": "true"})
    part = response.content.decode()
    assert "<html" not in part
    assert response["HX-Replace-Url"] == "/werkvormen/?zoek=wolk"
    assert part.count("data-announce") == 1
    assert 'data-announce="1 werkvorm"' in part
    assert part.count('data-hx-swap-oob="true"') == 2
    assert "data-announce" not in client.get(reverse("methods")).content.decode()


def test_beside_another_each_card_leads_to_the_two(client, library):
    page = client.get(reverse("methods"), {"naast": "gossip"}).content.decode()
    assert "/werkvormen/gossip/naast/?met=incident" in page
    assert "/werkvormen/gossip/naast/?met=gossip" not in page
    assert 'name="naast" value="gossip"' in page
    for unknown in ("nothing", "%00x", "<b>"):
        assert client.get(reverse("methods"), {"naast": unknown.replace("%00", "")}).status_code == 200


# ── one method ─────────────────────────────────────────────────────────────────────────────────────
def method_page(client, slug, **query):
    return client.get(reverse("method", args=[slug]), query).content.decode()


def test_minutes_for_ones_own_number_of_people(client):
    load_methods(shipped())
    page = method_page(client, "seven_step_strengths", mensen="8")
    assert "61 minuten in zeven stappen" in page
    assert "met 8 mensen." in page
    assert page.count('aria-current="true"') == 1
    assert "50 minuten in zeven stappen" in method_page(client, "seven_step_strengths")


@pytest.mark.parametrize("people", ["", "0", "2", "99", "-4", "vijf", "9" * 500, "٣"])
def test_a_number_that_cannot_be_is_brought_within(client, library, people):
    response = client.get(reverse("method", args=["gedachtenwolk"]), {"mensen": people})
    assert response.status_code == 200


def test_everything_a_method_says_stands_on_its_page(client):
    load_methods(shipped())
    doc = next(doc for doc in shipped() if doc.id == "case_clinic")
    text, page = doc.text("nl"), html.unescape(method_page(client, "case_clinic"))
    said = [text.promise, text.purpose, text.outcome, text.origin, text.credit, *text.when, *text.when_not]
    said += [*text.contra, *text.preparation, *text.roles, *text.variants, *text.pitfalls]
    for phase in doc.phases:
        words = phase.text("nl").unnamed("de inbrenger", "inbrenger")
        said += [words.title, words.purpose, words.say, words.line, words.artefact, *words.do, *words.avoid]
    missing = [line for line in said if line not in page]
    assert missing == []


def test_sources_are_links_that_give_nothing_away_and_only_to_the_web(client):
    doc = replace(
        next(d for d in shipped() if d.id == "circle"), sources=("javascript:alert(1)", "https://a.example/b")
    )
    load_methods([doc])
    page = method_page(client, "circle")
    assert "javascript:" not in page
    assert '<a href="https://a.example/b" rel="noopener noreferrer">a.example/b</a>' in page


def test_markup_in_a_text_is_shown_as_it_was_written(client):
    doc = next(d for d in shipped() if d.id == "circle")
    texts = {lang: replace(text, name="<b>Kring</b>", promise="{{ x }}") for lang, text in doc.texts.items()}
    load_methods([replace(doc, texts=texts)])
    for address in (
        reverse("methods"),
        reverse("method", args=["circle"]),
        reverse("compare_methods", args=["circle"]),
    ):
        page = client.get(address).content.decode()
        assert "<b>Kring</b>" not in page
        assert "&lt;b&gt;Kring" in page


def test_a_module_says_what_it_is_and_is_not_listed(client, library):
    Method.objects.filter(slug="gossip").update(form="module")
    assert "gossip" not in names(client.get(reverse("methods")))
    assert client.get(reverse("method", args=["gossip"])).status_code == 200
