"""What the environment says, read with types. What is wrong with it is gathered and told at once, before anything runs.

What is secret may also stand in a file, as Docker mounts it: `SECRET_KEY_FILE=/run/secrets/secret_key` instead of
`SECRET_KEY=…`. The file goes first. No message ever shows a value.
"""

import contextlib
import warnings
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

WHERE = "See .env.example, or use `make run`."


class NamesAndFiles(FileAwareMapping):
    """NAME, or the content of the file that NAME_FILE names, without the line end an editor puts there."""

    def __getitem__(self, key: str) -> str:
        return str(super().__getitem__(key)).strip()


class Environment(environ.Env):
    def __init__(self) -> None:
        super().__init__()
        self.ENVIRON = NamesAndFiles()
        self.problems: dict[str, str] = {}

    def get_value(
        self, var: Any, cast: Any = None, default: Any = environ.Env.NOTSET, parse_default: Any = False
    ) -> Any:
        """The value, or `default` with a note of what is wrong with it."""
        try:
            return super().get_value(var, cast, default, parse_default)
        except OSError as error:
            self.wrong(var, f"the file that {var}_FILE names cannot be read ({type(error).__name__})")
        except ValueError:
            self.wrong(var, f"is not {'a number' if cast in (int, float) else 'in its form'}")
        return default

    def parsed(self, name: str, parse: Any) -> dict[str, Any]:
        """An address taken apart by one of django-environ's `…_url_config`; {} when it is none."""
        value, found = self.str(name, ""), {}
        with contextlib.suppress(Exception), warnings.catch_warnings():  # whatever it stumbles over stays unsaid
            warnings.simplefilter("ignore")
            found = dict(parse(value)) if value else {}
        if value and not found:
            self.wrong(name, "is not an address as .env.example shows it")
        return found

    def wrong(self, name: str, how: str) -> None:
        self.problems.setdefault(name, how)

    def needs(self, **values: Any) -> None:
        for name, value in values.items():
            if not value:
                self.wrong(name, "is not set")

    def refuse(self) -> None:
        """One message with everything that is wrong, so that one look is enough."""
        if self.problems:
            lines = [f"  {name} {how}." for name, how in self.problems.items()]
            raise ImproperlyConfigured("\n".join(["Intervisie does not start:", *lines, WHERE]))
