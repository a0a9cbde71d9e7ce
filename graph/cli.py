"""The command `odagraph`: its commands together, and how it speaks of mistakes.

A mistake is one line on the error stream and an exit code that is not zero, never a traceback.
"""

import os
import sys
from collections.abc import Sequence

import click

from graph.commands import ask as cli_ask
from graph.commands import build as cli_build
from graph.commands import export as cli_export
from graph.commands import network as cli_network
from graph.commands import plot as cli_plot
from graph.commands import publish as cli_publish
from graph.commands import read as cli_read
from graph.commands import review as cli_review
from graph.commands import sources as cli_sources
from graph.commands.common import SETTINGS, examples
from graph.tables import clean
from ontology.errors import OdagraphError

PROGRAM = "odagraph"
#: What a shell says of a program that Ctrl-C, or a closed pipe, has ended: 128 and the signal's number.
STOPPED = 130
PIPE_CLOSED = 141


@click.group(
    context_settings=SETTINGS,
    invoke_without_command=True,
    epilog=examples("odagraph build texts/ --out graph", "odagraph why JICA", "odagraph COMMAND --help"),
)
@click.version_option(package_name=PROGRAM, prog_name=PROGRAM)
@click.pass_context
def cli(context: click.Context) -> None:
    """Texts about international cooperation → a knowledge graph whose every relation shows its sentence."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for _module in (cli_ask, cli_build, cli_export, cli_network, cli_plot, cli_publish, cli_read, cli_review, cli_sources):
    for _command in _module.COMMANDS:
        cli.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """The exit code of one call, after its output is written; a mistake is said in one line on the error stream."""
    try:
        code = cli.main(args=list(arguments), prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has left; Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except (OdagraphError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        click.echo(f"{PROGRAM}: {clean(_message(error))}", err=True)
        return _exit_code(error)
    return code if isinstance(code, int) else 0


def _message(error: BaseException) -> str:
    match error:
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else PROGRAM
            return f"{error.format_message()} (`{command} --help` shows what is allowed)"
        case click.ClickException():
            return error.format_message()
        case click.Abort() | KeyboardInterrupt():
            return "stopped"
        case OSError():
            return f"{error.filename or PROGRAM}: {error.strerror or error}"
        case _:
            return str(error)


def _exit_code(error: BaseException) -> int:
    if isinstance(error, OdagraphError | click.ClickException):
        return error.exit_code
    return STOPPED if isinstance(error, click.Abort | KeyboardInterrupt) else 1


def main() -> None:
    """Runs the command with the arguments of the shell and ends the process."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
