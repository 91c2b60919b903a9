"""The shared fixtures: the cast, and what every test needs around it."""

from importlib.util import find_spec

from hypothesis import settings

pytest_plugins = ["tests.cast", *(["tests.technical"] if find_spec("tests.technical") else [])]

settings.register_profile("house", deadline=None)  # a deadline measures the machine, not the rule
settings.load_profile("house")
