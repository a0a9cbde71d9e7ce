"""Texts → the output folder: quads, registry, inference, description and the swap that puts them in place."""
