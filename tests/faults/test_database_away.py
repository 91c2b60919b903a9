"""The database breaks in the middle of an evening and comes back: a page in words, nothing half done, no restart."""

import re
import threading

import psycopg
import pytest

from tests.faults.house import until


def room(house):
    return f"/bijeenkomst/{house.cast['session']}/kamer/"


def version(house):
    return house.ask("SELECT version FROM case_sessions_casesession WHERE id = %s", house.cast["session"])[0][0]


def test_pages_say_so_streams_stay_and_all_of_it_recovers(house, visit, listen):
    web, worker, beat = house.web(), house.worker(), house.beat()
    anna, bas, nobody = visit(web, "anna"), visit(web, "bas"), visit(web)
    until(lambda: nobody.get("/health/ready/").status == 200, 60, "for worker and beat")
    assert anna.get(room(house)).status == 200
    heard, before = listen(bas), version(house)

    house.postgres.crash()
    pages = [anna.get("/vandaag/"), anna.get(room(house)), anna.post(f"{room(house)}verder/", version=before)]
    for answer in pages:
        assert answer.status == 503, answer.text[:300]
        assert answer.headers["retry-after"] == "30"
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "Intervisie is er even niet" in answer.text
        assert "Traceback" not in answer.text
    assert nobody.get("/health/live/").status == 200
    ready = nobody.get("/health/ready/")
    assert (ready.status, '"database": "away"' in ready.text, '"broker": "ok"' in ready.text) == (503, True, True)
    assert nobody.get("/").status == 200  # what needs no database is there

    house.postgres.start()
    assert until(lambda: anna.get(room(house)).status == 200, 10, "for pages") < 10
    assert version(house) == before  # what was pressed while it was away was not done
    assert anna.post(f"{room(house)}verder/", version=before).status == 302
    assert version(house) > before
    until(lambda: "step" in heard.hints(), 15, "for the hint")
    house.stage("invitations", "1")
    until(lambda: house.deliveries().get("sent") == 4, 60, "for the mails")
    assert all(program.alive() for program in (web, worker, beat))
    assert not re.search(r"geheim|Hoekstra|@example.org", web.said() + worker.said())


def test_a_connection_that_breaks_in_the_middle_of_a_deed_undoes_all_of_it(house, visit):
    """The row is held by another so that the press waits inside its transaction; then every connection breaks."""
    web = house.web()
    anna = visit(web, "anna")
    anna.get(room(house))
    before = version(house)
    done = "SELECT (SELECT count(*) FROM common_auditevent), (SELECT max(entered_at::text) FROM case_sessions_step)"
    counts = house.ask(done)
    held = psycopg.connect(house.postgres.url)
    held.execute("SELECT 1 FROM case_sessions_casesession WHERE id = %s FOR UPDATE", [house.cast["session"]])
    answers = []
    pressed = threading.Thread(target=lambda: answers.append(anna.post(f"{room(house)}verder/", version=before)))
    pressed.start()
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    until(lambda: house.ask(waits)[0][0], 10, "for the press to wait")
    house.postgres.crash()
    held.close()
    pressed.join(20)
    house.postgres.start()
    assert answers[0].status == 503
    assert version(house) == before
    assert house.ask(done) == counts
    until(lambda: anna.get(room(house)).status == 200, 10, "for pages")
    assert anna.post(f"{room(house)}verder/", version=before).status == 302


def test_what_postgresql_says_of_a_failing_row_stays_out_of_its_log(house):
    canary = "kanarie-in-een-rij"
    with pytest.raises(Exception, match="null value"):
        house.ask("INSERT INTO groups_organisation (name) VALUES (%s)", canary)
    with pytest.raises(Exception, match="syntax"):
        house.ask(f"SELECT '{canary}' FROM WHERE")  # noqa: S608 (a canary of our own)
    log = house.postgres.folder / "postgres.log"
    until(lambda: "violates not-null" in log.read_text(), 5)
    assert canary not in log.read_text()
