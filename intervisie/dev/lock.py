"""For maintainers: pin what app.in, dev.in and node.in ask for, with hashes and without naming any host."""

import shutil
import subprocess

from intervisie.dev.environment import ROOT, Trouble

NAMES = ("app", "dev", "node")


def lock(arguments: list[str]) -> int:
    """`--upgrade` takes the newest; without it only what changed in the .in files."""
    uv = shutil.which("uv")
    if not uv:
        raise Trouble("Pinning needs uv: pip install uv.")
    how = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet", *arguments]
    for name in NAMES:
        wanted, locked = f"requirements/{name}.in", f"requirements/{name}.txt"
        done = subprocess.run([uv, "pip", "compile", *how, wanted, "-o", locked], cwd=ROOT, stdout=subprocess.DEVNULL)
        if done.returncode:
            return done.returncode
    return subprocess.run(["npm", "install", "--package-lock-only", "--silent"], cwd=ROOT).returncode
