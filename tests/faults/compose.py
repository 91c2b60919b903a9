"""docker-compose.yml, read: the commands of its services and what their environment becomes."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
COMPOSE = yaml.safe_load(FILE.read_text())
SERVICES = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service.get("image") == "intervisie:local"]
SECRETS = "/run/secrets/"


def command(service: str) -> list[str]:
    return list(SERVICES[service]["command"])


def health(service: str) -> list[str]:
    """The health check of the service, as it is run inside."""
    test = SERVICES[service]["healthcheck"]["test"]
    assert test[0] == "CMD"
    return list(test[1:])


def filled(text: str, env: dict[str, str]) -> str:
    """`${NAME:-default}` and `${NAME:?}`, as Compose fills them in."""

    def value(found: re.Match) -> str:
        name, how, default = found["name"], found["how"], found["default"]
        if env.get(name):
            return env[name]
        assert how == ":-", f"{name} has to be set"
        return default

    return re.sub(r"\$\{(?P<name>\w+)(?P<how>:[-?])(?P<default>[^}]*)\}", value, str(text))


def environment(service: str, env: dict[str, str], secrets: Path) -> dict[str, str]:
    """What the service finds in its environment; its secrets are files in `secrets` here."""
    given = {name: filled(value, env) for name, value in SERVICES[service].get("environment", {}).items()}
    return {name: value.replace(SECRETS, f"{secrets}/") for name, value in given.items()}


def option(words: list[str], name: str, value: object) -> list[str]:
    """The same command with another value for one option."""
    if name not in words:
        return [*words, name, str(value)]
    place = words.index(name) + 1
    return [*words[:place], str(value), *words[place + 1 :]]
