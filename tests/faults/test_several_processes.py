"""From one machine to several processes: two web, two workers, one beat, on one PostgreSQL and one Valkey."""

import json
import re
import urllib.request
from collections import Counter

from tests.faults import compose
from tests.faults.house import HOST, until
from tests.faults.people import Visitor
from tests.technical import free_port


def ready(visitor):
    return visitor.get("/health/ready/").status == 200


def figures(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return answer.read().decode()


def figure(port, beginning):
    lines = [line for line in figures(port).splitlines() if line.startswith(beginning)]
    return sum(float(line.split()[-1]) for line in lines)


def version_of(room):
    return re.search(r'name="version" value="(\d+)"', room.text)[1]


def test_a_room_over_two_web_processes_and_mail_over_two_workers(house, visit, listen):
    own = [free_port() for _ in range(3)]
    one, two = house.web(), house.web()
    workers = [house.worker(METRICS=f"127.0.0.1:{port}") for port in own[:2]]
    house.beat(METRICS=f"127.0.0.1:{own[2]}")
    anna, bas = visit(one, "anna"), visit(two, "bas")

    # Anna moves on at one process; Bas, whose screen hangs on the other, hears it and pulls it there.
    path = f"/bijeenkomst/{house.cast['session']}/kamer/"
    room, heard = anna.get(path), listen(bas)
    before = bas.get(path).text
    assert anna.post(f"{path}verder/", version=version_of(room)).status == 302
    took = until(lambda: "step" in heard.hints(), 5, "for the hint on the other process")
    assert took < 5
    assert version_of(anna.get(path)) != version_of(room)
    assert bas.get(path).text != before

    # Forty mails, each sent once, by both workers.
    until(lambda: ready(anna), 90, "for worker and beat")
    house.stage("invitations", "10")
    until(lambda: house.deliveries().get("sent") == 40, 60, "for the mails")
    sent = Counter(mail["message-id"] for _to, mail in house.post.mails)
    assert len(sent) == 40
    assert set(sent.values()) == {1}
    kinds = {kind for (kind,) in house.ask("SELECT DISTINCT kind FROM common_delivery")}
    counted = [f'intervisie_deliveries_total{{kind="{kind}",outcome="sent"}}' for kind in kinds]
    assert sum(figure(port, line) for port in own[:2] for line in counted) == 40

    # What each shows, and what all of them are asked by who looks after them.
    assert figure(own[0], 'intervisie_task_seconds_count{outcome="success",task="intervisie.common.tasks.drain"}') > 0
    assert figure(own[2], "intervisie_part_alive") == 4
    assert figure(own[2], 'intervisie_deliveries_open{state="due"}') == 0
    assert all(program.alive() for program in (one, two, *workers))


def test_each_health_check_of_the_compose_file_says_well_and_away(house, visit):
    web, worker, beat = house.web(), house.worker(), house.beat()
    visit(web)

    def check(service, program):
        words = [word.replace(":8000", f":{getattr(program, 'port', 0)}") for word in compose.health(service)]
        env = house.environment(service) | {"INTERVISIE_DATA": str(program.data)}
        return house.run_in(words, env)

    for service, program in (("web", web), ("worker", worker), ("beat", beat)):
        until(lambda: check(service, program) == 0, 90, f"for {service}")  # noqa: B023
        program.kill()
    (worker.data / "worker.alive").unlink()
    assert check("web", web) == check("worker", worker) == 1


def test_logs_are_json_without_people_and_addresses(house, visit):
    web = house.web()
    bas = visit(web, "bas")
    path = f"/groep/{house.cast['group']}/"
    answer = bas.get(f"{path}?q=geheim-woord")
    visit(web).get("/kom-je/geheim-pad-123/")
    assert answer.status == 200
    lines = [json.loads(line) for line in web.said().splitlines()]
    page = next(line for line in lines if line.get("route") == "/groep/<uuid:pk>/")
    assert (page["method"], page["status"], page["request"]) == ("GET", 200, answer.headers["x-request-id"])
    for secret in (
        "geheim",
        house.cast["group"],
        house.cast["bas"],
        "Hoekstra",
        "bas@example.org",
        "203.0.113.7",
        HOST,
    ):
        assert secret not in web.said()


def test_one_after_the_other_is_replaced_and_nobody_is_sent_away(house, visit, listen):
    """A rolling restart, as behind a proxy that asks the next when one does not answer."""
    webs = [house.web(), house.web()]
    bas = visit(webs[0], "bas")
    visit(webs[1])
    heard = listen(bas)
    failed, asked = [], 0

    def through_the_proxy():
        nonlocal asked
        answers = []
        for web in webs:
            bas.at = web.port
            answers.append(bas.get("/vandaag/"))
            if answers[-1].status:
                break
        asked += 1
        if answers[-1].status != 200:
            failed.append(answers[-1])

    for place in range(2):
        old = webs[place]
        old.process.terminate()
        until(lambda: through_the_proxy() or not old.alive(), 15)  # noqa: B023
        webs[place] = house.web(port=old.port)
        until(lambda: through_the_proxy() or visit_is_up(webs[place]), 40)  # noqa: B023
    assert not failed
    assert asked > 5
    until(lambda: heard.opened >= 2 and heard.names()[-1] in ("hello", "hint", "token"), 15, "for the stream")
    assert "Traceback" not in "".join(web.said() for web in webs)


def visit_is_up(web):
    return Visitor(web.port).get("/health/live/").status == 200
