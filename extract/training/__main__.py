"""``python -m extract.training PASSAGES --held-out SET … --out DATA`` trains all weights.

First without the held-out sets, on which the confidence of claims is then fitted; then the encoder goes on with
these, and last it is made smaller. The same passages and tables give the same weights. Needs the extra `train` and what
`extract/training/requirements.txt` lists.
"""

import argparse
from importlib.resources import files
from pathlib import Path

from extract.training.passages import load_passages
from extract.training.trainer import Trainer


def main() -> None:
    """Trains all weights from a folder that holds sets of passages."""
    options = argparse.ArgumentParser(description="Trains the weights of the extractor from annotated passages.")
    options.add_argument("passages", type=Path, help="a folder of sets, each a folder of passages")
    options.add_argument("--held-out", nargs="+", required=True, metavar="SET", help="sets to fit the confidence on")
    options.add_argument("--out", type=Path, default=Path(str(files("extract") / "data")), help="where the weights go")
    arguments = options.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    sets = sorted(path for path in arguments.passages.iterdir() if path.is_dir())
    held_out = [path for path in sets if path.name in arguments.held_out]
    trainer = Trainer()
    most, rest = load_passages([path for path in sets if path not in held_out]), load_passages(held_out)
    trainer.train(most, arguments.out)
    trainer.fit_confidence(rest, arguments.out)
    trainer.train_on(rest, arguments.out)
    trainer.prune([*most, *rest], arguments.out)


if __name__ == "__main__":
    main()
