"""Text in XML 1.0: escaped so that every reader gets it back as it was, as far as XML can hold it."""

import re

# What XML 1.0 (section 2.2) does not allow in a file, not even as a reference; texts made from PDF carry form feeds.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A reader makes a line feed of a bare carriage return, and in an attribute a space of any white space.
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_TEXT = str.maketrans(_IN_TEXT)
_ATTRIBUTE = str.maketrans(_IN_TEXT | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def allowed(text: str) -> str:
    r"""The text with a space for each character that XML does not allow, so that its length stays.

    >>> allowed("a\fb")
    'a b'
    """
    return _NOT_XML.sub(" ", text)


def content(text: str) -> str:
    """Text as the content of an element.

    >>> content("R&D < aid")
    'R&amp;D &lt; aid'
    """
    return allowed(text).translate(_TEXT)


def attributes(**values: object) -> str:
    """Attributes of a tag, each with a space before it; those that are None are left out.

    >>> attributes(id="e1", label='"Aid"', kind=None)
    ' id="e1" label="&quot;Aid&quot;"'
    """
    known = {name: value for name, value in values.items() if value is not None}
    return "".join(f' {name}="{allowed(str(value)).translate(_ATTRIBUTE)}"' for name, value in known.items())
