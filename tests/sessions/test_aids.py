"""What the leader can fall back on: rescue cards, ways to arrive and to part; and what is done with them."""

from dataclasses import asdict

import pytest
from django.urls import reverse

from methods import conformance
from methods.format import FormatError
from sessions import aids, check_in
from sessions.actions import people, pointer
from sessions.models import Step
from tests.sessions.table import a_session, begin, fresh, go_to, in_method
from tests.sessions.test_room_presses import press

EVERY = [*aids.rescue_cards(), *aids.openings(), *aids.closings()]


# ── the data ───────────────────────────────────────────────────────────────────────────────────────
def test_there_are_enough():
    assert len(aids.rescue_cards()) >= 8
    assert min(len(aids.openings()), len(aids.closings())) >= 6


def test_what_goes_wrong_most_has_a_card():
    wanted = {"early_advice", "tears", "silence", "conflict", "dominating", "time_up", "wants_to_stop"}
    assert wanted <= {card.id for card in aids.rescue_cards()}


@pytest.mark.parametrize("aid", EVERY, ids=lambda aid: aid.id)
def test_its_words_are_ours_and_there_in_both_languages(aid):
    """The same care as for a method: see `conformance`."""
    dutch, english = (asdict(aid.texts[lang]) for lang in ("nl", "en"))
    assert [len(dutch[name]) if isinstance(dutch[name], tuple) else 1 for name in dutch] == [
        len(english[name]) if isinstance(english[name], tuple) else 1 for name in english
    ]
    assert dutch["say"] != english["say"]
    assert ("{name}" in dutch["say"]) == ("{name}" in english["say"])
    for lang, fields in (("nl", dutch), ("en", english)):
        assert list(conformance.wording(lang, fields)) == []


@pytest.mark.parametrize("kind", [aids.rescue_cards, aids.openings, aids.closings])
def test_no_two_have_the_same_id_or_name(kind):
    for names in ([aid.id for aid in kind()], *([aid.texts[lang].name for aid in kind()] for lang in ("nl", "en"))):
        assert len(names) == len(set(names))


def test_the_questions_to_arrive_with_are_worded_with_the_same_care():
    for question in check_in.pool().values():
        assert not list(conformance.wording("nl", {"q": question.nl}))
        assert not list(conformance.wording("en", {"q": question.en}))


def test_the_usual_way_takes_a_minute_and_asks_nothing_of_anybody():
    assert [aids.openings()[0].id, aids.closings()[0].id] == ["just_begin", "just_close"]
    assert aids.openings()[0].minutes == aids.closings()[0].minutes == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[[card]]\nid = "x"\n', '"nl" is missing'),
        ('[[card]]\nid = "x"\n[card.nl]\nname = "N"\nsay = "S"\n', '"when" is missing'),
        ('[[card]]\nid = "x"\n[card.nl]\nsays = "S"\n', '"says" is not a field here'),
    ],
)
def test_a_damaged_file_says_where(tmp_path, monkeypatch, written, said):
    (tmp_path / "rescue.toml").write_text(written)
    monkeypatch.setattr(aids, "HERE", tmp_path)
    with pytest.raises(FormatError) as refused:
        aids.rescue_cards.__wrapped__()
    assert said in str(refused.value) and "rescue.toml, card 1" in str(refused.value)


def test_the_name_of_the_case_giver_is_put_in_and_what_is_for_them_waits_for_one():
    with_name = {aid.id: words.say for aid, words in aids.said(aids.closings(), "nl", "Bas", nobody="de inbrenger")}
    without = {aid.id for aid, _words in aids.said(aids.closings(), "nl", "", nobody="de inbrenger")}
    assert with_name["last_word"].startswith("Bas, jij bracht in.")
    assert "last_word" not in without and "word_along" in without
    cards = aids.said(aids.rescue_cards(), "nl", "", nobody="de inbrenger")
    assert not any("{name}" in str(words) for _card, words in cards)


# ── rescue cards in the script ─────────────────────────────────────────────────────────────────────
@pytest.fixture
def session(group, anna, bas, chris, dana):
    return in_method(a_session(group, leads=anna), anna, bas, "five_step", chris, dana, phase="explore")


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


@pytest.mark.django_db
def test_the_leader_finds_every_card_by_name_and_what_to_say_first(session, anna, client_of):
    shown = page(client_of(anna), session)
    for card in aids.rescue_cards():
        assert f'<summary class="btn btn-outline btn-sm">{card.texts["nl"].name}</summary>' in shown
    one = shown.split('id="rescue-wide-defending"')[1].split("</details>")[0]
    assert one.index("Bas, je hoeft niets te bewijzen.") < one.index("Bas legt uit") < one.index("Doe:")
    assert shown.count('id="rescue-phone"') == shown.count('id="rescue-wide"') == 1


@pytest.mark.django_db
def test_nobody_else_has_them(session, bas, chris, dana, client_of):
    people.set_seat_role(fresh(session), by=dana, role="observer")
    for user in (bas, chris, dana):
        assert "Als het lastig wordt" not in page(client_of(user), session)


@pytest.mark.django_db
def test_in_english_they_are_english(session, anna, client_of):
    type(anna).objects.filter(pk=anna.pk).update(language="en")
    shown = page(client_of(anna), session)
    assert "When it gets hard" in shown and "Bas, you have nothing to prove." in shown


# ── ways to arrive and to part ─────────────────────────────────────────────────────────────────────
@pytest.fixture
def landing(group, anna, bas, chris, dana):
    return begin(a_session(group, leads=anna), anna, bas, chris, dana)


def take(browser, session, way="feet", **more):
    return press(browser, session, "room_choose_way", way=way, **{"step": session.step_id, **more})


@pytest.mark.django_db
def test_the_usual_way_stands_there_and_the_leader_takes_another(landing, anna, chris, client_of):
    assert "Zit iedereen goed" in page(client_of(chris), landing)
    answer = take(client_of(anna), landing)
    assert answer.status_code == 204 and "live:step" in answer.headers["HX-Trigger"]
    for user in (anna, chris):
        shown = page(client_of(user), landing)
        assert "Zo komen we aan: <b>Voeten op de grond</b>" in shown
        assert "Adem drie keer rustig uit" in shown
    assert fresh(landing).step.facts == {"way": "feet"}


@pytest.mark.django_db
def test_in_the_closing_step_as_well(landing, anna, client_of):
    session = go_to(landing, anna, kind=Step.Kind.CASE_CHOICE)
    while session.step.kind != Step.Kind.CLOSING:
        pointer.skip(session, by=anna, seen_version=session.version)
        session = fresh(session)
    assert take(client_of(anna), session, "word_along").status_code == 204
    shown = page(client_of(anna), session)
    assert "Zo gaan we uit elkaar: <b>Eén woord mee</b>" in shown
    assert "Het laatste woord" not in shown  # nobody brought a case


@pytest.mark.django_db
def test_twice_is_once_and_without_script_it_leads_back(landing, anna, client_of):
    browser = client_of(anna)
    assert [take(browser, landing).status_code for _press in range(2)] == [204, 204]
    assert take(browser, landing, "one_word", htmx=False).url == reverse("room", args=[landing.pk])
    assert fresh(landing).step.facts == {"way": "one_word"}


@pytest.mark.django_db
def test_who_does_not_lead_is_told_who_may(landing, chris, client_of):
    refused = take(client_of(chris), landing)
    assert refused.status_code == 403
    assert "kiest wie nu leidt" in refused.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_strangers_and_coordinators_find_nothing(landing, cast, client_of, who):
    assert take(client_of(getattr(cast, who)), landing).status_code == 404


@pytest.mark.django_db
def test_who_is_not_logged_in_logs_in(landing, client):
    assert take(client, landing, htmx=False).status_code == 302


@pytest.mark.django_db
def test_at_another_moment_nothing_is_taken(landing, anna, chris, client_of):
    browser, before = client_of(anna), landing.step_id
    assert take(browser, landing, "word_along").status_code == 409  # a way to part
    assert take(browser, landing, "no-such").status_code == 409
    people.stop(fresh(landing), by=chris)
    assert take(browser, landing).status_code == 409
    people.calm_over(fresh(landing), by=anna)
    session = go_to(landing, anna, kind=Step.Kind.CHECK_IN)
    assert take(browser, session).status_code == 409
    assert take(browser, session, step=before).status_code == 409
    assert "way" not in Step.objects.get(pk=before).facts
