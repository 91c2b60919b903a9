"""What every press around an own method asks of the database, literally; twelve things at most."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.counting import Queries
from tests.methods.own.people import a_fork, at, fresh, plan, steps, words
from tests.methods.own.test_begin import fork_of, home

pytestmark = pytest.mark.django_db
MOST = 12
FIGURES = {
    "add_step": 5,
    "bring_back_version": 7,
    "fork_method": 10,
    "import_method": 9,
    "move_step": 5,
    "own_publish": 10,
    "own_throw_away": 9,
    "own_withdraw": 6,
    "own_words": 5,
    "put_back_draft": 5,
    "remove_step": 5,
    "restore_step": 5,
}


def cost(browser, address, fields, *, done=302):
    with Queries() as asked:
        answer = browser.post(address, fields)
    assert answer.status_code == done, (address, answer.status_code)
    return len(asked)


def test_every_press_has_its_figure(group, bas, client_of):
    method, writer, found = a_fork(bas, group=group), client_of(bas), {}
    first = steps(method)[0]
    file = SimpleUploadedFile("eigen.toml", writer.get(at("export_draft", method)).content)
    found["fork_method"] = cost(writer, fork_of(), {"once": uuid4(), "home": home(group)})
    found["import_method"] = cost(
        writer, reverse("import_method"), {"once": uuid4(), "home": home(group), "file": file}
    )
    found["own_words"] = cost(writer, at("own_words", method), words(method, **{"nl-name": "Anders"}))
    found["add_step"] = cost(writer, at("add_step", method), plan(method))
    found["remove_step"] = cost(writer, at("remove_step", method, first), plan(method))
    found["restore_step"] = cost(writer, at("restore_step", method, first), plan(method))
    found["move_step"] = cost(writer, at("move_step", method, first), plan(method, place=1))
    other = a_fork(bas, group=group)
    found["own_publish"] = cost(writer, at("own_publish", other), {"seen": fresh(other).draft.digest})
    writer.post(at("own_words", other), words(other, **{"nl-name": "Nog anders"}))
    found["bring_back_version"] = cost(writer, at("bring_back_version", other, 1), {})
    found["put_back_draft"] = cost(writer, at("put_back_draft", other), {})
    found["own_withdraw"] = cost(writer, at("own_withdraw", other), {})
    found["own_throw_away"] = cost(writer, at("own_throw_away", method), {})
    assert max(found.values()) <= MOST, found
    assert found == FIGURES
