"""The parts of the extractor that can be left out, to see what each earns."""

from enum import StrEnum


class Part(StrEnum):
    """A part of the extractor: the tables of known names; the encoder; the relation rules; short forms and pronouns;
    what stands around a sentence (the one before, its heading, its list's introduction, its note's mark, the topic).
    """

    AUTHORITY = "authority"
    ENCODER = "encoder"
    RULES = "rules"
    REFERENCES = "references"
    SURROUNDINGS = "surroundings"
