"""The library's pages: open to everybody, narrowed down without a script, never a 500."""

import re

import pytest
from django.urls import reverse

from methods.actions import load_methods
from methods.models import Method
from tests.methods.facts import first_six

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
        ({"tijd": "vijf", "mensen": "-4", "voor": "\ud7ff", "advies": "1 OR 1"}, None),
        ({"mensen": "99999999999999999999"}, None),
        ({"tijd": "", "mensen": ""}, None),
    ],
)
def test_narrowing_down(client, library, query, expected):
    everything = {"five_step", "gedachtenwolk", "gossip", "incident", "streefbeeld", "ten_step"}
    assert listed(client, **query) == (everything if expected is None else expected)


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
    assert "Versie 1.0" in page
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
def test_the_list_asks_one_query(client, django_assert_num_queries, count):
    load_methods(first_six()[:count])
    with django_assert_num_queries(1):
        assert len(names(client.get(reverse("methods")))) == count


def test_a_method_asks_one_query(client, library, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("method", args=["ten_step"]))
