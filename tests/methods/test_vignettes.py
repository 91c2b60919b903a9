"""The invented cases the match is measured on: whole, spread, and possible on their evening."""

import re
from collections import Counter

import pytest

from bench import match
from bench._vignettes import FOLDER, vignettes
from methods.codes import Fit

CASES, LIBRARY = vignettes(), match.library()


def _can_be_done(doc, evening):
    """Also when it takes a little less than its ideal time: that is for people to weigh, and no mistake in a case."""
    lifted = 1 if evening.facilitator_level == 3 else 0
    seats = doc.size[0] <= evening.people <= doc.size[1]
    able = doc.maturity <= evening.maturity + lifted and doc.facilitator <= evening.facilitator_level
    return seats and able and doc.least <= evening.minutes


def test_enough_of_them_and_every_third_apart():
    assert len(CASES) == len({case.id for case in CASES}) >= 66
    assert [number for number, case in enumerate(CASES, start=1) if case.apart] == list(range(3, len(CASES) + 1, 3))


def test_spread_over_wishes_maturities_and_lengths():
    for some in (CASES, [case for case in CASES if case.apart]):
        assert {case.facts.want for case in some} == set(Fit)
    assert set(Counter(case.evening.maturity for case in CASES)) == {1, 2, 3, 4}
    assert min(case.evening.minutes for case in CASES) <= 45 < 110 <= max(case.evening.minutes for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_would_do_is_in_the_library_and_can_be_done_that_evening(case):
    assert 2 <= len(set(case.acceptable)) == len(case.acceptable) <= 3
    assert set(case.acceptable) <= {doc.id for doc in LIBRARY if _can_be_done(doc, case.evening)}
    assert case.case and case.question and case.because


def test_an_answer_that_the_intake_does_not_know_is_told(tmp_path):
    whole = (FOLDER / "01_zorg.toml").read_text()
    (tmp_path / "one.toml").write_text(whole.replace('want = "PS"', 'want = "tips"', 1))
    with pytest.raises(ValueError, match="steunkousen: want = 'tips'"):
        vignettes(tmp_path)


def test_the_baselines_know_nothing_of_the_case():
    [one, other] = [case for case in CASES if case.id in {"steunkousen", "de-ouderling"}]
    used = match.most_used(CASES, LIBRARY)
    assert used(one) == used(one) and len(used(one)) == len(used(other)) == 3
    assert 0 < match.by_chance(CASES, LIBRARY) < 0.5
    assert match.share([one], lambda case: list(case.acceptable)) == 1
    assert match.share([one], lambda case: []) == 0


def test_it_ends_with_its_line_and_tells_nothing_of_the_third_apart(capsys):
    match.run(short=True)
    told = capsys.readouterr().out
    assert re.fullmatch(r"top3 [01]\.\d\d most-used [01]\.\d\d random [01]\.\d\d", told.splitlines()[-1])
    assert not [case.id for case in CASES if case.apart and case.id in told]


def test_one_that_would_do_is_among_the_three():
    """The goal of the whole; which weights it takes is nobody's to try out on the third apart."""
    for part in ([case for case in CASES if not case.apart], [case for case in CASES if case.apart]):
        assert match.share(part, lambda case: match.shown(case, LIBRARY)) >= match.GOAL
