"""How numbers, text and bytes are written: by their types' own `repr`, never by that of a subclass."""

from .writing import Full

MAX_INT_BITS = 2048
#: No pattern of redaction matches less.
SHORTEST_SECRET = 8


def _literal(kind):
    own = kind.__repr__

    def writer(value, text, depth):
        text.add(own(value))

    return writer


def _write_int(value, text, depth):
    bits = int.bit_length(value)
    if bits > MAX_INT_BITS:
        text.add("<int of %d bits>" % bits)
    else:
        text.add(int.__repr__(value))


def _write_str(value, text, depth):
    length = str.__len__(value)
    is_cut = length > text.left
    if is_cut:
        value = str.__getitem__(value, slice(0, text.left + 1))
    if length >= SHORTEST_SECRET:
        value = text.redacted(value)
    text.add(str.__repr__(value))
    if is_cut:
        raise Full


def _write_bytes(value, text, depth):
    kind = bytes if isinstance(value, bytes) else bytearray
    head = kind.__getitem__(value, slice(0, text.left + 1))
    if text.style.redaction is not None and len(head) >= SHORTEST_SECRET:
        head = kind(text.redacted(bytes(head).decode("latin-1")).encode("latin-1"))
    text.add(kind.__repr__(head))


WRITERS = {
    int: _write_int,
    str: _write_str,
    bytes: _write_bytes,
    bytearray: _write_bytes,
    **{kind: _literal(kind) for kind in (bool, float, complex, range)},
    **{type(value): _literal(type(value)) for value in (None, Ellipsis, NotImplemented)},
}
