"""`test`: run the project's tests (运行测试)."""

import subprocess
import sys
from pathlib import Path

import click


@click.command(short_help="运行全部测试 / run all tests", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> int:
    """运行全部测试；后面可以写 pytest 的参数。

    Run all tests; what follows is passed on to pytest.
    """
    home = Path(__file__).resolve().parents[2]
    if not (home / "tests").is_dir():
        raise click.UsageError("测试只在源代码文件夹里运行。The tests run in a checkout of the source only.")
    # One process a core, unless the person who types says otherwise.
    spread = () if any(a.startswith(("-n", "--numprocesses", "-p")) for a in arguments) else ("-n", "auto")
    return subprocess.run([sys.executable, "-m", "pytest", *spread, *arguments], cwd=home).returncode
