"""The shared fixtures: the cast, and what every test needs around it."""

from importlib.util import find_spec

pytest_plugins = ["tests.cast", *(["tests.technical"] if find_spec("tests.technical") else [])]
