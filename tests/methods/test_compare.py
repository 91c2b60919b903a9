"""Two methods side by side: what differs, the same said once, and a choice where there is nothing to compare."""

import pytest
from django.urls import reverse

from methods import comparing
from methods.actions import load_methods
from methods.models import Method
from tests.methods.facts import first_six

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    load_methods(first_six())


def compared(client, slug="gedachtenwolk", **query):
    return client.get(reverse("compare_methods", args=[slug]), query)


def test_two_stand_beside_each_other(client, library):
    page = compared(client, met="gossip").content.decode()
    assert "Gedachtenwolk naast Roddelmethode" in page
    assert '<td data-label="Gedachtenwolk">' in page
    assert '<td data-label="Roddelmethode">' in page
    assert "Allebei" in page


def test_the_roles_that_one_asks_for_stand_beside_the_other(library):
    docs = {doc.id: doc for doc in first_six()}
    lines = {line.label: line for line in comparing.page(docs["gossip"], docs["gedachtenwolk"])["lines"]}
    assert lines["Rollen"].left == docs["gossip"].text("nl").roles
    assert not lines["Rollen"].right
    assert "Rollen" not in {line.label for line in comparing.page(docs["gedachtenwolk"], docs["five_step"])["lines"]}


def test_both_bands_are_on_one_scale(library):
    docs = {doc.id: doc for doc in first_six()}
    left, right = comparing.page(docs["five_step"], docs["ten_step"])["sides"]
    assert sum(part.minutes for part in left.segments) == sum(part.minutes for part in right.segments) == 110
    assert left.segments[-1].band == "rest"
    assert left.summary.startswith("48 minuten")


def test_what_both_say_is_one_line():
    doc = first_six()[0]
    assert all(line.same for line in comparing.page(doc, doc)["lines"])


@pytest.mark.parametrize("other", [None, "", "nothing", "gedachtenwolk", "x" * 300, "<b>", "' OR 1=1"])
def test_without_another_there_is_a_choice(client, library, other):
    page = compared(client, **({} if other is None else {"met": other}))
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("<option") == 5
    assert 'value="gedachtenwolk"' not in text
    assert ("Die werkvorm is er niet" in text) == bool(other)


def test_those_for_the_same_kind_of_question_are_offered_first(client, library):
    page = compared(client, "gossip").content.decode()
    near = page.split('id="any"')[0]
    assert "?met=gedachtenwolk" in near


@pytest.mark.parametrize("slug", ["nothing", "x" * 300])
def test_an_unknown_method_is_not_there(client, library, slug):
    assert client.get(f"/werkvormen/{slug}/naast/").status_code == 404


def test_a_draft_is_nobodys_yet_on_either_side(client, library):
    Method.objects.filter(slug="gossip").update(published_at=None)
    assert compared(client, "gossip").status_code == 404
    assert "Die werkvorm is er niet" in compared(client, met="gossip").content.decode()


def test_only_to_be_read(client, library):
    assert client.post(reverse("compare_methods", args=["gossip"])).status_code == 405


def test_two_queries(client, library, django_assert_num_queries):
    with django_assert_num_queries(2):
        compared(client, met="gossip")
    with django_assert_num_queries(2):
        compared(client)
