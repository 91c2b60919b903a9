"""Loading the library: new, changed, the same, and a folder with a mistake in it."""

import shutil
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from methods.actions import LIBRARY, load_methods, read_library
from methods.models import Listing, Method, MethodVersion

pytestmark = pytest.mark.django_db


def test_loads_everything_once():
    docs = read_library()
    assert set(load_methods(docs).values()) == {"new"}
    assert Method.objects.published().count() == len(docs)
    stored = Method.objects.get(slug="gedachtenwolk")
    assert stored.doc.phase("space").text("nl").title == "Helpende gedachten"
    assert (stored.minutes, stored.least_people, stored.most_people) == (60, 3, 8)


def test_twice_changes_nothing():
    load_methods(read_library())
    before = list(Method.objects.values())
    assert set(load_methods(read_library()).values()) == {"same"}
    assert list(Method.objects.values()) == before


def test_each_method_stands_in_the_library_in_both_languages():
    load_methods(read_library())
    assert Listing.objects.count() == 2 * Method.objects.count()
    listed = Listing.objects.get(method__slug="gedachtenwolk", language="en")
    assert (listed.name, listed.facts["size"]) == ("Thought cloud", [3, 8])


def test_a_row_made_by_older_code_or_lost_is_made_anew(library):
    load_methods(read_library(library))
    Listing.objects.filter(method__slug="gossip").delete()
    Listing.objects.filter(method__slug="incident").update(made=0, words="")
    assert set(load_methods(read_library(library)).values()) == {"same"}
    assert Listing.objects.filter(method__slug="gossip").count() == 2
    assert all(Listing.objects.filter(method__slug="incident").values_list("words", flat=True))


def test_the_rows_follow_a_new_version(library):
    load_methods(read_library(library))
    path = library / "gossip.toml"
    path.write_text(path.read_text().replace('name = "Roddelmethode"', 'name = "Kletskring"'))
    load_methods(read_library(library))
    assert Listing.objects.filter(named=" kletskring ", method__slug="gossip").count() == 1


def test_a_version_stays_under_its_own_address(library, client, django_assert_num_queries):
    load_methods(read_library(library))
    path = library / "gossip.toml"
    newer = (
        path.read_text()
        .replace('name = "Roddelmethode"', 'name = "Kletskring"')
        .replace('version = "1.0"', 'version = "1.1"')
    )
    path.write_text(newer)
    for _time in range(2):  # doing it twice keeps nothing twice
        load_methods(read_library(library))
    assert list(Method.objects.get(slug="gossip").versions.values_list("number", flat=True)) == [2, 1]
    assert "Kletskring" in client.get("/werkvormen/gossip/").content.decode()
    with django_assert_num_queries(2):  # the method, its version
        page = client.get("/werkvormen/gossip/versie/1.0/").content.decode()
    assert "Roddelmethode" in page
    assert "Nu geldt versie 1.1." in page
    assert "Dit is versie 1.1, die nu geldt." in client.get("/werkvormen/gossip/versie/1.1/").content.decode()
    assert client.get("/werkvormen/gossip/versie/2.0/").status_code == 404


def test_a_version_has_its_address_also_when_its_words_were_there_before(library, client):
    load_methods(read_library(library))
    path = library / "gossip.toml"
    first = path.read_text()
    for version, name in [("1.1", "Roddelmethode"), ("1.2", "Kletskring"), ("1.3", "Roddelmethode")]:
        text = first.replace('version = "1.0"', f'version = "{version}"')
        path.write_text(text.replace('name = "Roddelmethode"', f'name = "{name}"'))
        load_methods(read_library(library))
        page = client.get("/werkvormen/gossip/").content.decode()
        assert f'href="/werkvormen/gossip/versie/{version}/"' in page
        answer = client.get(f"/werkvormen/gossip/versie/{version}/")
        assert answer.status_code == 200
        assert name in answer.content.decode()
    assert "Roddelmethode" in client.get("/werkvormen/gossip/versie/1.0/").content.decode()


def test_a_library_from_before_versions_were_kept_gets_them(library, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(import_module("methods.actions.library"), "_keep", lambda _docs: None)
        load_methods(read_library(library))
    assert not MethodVersion.objects.exists()
    assert set(load_methods(read_library(library)).values()) == {"same"}
    assert MethodVersion.objects.count() == Method.objects.count()


def test_the_migration_fills_the_rows_of_what_was_there():
    load_methods(read_library())
    made = list(Listing.objects.order_by("method", "language").values("method", "language", "words", "facts", "card"))
    Listing.objects.all().delete()
    Method.objects.filter(slug="gossip").update(document={"format": 1})  # damaged: left out, not in the way
    import_module("methods.migrations.0003_listing").fill(apps, None)
    again = list(Listing.objects.order_by("method", "language").values("method", "language", "words", "facts", "card"))
    gossip = Method.objects.get(slug="gossip").pk
    assert again == [row for row in made if row["method"] != gossip]


def test_a_new_version_replaces_the_old_and_keeps_its_place(library):
    load_methods(read_library(library))
    before = Method.objects.get(slug="five_step")
    path = library / "five_step.toml"
    path.write_text(path.read_text().replace('version = "1.0"', 'version = "1.1"'))
    assert load_methods(read_library(library))["five_step"] == "changed"
    after = Method.objects.get(slug="five_step")
    assert (after.pk, after.published_at, after.version) == (before.pk, before.published_at, "1.1")
    assert after.doc.version == "1.1"


def test_what_is_no_longer_in_the_folder_stays(library):
    load_methods(read_library(library))
    (library / "gossip.toml").unlink()
    load_methods(read_library(library))
    assert Method.objects.filter(slug="gossip").exists()


def test_one_mistake_loads_nothing_and_says_where(library):
    path = library / "gossip.toml"
    path.write_text(path.read_text().replace('who = "peers"', 'who = "chorus"'))
    with pytest.raises(CommandError, match=r'gossip\.toml:\d+, phase "gossip": "who" does not know \'chorus\''):
        call_command("load_methods", library)
    assert not Method.objects.exists()


def test_checking_changes_nothing(capsys):
    call_command("load_methods", "--check")
    assert f"{len(read_library())} methods read" in capsys.readouterr().out
    assert not Method.objects.exists()


def test_an_empty_folder_is_no_mistake(tmp_path):
    assert load_methods(read_library(tmp_path)) == {}


def test_queries_stay_few(django_assert_num_queries):
    docs = read_library()
    load_methods(docs)
    with django_assert_num_queries(4):  # a savepoint, the rows, the versions, the release
        load_methods(docs)


@pytest.fixture
def library(tmp_path):
    return shutil.copytree(LIBRARY, tmp_path / "library")
