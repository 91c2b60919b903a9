"""Boards as drawings: pure. What lies where, in which order it is read; nothing that is drawn is left unsaid."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.boards import BOARDS, Laid, Piece, places
from sessions.boards.target_image import IN_RINGS, SHOWN, in_rings, ring_of
from sessions.boards.thought_cloud import draw

PERCENT = st.integers(0, 100)


def pieces(kinds, **more):
    """Any cards of these kinds."""
    return st.lists(
        st.builds(
            Piece,
            id=st.uuids(),
            kind=st.sampled_from(sorted(kinds)),
            text=st.text(min_size=1, max_size=200).filter(str.strip),
            line=st.none() | st.integers(0, 5),
            stem=st.sampled_from(["", "Ik zie"]),
            offered=st.booleans(),
            said=st.fixed_dictionaries({}, optional=more),
            marks=st.dictionaries(
                st.sampled_from(["mine", "stance", "keep"]),
                st.sampled_from(["mine", "maybe", "hinders", "helps", "keep", "let_go"]),
            ),
        ),
        max_size=30,
        unique_by=lambda piece: piece.id,
    )


@given(x=PERCENT, y=PERCENT)
def test_a_stride_stays_on_the_board_and_goes_the_right_way(x, y):
    for move in (places.closer, places.further):
        to = move(x, y)
        assert all(3 <= part <= 97 for part in to)
    here = (x - 50) ** 2 + (y - 50) ** 2
    near = places.closer(x, y)
    assert (near[0] - 50) ** 2 + (near[1] - 50) ** 2 <= max(here, 25) + 60  # rounding to whole percents


@given(st.integers(1, 20))
def test_everything_gets_a_place_of_its_own(count):
    found = places.free_places(count)
    assert len(set(found)) == count
    assert places.MIDDLE not in found


@given(pieces({"thought"}, loud=st.sampled_from("12345")))
def test_the_loudest_thought_is_read_first_and_none_is_lost(found):
    drawn = draw(Laid(tuple(found)))
    louds = [bubble.loud for bubble in drawn["bubbles"]]
    assert louds == sorted(louds, reverse=True)
    assert {bubble.piece.id for bubble in drawn["bubbles"]} == {piece.id for piece in found}


@given(pieces({"thought"}))
def test_where_nobody_laid_anything_the_order_of_writing_does_not_show(found):
    there = {bubble.piece.id: (bubble.x, bubble.y) for bubble in draw(Laid(tuple(found)))["bubbles"]}
    back = {bubble.piece.id: (bubble.x, bubble.y) for bubble in draw(Laid(tuple(reversed(found))))["bubbles"]}
    assert there == back


@given(pieces(IN_RINGS, ring=st.sampled_from(["inner", "outer", "beyond"])))
def test_no_two_cards_of_the_circles_lie_on_each_other(found):
    rings = in_rings(Laid(tuple(found)))
    if rings is None:
        return
    spots = [(pill.x, pill.y) for pill in rings.pills]
    assert len(set(spots)) == len(spots)
    assert all(27 <= pill.y <= rings.height for pill in rings.pills)
    for ring in ("inner", "outer", "beyond"):
        assert sum(pill.ring == ring for pill in rings.pills) <= SHOWN


@given(pieces({kind for board in BOARDS.values() for kind in board.kinds}, ring=st.sampled_from(["inner", "outer"])))
@pytest.mark.parametrize("code", BOARDS)
def test_what_is_printed_can_be_read_out(code, found):
    board = BOARDS[code]
    laid = Laid(tuple(piece for piece in found if piece.kind in board.kinds), own=True)
    assert isinstance(board.picture(laid), dict)
    for heading, lines in board.sections(laid):
        assert isinstance(str(heading), str)
        assert all(isinstance(line, str) for line in lines)


def test_a_fact_that_hinders_is_not_loosened():
    fact = Piece(uuid4(), "thought", "De kamer is onveilig.", said={"sort": "fact"}, marks={"stance": "hinders"})
    assert "Wat is er dan nodig" in str(BOARDS["thought_cloud"].hint(fact, Laid((fact,))))


def test_when_everything_hinders_it_is_asked_what_that_brings():
    all_of_them = tuple(Piece(UUID(int=nr), "thought", "Ik moet", marks={"stance": "hinders"}) for nr in range(3))
    assert "Alles hindert" in str(BOARDS["thought_cloud"].hint(all_of_them[0], Laid(all_of_them)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Je zou kunnen wachten", "een advies"),
        ("Je moet het zeggen", "een advies"),
        ("Je hebt faalangst", "Begin met ik"),
        ("Ze vinden me traag?", "bewering"),
        ("Ik moet het weten", ""),
        ("Jeetje, ze kijken allemaal", ""),
    ],
)
def test_a_card_that_is_no_thought_is_asked_back(text, said):
    move = str(BOARDS["thought_cloud"].hint(Piece(uuid4(), "thought", text), Laid(())))
    assert said in move if said else not move


@pytest.mark.parametrize("text", ["minder stress", "geen ruzie", "less noise"])
def test_a_picture_of_what_is_gone_is_asked_for_what_is_there(text):
    piece = Piece(uuid4(), "image", text, line=1, stem="Ik voel")
    assert "in plaats daarvan" in str(BOARDS["target_image"].hint(piece, Laid((piece,))))


def test_a_helping_thought_of_the_cloud_lies_in_the_inner_circle():
    assert ring_of(Piece(uuid4(), "helping_thought", "Ik mag wachten")) == "inner"


@pytest.mark.parametrize("board", BOARDS.values(), ids=BOARDS)
def test_every_choice_is_said_in_a_closed_list(board):
    for facet in board.facets:
        assert facet.of <= board.kinds
        assert len({choice.code for choice in facet.choices}) == len(facet.choices) > 1
        assert all(len(choice.code) <= 20 for choice in facet.choices)
