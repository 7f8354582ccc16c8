"""The command line (命令行): arguments in, exit code out.

Exit codes: 0 fine, 1 findings that block, 2 wrong use, 3 the environment, 70 a bug.
"""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sitegen import __version__
from sitegen.commands import BUG, ENVIRONMENT, FINE, WRONG_USE, report_bug

COMMANDS = ("alert", "build", "check", "deadline", "explain", "search", "serve", "test")
"""Each is a function of its name in a file of its name."""


def run(argv: Sequence[str]) -> int:
    """Run a command; never lets a traceback reach the person at the keyboard."""
    try:
        return int(main.main(args=list(argv), prog_name=_name(), standalone_mode=False) or FINE)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。interrupted", err=True)
        return 130
    except OSError as error:
        click.echo(f"读写失败：{error.filename or ''} {error.strerror}\ncould not read or write {error.filename or ''}: {error.strerror}", err=True)
        return ENVIRONMENT
    except Exception:
        report_bug()
        return BUG


def _name() -> str:
    """How the person called the program."""
    name = Path(sys.argv[0]).name
    return name if name in ("build.py", "sitegen") else "build.py"


class _Commands(click.Group):
    """Commands that are loaded when they are called; none means `build`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"sitegen.commands.{cmd_name}"), cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args.insert(0, "build")
        return super().parse_args(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(
    __version__, "--version", prog_name="sitegen", message=f"%(prog)s %(version)s (Python {sys.version.split()[0]})", help="显示版本 / show the version"
)
def main() -> None:
    """把 content/ 和 catalogs/ 里的文件生成为政务公开网站。

    Turns the files in content/ and catalogs/ into a disclosure portal.

    \b
    最常用 / most used:
      python3 build.py            生成网站到 dist/ / build the site into dist/
      python3 build.py serve      边写边看 / preview that follows every save
      python3 build.py check      检查，不生成 / check only
      python3 build.py test       运行全部测试 / run all tests
    """


def entry() -> None:
    """The `sitegen` command."""
    sys.exit(run(sys.argv[1:]))
