"""A method of one's own begins: made of another, or read from a file; it is taken along, or thrown away."""

import tomllib
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from intervisie.common.models import AuditEvent
from methods import actions
from methods.actions.own import new_slug
from methods.format import load_dict, to_snapshot, to_toml
from methods.models import Method
from tests.methods.facts import shipped
from tests.methods.own.people import WHOLE, a_fork, at, fresh, of_library, out
from tests.methods.own.test_files import SHORT

pytestmark = pytest.mark.django_db


def fork_of(slug=WHOLE):
    return reverse("fork_method", args=[slug])


def home(thing):
    return f"{'group' if hasattr(thing, 'memberships') else 'organisation'}-{thing.pk}"


def made(group):
    return Method.objects.own().select_related("draft").get(group=group)


# ── made of another ────────────────────────────────────────────────────────────────────────────────
def test_a_member_makes_an_own_version(client_of, bas, group):
    of_library()
    answer = client_of(bas).post(fork_of(), {"once": uuid4(), "home": home(group)})
    method = made(group)
    assert answer.url == at("own_method", method)
    assert (method.state, method.published_at, method.by) == ("draft", None, bas)
    names = [method.draft.document[lang]["name"] for lang in ("nl", "en")]
    assert names == ["Tot op de bodem, onze versie", "To the bottom of it, our version"]
    assert len(method.draft.document["phase"]) == len(of_library().doc.phases)
    assert method.slug.startswith("u_method_")
    assert AuditEvent.objects.get(verb="method.fork").about_id == str(method.pk)


def test_a_coach_makes_one_for_all_groups(client_of, anna, organisation):
    of_library()
    client_of(anna).post(fork_of(), {"once": uuid4(), "home": home(organisation)})
    assert Method.objects.own().get().organisation == organisation


@pytest.mark.parametrize("who", ["coen", "bas"])
def test_only_coaches_make_one_for_all_groups(client_of, cast, organisation, who):
    of_library()
    answer = client_of(getattr(cast, who)).post(fork_of(), {"once": uuid4(), "home": home(organisation)})
    assert answer.status_code == 422
    assert not Method.objects.own().exists()


def test_nobody_makes_one_for_a_group_of_others(client_of, eva, group):
    of_library()
    assert client_of(eva).post(fork_of(), {"once": uuid4(), "home": home(group)}).status_code == 422
    assert not Method.objects.own().exists()


def test_who_belongs_nowhere_is_told_so(client_of, coen):
    of_library()
    assert "Nog geen groep" in client_of(coen).get(fork_of()).content.decode()


def test_a_stranger_makes_nothing_of_what_they_cannot_see(client_of, client, femke, bas, group, foreign_group):
    own = out(a_fork(bas, group=group), bas)
    fields = {"once": uuid4(), "home": home(foreign_group)}
    assert client_of(femke).post(fork_of(own.slug), fields).status_code == 404
    assert client.post(fork_of(), fields).url.startswith(reverse("account_login"))
    assert Method.objects.own().count() == 1


def test_pressed_twice_it_is_one(client_of, bas, group):
    of_library()
    fields = {"once": uuid4(), "home": home(group)}
    first, second = (client_of(bas).post(fork_of(), fields) for _press in range(2))
    assert first.url == second.url
    assert Method.objects.own().count() == 1


def test_an_id_of_somebody_elses_making_opens_nothing(client_of, bas, eva, group, other_group):
    method = a_fork(bas, group=group)
    answer = client_of(eva).post(fork_of(), {"once": method.pk, "home": home(other_group)})
    assert answer.status_code == 403
    assert fresh(method).group == group


def test_where_it_came_from_stays_when_that_is_gone(client_of, bas, anna, group, organisation):
    """A fork of a fork of a method that is no longer there."""
    first = out(a_fork(anna, organisation=organisation), anna)
    second = out(actions.fork(first, by=bas, once=uuid4(), home={"group": group}), bas)
    actions.withdraw(first, by=anna)
    version = Method.objects.get(slug=WHOLE).version
    Method.objects.filter(slug=WHOLE).delete()
    assert [one["slug"] for one in fresh(second).origin] == [first.slug, WHOLE]
    page = client_of(bas).get(reverse("method", args=[second.slug])).content.decode()
    assert "Gemaakt van ‘Tot op de bodem, onze versie’, versie 1.0, van de organisatie." in page
    assert f"Gemaakt van ‘Tot op de bodem’, versie {version}." in page
    assert "danken we aan de U-methode van Glasl en Lemson" in page
    assert reverse("method", args=[first.slug]) not in page  # withdrawn: Bas cannot read it
    Method.objects.filter(pk=first.pk).delete()
    assert fresh(second).doc.phases  # and it still runs


def test_a_name_does_not_grow_with_each_copy_and_no_two_are_the_same(bas, group, other_group):
    source = out(a_fork(bas, group=group), bas)
    forks = [actions.fork(source, by=bas, once=uuid4(), home={"group": one}) for one in (group, group, other_group)]
    assert [one.draft.document["nl"]["name"] for one in forks] == [
        "Tot op de bodem, onze versie 2",
        "Tot op de bodem, onze versie 3",
        "Tot op de bodem, onze versie",
    ]
    assert forks[1].draft.document["en"]["name"] == "To the bottom of it, our version 3"


@pytest.mark.parametrize("press", ["get", "post"])
def test_a_draft_of_somebody_is_no_source(client_of, bas, group, press):
    draft = a_fork(bas, group=group)
    answer = getattr(client_of(bas), press)(fork_of(draft.slug), {"once": uuid4(), "home": home(group)})
    assert answer.status_code == 409
    assert "Breng het eerst uit." in answer.content.decode()


def test_of_what_is_gone_nothing_is_made_and_a_choice_is_not_what_somebody_wrote(client_of, bas, group):
    draft = a_fork(bas, group=group)
    actions.throw_away(draft, by=bas)
    answer = client_of(bas).post(fork_of(draft.slug), {"once": uuid4(), "home": home(group)})
    assert answer.status_code == 404
    assert "Dit schreef je" not in answer.content.decode()
    assert str(group.pk) not in answer.content.decode()


@pytest.mark.parametrize("name", ["five_step", "a" * 40, "five_step_abcdef", "x"])
def test_every_own_method_has_an_id_nobody_else_has(name):
    slugs = {new_slug(name) for _time in range(50)}
    assert len(slugs) == 50
    assert all(len(slug) <= 40 and slug.isidentifier() and slug == slug.lower() for slug in slugs)
    assert all(slug.startswith(name.removesuffix("_abcdef")[:33]) for slug in slugs)


# ── from a file ────────────────────────────────────────────────────────────────────────────────────
def upload(browser, content, group, **more):
    text = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("vorm.toml", text, content_type="application/toml")
    return browser.post(reverse("import_method"), {"once": uuid4(), "home": home(group), "file": file, **more})


def whole():
    return to_toml(to_snapshot(next(doc for doc in shipped() if doc.id == WHOLE)))


def test_a_file_becomes_a_draft(client_of, bas, group):
    of_library()
    browser = client_of(bas)
    answer = upload(browser, whole(), group)
    method = made(group)
    assert answer.url == at("own_method", method)
    assert method.slug != WHOLE  # the same name twice is no clash
    assert method.state == "draft"
    assert method.draft.document["nl"]["name"] == "Tot op de bodem, onze versie"  # in a room both can be chosen
    assert "heet deze ‘Tot op de bodem, onze versie’" in browser.get(answer.url).content.decode()
    assert [one["kind"] for one in method.origin] == ["file"]


def test_what_was_taken_along_comes_back_the_same(client_of, bas, group):
    method = out(a_fork(bas, group=group), bas)
    answer = client_of(bas).get(reverse("export_method", args=[method.slug]))
    assert answer["Content-Disposition"] == f'attachment; filename="{method.slug}.toml"'
    assert load_dict(tomllib.loads(answer.content.decode())) == method.doc
    Method.objects.filter(pk=method.pk).delete()
    upload(client_of(bas), answer.content, group)
    again = made(group)
    assert {**again.draft.document, "id": ""} == {**method.document, "id": ""}


@pytest.mark.parametrize("doc", shipped(), ids=lambda doc: doc.id)
def test_every_method_of_the_library_can_be_taken_along(doc, client):
    of_library(doc.id)
    answer = client.get(reverse("export_method", args=[doc.id]))
    assert load_dict(tomllib.loads(answer.content.decode())) == doc


def test_a_broken_file_is_told_with_its_lines_and_keeps_nothing(client_of, bas, group):
    answer = upload(client_of(bas), SHORT.replace("maturity = 1", "maturity = 9"), group)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Regel 5" in page
    assert "‘maturity’ moet tussen 1 en 4 liggen; er staat 9." in page
    assert not Method.objects.own().exists()


def test_a_method_without_steps_is_a_draft_that_cannot_come_out(client_of, bas, group):
    upload(client_of(bas), SHORT.partition("[[phase]]")[0], group)
    method = made(group)
    page = client_of(bas).get(at("own_publish", method)).content.decode()
    assert "Er zijn nog geen stappen." in page
    assert ">phase<" not in page
    assert (
        client_of(bas).post(at("own_publish", method), {"seen": method.draft.digest, "credit": "on"}).status_code == 409
    )
    for name in ("own_method", "own_words", "own_facts", "own_preview", "own_versions", "export_draft"):
        assert client_of(bas).get(at(name, method)).status_code == 200, name


def test_markup_in_a_file_is_text_everywhere(client_of, bas, group):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    text = SHORT.replace("Kort", evil).replace("Vragen", evil).replace("EUPL-1.2", evil)
    upload(client_of(bas), text.replace("format = 1", f'format = 1\nlicence = "{evil}"'), group)
    method = made(group)
    addresses = [at(name, method) for name in ("own_method", "own_words", "own_facts", "own_preview", "own_publish")]
    for address in [*addresses, at("own_phase", method, "ask"), reverse("methods")]:
        page = client_of(bas).get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert "&lt;script&gt;alert(1)" in page, address


def test_rights_of_somebody_else_are_kept_shown_and_asked_about(client_of, bas, group):
    text = whole().replace('rights = "EUPL-1.2"', 'rights = "CC BY-NC 4.0"\nlicense = "Zie de achterkant"')
    upload(client_of(bas), text, group)
    method, browser = made(group), client_of(bas)
    page = browser.get(at("own_publish", method)).content.decode()
    assert "CC BY-NC 4.0; license: Zie de achterkant" in page
    seen = {"seen": method.draft.digest}
    answer = browser.post(at("own_publish", method), seen)
    assert answer.status_code == 422
    assert "Het zijn de woorden van een ander." in answer.content.decode()
    assert fresh(method).state == "draft"
    assert browser.post(at("own_publish", method), {**seen, "credit": "on"}).status_code == 302
    assert "license: Zie de achterkant" in browser.get(reverse("method", args=[method.slug])).content.decode()
    assert AuditEvent.objects.get(verb="method.publish").facts == {"number": 1, "credit": True}


def test_a_file_over_200_kb_is_refused_at_the_field(client_of, bas, group):
    answer = upload(client_of(bas), b"# " + b"x" * 200 * 1024, group)
    assert answer.status_code == 422
    assert "groter dan 200 KB" in answer.content.decode()


def test_five_megabytes_are_refused_before_anything_is_read(client_of, bas, group, monkeypatch):
    monkeypatch.setattr("methods.views.own.read_file", lambda content: pytest.fail("it was read"))
    answer = upload(client_of(bas), b"x" * 5_000_000, group)
    assert answer.status_code == 413
    assert "Een bestand mag hooguit 200 KB zijn." in answer.content.decode()
    assert not Method.objects.own().exists()


def test_without_a_file_or_for_others_nothing_is_read(client_of, client, bas, eva, group):
    assert client_of(bas).post(reverse("import_method"), {"once": uuid4(), "home": home(group)}).status_code == 422
    assert upload(client_of(eva), whole(), group).status_code == 422
    assert upload(client, whole(), group).url.startswith(reverse("account_login"))
    assert not Method.objects.own().exists()


def test_a_file_sent_twice_is_one_draft(client_of, bas, group):
    once = uuid4()
    first, second = (upload(client_of(bas), whole(), group, once=once) for _press in range(2))
    assert first.url == second.url
    assert Method.objects.own().count() == 1


# ── thrown away ────────────────────────────────────────────────────────────────────────────────────
def test_a_draft_can_be_thrown_away(client_of, bas, anna, eva, client, group):
    method = a_fork(bas, group=group)
    away = at("own_throw_away", method)
    assert client_of(eva).post(away).status_code == 404
    assert client.post(away).url.startswith(reverse("account_login"))
    assert client_of(anna).get(away).status_code == 200
    assert Method.objects.filter(pk=method.pk).exists()
    assert client_of(anna).post(away).status_code == 302
    assert not Method.objects.filter(pk=method.pk).exists()
    assert AuditEvent.objects.get(verb="method.throw_away").actor == anna
    assert client_of(bas).post(away).status_code == 404  # a second press finds nothing


def test_what_was_out_is_withdrawn_and_not_thrown_away(client_of, bas, group):
    method = out(a_fork(bas, group=group), bas)
    assert client_of(bas).post(at("own_throw_away", method)).status_code == 409
    actions.withdraw(method, by=bas)
    assert client_of(bas).post(at("own_throw_away", method)).status_code == 409
    assert Method.objects.filter(pk=method.pk).exists()
