"""What the numbers were measured on: processor, load, versions."""

import os
import platform
import re
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from splitgrade.processors import usable_processors

CPUINFO = Path("/proc/cpuinfo")


def processor():
    """Return the processor's name and the number of cores this process may use."""
    return f"{_model_name()}, {usable_processors()} cores"


def load():
    """Return the load averages over 1, 5 and 15 minutes as text."""
    if not hasattr(os, "getloadavg"):
        return "not known on this system"
    return ", ".join(f"{value:.2f}" for value in os.getloadavg())


def versions(packages):
    """Return the versions of Python, the system, numpy with its BLAS, and the peers.

    Parameters
    ----------
    packages : tuple of str
        numpy among them.

    Returns
    -------
    dict of str to str
    """
    import numpy as np

    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    found = {
        "Python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }
    for name in packages:
        found[name] = metadata.version(name)
    found["numpy"] += f" with {blas['name']} {blas['version']}"
    return found


def facts(where, load_before, packages, took):
    """Return what a page says of the run that it shows, which ends now.

    Parameters
    ----------
    where : str
        The machine.
    load_before : str
        By :func:`load`, as the run began.
    packages : tuple of str
        As for :func:`versions`.
    took : str
        How long the run was.

    Returns
    -------
    dict of str to str
    """
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": where,
        "load average over 1, 5 and 15 minutes, before": load_before,
        "and after, these runs included": load(),
        **versions(packages),
        "the whole run took": took,
    }


def _model_name():
    if CPUINFO.is_file():
        named = re.search(r"model name\s*:\s*(.+)", CPUINFO.read_text())
        if named:
            return named[1].strip()
    return platform.processor() or platform.machine()
