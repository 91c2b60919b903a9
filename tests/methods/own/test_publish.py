"""An own method comes out when it is whole, is withdrawn, and every version of it stays what it was."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from intervisie.common.models import AuditEvent
from methods import actions
from methods.models import Method, MethodVersion
from tests.methods.own.people import a_fork, at, document, fresh, out, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def method(group, bas):
    return a_fork(bas, group=group)


@pytest.fixture
def writer(client_of, bas):
    return client_of(bas)


def publish(writer, method, **more):
    return writer.post(at("own_publish", method), {"seen": fresh(method).draft.digest, **more})


def renamed(writer, method, name):
    writer.post(at("own_words", method), words(method, **{"nl-name": name}))


# ── out ────────────────────────────────────────────────────────────────────────────────────────────
def test_a_whole_method_comes_out_as_its_first_version(method, writer, bas):
    assert publish(writer, method).url == reverse("method", args=[method.slug])
    now = fresh(method)
    assert (now.state, now.version, now.minutes, now.doc.version) == ("published", "1.0", 90, "1.0")
    version = now.versions.get()
    assert (version.number, version.by, version.document) == (1, bas, now.document)
    event = AuditEvent.objects.get(verb="method.publish")
    assert (event.actor, event.about_id, event.facts["number"]) == (bas, str(method.pk), 1)
    assert "onze versie" in writer.get(reverse("method", args=[method.slug])).content.decode()


@pytest.mark.parametrize("field", ["en-name", "nl-promise", "nl-when", "en-preparation", "nl-origin"])
def test_what_is_not_whole_in_both_languages_stays_a_draft(method, writer, field):
    writer.post(at("own_words", method), words(method, **{field: ""}))
    page = writer.get(at("own_publish", method)).content.decode()
    assert "dan kan hij uit" in page
    assert "Breng uit</button>" not in page
    assert publish(writer, method).status_code == 409
    assert fresh(method).state == "draft"
    assert not method.versions.exists()


def test_what_was_written_since_one_looked_does_not_come_out_unseen(method, writer, client_of, anna):
    looked = fresh(method).draft.digest
    renamed(client_of(anna), method, "Van Anna")
    assert writer.post(at("own_publish", method), {"seen": looked}).status_code == 409
    assert fresh(method).state == "draft"


def test_pressed_twice_it_is_one_version(method, writer):
    seen = {"seen": fresh(method).draft.digest}
    for _press in range(2):
        assert writer.post(at("own_publish", method), seen).status_code == 302
    assert method.versions.count() == 1
    assert AuditEvent.objects.filter(verb="method.publish").count() == 1


def test_what_is_written_after_that_is_out_only_when_it_is_published(method, writer, chris, client_of):
    publish(writer, method)
    renamed(writer, method, "Nieuw")
    address = reverse("method", args=[method.slug])
    assert "Nieuw" not in client_of(chris).get(address).content.decode()
    assert fresh(method).draft.has_changes
    publish(writer, method)
    assert "Nieuw" in client_of(chris).get(address).content.decode()
    assert [one.number for one in fresh(method).versions.all()] == [2, 1]
    assert not fresh(method).draft.has_changes


def test_a_method_of_the_organisation_comes_out_for_all_its_groups(client_of, anna, eva, organisation):
    method = a_fork(anna, organisation=organisation)
    publish(client_of(anna), method)
    assert client_of(eva).get(reverse("method", args=[method.slug])).status_code == 200


# ── who ────────────────────────────────────────────────────────────────────────────────────────────
DEEDS = ["own_publish", "own_withdraw", "put_back_draft"]


@pytest.mark.parametrize("name", DEEDS)
def test_a_stranger_brings_nothing_out_or_back(method, client_of, client, eva, coen, bas, name):
    out(method, bas)
    seen = {"seen": fresh(method).draft.digest}
    for stranger in (eva, coen):
        assert client_of(stranger).post(at(name, method), seen).status_code == 404
    assert client.post(at(name, method), seen).url.startswith(reverse("account_login"))
    assert fresh(method).state == "published"


@pytest.mark.parametrize("name", DEEDS)
def test_who_may_only_read_is_refused(client_of, anna, coen, eva, organisation, name):
    method = out(a_fork(anna, organisation=organisation), anna)
    for reader in (coen, eva):
        assert client_of(reader).post(at(name, method), {"seen": "x"}).status_code == 403
    assert fresh(method).state == "published"


# ── withdrawn ──────────────────────────────────────────────────────────────────────────────────────
def test_withdrawn_it_is_not_chosen_any_more_and_can_come_out_again(method, writer, bas, group):
    out(method, bas)
    page = writer.get(at("own_withdraw", method)).content.decode()
    assert "houden hem zoals hij was" in page
    for _press in range(2):
        assert writer.post(at("own_withdraw", method)).url == at("own_versions", method)
    now = fresh(method)
    assert (now.state, now.withdrawn_by) == ("withdrawn", bas)
    assert now not in Method.objects.usable_in(group)
    assert AuditEvent.objects.filter(verb="method.withdraw").count() == 1
    assert "Ingetrokken op" in writer.get(at("own_versions", method)).content.decode()
    publish(writer, method)
    assert fresh(method).state == "published"
    assert fresh(method).versions.count() == 1  # the same words: the same version


# ── versions ───────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def two_versions(method, writer, bas):
    out(method, bas)
    renamed(writer, method, "Tweede naam")
    out(method, bas)
    return method


def test_an_older_version_can_be_looked_at(two_versions, writer):
    page = writer.get(at("own_versions", two_versions)).content.decode()
    assert page.count("Bas Hoekstra") >= 2
    first = writer.get(at("own_version", two_versions, 1)).content.decode()
    assert "Tot op de bodem, onze versie</h1>" in first
    assert "Tweede naam</h1>" in writer.get(at("own_version", two_versions, 2)).content.decode()
    assert writer.get(at("own_version", two_versions, 3)).status_code == 404


def test_an_older_version_comes_back_into_the_draft_and_is_not_out_yet(two_versions, writer):
    for _press in range(2):
        assert writer.post(at("bring_back_version", two_versions, 1)).url == at("own_versions", two_versions)
    assert document(two_versions)["nl"]["name"] == "Tot op de bodem, onze versie"
    assert fresh(two_versions).document["nl"]["name"] == "Tweede naam"
    publish(writer, two_versions)
    assert fresh(two_versions).version == "3.0"
    assert fresh(two_versions).doc.text("nl").name == "Tot op de bodem, onze versie"


def test_what_stood_there_can_be_put_back(two_versions, writer):
    renamed(writer, two_versions, "Half af")
    writer.post(at("bring_back_version", two_versions, 1))
    writer.post(at("bring_back_version", two_versions, 2))  # looking around does not lose it
    assert "Zet terug wat er stond" in writer.get(at("own_versions", two_versions)).content.decode()
    for _press in range(2):
        assert writer.post(at("put_back_draft", two_versions)).status_code == 302
    assert document(two_versions)["nl"]["name"] == "Half af"


def test_a_stranger_reads_and_brings_back_no_version(two_versions, client_of, client, eva, coen):
    for stranger in (eva, coen):
        assert client_of(stranger).get(at("own_version", two_versions, 1)).status_code == 404
        assert client_of(stranger).post(at("bring_back_version", two_versions, 1)).status_code == 404
    assert client.get(at("own_version", two_versions, 1)).url.startswith(reverse("account_login"))


def test_the_database_refuses_to_change_what_came_out(two_versions):
    version = two_versions.versions.get(number=1)
    for change in ({"document": {}}, {"number": 7}, {"digest": "x"}):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            MethodVersion.objects.filter(pk=version.pk).update(**change)
    MethodVersion.objects.filter(pk=version.pk).update(by=None)  # who did it may become nobody


def test_who_is_nobody_any_more_is_someone(two_versions, writer, bas):
    MethodVersion.objects.update(by=None)
    assert "Iemand" in writer.get(at("own_versions", two_versions)).content.decode()


def test_two_versions_with_the_same_words_keep_their_numbers(two_versions, writer, bas):
    actions.bring_back(two_versions.versions.get(number=1), by=bas)
    out(two_versions, bas)
    assert [one.doc.version for one in two_versions.versions.all()] == ["3.0", "2.0", "1.0"]
