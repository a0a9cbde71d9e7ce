"""The command `ask`: a question in plain words."""

from typing import TYPE_CHECKING

import click

from graph.commands.common import FORMATS, examples, place_options
from graph.commands.read import write_answer

if TYPE_CHECKING:
    from graph.opening import Place


@click.command(
    epilog=examples(
        "odagraph ask 'Which programmes does JICA implement in Viet Nam?'",
        "odagraph ask 'Who funds UNDP?' --format csv",
        "odagraph ask 'What do two texts disagree on?' --show",
    )
)
@click.argument("question", nargs=-1, required=True)
@click.option(
    "--format", "format_", type=FORMATS, default="table", show_default=True, help="How the answer is written."
)
@click.option("--show", is_flag=True, help="Show the SPARQL that would be asked instead of the answer.")
@place_options
def ask(question: tuple[str, ...], format_: str, show: bool, out: "Place") -> None:
    """Ask a question in plain English; a named query answers it, and the command that asks the same is shown.

    No language model reads the question: it has to be of the kinds that `odagraph query --list` shows. Ends with an
    error when none fits.
    """
    from graph.ask import Asker  # noqa: PLC0415 (loads the English pipeline)
    from graph.opening import opened  # noqa: PLC0415
    from graph.queries.parameters import Vocabulary, fill, terms  # noqa: PLC0415 (help has to come at once)
    from graph.query import run  # noqa: PLC0415

    store, namespaces = opened(out).store_and_names
    vocabulary = Vocabulary(store, namespaces)
    asked = Asker(vocabulary).ask(" ".join(question))
    sparql = fill(asked.query, terms(asked.query, asked.values, vocabulary))
    if show:
        click.echo(sparql.rstrip())
        return
    click.echo(f"{asked.query.title}\n  {asked.command}", err=True)
    if asked.others:
        click.echo(f"  near to it: {', '.join(asked.others)}", err=True)
    write_answer(run(store, sparql, namespaces=namespaces, where=asked.query.name), format_, namespaces)


COMMANDS = (ask,)
