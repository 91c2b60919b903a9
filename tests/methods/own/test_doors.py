"""Who sees and who writes: own methods of a group, of an organisation; a stranger, a coordinator, somebody who left."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from groups import actions as of_groups
from groups.models import OrganisationRole
from methods import actions
from methods.actions import load_methods
from methods.models import Method
from tests.methods.facts import shipped
from tests.methods.own.people import WHOLE, a_fork, at, fresh, of_library, out

pytestmark = pytest.mark.django_db

EDITOR = ["own_method", "own_words", "own_facts", "own_publish", "own_versions", "own_preview", "export_draft"]


def visible(user, method):
    return Method.objects.visible_to(user).filter(pk=method.pk).exists()


@pytest.fixture
def nobody(client):
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 (a fixture of one test)

    return AnonymousUser()


@pytest.fixture
def of_group(group, bas):
    return a_fork(bas, group=group)


@pytest.fixture
def of_organisation(organisation, anna):
    return a_fork(anna, organisation=organisation)


# ── who sees ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("published", [False, True])
def test_a_method_of_a_group_is_for_its_members_and_coaches_alone(of_group, published, cast, nobody):
    if published:
        out(of_group, cast.bas)
    seen = {name for name in ("anna", "bas", "chris", "coen", "eva", "femke") if visible(getattr(cast, name), of_group)}
    assert seen == {"anna", "bas", "chris"}
    assert not visible(nobody, of_group)


def test_of_an_organisation_a_draft_is_its_coaches_and_what_is_out_everybodys_of_it(of_organisation, cast, nobody):
    everybody = ("anna", "bas", "chris", "coen", "eva", "femke")
    assert {name for name in everybody if visible(getattr(cast, name), of_organisation)} == {"anna"}
    out(of_organisation, cast.anna)
    seen = {name for name in everybody if visible(getattr(cast, name), of_organisation)}
    assert seen == {"anna", "bas", "chris", "coen", "eva"}
    assert not visible(nobody, of_organisation)
    actions.withdraw(of_organisation, by=cast.anna)
    assert {name for name in everybody if visible(getattr(cast, name), of_organisation)} == {"anna"}


def test_who_left_the_group_sees_nothing_of_it_any_more(of_group, group, chris, bas, client_of):
    browser = client_of(chris)
    assert browser.get(at("own_method", of_group)).status_code == 200
    of_groups.leave(group.memberships.get(user=chris), by=bas)
    for name in EDITOR:
        assert browser.get(at(name, of_group)).status_code == 404, name
    assert of_group.slug not in browser.get(reverse("methods")).content.decode()


def test_who_coaches_no_more_writes_no_more(of_organisation, anna, client_of, organisation):
    OrganisationRole.objects.filter(user=anna, organisation=organisation).delete()
    assert client_of(anna).get(at("own_method", of_organisation)).status_code == 404  # a draft, so not even read
    out(of_organisation, anna)
    assert client_of(anna).get(at("own_method", of_organisation)).status_code == 403  # by way of Noord she reads it
    assert client_of(anna).get(reverse("method", args=[of_organisation.slug])).status_code == 200


@pytest.mark.parametrize("name", EDITOR)
def test_the_editor_of_a_group(name, of_group, cast, client_of, client):
    for member in (cast.anna, cast.bas, cast.dana):
        assert client_of(member).get(at(name, of_group)).status_code == 200
    for stranger in (cast.coen, cast.eva, cast.femke):
        assert client_of(stranger).get(at(name, of_group)).status_code == 404
    answer = client.get(at(name, of_group))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", EDITOR)
def test_the_editor_of_an_organisation(name, of_organisation, cast, client_of):
    out(of_organisation, cast.anna)
    assert client_of(cast.anna).get(at(name, of_organisation)).status_code == 200
    for reader in (cast.coen, cast.bas, cast.eva):  # a coordinator and members read what is out, and nothing else
        assert client_of(reader).get(at(name, of_organisation)).status_code == 403
    assert client_of(cast.femke).get(at(name, of_organisation)).status_code == 404


def test_a_coordinator_reads_what_is_out_and_takes_it_along(of_organisation, coen, anna, client_of):
    browser = client_of(coen)
    address = reverse("method", args=[of_organisation.slug])
    assert browser.get(address).status_code == 404
    out(of_organisation, anna)
    page = browser.get(address).content.decode()
    assert "Tot op de bodem, onze versie" in page
    assert "Bewerk deze vorm" not in page
    assert browser.get(reverse("export_method", args=[of_organisation.slug])).status_code == 200


def test_a_draft_has_no_page_of_its_own_yet(of_group, bas, eva, client_of, client):
    address = reverse("method", args=[of_group.slug])
    assert client_of(bas).get(address).url == at("own_method", of_group)
    assert client_of(eva).get(address).status_code == 404
    assert client.get(address).status_code == 404


def test_what_is_not_yours_looks_like_what_does_not_exist(of_group, eva, client_of):
    browser = client_of(eva)
    said = [browser.get(reverse("method", args=[slug])) for slug in (of_group.slug, "u_method_zzzzzz")]
    theirs, nowhere = (re.sub(r'nonce="[^"]*"|u_method_\w+', "", answer.content.decode()) for answer in said)
    assert theirs == nowhere
    assert {answer.status_code for answer in said} == {404}


def test_nothing_is_changed_in_a_group_that_came_to_its_end(of_group, group, bas, client_of):
    type(group).objects.filter(pk=group.pk).update(archived_at=timezone.now())
    browser = client_of(bas)
    assert browser.get(at("own_method", of_group)).status_code == 409
    assert browser.post(at("own_words", of_group), {"nl-name": "x"}).status_code == 409
    assert browser.get(at("export_draft", of_group)).status_code == 200
    assert browser.get(at("own_versions", of_group)).status_code == 200


# ── the library stays what it was ──────────────────────────────────────────────────────────────────
def test_own_methods_stand_beside_the_library_and_not_in_it(of_group, of_organisation, cast, client, client_of):
    out(of_group, cast.bas)
    out(of_organisation, cast.anna)
    assert set(Method.objects.published().values_list("slug", flat=True)) == {WHOLE}
    assert of_group.slug not in client.get(reverse("methods")).content.decode()
    page = client_of(cast.bas).get(reverse("methods")).content.decode()
    assert page.count("Van Jeugdzorg Noord") == 1
    assert "Van Stichting Noorderzorg, voor alle groepen" in page
    other = client_of(cast.femke).get(reverse("methods")).content.decode()
    assert "onze versie" not in other


@pytest.mark.parametrize("count", [1, 3])
def test_the_shelf_of_ones_own_is_one_query(count, bas, group, client_of, django_assert_num_queries):
    for _number in range(count):
        a_fork(bas, group=group)
    browser = client_of(bas)
    with django_assert_num_queries(5):  # the browser session, the person, the library in two, the own ones
        page = browser.get(reverse("methods")).content.decode()
    assert page.count("Concept: alleen") == count


def test_loading_the_library_leaves_own_methods_alone(of_group, bas):
    out(of_group, bas)
    before = fresh(of_group).document
    load_methods([doc for doc in shipped() if doc.id == WHOLE])
    assert fresh(of_group).document == before


def test_a_method_belongs_to_one(group, organisation, bas):
    method = a_fork(bas, group=group)
    with pytest.raises(IntegrityError, match="method_of_one_owner"):
        Method.objects.filter(pk=method.pk).update(organisation=organisation)


# ── the room ───────────────────────────────────────────────────────────────────────────────────────
def test_what_a_group_may_choose(cast, group, other_group, foreign_group):
    library = of_library()
    ours, theirs = out(a_fork(cast.bas, group=group), cast.bas), out(a_fork(cast.eva, group=other_group), cast.eva)
    all_groups = out(a_fork(cast.anna, organisation=cast.organisation), cast.anna)
    a_fork(cast.bas, group=group)  # a draft is nobody's choice
    assert set(Method.objects.usable_in(group)) == {library, ours, all_groups}
    assert set(Method.objects.whole_in(other_group)) == {library, theirs, all_groups}
    assert set(Method.objects.usable_in(foreign_group)) == {library}
    actions.withdraw(all_groups, by=cast.anna)
    assert set(Method.objects.whole_in(group)) == {library, ours}


def test_a_module_fills_a_place_and_is_no_evening(bas, group):
    method = out(a_fork(bas, group=group), bas)
    Method.objects.filter(pk=method.pk).update(form="module")
    assert method in Method.objects.usable_in(group)
    assert method not in Method.objects.whole_in(group)


def test_ones_own_are_found_by_name_as_the_library_is(of_group, bas, eva, client_of):
    def shelf(browser, zoek, **more):
        page = browser.get(reverse("methods"), {"zoek": zoek}, **more).content.decode()
        return page.split('id="own-methods"')[1].split("</section>")[0]

    browser = client_of(bas)
    assert "Tot op de bodem, onze versie" in shelf(browser, "")
    assert "Tot op de bodem, onze versie" in shelf(browser, "bodem versie", headers={"HX-Request": "true"})
    assert "Geen vorm van jullie zelf" in shelf(browser, "wolk")
    assert "onze versie" not in shelf(client_of(eva), "bodem")


def test_what_is_out_of_ones_own_is_narrowed_down_with_the_library(of_group, group, bas, client_of):
    a_fork(bas, group=group)  # not out: it suits no filter
    facts = out(of_group, bas).doc

    def shelf(**asked):
        page = client_of(bas).get(reverse("methods"), asked).content.decode()
        return page.split('id="own-methods"')[1].split("</section>")[0]

    short, long = facts.minutes_for(6) > 30, str(facts.size[1])
    assert short
    assert "Geen vorm van jullie zelf past hierbij." in shelf(tijd="30")
    found = shelf(mensen=long, zoek=facts.phases[0].text("nl").title)  # by what is in it, as the library
    assert found.count("onze versie</a>") == 1
    assert '<svg class="band"' in found
    assert f"{facts.minutes_for(int(long))} minuten" in found


def test_a_version_of_ones_own_has_an_address_for_who_may_read_it(of_group, bas, eva, client_of):
    address = reverse("method_version", args=[out(of_group, bas).slug, "1.0"])
    assert client_of(bas).get(address).status_code == 200
    assert client_of(eva).get(address).status_code == 404


def test_a_long_shelf_unfolds(bas, group, client_of):
    for _nr in range(6):
        a_fork(bas, group=group)
    page = client_of(bas).get(reverse("methods")).content.decode()
    assert "En nog twee" in page
