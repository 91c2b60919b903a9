"""The commands of `dev.py`, once its environment stands."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from intervisie.dev import environment, front, messages
from intervisie.dev.environment import Trouble
from intervisie.dev.run import run
from intervisie.dev.servers import servers

ROOT = environment.ROOT


def main(command: str, arguments: list[str]) -> int:
    os.chdir(ROOT)
    try:
        return COMMANDS[command](arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def manage(arguments: list[str]) -> int:
    data = environment.data_dir()
    with servers(data) as addresses:
        environment.prepare(data, addresses, front=front.build())
        messages.compile_messages()
        return call("manage.py", *arguments)


def test(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="intervisie-test-") as folder:
        data = Path(folder)
        with servers(data, throwaway=True) as addresses:
            environment.prepare(data, addresses, front=front.build())
            messages.compile_messages()
            return call("-m", "pytest", *arguments)


def call(*command: str) -> int:
    """Run a part in a process of its own; Ctrl-C is its business, we only wait for it."""
    child = subprocess.Popen([sys.executable, *command])
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


COMMANDS: dict[str, Callable[[list[str]], int]] = {"manage": manage, "run": run, "test": test}
