"""Bytes → characters: by byte order mark, UTF-8, declaration, or the encoding that fits best."""

import codecs

from charset_normalizer import from_bytes

from ontology.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What is tried where nothing is declared. Python's cp1252 has holes, so binary data seldom fit it.
_EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "big5", "euc_kr", "iso2022_jp")
#: The encodings of the WHATWG's standard beside UTF-8, by Python's names.
_OF_THE_WEB = frozenset(
    {
        *_EAST_ASIAN,
        *("gbk", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp866", "cp874"),
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        *("utf-16", "utf-16-le", "utf-16-be"),
    }
)
_NEEDED = "a text in UTF-8, UTF-16, Windows-1252, Shift_JIS or another common encoding is needed"
_SAMPLE = 200_000
#: Of every so many bytes, one at most may be a control character in a text.
_CONTROLS_IN = 100
#: Signs that stand between two letters.
_IN_WORDS = "’‘–—·"


def decode(data: bytes, declared: str = "") -> str:
    """The text of some bytes, its line ends as they are. What is UTF-8 is read as such whatever it declares.

    Raises:
        InputError: the bytes are no text in an encoding that is known.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    if wide := _wide(data):
        return _strict(data, wide)
    if b"\0" in data:
        raise InputError(f"found binary data, {_NEEDED}")
    if data.isascii():
        name = "iso2022_jp" if b"\x1b$" in data else "ascii"
        return _strict(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = f"byte {data[error.start]:#04x} at {error.start}"
    name = _known(declared) or _best(data)
    if not name:
        raise InputError(f"found {first}, {_NEEDED}")
    return _strict(data, name)


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(error.object) if name == "utf-8-sig" else error.start
        found = f"byte {data[at]:#04x} at {at}, which is no {name.removesuffix('-sig').upper()}"
        raise InputError(f"found {found}, {_NEEDED}") from error


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: in a Western text every other byte is zero."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(data) % 2 or not sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.05 * half else ""


def _known(declared: str) -> str:
    """Python's name of a declared encoding, if it is one that pages of the web may have.

    Browsers read Latin-1 as Windows-1252 and Shift_JIS as its superset. Python knows more under that word: escapes,
    compression, UTF-7, in which "+ADw-" is a tag.
    """
    try:
        name = codecs.lookup(declared.strip().strip("'\"")).name
    except (LookupError, ValueError):
        return ""
    name = {"iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932", "gb2312": "gbk"}.get(name, name)
    return name if name in _OF_THE_WEB else ""


def _best(data: bytes) -> str:
    """The encoding that fits: an East Asian one where its characters come out as words, else Windows-1252, else the
    one that the bytes look most like.
    """
    sample = data[:_SAMPLE]
    if sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in sample) * _CONTROLS_IN > len(sample):
        return ""
    if _is_western(sample):
        return "cp1252"
    guess = from_bytes(sample, cp_isolation=[*_EAST_ASIAN, "cp1252", "cp1250", "cp1251", "mac_roman"]).best()
    if guess is not None:
        return guess.encoding
    return ""


def _is_western(sample: bytes) -> bool:
    """Whether the bytes beyond ASCII are, as Windows-1252, letters inside words and signs where signs stand."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    others = [at for at, char in enumerate(text) if char > "\x7f"]
    fitting = sum(_fits(text, at) for at in others)
    return fitting >= 0.9 * len(others)


def _fits(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before > "\x7f" and after > "\x7f":
        return False
    return text[at].isalpha() or text[at] in _IN_WORDS or not (before.isalpha() and after.isalpha())
