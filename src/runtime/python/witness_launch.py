"""Starts a program under the recorder: python witness_launch.py, with WITNESS_RUN holding what to run as JSON."""

import sys

if __name__ == "__main__":
    _before = set(sys.modules)
    _path = list(sys.path)
    # Under -I and -P the folder of a script is not on the path.
    sys.path.insert(0, __file__.rpartition("/")[0] or __file__.rpartition("\\")[0])
    from witness_runtime.launching import launch

    sys.path[:] = _path
    launch(_before)
