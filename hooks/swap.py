"""Puts a finished folder in the place of the old one, in one step where the system can.

Two renames leave a moment without a site; Linux can exchange two folders at once (renameat2 with
RENAME_EXCHANGE, since Linux 3.15).
"""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

AT_FDCWD = -100  # "relative to the current folder", from fcntl.h
RENAME_EXCHANGE = 2  # from linux/fs.h


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step. Returns False where the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return renameat2(AT_FDCWD, os.fsencode(first), AT_FDCWD, os.fsencode(second), RENAME_EXCHANGE) == 0


def swap(new: Path, site: Path) -> None:
    """Make `site` the folder that `new` is; what `site` was is gone afterwards."""
    old = site.with_name(site.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists() and exchange(new, site):
        shutil.rmtree(new)
        return
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def recover(site: Path) -> None:
    """Clear what an interrupted build left; bring the old site back if it stood between two renames."""
    old = site.with_name(site.name + ".old")
    if old.exists() and not site.exists():
        old.rename(site)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(site.with_name(site.name + ".new"), ignore_errors=True)
