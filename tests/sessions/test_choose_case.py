"""Taking a case from the shelf: only of somebody who sits at the table, whatever an older page still offers."""

import pytest
from django.urls import reverse

from sessions.actions import choosing, people
from tests.sessions.table import a_case, a_session, begin, fresh, go_to
from tests.sessions.test_room_presses import press


@pytest.fixture
def choosing_case(group, anna, bas, chris, dana):
    return go_to(begin(a_session(group, leads=anna), anna, bas, chris, dana), anna, kind="case_choice")


def offered(browser, session, case):
    """Does the page of who leads offer a press for this case?"""
    return f'name="case" value="{case.pk}"' in browser.get(reverse("room", args=[session.pk])).content.decode()


def test_a_page_drawn_before_the_owner_left_takes_no_case_of_who_is_gone(choosing_case, anna, bas, client_of):
    case, browser = a_case(bas, choosing_case.group), client_of(anna)
    assert offered(browser, choosing_case, case)
    people.leave_seat(choosing_case, by=bas)
    answer = press(browser, choosing_case, "room_choose_case", case=case.pk, step=choosing_case.step_id)
    assert answer.status_code == 409
    assert "Bas zit nu niet aan tafel" in answer.content.decode()
    assert not choosing_case.treatments.exists()
    assert not offered(browser, choosing_case, case)


def test_without_script_the_page_says_so_and_shows_the_shelf_as_it_is(choosing_case, anna, bas, client_of):
    case = a_case(bas, choosing_case.group)
    people.leave_seat(choosing_case, by=bas)
    answer = press(client_of(anna), choosing_case, "room_choose_case", htmx=False, case=case.pk)
    assert answer.status_code == 409
    assert "Bas zit nu niet aan tafel" in answer.content.decode()
    assert "nu niet aan tafel" in answer.content.decode().split("<main")[1]


def test_who_never_came_in_is_told_the_same_and_who_comes_back_brings(choosing_case, anna, bas, eva, client_of):
    choosing_case.group.memberships.create(user=eva)
    absent = a_case(eva, choosing_case.group)
    assert press(client_of(anna), choosing_case, "room_choose_case", case=absent.pk).status_code == 409
    case = a_case(bas, choosing_case.group)
    people.leave_seat(choosing_case, by=bas)
    client_of(bas).post(reverse("room_sit", args=[choosing_case.pk]))
    assert press(client_of(anna), choosing_case, "room_choose_case", case=case.pk).status_code == 204
    assert choosing_case.treatments.get().case == case


def test_a_case_that_was_chosen_stays_when_another_is_refused(choosing_case, anna, bas, chris, client_of):
    mine, gone = a_case(bas, choosing_case.group), a_case(chris, choosing_case.group)
    choosing.choose_case(choosing_case, by=anna, case_id=mine.pk)
    people.leave_seat(fresh(choosing_case), by=chris)
    assert press(client_of(anna), choosing_case, "room_choose_case", case=gone.pk).status_code == 409
    assert choosing_case.treatments.get().case == mine
