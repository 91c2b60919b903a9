"""The steps of an own method: moved, put in, taken out and back, timed; each press brings the minutes along."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from methods.draft import as_doc, canonical
from methods.draft import steps as pure
from methods.format import to_snapshot
from tests.counting import Queries
from tests.methods.facts import shipped
from tests.methods.own.people import HTMX, a_fork, at, document, fresh, plan, steps

DEEDS = [("move_step", ["now"]), ("add_step", []), ("remove_step", ["now"]), ("restore_step", ["now"])]


@pytest.fixture
def method(group, bas):
    return a_fork(bas, group=group)


@pytest.fixture
def writer(client_of, bas):
    return client_of(bas)


@pytest.fixture
def names(method):
    return steps(method)


def times(method, step):
    phase = next(one for one in document(method)["phase"] if one["id"] == step)
    return phase["minutes"], phase["least"]


# ── moving ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_each_step_shows_its_kind_at_the_edge(method, writer, names):
    page = writer.get(at("own_method", method)).content.decode()
    assert page.count('class="band kind"') == len(names)
    assert page.index('class="band kind"') < page.index('class="close"')


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "order"), [(0, [2, 0, 1]), (1, [0, 2, 1]), (99, [0, 1, 2]), ("x", [0, 1, 2])])
def test_a_step_moves(method, writer, names, place, order):
    answer = writer.post(at("move_step", method, names[2]), plan(method, place=place))
    assert answer.url == at("own_method", method)
    if place in (0, 1):
        assert steps(method)[:3] == [names[number] for number in order]
    else:
        assert steps(method)[-1] == names[2]


@pytest.mark.django_db
def test_as_a_part_it_says_where_the_step_is_now(method, writer, names):
    answer = writer.post(at("move_step", method, names[0]), plan(method, place=1), headers=HTMX)
    part = answer.content.decode()
    assert answer.status_code == 200
    assert part.lstrip().startswith('<section id="steps"')
    assert "is nu stap 2 van" in part.partition("data-announce")[2][:120]


@pytest.mark.django_db
def test_each_press_brings_the_minutes_along(method, writer, names):
    fields = plan(method, place=1, **{f"minutes-{names[0]}": "21", f"least-{names[0]}": "3"})
    writer.post(at("move_step", method, names[0]), fields)
    assert times(method, names[0]) == (21, 3)
    assert steps(method)[1] == names[0]


@pytest.mark.django_db
def test_minutes_that_cannot_be_read_keep_what_is_there(method, writer, names):
    before = times(method, names[0])
    writer.post(at("move_step", method, names[0]), plan(method, place=1, **{f"minutes-{names[0]}": "tien"}))
    assert times(method, names[0]) == before


@pytest.mark.django_db
def test_two_people_move_and_the_second_sees_it_first(method, writer, client_of, anna, names):
    old_tab = plan(method, place=2)
    client_of(anna).post(at("move_step", method, names[0]), plan(method, place=4))
    now = steps(method)
    assert writer.post(at("move_step", method, names[1]), old_tab).status_code == 409
    assert steps(method) == now


@pytest.mark.django_db
def test_where_it_is_already_it_stays(method, writer, client_of, anna, names):
    old_tab = plan(method, place=1)
    writer.post(at("move_step", method, names[0]), old_tab)
    assert writer.post(at("move_step", method, names[0]), old_tab).status_code == 302  # pressed twice
    assert steps(method)[1] == names[0]


# ── in, out and back ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_an_empty_step_comes_behind_the_one_that_was_chosen(method, writer, names):
    answer = writer.post(at("add_step", method), plan(method, after=names[0]))
    assert answer.url == at("own_phase", method, "step_1")
    assert steps(method)[:2] == [names[0], "step_1"]
    assert writer.get(answer.url).status_code == 200
    assert "Dit is nog leeg." in writer.get(answer.url).content.decode()


@pytest.mark.django_db
def test_pressed_twice_one_step_comes(method, writer, names):
    old_tab = plan(method, after=names[0])
    writer.post(at("add_step", method), old_tab)
    assert writer.post(at("add_step", method), old_tab).status_code == 409
    assert len(steps(method)) == len(names) + 1


@pytest.mark.django_db
def test_forty_steps_are_enough(method, writer):
    now = document(method)
    for _number in range(pure.MOST - len(now["phase"])):
        now, _made = pure.add(now)
    type(method.draft).objects.filter(pk=method.pk).update(document=canonical(now))
    answer = writer.post(at("add_step", method), plan(method))
    assert answer.status_code == 409
    assert len(steps(method)) == pure.MOST


@pytest.mark.django_db
def test_a_step_goes_and_comes_back_with_every_word(method, writer, names):
    before = document(method)
    for _press in range(2):
        assert writer.post(at("remove_step", method, names[1]), plan(method)).status_code == 302
    assert steps(method) == [names[0], *names[2:]]
    page = writer.get(at("own_method", method)).content.decode()
    assert "Eén stap is weggehaald" in page
    for _press in range(2):
        assert writer.post(at("restore_step", method, names[1]), plan(method)).status_code == 302
    assert document(method) == before
    assert fresh(method).draft.removed == []


@pytest.mark.django_db
def test_as_a_part_the_way_back_has_the_focus(method, writer, names):
    part = writer.post(at("remove_step", method, names[1]), plan(method), headers=HTMX).content.decode()
    button = part.partition("De stap is weggehaald.</p>")[2].partition("</button>")[0]
    assert at("restore_step", method, names[1]) in button
    assert "data-focus" in button


@pytest.mark.django_db
def test_what_never_was_cannot_come_back(method, writer):
    assert writer.post(at("restore_step", method, "nowhere"), plan(method)).status_code == 409
    assert writer.post(at("remove_step", method, "nowhere"), plan(method)).status_code == 302
    assert writer.post(at("move_step", method, "nowhere"), plan(method, place=0)).status_code == 409


@pytest.mark.django_db
def test_a_method_may_lose_every_step_and_its_pages_still_stand(method, writer, names):
    for name in names:
        writer.post(at("remove_step", method, name), plan(method))
    for page in ("own_method", "own_preview", "own_publish", "own_words", "own_facts"):
        assert writer.get(at(page, method)).status_code == 200, page
    assert "Nog geen stappen" in writer.get(at("own_method", method)).content.decode()
    writer.post(at("add_step", method), plan(method))
    assert steps(method) == ["step_1"]


# ── minutes ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_minutes_change_in_place_and_start_times_follow(method, writer, names):
    fields = plan(method, **{f"minutes-{names[0]}": "7", f"least-{names[0]}": "2"})
    assert writer.post(at("own_method", method), fields).status_code == 302
    page = writer.get(at("own_method", method)).content.decode()
    second = page.partition(f'id="step-{names[1]}"')[2]
    assert "<span data-starts>7</span>" in second
    assert f"{as_doc(document(method)).minutes} minuten" in page


@pytest.mark.django_db
def test_minutes_at_a_pause(method, writer, names):
    fields = plan(method, **{f"minutes-{names[0]}": "7"})
    answer = writer.post(at("own_method", method), fields, headers={"X-Autosave": "1"})
    assert answer.status_code == 204
    assert (
        writer.post(
            at("own_method", method), {**fields, "seen": answer["X-Seen"], f"minutes-{names[0]}": "8"}
        ).status_code
        == 302
    )
    assert times(method, names[0])[0] == 8


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["0", "91", "-1", "", "tien", "1e3", "9" * 30])
def test_minutes_that_cannot_be_are_said_at_their_field(method, writer, names, typed):
    before = document(method)
    answer = writer.post(at("own_method", method), plan(method, **{f"minutes-{names[0]}": typed}))
    assert answer.status_code == 422
    assert f'id="id_minutes-{names[0]}-error"' in answer.content.decode()
    assert document(method) == before


@pytest.mark.django_db
def test_minutes_of_an_old_tab_are_laid_beside_the_new(method, writer, client_of, anna, names):
    old_tab = plan(method, **{f"minutes-{names[0]}": "7"})
    client_of(anna).post(at("own_method", method), plan(method, **{f"minutes-{names[0]}": "9"}))
    answer = writer.post(at("own_method", method), old_tab)
    assert answer.status_code == 409
    assert "Nu bewaard: 9" in answer.content.decode()
    assert 'value="7"' in answer.content.decode()
    assert times(method, names[0])[0] == 9


@pytest.mark.django_db
def test_a_least_above_the_minutes_is_kept_and_said(method, writer, names):
    writer.post(at("own_method", method), plan(method, **{f"least-{names[0]}": "80"}))
    page = writer.get(at("own_method", method)).content.decode()
    assert "De kortste tijd is langer dan de gewone." in page
    assert f"#step-{names[0]}" in page


# ── who ────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "more"), DEEDS)
def test_a_stranger_changes_nothing(method, client_of, client, eva, coen, name, more):
    before = document(method)
    for stranger in (eva, coen):
        assert client_of(stranger).post(at(name, method, *more), plan(method)).status_code == 404
    assert client.post(at(name, method, *more), plan(method)).url.startswith(reverse("account_login"))
    assert document(method) == before


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "more"), DEEDS)
def test_only_by_a_press(method, writer, name, more):
    assert writer.get(at(name, method, *more)).status_code == 405


@pytest.mark.django_db
def test_who_may_only_read_moves_nothing(client_of, anna, organisation, coen):
    method = a_fork(anna, organisation=organisation)
    type(method).objects.filter(pk=method.pk).update(published_at=method.updated_at)
    for name, more in DEEDS:
        assert client_of(coen).post(at(name, method, *more), plan(method)).status_code == 403


@pytest.mark.django_db
def test_a_press_asks_little_of_the_database(method, writer, names):
    fields = plan(method, place=3)
    with Queries() as queries:
        writer.post(at("move_step", method, names[0]), fields, headers=HTMX)
    assert len(queries) == 5


# ── pure ───────────────────────────────────────────────────────────────────────────────────────────
DOCUMENTS = [canonical(to_snapshot(doc)) for doc in shipped()[:6]]
PRESSES = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "restore", "move"]), st.integers(0, 9), st.integers(-2, 12))
)


@given(document=st.sampled_from(DOCUMENTS), presses=PRESSES)
def test_whatever_is_pressed_no_step_is_lost_or_doubled(document, presses):
    every, removed = set(pure.ids(document)), []
    for press, which, place in presses:
        names, gone = pure.ids(document), [entry["phase"]["id"] for entry in removed]
        if press == "add":
            document, made = pure.add(document, after=names[which % len(names)] if names else "", taken=gone)
            document, every = canonical(document), every | {made}
        elif press == "move" and names:
            document = pure.move(document, names[which % len(names)], place)
        elif press == "remove" and names:
            document, removed = pure.remove(document, removed, names[which % len(names)])
        elif press == "restore" and gone:
            document, removed = pure.restore(document, removed, gone[which % len(gone)])
        now = [*pure.ids(document), *(entry["phase"]["id"] for entry in removed)]
        assert len(now) == len(set(now))
        assert len(removed) <= pure.KEPT
        assert set(now) == every or len(removed) == pure.KEPT
