"""Every rule a phase can have (field guide 1.1), through HTTP: what the server refuses to whom, whatever an old or
forged page sends, and what stands on the screen of leader, case-giver, peer and observer."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse

from methods import rules
from methods.codes import Kind, Role, Rule
from methods.format import parse_phase
from sessions.actions import people
from sessions.models import Contribution, Step
from tests.groups.reading import Page
from tests.sessions.table import a_session, fresh, in_phases
from tests.sessions.test_room_presses import press

OFFERED = ["question", "advice", "answer", "outcome", "thought", "takeaway"]
ALL, OWN = frozenset(OFFERED), frozenset({"takeaway"})  # what is one's own learning anybody may say in a phase for all
NO_ADVICE = ALL - {"advice"}
NONE = frozenset()
WORDS = {"title": "Deze stap", "purpose": "p", "line": "l", "say": "s", "ask": "Wat wil je kwijt?"}
SCALE = {"score": "Hoe ver?", "low": "nog niet", "high": "helemaal"}

# rule → what may be written in a phase with it, by case-giver, peer, and leader or observer, where the method lets
#        everybody write all six kinds
TABLE = {
    Rule.NO_INTERRUPT: (ALL, NONE, NONE),
    Rule.FACTS: (NO_ADVICE, NO_ADVICE, OWN),
    Rule.CLARIFY_ONLY: (NO_ADVICE, NO_ADVICE, OWN),
    Rule.OPEN_Q: (NO_ADVICE, NO_ADVICE, OWN),
    Rule.NO_ADVICE: (NO_ADVICE, NO_ADVICE, OWN),
    Rule.ADVICE_OK: (ALL, ALL, OWN),
    Rule.SILENT_WRITE: (ALL, ALL, OWN),
    Rule.ROUND: (ALL, ALL, OWN),
    Rule.NO_DISCUSS: (ALL, ALL - {"answer"}, OWN),
    Rule.C_SILENT: (NONE, ALL, NONE),
    Rule.C_AWAY: (NONE, ALL, NONE),
    Rule.THIRD_PERSON: (ALL, ALL, OWN),
    Rule.HYPO: (NO_ADVICE, NO_ADVICE, OWN),
    Rule.ASSOC: (ALL, ALL, OWN),
    Rule.IDENT: (ALL, ALL, OWN),
    Rule.APPRECIATE: (NO_ADVICE, NO_ADVICE, OWN),
    Rule.I_MSG: (ALL, ALL, OWN),
    Rule.Q_ONLY: (NO_ADVICE, frozenset({"question"}), NONE),
    Rule.DIALOGUE: (ALL, ALL, OWN),
    Rule.SILENCE: (NONE, NONE, NONE),
    Rule.SCORE: (ALL, ALL, OWN),
    Rule.C_DECIDES: (ALL, ALL, OWN),
    Rule.OUTCOME_WITHHELD: (ALL - {"outcome"}, ALL - {"outcome"}, OWN),
    Rule.DEROLE: (ALL, ALL, OWN),
}


def a_phase(name, *codes, **more):
    """A phase in which everybody could write everything, if the rules let them."""
    plain = {"id": name, "who": "all", "minutes": 5, "writers": "all", "kinds": OFFERED, "rules": list(codes)}
    if Rule.SILENT_WRITE in codes:
        plain["writes"] = "silent"
    if Rule.NO_INTERRUPT in codes:
        plain["who"] = "case_giver"
    if {Rule.C_SILENT, Rule.C_AWAY} & set(codes):
        plain["who"] = "peers"
    if Rule.SILENCE in codes:
        plain |= {"writers": "none", "kinds": []}
    if Rule.NO_ADVICE in codes:
        plain["kinds"] = [kind for kind in OFFERED if kind != "advice"]
    words = WORDS | (SCALE if Rule.SCORE in codes else {})
    return parse_phase({**plain, "nl": words, "en": words, **more})


def phases_with(rule):
    """One with this rule, and one after it in which what was silent opens and the case-giver may rate."""
    first = a_phase("first", rule)
    more = {"shows": ["first"], "reveal": "at_enter"} if first.silent else {"shows": ["first"] if first.kinds else []}
    rated = {"rules": ["c_decides"], "marks": "keep"} if first.kinds else {}
    return [first, a_phase("after", **{**more, **rated}, writers="none", kinds=[])]


@pytest.fixture(params=list(Rule), ids=lambda rule: rule.value)
def room(request, group, anna, bas, chris, dana, client_of):
    """Anna leads, Bas brings, Chris takes part, Dana observes; at a phase with one rule."""
    session = in_phases(a_session(group), anna, bas, chris, dana, phases=phases_with(request.param))
    people.set_seat_role(session, by=dana, role="observer")
    seats = {Role.LEADER: anna, Role.CASE_GIVER: bas, Role.PEER: chris, Role.OBSERVER: dana}
    browsers = {role: client_of(user) for role, user in seats.items()}
    return SimpleNamespace(rule=request.param, session=session, browsers=browsers, seats=seats)


def lay(browser, session, kind, **more):
    said = {"kind": kind, "text": "Wat maakte dat je bleef?", "card_id": uuid4(), "step": session.step_id}
    return press(browser, session, "room_contribute", **{**said, **more})


def may(rule, role):
    case_giver, peer, guest = TABLE[rule]
    return {Role.CASE_GIVER: case_giver, Role.PEER: peer}.get(role, guest)


def test_the_table_knows_every_rule():
    assert set(TABLE) == set(Rule)


def test_the_server_takes_what_the_rule_allows_and_refuses_the_rest(room):
    """Six kinds and one no phase offers, from each role: a page cannot send what its screen does not offer."""
    for role, browser in room.browsers.items():
        answers = {kind: lay(browser, room.session, kind).status_code for kind in [*OFFERED, Kind.PITCH.value]}
        taken = {kind for kind, status in answers.items() if status == 204}
        assert taken == may(room.rule, role), (room.rule, role)
        assert set(answers.values()) <= {204, 403}
    laid = {(card.author_id, card.kind) for card in Contribution.objects.all()}
    assert laid == {(user.pk, kind) for role, user in room.seats.items() for kind in may(room.rule, role)}


def test_the_screen_offers_exactly_that_and_says_the_rule(room):
    """The form is there for who may write; the rule in words for everybody, said to the case-giver as to them."""
    for role, browser in room.browsers.items():
        html = browser.get(reverse("room", args=[room.session.pk])).content.decode()
        words = Page(html).words
        allowed = may(room.rule, role)
        assert ('id="card-text"' in html) == bool(allowed), (room.rule, role)
        turned = role == Role.CASE_GIVER and room.session.step.doc.turned
        assert ("Je luistert." in words) == turned
        for line in rules.rule_lines(room.session.step.doc, "nl", "Bas", role):
            assert turned or line.text in words, (room.rule, role)
        assert 'name="value"' not in html.split('id="compose"')[-1] or role == Role.CASE_GIVER
        assert 'id="note-text"' in html, "notes to oneself are always there"


def test_an_old_tab_gets_nothing_into_a_step_that_is_over(room):
    """Whatever it could do a moment ago: 409, and nothing is written; the same for a step that is still to come."""
    over, ahead = room.session.step_id, room.session.steps.get(phase__id="after").pk
    for browser in room.browsers.values():
        assert lay(browser, room.session, "question", step=ahead).status_code in (403, 409)
    Step.objects.get(pk=over).turns.update(state="done")
    leader = room.browsers[Role.LEADER]
    assert press(leader, room.session, "room_advance", version=room.session.version).status_code == 204
    before = Contribution.objects.count()
    session = fresh(room.session)
    for browser in room.browsers.values():
        assert lay(browser, session, "question", step=over).status_code == 409
        for name, fields in OLD.items():
            assert press(browser, session, name, step=over, **fields).status_code in (403, 409), name
    assert Contribution.objects.count() == before


OLD = {
    "room_ready": {"ready": "on"},
    "room_more_time": {"asks": "on"},
    "room_open_gifts": {},
    "room_score_give": {"value": 5},
    "room_share_score": {},
    "room_turn": {"user": uuid4(), "how": "done"},
}


def test_a_list_in_a_method_never_bends_a_rule():
    """A phase that names advice among its kinds and says open questions: the rule holds."""
    doc = a_phase("x", Rule.OPEN_Q)
    assert Kind.ADVICE in doc.kinds
    assert Kind.ADVICE not in rules.kinds_for(doc, Role.PEER)


# ── what single rules ask beyond who writes what ───────────────────────────────────────────────────
def at(group, anna, bas, *others, codes, **more):
    phases = [a_phase("first", *codes, **more), a_phase("after", writers="none", kinds=[])]
    return in_phases(a_session(group), anna, bas, *others, phases=phases)


def test_an_image_is_one_line(group, anna, bas, chris, client_of):
    session = at(group, anna, bas, chris, codes=[Rule.ASSOC])
    browser = client_of(chris)
    assert lay(browser, session, "thought", text="Een deur\ndie klemt").status_code == 204
    assert Contribution.objects.get().text == "Een deur die klemt"
    answer = lay(browser, session, "thought", text="x" * 201)
    assert answer.status_code == 400
    assert "past op één regel" in answer.content.decode()
    assert 'maxlength="200"' in browser.get(reverse("room", args=[session.pk])).content.decode()


@pytest.mark.parametrize(
    ("rule", "beginning"), [(Rule.HYPO, "Zou het kunnen dat "), (Rule.IDENT, "Ik, als "), (Rule.I_MSG, "Ik ")]
)
def test_a_card_begins_as_the_rule_says(group, anna, bas, chris, client_of, rule, beginning):
    session = at(group, anna, bas, chris, codes=[rule])
    html = client_of(chris).get(reverse("room", args=[session.pk])).content.decode()
    assert html.split('id="card-text"')[1].split(">", 1)[1].startswith(f"{beginning}</textarea>")


def test_where_only_questions_are_asked_the_group_sees_how_many(group, anna, bas, chris, dana, client_of):
    session = at(group, anna, bas, chris, dana, codes=[Rule.Q_ONLY])
    for user in (chris, dana):
        lay(client_of(user), session, "question")
    assert "Twee vragen liggen op tafel." in client_of(anna).get(reverse("room", args=[session.pk])).content.decode()


def test_in_silence_a_calm_clock_and_nothing_else(group, anna, bas, chris, client_of):
    session = at(group, anna, bas, chris, codes=[Rule.SILENCE])
    for user in (bas, chris):
        html = client_of(user).get(reverse("room", args=[session.pk])).content.decode()
        assert "stillness" in html
        assert html.count('role="timer"') == 1, "said once to who listens to the page"
        assert 'id="ready"' not in html
        assert press(client_of(user), session, "room_ready", step=session.step_id, ready="on").status_code == 409
        assert "Even stoppen" in html


def test_the_ending_waits_for_its_phase(group, anna, bas, chris, client_of):
    phases = [a_phase("tell", Rule.OUTCOME_WITHHELD), a_phase("ending", writers="case_giver", kinds=["outcome"])]
    session = in_phases(a_session(group), anna, bas, chris, phases=phases)
    giver = client_of(bas)
    assert lay(giver, session, "outcome").status_code == 403
    press(client_of(anna), session, "room_advance", version=session.version)
    assert lay(giver, fresh(session), "outcome").status_code == 204


def test_nobody_goes_on_in_a_role(group, anna, bas, chris, dana, client_of):
    """Each steps out aloud, or the leader says so for who has no screen; from no tab the step is left before."""
    session = at(group, anna, bas, chris, dana, codes=[Rule.DEROLE], writers="none", kinds=[])
    leader = client_of(anna)

    def go_on(name="room_advance"):
        return press(leader, session, name, version=session.version)

    def out(browser, user):
        said = {"step": session.step_id, "user": user.pk, "how": "done"}
        return press(browser, session, "room_turn", **said).status_code

    assert "Eerst stapt iedereen uit de rol" in leader.get(reverse("room", args=[session.pk])).content.decode()
    assert go_on().status_code == 409
    assert [out(client_of(user), user) for user in (bas, chris)] == [204, 204]
    answer = go_on()
    assert answer.status_code == 409
    assert "Anna en Dana zijn nog niet uit de rol." in answer.content.decode()
    assert out(leader, anna) == out(leader, dana) == 204
    assert go_on("room_skip").status_code == 409
    assert go_on().status_code == 204


@pytest.mark.parametrize(("moves", "said"), [(0, False), (1, True)])
def test_after_a_stop_in_the_middle_the_roles_come_off_first(group, anna, bas, chris, dana, client_of, moves, said):
    """While the case is told nobody is anybody else yet."""
    playing = [a_phase("play", Rule.IDENT), a_phase("more"), a_phase("out", Rule.DEROLE, writers="none", kinds=[])]
    session = in_phases(a_session(group), anna, bas, chris, dana, phases=[a_phase("tell"), *playing])
    for _move in range(moves):
        press(client_of(anna), session, "room_advance", version=fresh(session).version)
    assert press(client_of(bas), session, "room_stop_case").status_code == 204
    assert fresh(session).step.kind == Step.Kind.REVIEW
    html = client_of(chris).get(reverse("room", args=[session.pk])).content.decode()
    assert ("Stap hardop uit je rol" in html) == said
