"""What bandit and ruff have to see. Never imported."""

import subprocess

PASSWORD = "hunter2"


def wrong(said):
    subprocess.call(said, shell=True)
    return eval(said)
