"""What pytest leaves out: modules whose packages only training needs (`make train`)."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["extract/training/encoder.py", "extract/training/network.py"]
