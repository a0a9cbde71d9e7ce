"""The relation rules, as data: a frame a record, its example its test."""

from extract.rules import doing, joining, making, placing
from extract.rules.frame import RelationRule

__all__ = ["RULES", "RelationRule"]

#: Every rule, in the order in which they are tried.
RULES: tuple[RelationRule, ...] = (*doing.RULES, *joining.RULES, *placing.RULES, *making.RULES)
