"""What CRFsuite learnt, read from its file (Okazaki 2007, format "lCRF" 100): header, features, labels, attributes."""

import struct

import numpy as np

from extract.tagger import Tagger

_HEADER = struct.Struct("<4sI4sIIIIIII")
#: What a weight belongs to: an attribute and a label (kind 0), or a label and the one after it (kind 1).
_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
#: The head of a chunk: its name, its size, and for features their number.
_CHUNK = struct.Struct("<4sII")
#: The head of a table of strings: its name, its size, two flags, the number of strings, where their places stand.
_STRINGS = struct.Struct("<4sIIIII")
_RECORD = struct.Struct("<II")


def read_tagger(data: bytes) -> Tagger:
    """The tagger in a file of CRFsuite."""
    *_, features_at, labels_at, attributes_at = _HEADER.unpack_from(data)
    number = _CHUNK.unpack_from(data, features_at)[2]
    found = np.frombuffer(data, _FEATURE, number, features_at + _CHUNK.size)
    labels, attributes = _strings(data, labels_at), _strings(data, attributes_at)
    tables = (np.zeros((len(rows), len(labels)), np.float32) for rows in (attributes, labels))
    weights, transitions = tables
    for kind, table in enumerate((weights, transitions)):
        own = found[found["kind"] == kind]
        table[own["source"], own["label"]] = own["weight"]
    return Tagger(labels, attributes, weights, transitions)


def _strings(data: bytes, at: int) -> list[str]:
    """The strings of a table (a constant database with the way back), by their number."""
    *_, number, places_at = _STRINGS.unpack_from(data, at)
    strings = []
    for place in np.frombuffer(data, "<u4", number, at + places_at).tolist():
        _, size = _RECORD.unpack_from(data, at + place)
        begin = at + place + _RECORD.size
        strings.append(data[begin : begin + size - 1].decode())  # the last byte is a zero
    return strings
