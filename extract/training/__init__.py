"""Trains the weights of `extract/data` from annotated passages: ``python -m extract.training``."""
