"""Programs that no Python package brings: found on the machine, or installed on the spot where that is allowed."""

import os
import shutil
import subprocess


def find(name: str) -> str:
    """The path of this program, by apt if need be and possible; empty when it cannot be had."""
    return shutil.which(name) or (by_apt(name) and shutil.which(name)) or ""


def by_apt(package: str) -> bool:
    """Install a package of Debian's, as root; false elsewhere, or when it failed."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package} by apt …", flush=True)
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", package]
    return _quietly(install) or (_quietly(["apt-get", "update", "-q"]) and _quietly(install))


def _quietly(command: list[str]) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
