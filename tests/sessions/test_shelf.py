"""The shelf: what waits and since when, blind dots, and who brought when."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from groups.actions.ledger import write_member_fact
from groups.models import Membership
from intervisie.common.refusals import Refusal
from sessions.actions.planning import schedule
from sessions.actions.shelf import give_dot
from sessions.models import Dot, Treatment
from tests.counting import Queries

from .conftest import in_days
from .table import a_case

HX = {"HX-Request": "true"}


@pytest.fixture
def lying(group, bas, dana):
    """Three cases: two of Bas, one of Dana."""
    return [a_case(bas, group), a_case(dana, group, question="Hoe kan ik stoppen?"), a_case(bas, group, success=True)]


@pytest.fixture
def address(group):
    return reverse("shelf", args=[group.pk])


def dot(client, case, on=1):
    return client.post(reverse("dot", args=[case.pk]), {"on": on}, headers=HX)


# ── the shelf ──────────────────────────────────────────────────────────────────────────────────────
def test_empty_it_says_what_will_be_here(client_of, bas, address):
    assert "De plank is leeg" in client_of(bas).get(address).content.decode()


def test_the_longest_waiting_first_with_its_age(client_of, chris, group, bas, dana, address):
    a_case(bas, group, question="Hoe kan ik de nieuwste zijn?")
    a_case(dana, group, question="Hoe kan ik wachten?", shared_at=timezone.now() - timedelta(days=40))
    page = client_of(chris).get(address).content.decode()
    assert page.index("Hoe kan ik wachten?") < page.index("Hoe kan ik de nieuwste zijn?")
    assert "zes weken geleden" in page


def test_drafts_and_cases_of_who_left_do_not_lie_there(client_of, chris, dana, draft, lying, address):
    Membership.objects.filter(user=dana).update(until=in_days(0))
    page = client_of(chris).get(address).content.decode()
    assert "extra dienst" not in page
    assert "Hoe kan ik stoppen?" not in page


def test_who_brought_when_is_a_plain_list_by_name(client_of, chris, bas, dana, group, address):
    write_member_fact(group, dana, "brought", key=group.pk, at=in_days(-30))
    write_member_fact(group, bas, "brought", key=group.pk, at=in_days(-400))
    page = client_of(chris).get(address).content.decode()
    turns = page[page.index("turns-title") :]
    assert turns.index("Bas Hoekstra") < turns.index("Chris de Wit") < turns.index("Dana Yılmaz")
    assert turns.count("nog niet") == 2  # Chris; and Bas brought before Chris joined


def test_strangers_and_nobody(client_of, client, cast, address, lying):
    for stranger in (cast.eva, cast.femke, cast.coen):
        assert client_of(stranger).get(address).status_code == 404
        assert dot(client_of(stranger), lying[0]).status_code == 404
    assert client.get(address)["Location"].startswith(reverse("account_login"))
    assert client_of(cast.chris).get(reverse("dot", args=[lying[0].pk])).status_code == 405


def test_one_and_three_cost_the_same(client_of, chris, group, bas, planned, address, django_assert_num_queries):
    client = client_of(chris)
    for more in (1, 2):
        for _case in range(more):
            a_case(bas, group)
        with django_assert_num_queries(8):
            client.get(address)


# ── dots ───────────────────────────────────────────────────────────────────────────────────────────
def test_one_gives_two_and_takes_one_back(client_of, chris, planned, lying):
    client = client_of(chris)
    assert dot(client, lying[0]).status_code == 200
    assert dot(client, lying[1]).status_code == 200
    third = dot(client, lying[2])
    assert third.status_code == 409
    assert "Haal er eerst één weg" in third.content.decode()
    dot(client, lying[0], on=0)
    assert dot(client, lying[2]).status_code == 200
    assert set(Dot.objects.values_list("case", flat=True)) == {lying[1].pk, lying[2].pk}


def test_pressing_twice_is_once(client_of, chris, planned, lying):
    for on in (1, 1, 0, 0, 1):
        assert dot(client_of(chris), lying[0], on).status_code == 200
    assert Dot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_give_no_third(group, bas, chris, planned):
    lying = [a_case(bas, group) for _nr in range(5)]

    def give(case):
        try:
            give_dot(case.pk, by=chris, on=True)
        except Refusal:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[case]) for case in lying]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Dot.objects.count() == 2


def test_not_to_ones_own_and_not_without_a_date(client_of, bas, chris, lying, group, where, who, anna):
    assert dot(client_of(chris), lying[0]).status_code == 409
    schedule(group, by=anna, starts=[in_days(3)], where=where, who=who)
    assert dot(client_of(bas), lying[0]).status_code == 403


def test_nobody_sees_the_dots_of_another_before_the_choice(client_of, chris, dana, planned, lying, address):
    before = client_of(dana).get(address).content.decode()
    for case in (lying[0], lying[1]):
        give_dot(case.pk, by=chris, on=True)
    after = client_of(dana).get(address).content.decode()
    assert without_tokens(after) == without_tokens(before)


def without_tokens(page):
    return re.sub(r'(csrfmiddlewaretoken" value=|csrf-token" content=|nonce=)"[^"]+"', "", page)


def test_after_the_choice_only_how_many(client_of, chris, dana, anna, planned, lying, address):
    give_dot(lying[0].pk, by=chris, on=True)
    give_dot(lying[0].pk, by=dana, on=True)
    Treatment.objects.create(session=planned, case=lying[1], key=lying[1].key)
    page = client_of(anna).get(address).content.decode()
    assert "twee stippen" in page and "geen stippen" in page
    assert dot(client_of(chris), lying[1]).status_code == 409


def test_a_dot_costs_twelve_queries_with_the_shelf_drawn_again(client_of, chris, planned, lying):
    client = client_of(chris)
    for case in lying[:2]:
        with Queries() as queries:
            dot(client, case)
        # session, person, case | case, session, chosen, dots, row | membership, session, dots, cases
        assert len(queries) == 12
