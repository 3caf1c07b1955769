"""Arrays, series and data frames: their shape, their types and their first values.

Only numpy's own types, which are written in C, and those of an installed pandas are read; their code is no code of the
program. A class of the program that looks like one of them is written as any other object."""

import sys

from .inspection import dict_of_type, name_of

_HEAP_TYPE = 1 << 9
_flags_of = type.__dict__["__flags__"].__get__

#: Values of an array that are looked at, and rows and columns of a data frame.
MOST_VALUES = 200
MOST_ROWS = 5
MOST_COLUMNS = 12

_PLAIN = (bool, int, float, complex, str, bytes)


def fields_of_array(value, kind):
    """What to show of a value as pairs of name and value; None where it is none of these types."""
    if not _flags_of(kind) & _HEAP_TYPE:
        return _fields_of_numpy(value, kind)
    if _is_of_pandas(kind):
        name = name_of(kind)
        if name == "DataFrame":
            return _fields_of_frame(value)
        if name == "Series":
            return _fields_of_series(value)
    return None


def scalar_of(value, kind):
    """A number or text of numpy as one of Python's, in a tuple of one; None where it is something else."""
    numpy = sys.modules.get("numpy")
    if numpy is None or _flags_of(kind) & _HEAP_TYPE or not issubclass(kind, numpy.generic):
        return None
    plain = value.item()
    return (plain if type(plain) in _PLAIN else _Text(str(value)),)


def _fields_of_numpy(value, kind):
    numpy = sys.modules.get("numpy")
    if numpy is None or kind is not numpy.ndarray:
        return None
    fields = [("shape", value.shape), ("dtype", _Text(str(value.dtype)))]
    if value.size <= MOST_VALUES:
        return [*fields, ("values", value.tolist())]
    return [*fields, ("first", value.flat[:MOST_VALUES].tolist())]


def _is_of_pandas(kind):
    own = dict_of_type(kind)
    module = own.get("__module__")
    if type(module) is not str or module.partition(".")[0] != "pandas":
        return False
    code = getattr(own.get("__init__"), "__code__", None)
    pandas = sys.modules.get("pandas")
    return code is not None and pandas is not None and "-packages" in code.co_filename


def _fields_of_frame(value):
    columns = value.columns.tolist()
    head = value.iloc[:MOST_ROWS, :MOST_COLUMNS]
    types = {name: _Text(str(dtype)) for name, dtype in zip(columns, head.dtypes.tolist())}
    rows = [tuple(row) for row in head.itertuples(index=False, name=None)]
    return [("shape", value.shape), ("dtypes", types), ("first", rows)]


def _fields_of_series(value):
    return [
        ("shape", value.shape),
        ("dtype", _Text(str(value.dtype))),
        ("first", value.iloc[:MOST_VALUES].tolist()),
    ]


class _Text:
    """Text that is written without quotes."""

    __slots__ = ("text",)

    def __init__(self, text):
        self.text = text


def write_text(value, text, depth):
    text.add(value.text)


#: For the table of writers.
BARE_TEXT = _Text
