"""Where a method came from goes out with its file and comes back in, licences and credits too."""

import tomllib
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from methods import actions, draft, papers
from methods.actions import load_methods
from methods.draft import files
from methods.format import load_dict, load_file, to_snapshot, to_toml
from methods.format.origins import LONG, MOST_LICENCES, MOST_ORIGINS, Kind, bounded
from methods.forms.words import WordsForm
from methods.models import Method, MethodDraft
from tests.methods.own.people import a_fork, at, document, fresh, out, posted
from tests.methods.own.test_files import SHORT, troubles
from tests.methods.test_format import method as data_of

FROM = """[[from]]
kind = "library"
id = "core"
licences = { license = "CC BY-NC-SA" }
nl = { name = "Kern", credit = "Van Ofman." }
"""


def with_from(*tables):
    head, mark, tail = SHORT.partition("[[phase]]")
    return head + "".join(tables) + mark + tail


def origins_in(text):
    return files.read_file(text.encode()).origins


# ── out and in again ───────────────────────────────────────────────────────────────────────────────
def words(most):
    return st.text(max_size=most).map(lambda text: files.UNSTORABLE.sub("", text).strip())


TEXTS = st.fixed_dictionaries({"name": words(30), "credit": words(60)})
ORIGIN = st.fixed_dictionaries(
    {"kind": st.sampled_from([str(one) for one in Kind]), "slug": words(20), "version": words(8), "rights": words(20)}
    | {"nl": TEXTS, "en": TEXTS},
    optional={"licences": st.dictionaries(words(12), words(40).filter(bool), min_size=1, max_size=3)},
)


@given(origins=st.lists(ORIGIN, max_size=MOST_ORIGINS))
def test_every_origin_comes_back_the_same_whatever_is_in_it(origins):
    text = to_toml(to_snapshot(load_dict(data_of())), origins=origins)
    assert list(load_dict(tomllib.loads(text)).origins) == origins
    assert origins_in(text)[1:] == origins


@given(origins=st.lists(ORIGIN, max_size=MOST_ORIGINS + 15))
def test_a_long_list_keeps_the_nearest_the_oldest_and_who_has_to_be_named(origins):
    kept = bounded(origins)
    assert len(kept) == min(len(origins), MOST_ORIGINS)
    if origins:
        assert (kept[0], kept[-1]) == (origins[0], origins[-1])
    owed = [one for one in origins[1:-1] if one.get("licences") or one["nl"]["credit"] or one["en"]["credit"]]
    assert sum(one in kept for one in owed) >= min(len(owed), MOST_ORIGINS - 2)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (FROM.replace('"library"', '"heaven"'), "‘kind’ kent 'heaven' niet"),
        (FROM.replace('id = "core"', "id = 7"), "‘id’ hoort een tekst"),
        (FROM.replace("Van Ofman.", "x" * (LONG + 1)), f"‘credit’ is langer dan {LONG} tekens"),
        (FROM.replace("CC BY-NC-SA", "x" * (LONG + 1)), f"hooguit {LONG} tekens"),
        (FROM.replace('"CC BY-NC-SA"', "[1]"), f"hooguit {LONG} tekens"),
        (FROM.replace('"library"', '"library"\nscript = "x"'), "‘script’ kennen we hier niet"),
        (FROM.replace("credit =", "author ="), "‘author’ kennen we hier niet"),
    ],
)
def test_an_origin_that_cannot_be_is_told_with_its_line(table, words):
    found = troubles(with_from(FROM, table))
    assert words in found[0][2]
    assert found[0][1].startswith("herkomst 2")
    assert found[0][0] >= with_from(FROM).partition("[[phase]]")[0].count("\n")


def test_more_origins_than_fit_are_refused_and_what_is_no_table_too():
    assert f"hooguit {MOST_ORIGINS} keer" in troubles(with_from(*[FROM] * (MOST_ORIGINS + 1)))[0][2]
    assert "hoort een lijst" in troubles("from = 3\n" + SHORT)[0][2]
    assert "een blok met velden" in troubles("from = [3]\n" + SHORT)[0][2]


def test_a_file_for_the_program_says_the_line_too(tmp_path):
    path = tmp_path / "x.toml"
    snapshot = to_snapshot(load_dict(data_of()))
    text = to_toml(snapshot, origins=[{"kind": "library", "slug": "a", "nl": {"name": "x", "credit": "y"}}])
    path.write_text(text.replace('"library"', '"heaven"'))
    with pytest.raises(ValueError, match=rf"x\.toml:{text[: text.index('kind =')].count(chr(10)) + 1}, from"):
        load_file(path)


# ── licences ───────────────────────────────────────────────────────────────────────────────────────
def test_a_long_licence_is_kept_whole():
    text = "Vrij te gebruiken, mits " + "met naam " * 150
    reading = files.read_file(f'license = "{text}"\n{SHORT}'.encode())
    assert reading.origins[0]["licences"] == {"license": text.strip()}


def test_a_licence_that_is_too_long_is_refused_with_a_way_out():
    found = troubles(SHORT.replace("format = 1", f'format = 1\nlicense = "{"x" * LONG}"'))
    assert found == [(2, "", f"‘license’ is langer dan {LONG} tekens. Zet er de naam van de licentie en het adres.")]


def test_so_many_licences_are_no_licence():
    many = "".join(f'license_{number} = "x"\n' for number in range(MOST_LICENCES + 1))
    assert "Meer dan" in troubles(many + SHORT)[0][2]


# ── with the deeds ─────────────────────────────────────────────────────────────────────────────────
def upload(browser, text, group):
    file = SimpleUploadedFile("m.toml", text if isinstance(text, bytes) else text.encode())
    once = uuid4()
    browser.post(reverse("import_method"), {"once": once, "home": f"group-{group.pk}", "file": file})
    return fresh(Method(pk=once))


def taken_along(browser, method):
    return browser.get(at("export_draft", method)).content.decode()


@pytest.mark.django_db
def test_ofman_stays_whoever_empties_the_credit(client_of, bas, group):

    method, browser = a_fork(bas, slug="core_quadrants", group=group), client_of(bas)
    now = document(method)
    fields = posted(WordsForm(document=now), seen=draft.stamp(now, "words"), **{"nl-credit": "", "en-credit": ""})
    assert browser.post(at("own_words", method), fields).status_code == 302
    assert document(method)["nl"]["credit"] == ""
    first = upload(browser, taken_along(browser, method), group)
    again = upload(browser, taken_along(browser, first), group)
    assert "Ofman" in again.origin[-1]["nl"]["credit"]
    assert [one["kind"] for one in again.origin] == ["file", "file", "library"]
    assert "Ofman" in browser.get(at("own_publish", again)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", papers.KINDS)
def test_the_papers_of_a_fork_name_ofman_too(client_of, bas, group, kind, monkeypatch):
    method = a_fork(bas, slug="core_quadrants", group=group)
    work = document(method)
    empty = {**work, **{lang: {**work[lang], "credit": ""} for lang in ("nl", "en")}}
    MethodDraft.objects.filter(pk=method.pk).update(document=empty, digest=draft.digest(empty))
    out(method, bas)
    printed = []
    monkeypatch.setattr(papers.paper, "pdf", lambda _template, data, **_more: printed.append(data) or b"%PDF")
    browser = client_of(bas)
    for language in ("nl", "en"):
        address = reverse("method_paper", args=[method.slug, kind])
        assert browser.get(address, headers={"Accept-Language": language}).content == b"%PDF"
    assert printed
    assert all("Daniel Ofman" in data["foot"] for data in printed)


@pytest.mark.django_db
def test_a_licence_of_somebody_else_stays(client_of, bas, group):
    browser = client_of(bas)
    method = upload(browser, SHORT.replace("format = 1", 'format = 1\nlicense = "CC BY-NC-SA"'), group)
    again = upload(browser, taken_along(browser, method), group)
    assert again.origin[1]["licences"] == {"license": "CC BY-NC-SA"}
    assert "license: CC BY-NC-SA" in browser.get(at("own_publish", again)).content.decode()
    assert actions.asks_credit(again, again.draft)


@pytest.mark.django_db
def test_after_many_forks_the_first_is_still_known(bas, group):
    method = a_fork(bas, slug="core_quadrants", group=group)
    for _time in range(MOST_ORIGINS + 3):
        method = actions.fork(out(method, bas, credit=True), by=bas, once=uuid4(), home={"group": group})
    assert len(method.origin) == MOST_ORIGINS
    assert method.origin[-1]["slug"] == "core_quadrants"


@pytest.mark.django_db
def test_a_folder_of_ones_own_keeps_what_its_files_say(tmp_path):
    doc = load_dict({**data_of(), "from": [{"kind": "file", "nl": {"credit": "Van Ofman."}}]})
    assert load_methods([doc]) == {"plain": "new"}
    assert Method.objects.get(slug="plain").origin == list(doc.origins)
    assert load_methods([doc]) == {"plain": "same"}
    assert load_methods([load_dict(data_of())]) == {"plain": "changed"}
