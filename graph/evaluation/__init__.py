"""How right a graph is beside annotated texts: scores, errors, reliability, ablations and blind figures."""
