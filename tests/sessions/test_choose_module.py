"""A shell with a slot: the module is chosen after the key question, by the case-giver and who leads."""

import pytest
from django.urls import reverse

from methods.codes import Veto
from methods.models import Method
from sessions.actions import choosing, people, pointer, writing
from sessions.models import Case, Contribution, RoomEvent, Step, Treatment
from sessions.room import look
from tests.methods.facts import shipped
from tests.sessions.table import a_session, before_the_slot, choose_module, fresh, go_to, in_method, reveal_now, write
from tests.sessions.test_room_presses import press

pytestmark = pytest.mark.django_db

TELLING, CHOICE = "telling", "method"
BRAINSTORM = {"slug": "module_brainstorm"}
SECRET = "Bel morgen zijn zus op."


@pytest.fixture
def session(group, anna, bas, chris, dana):
    """At the phase before the slot. Anna leads, Bas brings."""
    return before_the_slot(a_session(group, leads=anna), anna, bas, chris, dana)


def choose(browser, session, slug="module_brainstorm", *, seen="", step=None, **more):
    return press(browser, session, "room_choose_module", slug=slug, seen=seen, step=step or session.step_id, **more)


def phases(session):
    return [step.doc.id for step in session.steps.filter(kind=Step.Kind.PHASE)]


def page(browser, session):
    return browser.get(reverse("room", args=[session.pk])).content.decode()


def step_named(session, phase):
    return next(step for step in session.steps.all() if step.doc.id == phase)


# ── it works ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["anna", "bas"])
def test_the_phases_of_the_module_take_the_place_of_the_slot(session, cast, client_of, who):
    assert "consult" in phases(session)
    answer = choose(client_of(getattr(cast, who)), session)
    assert answer.status_code == 204
    assert "live:step" in answer.headers["HX-Trigger"]
    assert phases(session) == ["casting", "telling", "key_question", "method", "first_ideas", "pile", "close"]
    positions = [step.position for step in session.steps.all()]
    assert positions == sorted(positions) and len(positions) == len(set(positions))
    assert positions[-1] == session.steps.get(kind=Step.Kind.CLOSING).position
    treatment = fresh(session).step.treatment
    assert treatment.module_slug == "module_brainstorm"
    assert {treatment.module[lang]["name"] for lang in ("nl", "en")} == {"Brainstorm"}
    assert treatment.method["form"] == "shell"  # as it was chosen, so that another module can still come
    event = session.events.filter(kind=RoomEvent.Kind.MODULE_CHOSEN).get()
    assert (event.by, event.step_id) == (getattr(cast, who), session.step_id)


def test_the_closing_shows_what_is_written_in_the_module(session, anna):
    choose_module(session, anna, "module_brainstorm")
    assert step_named(session, "close").doc.shows == ("first_ideas", "pile")


def test_the_minutes_are_those_for_the_people_at_the_table(session, anna):
    choose_module(session, anna, "module_good_advice")
    doc = next(doc for doc in shipped() if doc.id == "module_good_advice")
    inside = [step for step in session.steps.all() if step.facts == {"module": doc.id}]
    assert [step.minutes for step in inside] == [phase.minutes_for(4) for phase in doc.phases]


def test_a_newer_library_changes_nothing_that_was_chosen(session, anna):
    choose_module(session, anna, "module_brainstorm")
    Method.objects.all().delete()
    assert step_named(session, "pile").doc.text("en").title == "Everything on the table"
    assert look(anna, session.pk).treatment.module["en"]["name"] == "Brainstorm"


def test_without_script_the_press_leads_back_to_the_room(session, anna, client_of):
    assert choose(client_of(anna), session, htmx=False).url == reverse("room", args=[session.pk])


# ── another one ────────────────────────────────────────────────────────────────────────────────────
def test_another_may_be_chosen_until_the_slot_begins(session, anna, bas, client_of):
    choose(client_of(anna), session)
    again = choose(client_of(bas), session, "module_headstand", seen="module_brainstorm")
    assert again.status_code == 204
    assert phases(session) == ["casting", "telling", "key_question", "method", "worst", "turned_round", "close"]
    assert step_named(session, "close").doc.shows == ("worst", "turned_round")
    assert fresh(session).step.treatment.module_slug == "module_headstand"


def test_pressed_twice_it_is_chosen_once(session, anna, client_of):
    browser = client_of(anna)
    assert [choose(browser, session).status_code for _press in range(2)] == [204, 204]
    assert session.events.filter(kind=RoomEvent.Kind.MODULE_CHOSEN).count() == 1
    assert phases(session).count("pile") == 1


def test_nobody_replaces_what_they_never_saw(session, anna, bas, client_of):
    choose(client_of(anna), session)
    late = choose(client_of(bas), session, "module_headstand")
    assert late.status_code == 409
    assert "net al een module gekozen" in late.content.decode()
    assert "first_ideas" in phases(session)


def test_after_an_undo_another_may_come_as_long_as_nobody_wrote(session, anna):
    session = go_to(choose_module(session, anna, "module_brainstorm"), anna, phase="first_ideas")
    pointer.undo(session, by=anna, seen_version=session.version)
    choose_module(session, anna, "module_headstand", seen="module_brainstorm")
    assert "worst" in phases(session)


def test_what_somebody_wrote_is_not_lost_to_another_module(session, anna, chris, client_of):
    session = go_to(choose_module(session, anna, "module_brainstorm"), anna, phase="first_ideas")
    write(session, chris, SECRET, kind="advice")
    pointer.undo(session, by=anna, seen_version=session.version)
    late = choose(client_of(anna), fresh(session), "module_headstand", seen="module_brainstorm")
    assert late.status_code == 409
    assert "is al geschreven" in late.content.decode()
    assert Contribution.objects.get().text == SECRET
    assert fresh(session).step.treatment.module_slug == "module_brainstorm"


def test_another_method_instead_takes_the_module_along(group, anna, bas, chris):
    session = before_the_slot(a_session(group, leads=anna), anna, bas, chris)
    choose_module(session, anna, "module_brainstorm")
    choice = session.steps.get(kind=Step.Kind.METHOD_CHOICE)
    Step.objects.filter(pk=choice.pk).update(left_at=None)
    type(session).objects.filter(pk=session.pk).update(step=choice)
    choosing.choose_method(fresh(session), by=anna, slug="five_step")
    treatment = fresh(session).step.treatment
    assert (treatment.module, treatment.module_slug) == (None, "")
    assert "pile" not in phases(session)


# ── who and when ───────────────────────────────────────────────────────────────────────────────────
def test_peers_and_observers_are_told_who_chooses(session, chris, dana, client_of):
    people.set_seat_role(fresh(session), by=dana, role="observer")
    for user in (chris, dana):
        refused = choose(client_of(user), session)
        assert refused.status_code == 403
        assert "De module kiezen de inbrenger en wie leidt." in refused.content.decode()
    assert "consult" in phases(session)


@pytest.mark.parametrize("who", ["coen", "eva", "femke"])
def test_strangers_and_coordinators_find_nothing(session, cast, client_of, who):
    browser = client_of(getattr(cast, who))
    assert choose(browser, session).status_code == 404
    assert browser.get(reverse("room_modules", args=[session.pk])).status_code == 404


def test_who_is_not_logged_in_logs_in(session, client):
    assert choose(client, session, htmx=False).status_code == 302
    assert client.get(reverse("room_modules", args=[session.pk])).status_code == 302


def test_it_wants_a_post(session, anna, client_of):
    assert client_of(anna).get(reverse("room_choose_module", args=[session.pk])).status_code == 405


def test_an_old_tab_chooses_nothing(session, anna, client_of):
    """Its step is over, or was never the one in which a module is chosen."""
    before = session.step_id
    session = go_to(choose_module(session, anna, "module_brainstorm"), anna, phase="pile")
    late = choose(client_of(anna), session, "module_headstand", seen="module_brainstorm", step=before)
    assert late.status_code == 409
    assert choose(client_of(anna), session, "module_headstand", seen="module_brainstorm").status_code == 409
    assert "first_ideas" in phases(session)


@pytest.mark.parametrize(("method", "phase"), [("tietze", TELLING), ("five_step", "explore")])
def test_elsewhere_there_is_no_module_to_choose(group, anna, bas, chris, client_of, method, phase):
    session = in_method(a_session(group, leads=anna), anna, bas, method, chris, phase=phase)
    refused = choose(client_of(anna), session)
    assert refused.status_code == 409
    assert "vlak voor het beraad" in refused.content.decode()


@pytest.mark.parametrize("slug", ["no-such", "five_step", "tietze"])
def test_only_a_module_fills_the_slot(session, anna, client_of, slug):
    assert choose(client_of(anna), session, slug).status_code == 409
    assert "consult" in phases(session)


def test_a_module_for_fewer_people_is_refused(session, anna, client_of):
    Method.objects.filter(slug="module_brainstorm").update(most_people=3)
    assert choose(client_of(anna), session).status_code == 409


def test_while_it_is_quiet_nothing_is_chosen(session, anna, chris, client_of):
    people.stop(fresh(session), by=chris)
    assert choose(client_of(anna), session).status_code == 409
    assert "consult" in phases(session)


# ── going on ───────────────────────────────────────────────────────────────────────────────────────
def test_who_goes_on_without_a_module_hears_what_to_do(session, anna, client_of):
    browser = client_of(anna)
    assert "Kies eerst een module" in page(browser, session)
    refused = press(browser, session, "room_advance", version=session.version)
    assert refused.status_code == 409
    assert "Kies eerst een module voor het beraad." in refused.content.decode()
    assert fresh(session).step_id == session.step_id


def test_the_group_may_go_on_without_one(session, anna, client_of):
    browser = client_of(anna)
    assert "Zonder module verder" in page(browser, session)
    assert press(browser, session, "room_skip", version=session.version).status_code == 204
    session = fresh(session)
    assert session.step.doc.id == "consult"
    assert "Beraad" in page(browser, session)
    assert session.steps.get(pk=step_named(session, CHOICE).pk).skipped  # a trace


def test_with_a_module_the_way_lies_open(session, anna, client_of):
    choose_module(session, anna, "module_brainstorm")
    shown = page(client_of(anna), session)
    assert "Naar ‘Eerst in stilte’" in shown
    assert "Zonder module verder" not in shown
    assert "Beraad op maat: Brainstorm" in shown  # the chapter on the rail


# ── what everybody sees ────────────────────────────────────────────────────────────────────────────
def test_the_leader_and_the_case_giver_choose_from_what_fits(session, anna, bas, client_of):
    for user, said in ((anna, "Past omdat Bas dit zoekt"), (bas, "Past omdat je dit zoekt")):
        shown = page(client_of(user), session)
        assert said in shown and "weer beweging" in shown
        assert shown.count('/module/"') >= 2 * 10  # a form for each, with and without script
        assert "Hoor hoe het nóg erger kan" in shown  # the promise
        assert "Goed als alles al een keer geprobeerd lijkt." in shown
        assert "10 minuten" in shown or "tien minuten" in shown


def test_peers_and_observers_read_along_and_choose_nothing(session, chris, dana, client_of):
    people.set_seat_role(fresh(session), by=dana, role="observer")
    for user in (chris, dana):
        shown = page(client_of(user), session)
        assert "Bas en wie leidt kiezen een module" in shown
        assert "Past omdat Bas dit zoekt" in shown
        assert '/module/"' not in shown


def test_once_chosen_everybody_sees_what_comes(session, anna, bas, chris, dana, client_of):
    choose_module(session, anna, "module_brainstorm")
    for user in (anna, bas, chris, dana):
        shown = page(client_of(user), session)
        assert "Zo gaan we beraden" in shown
        assert "Krijg in tien minuten meer ideeën dan je kunt gebruiken." in shown
    assert "Toch een andere" in page(client_of(bas), session)
    assert "Toch een andere" not in page(client_of(chris), session)


def test_what_bas_would_rather_not_have_is_told_to_nobody(session, anna, bas, chris, client_of):
    case = Case.objects.get(owner=bas)
    case.intake = {"want": "PS", "rather_not": [Veto.ROLE_PLAY.value], "load": 9}
    case.save(update_fields=["intake"])
    for user in (anna, chris, bas):
        shown = page(client_of(user), session)
        first = shown.split("Alle andere modules")[0]
        assert "Zo zou ik het zeggen" not in first  # with lines to play
        assert "rollenspel" not in shown and "liever niet" not in shown
    assert "Zo zou ik het zeggen" in page(client_of(bas), session)  # and may be chosen all the same


def test_the_part_comes_when_it_is_news_and_says_so_once(session, anna, bas, client_of):
    browser, address = client_of(bas), reverse("room_modules", args=[session.pk])
    assert browser.get(f"{address}?had=").status_code == 204
    choose_module(session, anna, "module_brainstorm")
    news = browser.get(f"{address}?had=").content.decode()
    assert 'data-announce="Gekozen: Brainstorm."' in news
    assert browser.get(f"{address}?had=module_brainstorm").status_code == 204
    assert "data-announce" not in browser.get(address).content.decode()


def test_in_another_phase_there_is_no_such_part(session, anna, client_of):
    session = go_to(choose_module(session, anna, "module_brainstorm"), anna, phase="pile")
    assert client_of(anna).get(reverse("room_modules", args=[session.pk])).status_code == 204
    assert "Zo gaan we beraden" not in page(client_of(anna), session)


# ── what is written in a module ────────────────────────────────────────────────────────────────────
def test_what_is_written_in_a_module_is_hidden_revealed_and_let_go_like_everything(
    session, anna, bas, chris, dana, client_of
):
    session = go_to(choose_module(session, anna, "module_brainstorm"), anna, phase="first_ideas")
    card = write(session, chris, SECRET, kind="advice")
    for user in (anna, bas, dana):
        assert SECRET not in page(client_of(user), session)
    with pytest.raises(Exception, match="luistert"):
        write(session, bas, "Ik wil iets zeggen", kind="advice")
    session = go_to(session, anna, phase="pile")
    reveal_now(session)
    assert SECRET in page(client_of(dana), session)
    assert SECRET not in page(client_of(bas), session)  # the chair is turned
    session = go_to(session, anna, phase="close")
    assert SECRET in page(client_of(bas), session)
    writing.mark(fresh(session), by=bas, card_id=card.pk, scale="keep", value="let_go")
    session = go_to(session, anna, kind=Step.Kind.HARVEST)
    for user in (anna, chris, dana):
        assert SECRET not in page(client_of(user), session)


def test_the_treatment_keeps_what_fits_in_no_log(session, anna):
    choose_module(session, anna, "module_brainstorm")
    assert str(Treatment.objects.get()) == f"treatment {Treatment.objects.get().pk}"
