"""Valkey breaks and comes back empty: people stay logged in and may log in, pages answer, streams find their way."""

from tests.faults.house import until
from tests.faults.people import COOKIE, Visitor


def room(house):
    return f"/bijeenkomst/{house.cast['session']}/kamer/"


def version(house):
    return house.ask("SELECT version FROM case_sessions_casesession WHERE id = %s", house.cast["session"])[0][0]


def test_pages_logins_and_deeds_go_on_and_streams_catch_up(house, visit, listen):
    web = house.web()
    anna, bas = visit(web, "anna"), visit(web, "bas")
    anna.get(room(house))
    heard = listen(bas)

    house.valkey.crash()
    assert anna.get("/vandaag/").status == 200
    before = version(house)
    assert anna.post(f"{room(house)}verder/", version=before).status == 302  # done, only nobody is told
    assert version(house) > before
    ready = anna.get("/health/ready/")
    assert (ready.status, '"broker": "away"' in ready.text, '"database": "ok"' in ready.text) == (503, True, True)
    chris = Visitor(web.port)
    assert chris.get("/account/login/").status == 200
    answer = chris.post("/account/login/", login="chris@example.org", password=house.cast["password"])
    assert (answer.status, COOKIE in chris.cookies) == (302, True), answer.text[:500]
    assert chris.get("/vandaag/").status == 200
    told = len(heard.events)

    house.valkey.start()
    until(lambda: {"resync", "hello"} & {name for name, _data in heard.events[told:]}, 20, "for the stream")
    assert chris.get("/vandaag/").status == 200  # logins stand in the database
    assert anna.post(f"{room(house)}verder/", version=version(house)).status == 302
    until(lambda: "step" in heard.hints(), 10, "for the hint")


def test_worker_and_beat_find_it_again_and_nothing_is_lost(house, visit):
    worker, beat = house.worker(), house.beat()
    until(lambda: (worker.data / "worker.alive").exists() and (beat.data / "beat.alive").exists(), 60)
    house.valkey.crash()
    house.stage("invitations", "2")  # planned while nobody hears the bell
    assert house.deliveries() == {"due": 8} or house.deliveries()["due"] >= 8
    house.valkey.start()
    until(lambda: house.deliveries().get("sent") == 8, 60, "for the mails")
    assert worker.alive() and beat.alive()
    assert len({mail["message-id"] for _to, mail in house.post.mails}) == len(house.post.mails) == 8
