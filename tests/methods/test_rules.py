"""Every rule code, for every role: may write, may write openly, what, who rates, whose chair is turned."""

import pytest

from methods import rules
from methods.codes import Kind, Marks, Role, Rule
from methods.format import parse_phase
from tests.methods.facts import first_six

L, C, P, O = Role.LEADER, Role.CASE_GIVER, Role.PEER, Role.OBSERVER  # noqa: E741

WORDS = {"title": "t", "purpose": "p", "line": "l", "say": "s", "ask": "a"}
SCORED = {**WORDS, "score": "?", "low": "0", "high": "10"}


def phase(*codes, who="all", writers="all", **more):
    silent = "silent_write" in codes
    words = SCORED if "score" in codes else WORDS
    plain = {"id": "x", "who": who, "minutes": 5, "rules": list(codes), "writers": writers, "kinds": ["question"]}
    plain |= {"writes": "silent"} if silent else {}
    return parse_phase({**plain, "nl": words, "en": words, **more})


# code → who may write on screen in a phase with this rule where everybody but the leader could (kind: question),
#        who speaks, and what else it means for the server
TABLE = {
    Rule.NO_INTERRUPT: ("C", "C", ()),
    Rule.FACTS: ("CP", "LCPO", ("parked",)),
    Rule.CLARIFY_ONLY: ("CP", "LCPO", ("parked",)),
    Rule.OPEN_Q: ("CP", "LCPO", ("parked",)),
    Rule.NO_ADVICE: ("CP", "LCPO", ("parked",)),
    Rule.ADVICE_OK: ("CP", "LCPO", ()),
    Rule.SILENT_WRITE: ("CP", "LCPO", ("hidden",)),
    Rule.ROUND: ("CP", "LCPO", ("rounds",)),
    Rule.NO_DISCUSS: ("CP", "LCPO", ("no_reply",)),
    Rule.C_SILENT: ("P", "LPO", ("turned",)),
    Rule.C_AWAY: ("P", "LPO", ("turned", "away")),
    Rule.THIRD_PERSON: ("CP", "LCPO", ()),
    Rule.HYPO: ("CP", "LCPO", ("parked",)),
    Rule.ASSOC: ("CP", "LCPO", ()),
    Rule.IDENT: ("CP", "LCPO", ()),
    Rule.APPRECIATE: ("CP", "LCPO", ()),
    Rule.I_MSG: ("CP", "LCPO", ()),
    Rule.Q_ONLY: ("CP", "LCPO", ("parked",)),
    Rule.DIALOGUE: ("CP", "LCPO", ()),
    Rule.SILENCE: ("", "", ()),
    Rule.SCORE: ("CP", "LCPO", ("scores",)),
    Rule.C_DECIDES: ("CP", "LCPO", ()),
    Rule.OUTCOME_WITHHELD: ("CP", "LCPO", ()),
    Rule.DEROLE: ("CP", "LCPO", ("rounds",)),
}
LETTERS = {"L": L, "C": C, "P": P, "O": O}


def with_rule(rule):
    if rule == Rule.NO_INTERRUPT:
        return phase(rule, who="case_giver")
    if rule == Rule.SILENCE:
        return phase(rule, writers="none", kinds=[])
    return phase(rule)


def test_the_table_knows_every_rule():
    assert set(TABLE) == set(Rule)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("rule", Rule)
def test_what_a_rule_means_for_a_role(rule, role):
    doc, (writers, speakers, meaning) = with_rule(rule), TABLE[rule]
    writes = role in {LETTERS[letter] for letter in writers}
    assert rules.may_write(doc, role) == writes
    assert rules.kinds_for(doc, role) == ((Kind.QUESTION,) if writes else ())
    assert rules.speaks(doc, role) == (role in {LETTERS[letter] for letter in speakers})
    assert rules.scores(doc, role) == ("scores" in meaning and role == C)
    assert not rules.rates(doc, role)


@pytest.mark.parametrize("rule", Rule)
def test_what_a_rule_means_for_the_phase(rule):
    doc, (_writers, _speakers, meaning) = with_rule(rule), TABLE[rule]
    assert rules.hidden_until_reveal(doc) == ("hidden" in meaning)
    assert rules.turned(doc) == ("turned" in meaning)
    assert rules.away(doc) == ("away" in meaning)
    assert rules.in_rounds(doc) == ("rounds" in meaning)
    assert rules.advice_parked(doc) == ("parked" in meaning)
    assert rules.may_reply(doc) == ("no_reply" not in meaning)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_rule_has_a_line_for_every_role(rule, role, lang):
    [line] = rules.rule_lines(with_rule(rule), lang, "Bas", role)
    assert line.icon
    assert line.text
    assert "{" not in line.text
    if role == C:
        assert "Bas" not in line.text


def test_three_lines_at_most_and_the_turned_chair_first():
    doc = phase("c_away", "third_person", "no_discuss", "hypo", "round", who="peers", writers="peers")
    lines = [line.text for line in rules.rule_lines(doc, "nl", "Bas")]
    assert lines == [
        "Bas luistert met de stoel gedraaid",
        "Praat over Bas, niet tegen Bas",
        "Om de beurt; passen mag",
    ]


@pytest.mark.parametrize(("writers", "expected"), [("none", ""), ("case_giver", "C"), ("peers", "P"), ("all", "CP")])
def test_who_writes(writers, expected):
    kinds = [] if writers == "none" else ["question"]
    doc = phase(writers=writers, kinds=kinds)
    assert {role for role in Role if rules.may_write(doc, role)} == {LETTERS[letter] for letter in expected}


def test_the_case_giver_may_have_other_kinds_and_another_limit():
    doc = phase(kinds=["wish"], own_kinds=["image"], limit=1, own_limit=5)
    assert rules.kinds_for(doc, C) == (Kind.IMAGE,)
    assert rules.kinds_for(doc, P) == (Kind.WISH,)
    assert (rules.limit_for(doc, C), rules.limit_for(doc, P)) == (5, 1)


@pytest.mark.parametrize("role", [L, O])
def test_leader_and_observer_join_in_with_their_own_learning_only(role):
    assert rules.kinds_for(phase(kinds=["takeaway"]), role) == (Kind.TAKEAWAY,)
    assert rules.kinds_for(phase(kinds=["thought"]), role) == ()
    assert rules.kinds_for(phase(kinds=["takeaway"], writers="peers"), role) == ()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("marks", [marks for marks in Marks if marks])
def test_only_the_case_giver_rates(marks, role):
    doc = phase("c_decides", shows=["earlier"], marks=marks.value)
    assert rules.rates(doc, role) == (role == C)


def test_what_a_rating_offers():
    assert [(c.code, c.removes) for c in rules.mark_choices(Marks.MINE, "nl")] == [
        ("mine", False),
        ("maybe", False),
        ("not_mine", True),
    ]
    assert [c.label for c in rules.mark_choices(Marks.TEMPERATURE, "en")] == ["warm", "neutral", "cold"]
    assert [c.exclusive for c in rules.mark_choices(Marks.ONE, "nl")] == [True]
    assert {marks for marks in Marks if rules.rates_own_cards(marks)} == {Marks.STANCE, Marks.ONE}


def test_parked_advice_returns_where_advice_is_welcome():
    returns = {doc.id: [p.id for p in doc.phases if rules.parked_advice_returns(p)] for doc in first_six()}
    assert returns == {
        "five_step": ["advice"],
        "gedachtenwolk": [],
        "gossip": [],
        "incident": ["round"],
        "streefbeeld": ["one_up"],
        "ten_step": ["strengths"],
    }


def test_several_lines_take_several_kinds():
    doc = phase(kinds=["takeaway"], own_kinds=["takeaway", "observation"])
    assert rules.stem_kinds(doc, 3) == (Kind.TAKEAWAY, Kind.OBSERVATION, Kind.OBSERVATION)


def test_a_kind_for_two_lines_is_offered_once():
    doc = phase(writers="all", kinds=["takeaway"], own_kinds=["takeaway", "takeaway", "observation"])
    assert rules.stem_kinds(doc, 3) == (Kind.TAKEAWAY, Kind.TAKEAWAY, Kind.OBSERVATION)
    assert rules.kinds_for(doc, Role.CASE_GIVER) == (Kind.TAKEAWAY, Kind.OBSERVATION)
