"""On what was measured."""

import datetime
import os
import platform
from pathlib import Path


def describe() -> str:
    """One line: processor, memory, Python, date."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    when = datetime.datetime.now().astimezone()
    return (
        f"{_processor()}, {cores} cores (load {os.getloadavg()[0]:.1f}), {memory:.0f} GB, "
        f"{platform.system()} {platform.release().split('-')[0]}, "
        f"{platform.python_implementation()} {platform.python_version()}, {when:%Y-%m-%d %H:%M %Z}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "Hardware"))]
    return names[0] if names else platform.machine()
