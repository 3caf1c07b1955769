"""What methods, functions and names tell about the types of values.

Types are LExecutor's twelve classes: None, bool, str, int, float, list, tuple, set, dict, resource, callable, object."""

import re

TYPES = ("None", "bool", "str", "int", "float", "list", "tuple", "set", "dict", "resource", "callable", "object")

_METHODS = {
    "str": "strip lstrip rstrip split rsplit splitlines lower upper startswith endswith encode capitalize title "
    "partition rpartition zfill ljust rjust center casefold isdigit isalpha isalnum isspace isupper islower "
    "swapcase expandtabs isidentifier isnumeric isdecimal istitle removeprefix removesuffix translate format replace "
    "find rfind join",
    "list": "append extend sort reverse insert",
    "dict": "keys items values setdefault get has_key iteritems iterkeys itervalues popitem",
    "set": "add discard union difference intersection issubset issuperset symmetric_difference "
    "difference_update intersection_update isdisjoint",
    "resource": "read readline readlines write writelines flush seek tell fileno readable writable",
    "float": "is_integer hex as_integer_ratio",
    "int": "bit_length to_bytes",
}
METHOD_OWNER = {method: kind for kind, methods in _METHODS.items() for method in methods.split()}

# Methods that several types have say little.
WEAK_METHODS = {"index": ("list", "str", "tuple"), "count": ("str", "list", "tuple"), "pop": ("list", "dict", "set"),
                "remove": ("list", "set"), "copy": ("dict", "list", "set"), "update": ("dict", "set", "object"),
                "clear": ("dict", "list", "set"), "decode": ("object", "str"), "close": ("resource", "object")}

# What a method of a known owner gives; where it is certain, operations that no value of the type allows are errors.
METHOD_RESULT = {
    **dict.fromkeys(
        "strip lstrip rstrip lower upper capitalize title zfill ljust rjust center casefold swapcase "
        "expandtabs removeprefix removesuffix format replace join".split(), "str"),
    **dict.fromkeys("split rsplit splitlines keys values items".split(), "list"),
    **dict.fromkeys("partition rpartition".split(), "tuple"),
    **dict.fromkeys("startswith endswith isdigit isalpha isalnum isspace isupper islower issubset issuperset".split(), "bool"),
    **dict.fromkeys("find rfind bit_length tell".split(), "int"),
    "readlines": "list", "readline": "str", "read": "str", "is_integer": "bool", "hex": "str",
}  # fmt: skip
CERTAIN_RESULTS = {"split", "rsplit", "splitlines", "strip", "lower", "upper", "partition", "startswith", "endswith"}
CERTAIN_ATTRIBUTES = {"__version__": "str", "__name__": "str", "__doc__": "str", "__file__": "str", "__module__": "str"}

# What built-in functions ask of their first argument, with how much that says.
ARGUMENT_OF = {
    "len": (("list", 3), ("str", 3), ("dict", 1)),
    "range": (("int", 8),), "xrange": (("int", 8),), "chr": (("int", 8),), "bin": (("int", 6),), "hex": (("int", 6),),
    "ord": (("str", 8),), "open": (("str", 8),), "int": (("str", 4), ("int", 2), ("float", 2)),
    "float": (("str", 3), ("float", 3), ("int", 2)),
    "enumerate": (("list", 6), ("str", 1)), "sorted": (("list", 6), ("dict", 1), ("set", 1)), "sum": (("list", 7),),
    "max": (("list", 3), ("int", 2)), "min": (("list", 3), ("int", 2)), "zip": (("list", 6),),
    "list": (("list", 4), ("tuple", 1), ("set", 1)), "tuple": (("list", 4), ("tuple", 2)), "set": (("list", 5), ("set", 1)),
    "dict": (("dict", 5), ("list", 1)), "iter": (("list", 5), ("object", 1)), "next": (("object", 4), ("resource", 1)),
    "reversed": (("list", 6),), "any": (("list", 6),), "all": (("list", 6),),
    "abs": (("int", 3), ("float", 3)), "round": (("float", 6), ("int", 2)), "divmod": (("int", 6),),
    "callable": (("callable", 5), ("object", 2)), "bytes": (("list", 2), ("int", 2)),
}  # fmt: skip
SECOND_ARGUMENT_OF = {"map": (("list", 6),), "filter": (("list", 6),), "reduce": (("list", 6),)}
FIRST_IS_FUNCTION = {"map", "filter", "reduce", "partial"}

_MODULE_ARGUMENTS = {
    "os.path": "str", "re": "str", "os": "str", "shlex": "str", "json.loads": "str", "ast": "str",
    "math": "float", "operator.index": "int", "bisect": "list", "heapq": "list",
}  # fmt: skip


def argument_of_module(path):
    """The type that a function of a standard module mostly asks of its first argument, or None."""
    while path:
        if path in _MODULE_ARGUMENTS:
            return _MODULE_ARGUMENTS[path]
        path = path.rpartition(".")[0]
    return None


_NAMES = [
    (r"^(is|has|should|can|use|allow|enable|disable|no|do|skip|force|include|ignore|keep|strict|want|needs?)_", "bool", 4),
    (r"(^|_)(flag|verbose|debug|enabled|disabled|recursive|strict|overwrite|quiet|dry_run|required|inplace|exclusive|"
     r"inclusive|reverse|ascending)$", "bool", 4),
    (r"^(n|i|j|k|m|num|nb|count|size|length|width|height|depth|index|idx|pos|offset|start|stop|step|limit|port|year|month|"
     r"day|hour|minute|second|weekday|level|total|lo|hi|low|high|lineno|maxlen|max|min|age|rank|order|number|indent|pid|"
     r"fd|bits|base|numerator|denominator|tabsize|code|status)$", "int", 4),
    (r"(^|_)(num|count|size|length|len|width|height|depth|index|idx|pos|offset|limit|port|year|month|day|level|total|id|"
     r"lineno|number|retries|attempts|epochs|max|min)$", "int", 3),
    (r"^(n|num|max|min|nb)_", "int", 3),
    (r"(^|_)(seconds|secs|timeout|delay|interval|rate|ratio|alpha|beta|gamma|sigma|mu|epsilon|eps|tol|score|cutoff|weight|"
     r"probability|prob|price|amount|temperature|threshold|lr|factor|time|duration)$", "float", 4),
    (r"^(x|y|z|t|dx|dy)$", "float", 2),
    (r"^(s|st|text|string|str|name|msg|message|title|label|line|word|token|char|ch|c|url|uri|path|filename|file_?name|"
     r"dirname|prefix|suffix|sep|delimiter|pattern|regex|encoding|charset|mode|fmt|format|key|option|section|query|command|"
     r"cmd|content|description|desc|template|host|hostname|user|username|password|email|address|tag|lang|language|locale|"
     r"code|source|src|dst|method|attr|field|kind|type|body|html|xml|json|chars|letters|input|buffer|"
     r"fill|fieldname|dialect|package|version|ip|addr)$", "str", 4),
    (r"(^|_)(name|text|string|str|msg|message|title|label|line|word|path|file|dir|folder|url|uri|prefix|suffix|sep|pattern|"
     r"regex|encoding|key|desc|description|template|host|user|password|email|tag|token|char|chars|indent|date|format|"
     r"placeholder|type|mode|str|in|address)$", "str", 3),
    (r"^(items|values|args|list|lst|arr|array|data|seq|sequence|elements|entries|rows|lines|words|names|numbers|nums|keys|"
     r"files|paths|tokens|parts|chunks|a|b|xs|ys|heap|iterable|iterables|population|results|children|nodes|edges|points|"
     r"records|columns|fields|fieldnames|options|addresses|matrix|queue|stack|weights|codes)$", "list", 4),
    (r"(^|_)(list|items|values|args|seq|array|names|files|paths|lines|words|tokens|rows|keys|ids|children|nodes|entries|"
     r"results|objects|elements|chunks|words)$", "list", 4),
    (r"(^|_)(dict|map|mapping|kwargs|kwds|kw|options|opts|params|config|conf|settings|headers|environ|env|attrs|metadata|meta|"
     r"context|cache|registry|lookup|table|defaults|vars|properties|dictionary)$", "dict", 4),
    (r"(^|_)(set|seen|visited|unique)$", "set", 4),
    (r"(^|_)(tuple|pair|shape|point|coords|range)$", "tuple", 4),
    (r"(^|_)(func|function|fn|callback|cb|handler|hook|factory|predicate|callable|decorator|cls|klass|class|wrapper|getter|"
     r"setter)$", "callable", 4),
    (r"^(f|fp|fh|fd|file|stream|infile|outfile|instream|socket|sock|conn|csvfile|fileobj|input_file|reader|writer)$", "resource", 4),
    (r"(^|_)(file|stream|socket|fp|fileobj)$", "resource", 3),
    (r"^(self|obj|object|other|instance|request|response|app|parser|node|tree|module|session|client|model|logger|log|manager)$", "object", 5),
    (r"^(default|value|val|v|fallback)$", "str", 1),
]  # fmt: skip
_COMPILED = [(re.compile(pattern), kind, weight) for pattern, kind, weight in _NAMES]


def types_of_name(name):
    """[(type, weight)] that the conventions of a name suggest."""
    bare = name.strip("_")
    found = [(kind, weight) for pattern, kind, weight in _COMPILED if pattern.search(bare.lower())]
    # A plural is a list of something, unless more is known.
    if not found and re.search(r"(?<![usi])s$", bare) and len(bare) > 3:
        found.append(("list", 2))
    return found


_TEXTS = [
    (r"(^|_)(url|uri|link|href|endpoint)$", "https://example.com/"),
    (r"(^|_)(e?mail|email_address)$", "user@example.com"),
    (r"(^|_)(datetime|timestamp|created_at|updated_at)$", "2024-01-31T12:00:00"),
    (r"(^|_)(date|day)$", "2024-01-31"),
    (r"(^|_)(host|hostname|server)$", "localhost"),
    (r"(^|_)(ip|ip_address|ipaddr)$", "192.0.2.1"),
]
_COMPILED_TEXTS = [(re.compile(pattern), text) for pattern, text in _TEXTS]


def text_of_name(name):
    """A text as a variable of that name may hold one: where no form is usual, the name itself."""
    bare = name.strip("_").lower()
    return next((text for pattern, text in _COMPILED_TEXTS if pattern.search(bare)), name)


_ANNOTATIONS = {
    "str": "str", "int": "int", "float": "float", "bool": "bool", "list": "list", "List": "list", "Sequence": "list",
    "Iterable": "list", "Collection": "list", "dict": "dict", "Dict": "dict", "Mapping": "dict", "MutableMapping": "dict",
    "tuple": "tuple", "Tuple": "tuple", "set": "set", "Set": "set", "frozenset": "set", "FrozenSet": "set", "None": "None",
    "Callable": "callable", "callable": "callable", "Type": "callable", "type": "callable", "IO": "resource", "TextIO": "resource",
    "BinaryIO": "resource", "AnyStr": "str", "Text": "str", "LiteralString": "str", "object": "object", "number": "float",
    "string": "str", "integer": "int", "boolean": "bool", "sequence": "list", "iterable": "list", "mapping": "dict",
    "function": "callable", "dictionary": "dict",
}  # fmt: skip


def type_of_annotation(text):
    """The type that an annotation or a word of documentation names; None where it says nothing."""
    text = text.strip("\"' ")
    head = re.split(r"[\[|,( ]", text, maxsplit=1)[0].rpartition(".")[2]
    if head in ("Optional", "Union", "Annotated", "Final", "ClassVar"):
        inside = text.partition("[")[2]
        return type_of_annotation(inside.rstrip("]"))
    if head == "Literal":
        return "str" if "'" in text or '"' in text else "int"
    if head in ("Any", ""):
        return None
    return _ANNOTATIONS.get(head, "object" if head[:1].isupper() else None)
