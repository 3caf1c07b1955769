"""How files are named as modules."""

import os
import sys


def package_of(path):
    """The folder to import from and the dotted name of a file: packages are followed upwards."""
    path = os.path.abspath(path)
    folder, filename = os.path.split(path)
    parts = [os.path.splitext(filename)[0]]
    if parts == ["__init__"]:
        parts = []
    while os.path.exists(os.path.join(folder, "__init__.py")):
        folder, package = os.path.split(folder)
        parts.insert(0, package)
    return folder, ".".join(parts)


def set_first_path(folder, always=False):
    """Puts a folder where Python puts that of the program; under `-P` or `-I` there is no such place, and it is put
    before all others only where it is needed `always`."""
    if not _is_path_safe():
        sys.path[0] = folder
    elif always:
        sys.path.insert(0, folder)


def _is_path_safe():
    return bool(getattr(sys.flags, "safe_path", sys.flags.isolated))
