"""What is pinned and packed: no host names, no loose versions, and the compose file speaks the settings' language."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ("web", "worker", "beat", "migrate")


@pytest.mark.parametrize("name", ["app", "dev", "node"])
def test_requirements_have_hashes_and_name_no_host(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links", text)
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==\S+.*\\$", text, re.M)
    assert pinned
    assert len(pinned) == len(re.findall(r"^[a-zA-Z]", text, re.M))


def test_what_develops_runs_the_versions_that_run():
    versions = {}
    for name in ("app", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        versions[name] = dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", text, re.M))
    assert versions["app"].items() <= versions["dev"].items()


def test_the_lock_of_npm_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert len(packages) > 3
    for name, package in packages.items():
        assert "resolved" not in package
        assert name == "" or package["integrity"].startswith("sha512-")


def test_compose_has_every_part():
    assert set(COMPOSE["services"]) == {"caddy", "web", "worker", "beat", "migrate", "postgres", "valkey"}


def test_every_image_is_pinned_to_a_version():
    images = [service["image"] for service in COMPOSE["services"].values()]
    assert all(re.search(r":.*\d|:local$", image) for image in images)


@pytest.mark.parametrize("name", OURS)
def test_the_environment_of_our_services_is_what_the_settings_read(name):
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "intervisie" / "settings.py").read_text()))
    given = set(COMPOSE["services"][name]["environment"])
    inside = {"INTERVISIE_DATA", "INTERVISIE_FRONT", "INTERVISIE_DEVELOPMENT"}  # of the image; never in production
    assert given == read - inside


def test_the_example_names_everything_compose_asks_for():
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert asked == offered


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_change_nothing_outside(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_programs_that_compose_starts_exist():
    for name in OURS:
        words = COMPOSE["services"][name].get("command", [])
        if "celery" in words:
            assert words[words.index("-A") + 1] == "intervisie.celery"
    assert "intervisie.probe" in COMPOSE["services"]["web"]["healthcheck"]["test"]
