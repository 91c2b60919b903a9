"""Writing on an own method: kept at a pause, never over what was not seen, nothing typed ever lost."""

import pytest
from django.urls import reverse

from methods.actions import drafts
from methods.draft import steps as pure
from methods.models import MethodDraft
from tests.counting import Queries
from tests.methods.own.people import a_fork, at, document, facts, fresh, phase, words

pytestmark = pytest.mark.django_db
BY_ITSELF = {"X-Autosave": "1"}


@pytest.fixture
def method(group, bas):
    return a_fork(bas, group=group)


@pytest.fixture
def writer(client_of, bas):
    return client_of(bas)


def url(method, step=""):
    return at("own_phase", method, step) if step else at("own_words", method)


PAGES = [("own_words", words, []), ("own_facts", facts, []), ("own_phase", phase, ["now"])]


# ── each page ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("name", "form", "more"), PAGES)
def test_pressing_save_on_an_unchanged_page_changes_nothing(method, client_of, anna, name, form, more):
    """What a page shows is what it keeps: nothing of a method is lost by only passing through the editor."""
    before = fresh(method).draft
    assert client_of(anna).post(at(name, method, *more), form(method, *more)).status_code == 302
    after = fresh(method).draft
    assert (after.document, after.at, after.by_id) == (before.document, before.at, before.by_id)


def test_words_are_kept_in_both_languages(method, writer, bas):
    fields = words(
        method, **{"nl-name": "  Trap \n af ", "en-when": "you are stuck\n\n you want more ", "nl-contra": None}
    )
    assert writer.post(url(method), fields).status_code == 302
    now = fresh(method).draft
    assert now.document["nl"]["name"] == "Trap af"
    assert now.document["en"]["when"] == ["you are stuck", "you want more"]
    assert now.document["nl"]["contra"] == []
    assert now.by == bas
    assert fresh(method).state == "draft"


def test_straight_quotes_become_those_of_the_house(method, writer):
    writer.post(url(method), words(method, **{"nl-promise": 'Zeg "ja" of "nee".', "en-promise": 'It"s'}))
    assert document(method)["nl"]["promise"] == "Zeg ‘ja’ of ‘nee’."
    assert document(method)["en"]["promise"] == "It’s"


def test_facts_are_kept(method, writer):
    fields = facts(method, **{"size_least": "3", "size_most": "5", "fit-VAL": "0", "fit-DEC": "2", "starter": "on"})
    fields |= {"focus-system": "0", "sources": "https://example.org/a\n\nhttps://example.org/b", "family": "values"}
    assert writer.post(at("own_facts", method), fields).status_code == 302
    now = document(method)
    assert (now["size"], now["starter"], now["family"], now["focus"]) == ([3, 5], True, "values", {})
    assert (now["fit"].get("DEC"), "VAL" in now["fit"]) == (2, False)
    assert now["sources"] == ["https://example.org/a", "https://example.org/b"]


def test_a_step_is_kept_with_what_follows_from_it(method, writer):
    fields = phase(
        method,
        "now",
        who="all",
        writers="all",
        writes="silent",
        kinds=["thought"],
        own_kinds=None,
        limit="3",
        own_limit="5",
    )
    fields |= {"rules": ["no_discuss"], "marks": "one", "nl-score": "Hoe zeker?", "en-score": "How sure?"}
    fields |= {
        "nl-stuck-0-when": "Het is stil",
        "en-stuck-0-when": "It is quiet",
        "per_person": "1.5",
        "optional": "on",
    }
    assert writer.post(url(method, "now"), fields).status_code == 302
    now = next(one for one in document(method)["phase"] if one["id"] == "now")
    assert now["rules"] == ["c_decides", "no_discuss", "score", "silent_write"]
    assert (now["kinds"], now["own_kinds"], now["limit"], now["own_limit"]) == (["thought"], ["thought"], 3, 5)
    assert (now["per_person"], now["optional"]) == (1.5, True)
    assert now["nl"]["stuck"][0]["when"] == "Het is stil"
    assert len(now["nl"]["stuck"]) == len(now["en"]["stuck"])


def test_a_card_that_is_empty_in_both_languages_falls_away(method, writer):
    keys = [f"{lang}-stuck-1-{name}" for lang in ("nl", "en") for name in ("when", "say")]
    before = len(document(method)["phase"][0]["nl"]["stuck"])
    writer.post(url(method, "now"), phase(method, "now", **dict.fromkeys(keys, "")))
    now = document(method)["phase"][0]
    assert len(now["nl"]["stuck"]) == len(now["en"]["stuck"]) == before - 1


def test_minutes_stay_what_they_are_when_a_step_is_written(method, writer):
    fields = phase(method, "now", **{"nl-title": "Anders"})
    times = {"now": {"minutes": 33, "least": 4}}
    MethodDraft.objects.filter(pk=method.pk).update(document=pure.timed(document(method), times))
    assert writer.post(url(method, "now"), fields).status_code == 302  # somebody set the minutes meanwhile: no clash
    now = document(method)["phase"][0]
    assert (now["nl"]["title"], now["minutes"], now["least"]) == ("Anders", 33, 4)


# ── what cannot be kept ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "form", "more", "change", "says"),
    [
        ("own_words", words, [], {"nl-promise": "x" * 1501}, "langer dan past"),
        ("own_facts", facts, [], {"size_least": "veel"}, "size_least"),
        ("own_facts", facts, [], {"sources": "javascript:alert(1)"}, "is geen adres"),
        ("own_facts", facts, [], {"maturity": "9"}, "maturity"),
        ("own_facts", facts, [], {"fit-SR": "5"}, "fit-SR"),
        ("own_phase", phase, ["now"], {"who": "chorus"}, "who"),
        ("own_phase", phase, ["now"], {"limit": "21"}, "limit"),
        ("own_phase", phase, ["now"], {"rules": ["no_advice", "fly"]}, "rules"),
        ("own_phase", phase, ["now"], {"shows": ["nothing"]}, "shows"),
        ("own_phase", phase, ["now"], {"per_person": "nan"}, "per_person"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_stands_there_still(
    method, writer, name, form, more, change, says
):
    before = document(method)
    typed = {"nl-name": "Wat ik net schreef"} if name == "own_words" else {}
    answer = writer.post(at(name, method, *more), form(method, *more, **change, **typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert 'id="form-errors"' in page
    assert all(text in page for text in typed.values())
    assert document(method) == before


def test_a_draft_has_an_end(method, writer, monkeypatch):
    monkeypatch.setattr("methods.actions.drafts.LARGEST", 1000)
    answer = writer.post(url(method), words(method, **{"nl-name": "Anders"}))
    assert answer.status_code == 400
    assert "Dit past er niet meer bij." in answer.content.decode()


# ── at a pause in the typing ───────────────────────────────────────────────────────────────────────
def test_at_a_pause_it_is_kept_and_the_page_learns_what_it_has_seen(method, writer):
    fields = words(method, **{"nl-name": "Eerst"})
    answer = writer.post(url(method), fields, headers=BY_ITSELF)
    assert (answer.status_code, document(method)["nl"]["name"]) == (204, "Eerst")
    again = writer.post(url(method), {**fields, "seen": answer["X-Seen"], "nl-name": "Toen"}, headers=BY_ITSELF)
    assert (again.status_code, document(method)["nl"]["name"]) == (204, "Toen")


def test_a_press_asks_little_of_the_database(method, writer):
    fields = phase(method, "now", **{"nl-title": "Anders"})
    with Queries() as queries:
        assert writer.post(url(method, "now"), fields, headers=BY_ITSELF).status_code == 204
    assert len(queries) == 5  # the browser session, the person, the door, the draft held, the draft kept


# ── two people ─────────────────────────────────────────────────────────────────────────────────────
def test_an_old_tab_writes_over_nothing_and_loses_nothing(method, writer, client_of, anna):
    old_tab = words(method, **{"nl-name": "Van Bas", "nl-promise": "Ook van Bas"})
    old_tab = {name: value.replace("\n", "\r\n") for name, value in old_tab.items()}  # as a browser sends it
    client_of(anna).post(url(method), words(method, **{"nl-name": "Van Anna"}))
    answer = writer.post(url(method), old_tab)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert document(method)["nl"]["name"] == "Van Anna"
    assert "Anna bewaarde hier om" in page
    assert "Van Bas</textarea>" in page.replace("\n", "")
    assert "Ook van Bas</textarea>" in page.replace("\n", "")
    assert "Nu bewaard: Van Anna" in page
    assert page.count('class="theirs"') == 2  # only where it differs


def test_after_comparing_one_decides(method, writer, client_of, anna):
    old_tab = words(method, **{"nl-name": "Van Bas"})
    client_of(anna).post(url(method), words(method, **{"nl-name": "Van Anna"}))
    page = writer.post(url(method), old_tab).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert writer.post(url(method), {**old_tab, "seen": seen}).status_code == 302
    assert document(method)["nl"]["name"] == "Van Bas"


def test_an_old_tab_that_saves_by_itself_is_told_in_a_sentence(method, writer, client_of, anna):
    old_tab = phase(method, "now", **{"nl-title": "Van Bas"})
    client_of(anna).post(url(method, "now"), phase(method, "now", **{"nl-title": "Van Anna"}))
    answer = writer.post(url(method, "now"), old_tab, headers=BY_ITSELF)
    assert answer.status_code == 409
    assert answer.content.decode().startswith("Anna bewaarde hier intussen iets anders.")


def test_an_error_in_an_old_tab_hides_no_clash(method, writer, client_of, anna):
    old_tab = words(method, **{"nl-name": "x" * 201})
    client_of(anna).post(url(method), words(method, **{"nl-name": "Van Anna"}))
    page = writer.post(url(method), old_tab).content.decode()
    assert f'name="seen" value="{old_tab["seen"]}"' in page  # the form still says what was really seen


def test_two_people_on_two_pages_do_not_meet(method, writer, client_of, anna):
    mine, hers = phase(method, "now", **{"nl-title": "Van Bas"}), words(method, **{"nl-name": "Van Anna"})
    assert client_of(anna).post(url(method), hers).status_code == 302
    assert writer.post(url(method, "now"), mine).status_code == 302
    now = document(method)
    assert (now["nl"]["name"], now["phase"][0]["nl"]["title"]) == ("Van Anna", "Van Bas")


def test_the_same_words_twice_are_no_clash(method, writer, client_of, anna):
    fields = words(method, **{"nl-name": "Allebei"})
    assert client_of(anna).post(url(method), fields).status_code == 302
    assert writer.post(url(method), fields).status_code == 302


# ── who, and where ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("name", "form", "more"), PAGES)
def test_a_stranger_writes_nothing(method, client_of, client, eva, coen, name, form, more):
    before, fields = document(method), form(method, *more)
    for stranger in (eva, coen):
        assert client_of(stranger).post(at(name, method, *more), fields).status_code == 404
    assert client.post(at(name, method, *more), fields).url.startswith(reverse("account_login"))
    assert document(method) == before


def test_who_may_only_read_is_refused(client_of, anna, organisation, eva, coen):
    method = a_fork(anna, organisation=organisation)
    type(method).objects.filter(pk=method.pk).update(published_at=method.updated_at)
    for reader in (eva, coen):
        assert client_of(reader).post(url(method), words(method)).status_code == 403
    assert client_of(anna).post(url(method), words(method, **{"nl-name": "x"})).status_code == 302


def test_a_step_that_is_not_there(method, writer):
    assert writer.get(url(method, "nowhere")).status_code == 404
    assert writer.post(url(method, "nowhere"), {}).status_code == 404


def test_a_step_that_was_taken_out_meanwhile_loses_no_words(method, writer):
    fields = phase(method, "now", **{"nl-title": "Mijn lange zin"})
    now, removed = pure.remove(document(method), [], "now")
    MethodDraft.objects.filter(pk=method.pk).update(document=now, removed=removed)
    answer = writer.post(url(method, "now"), fields)
    assert answer.status_code == 409
    assert "Mijn lange zin" in answer.content.decode()
    assert writer.get(url(method, "now"), follow=True).redirect_chain[-1][0] == at("own_method", method)


@pytest.mark.parametrize(("do", "to"), [("next", 1), ("list", None), ("back", 0), ("", 0)])
def test_each_button_keeps_first_and_then_goes_somewhere(method, writer, do, to):
    names = [one["id"] for one in document(method)["phase"]]
    answer = writer.post(url(method, names[0]), phase(method, names[0], **{"nl-title": do or "x", "do": do}))
    assert answer.url == (at("own_method", method) if to is None else url(method, names[to]))
    assert document(method)["phase"][0]["nl"]["title"] == (do or "x")


# ── what it still lacks ────────────────────────────────────────────────────────────────────────────
def test_what_lacks_is_said_beside_its_field_and_in_the_list(method, writer):
    writer.post(url(method, "now"), phase(method, "now", **{"en-say": "", "nl-do": ""}))
    page = writer.get(url(method, "now")).content.decode()
    beside = page.partition('id="lack-say"')[2].partition("</div>")[0]
    assert "Engels: Dit is nog leeg." in " ".join(beside.split())
    assert 'href="/eigen-werkvormen/' in page.partition('id="lacks"')[2]
    assert "Wat hier nog mist" in page


def test_after_a_pause_only_what_lacks_comes_back(method, writer):
    writer.post(url(method), words(method, **{"nl-name": ""}))
    answer = writer.get(at("own_lacks", method), {"deel": "words"})
    part = answer.content.decode()
    assert part.count('data-hx-swap-oob="true"') == 13  # a place beside each field, also where nothing lacks any more
    assert "Dit is nog leeg." in part
    assert "<textarea" not in part
    for deel in ("facts", "plan", "phase:now"):
        assert writer.get(at("own_lacks", method), {"deel": deel}).status_code == 200
    for deel in ("phase:nowhere", "x", ""):
        assert writer.get(at("own_lacks", method), {"deel": deel}).status_code == 404


def test_a_word_that_is_not_ours_stops_nobody(method, writer):
    writer.post(url(method), words(method, **{"nl-promise": "Wat brengt u in deze sessie?"}))
    page = writer.get(url(method)).content.decode()
    assert "is geen woord dat Intervisie gebruikt" in page
    assert "De vorm is compleet en kan uit." in page


def test_when_the_group_sees_what_was_written_in_silence(method, writer, bas):
    names = [one["id"] for one in document(method)["phase"]]
    fields = phase(
        method, names[0], writers="all", writes="silent", kinds=["thought"], **{"nl-ask": "x", "en-ask": "x"}
    )
    writer.post(url(method, names[0]), fields)
    page = writer.get(url(method, names[0])).content.decode()
    assert "komt nergens op tafel" in page
    opens = at("open_step_in", method, names[0])
    assert writer.post(opens, {"later": names[2], "how": "at_enter"}).url == url(method, names[0])
    shower = document(method)["phase"][2]
    assert (names[0] in shower["shows"], shower["reveal"]) == (True, "at_enter")
    assert "komt nergens op tafel" not in writer.get(url(method, names[0])).content.decode()
    before = document(method)
    for wrong in ({"later": names[0], "how": "at_enter"}, {"later": "x", "how": "at_enter"}, {"later": names[2]}):
        assert writer.post(opens, wrong).status_code == 302
    with pytest.raises(drafts.Gone):  # another tab took that step out meanwhile
        drafts.open_step_in(method.pk, names[0], by=bas, later="x", how="at_enter")
    assert document(method) == before
    assert writer.get(opens).status_code == 405


def test_a_stranger_opens_nothing(method, client_of, eva, client):
    opens, fields = at("open_step_in", method, "now"), {"later": "roles", "how": "at_enter"}
    assert client_of(eva).post(opens, fields).status_code == 404
    assert client.post(opens, fields).url.startswith(reverse("account_login"))
