"""A shell and its modules: what fills the slot, which module is suggested, and that all of them can be played."""

import random
from dataclasses import replace

import pytest

from methods import conformance
from methods.codes import Fit, Form, Marks, Veto
from methods.format import from_snapshot, load_dict, to_snapshot
from methods.intake import AdviceWish, Clarity
from methods.modules import choices
from methods.play import play
from methods.recommend import CaseFacts
from methods.shell import chooses_in, filled, slot_of
from tests.methods.facts import shipped
from tests.methods.test_format import method
from tests.methods.test_play import a_phase, silent

SHELLS = [doc for doc in shipped() if doc.form == Form.SHELL]
MODULES = [doc for doc in shipped() if doc.form == Form.MODULE]
SLOT = a_phase("consult", who="peers", slot=True)
KEEP = a_phase("close", who="case_giver", rules=["c_decides"], shows=["consult"], marks="keep")


def shell(*phases, **facts):
    return load_dict(method(*(phases or (a_phase("choose"), {**SLOT, **WRITES}, KEEP)), form="shell", **facts))


def module(*phases, **facts):
    return load_dict(method(*(phases or (a_phase("idea", who="peers", **WRITES),)), form="module", id="m", **facts))


WRITES = {"writers": "peers", "kinds": ["thought"]}


# ── filling the slot ───────────────────────────────────────────────────────────────────────────────
def test_the_phases_of_the_module_come_where_the_slot_stood():
    two = module(silent("write"), a_phase("read", shows=["write"], reveal="at_enter"))
    doc = filled(shell(), two)
    assert [phase.id for phase in doc.phases] == ["choose", "write", "read", "close"]
    assert doc.phase("close").shows == ("write",)  # what was written in the place of the slot
    assert slot_of(doc) is None and doc.form == Form.METHOD
    assert from_snapshot(to_snapshot(doc)) == doc  # a whole method again


def test_a_name_that_the_shell_has_as_well_becomes_another():
    same = module(silent("choose"), a_phase("close", shows=["choose"], reveal="at_enter", **WRITES))
    doc = filled(shell(), same)
    assert [phase.id for phase in doc.phases] == ["choose", "choose_2", "close_2", "close"]
    assert doc.phase("close_2").shows == ("choose_2",)
    assert doc.phase("close").shows == ("choose_2", "close_2")


def test_where_nobody_writes_nothing_is_shown_and_nothing_rated():
    doc = filled(shell(), module(a_phase("talk", who="peers")))
    close = doc.phase("close")
    assert (close.shows, close.marks) == ((), Marks.NONE)
    assert from_snapshot(to_snapshot(doc)) == doc


def test_what_has_no_slot_is_not_filled():
    with pytest.raises(ValueError, match="no slot"):
        filled(module(), module())


def test_the_module_is_chosen_in_the_phase_before_the_slot():
    assert chooses_in(shell()).id == "choose"
    assert chooses_in(shell({**SLOT, **WRITES}, KEEP)) is None


@pytest.mark.parametrize(
    ("phases", "said"),
    [
        (({**SLOT, **WRITES}, KEEP), "a phase has to come before the slot"),
        ((a_phase("hear", who="peers", rules=["c_silent"]), {**SLOT, **WRITES}, KEEP), "the case-giver only listens"),
        ((a_phase("choose"), {**SLOT, **WRITES, "optional": True}, KEEP), 'may not be "optional"'),
    ],
)
def test_a_shell_in_which_nobody_can_choose_is_not_whole(phases, said):
    assert any(said in problem.message for problem in conformance.problems(shell(*phases)))


@pytest.mark.parametrize("module", MODULES, ids=lambda doc: doc.id)
@pytest.mark.parametrize("shell", SHELLS, ids=lambda doc: doc.id)
def test_every_shell_works_with_every_module(shell, module):
    doc = filled(shell, module)
    assert from_snapshot(to_snapshot(doc)) == doc
    for people in conformance.sizes(doc):
        for minutes in conformance.durations(doc, people):
            assert play(doc, people=people, minutes=minutes).refused == ()


def test_ten_modules_and_more_ship():
    assert len(SHELLS) >= 1 and len(MODULES) >= 10


# ── which module ───────────────────────────────────────────────────────────────────────────────────
def suggested(case, *, people=6, modules=MODULES):
    return [
        choice.slug.removeprefix("module_") for choice in choices(modules, case, people=people, lang="nl").suggested
    ]


@pytest.mark.parametrize(
    ("case", "first"),
    [
        (CaseFacts(want=Fit.PS), {"brainstorm", "good_advice", "actstorming"}),
        (CaseFacts(want=Fit.STUCK), {"headstand", "first_step"}),
        (CaseFacts(want=Fit.REL), {"hypotheses", "identification"}),
        (CaseFacts(want=Fit.SR), {"resonance", "short_comments"}),
        (CaseFacts(want=Fit.DEC), {"cross_examination"}),
        (CaseFacts(want=Fit.SR, clarity=Clarity.NONE), {"invent_question"}),
        (CaseFacts(want=Fit.STUCK, advice=AdviceWish.WANT), {"first_step"}),
        (CaseFacts(want=Fit.REL, vetoes=frozenset({Veto.ROLE_PLAY})), {"hypotheses"}),
        (CaseFacts(want=Fit.REL, load=9), {"hypotheses"}),
    ],
)
def test_what_fits_what_somebody_wants_comes_first(case, first):
    assert suggested(case)[0] in first


def test_what_somebody_would_rather_not_have_is_suggested_to_nobody_and_can_still_be_chosen():
    case = CaseFacts(want=Fit.PS, vetoes=frozenset({Veto.ROLE_PLAY}))
    shown = choices(MODULES, case, people=6, lang="nl", about="Bas")
    assert "module_actstorming" not in {choice.slug for choice in shown.suggested}
    assert "module_actstorming" in {choice.slug for choice in shown.others}
    assert all(not choice.why for choice in shown.others)  # no reason, so none that tells anything


def test_private_answers_change_no_word_the_group_reads():
    """Load and vetoes may change what is suggested, never what is said of it."""
    open_case = CaseFacts(want=Fit.REL)
    heavy = replace(open_case, load=8, vetoes=frozenset({Veto.DRAWING}), influence=1, current=9)
    said = [choices(MODULES, case, people=6, lang="nl", about="Bas").suggested for case in (open_case, heavy)]
    assert said[0] == said[1]


def test_without_an_answer_nothing_is_suggested_and_all_stand_by_name():
    shown = choices(MODULES, CaseFacts(), people=6, lang="nl")
    names = [choice.name for choice in shown.others]
    assert shown.suggested == () and len(names) == len(MODULES)
    assert names == sorted(names, key=str.casefold)


def test_the_order_does_not_hang_on_the_order_of_the_library():
    case = CaseFacts(want=Fit.PS, also=(Fit.STUCK,), advice=AdviceWish.WANT)
    shuffled = random.Random(4).sample(MODULES, len(MODULES))
    assert choices(MODULES, case, people=6, lang="nl") == choices(shuffled, case, people=6, lang="nl")


def test_too_many_for_a_module_is_no_choice():
    small = replace(MODULES[0], size=(3, 4))
    assert choices([small], CaseFacts(want=Fit.PS), people=6, lang="nl") == choices(
        [], CaseFacts(), people=6, lang="nl"
    )


def test_minutes_are_those_for_the_people_at_the_table():
    by_people = {
        people: {one.slug: one.minutes for one in choices(MODULES, CaseFacts(), people=people, lang="nl").others}
        for people in (5, 9)
    }
    for doc in MODULES:
        assert {people: by_people[people][doc.id] for people in by_people} == {n: doc.minutes_for(n) for n in (5, 9)}


@pytest.mark.parametrize("want", list(Fit))
@pytest.mark.parametrize("about", ["", "Bas"])
def test_a_reason_says_what_was_answered(want, about):
    """To the case-giver as "je", to the others with the name; the words are the answer itself."""
    for choice in choices(MODULES, CaseFacts(want=want), people=6, lang="nl", about=about).suggested:
        sentence = "".join(part.text for part in choice.why)
        doc = next(doc for doc in MODULES if doc.id == choice.slug)
        assert doc.fit[want] and sentence.startswith("Past")
        assert ("Bas" in sentence) == bool(about)
        assert any(part.quote for part in choice.why)
