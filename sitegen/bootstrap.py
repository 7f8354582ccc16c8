"""Set up, then start (环境准备): makes a missing environment and runs the command line in it.

Standard library only, and no syntax newer than Python 3.8, so that an old Python gets a
sentence and not a traceback. Where the packages are already importable nothing is made.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys

MYPY = False
if MYPY:
    from collections.abc import Mapping  # noqa: F401

MINIMUM = (3, 11)
RUNTIME = {
    "jinja2": ("Jinja2", (3, 1)),
    "markdown_it": ("markdown-it-py", (4, 0)),
    "yaml": ("PyYAML", (6, 0)),
    "lunr": ("lunr", (0, 8)),
    "watchdog": ("watchdog", (6, 0)),
    "click": ("click", (8, 1)),
    "pydantic": ("pydantic", (2, 10)),
    "PIL": ("pillow", (11, 3)),
    "pypinyin": ("pypinyin", (0, 50)),
    "numpy": ("numpy", (2, 0)),
    "opencc": ("opencc", (1, 1)),
    "deflate": ("deflate", (0, 8)),
    "icalendar": ("icalendar", (6, 0)),
    "pypdf": ("pypdf", (5, 0)),
    "segno": ("segno", (1, 6)),
    "msgspec": ("msgspec", (0, 20)),
    "rich": ("rich", (13, 7)),
    "xlsxwriter": ("xlsxwriter", (3, 2)),
}
TESTS = {
    "pytest": ("pytest", (8, 0)),
    "hypothesis": ("hypothesis", (6, 100)),
    "playwright": ("playwright", (1, 40)),
    "xdist": ("pytest-xdist", (3, 5)),
    "html5lib": ("html5lib", (1, 1)),
    "openpyxl": ("openpyxl", (3, 1)),
    "aiosmtpd": ("aiosmtpd", (1, 4)),
    "apprise": ("apprise", (1, 9)),
    "chinese_calendar": ("chinesecalendar", (1, 11)),
    "mypy": ("mypy", (1, 10)),
    "ruff": ("ruff", (0, 5)),
}
ENVIRONMENT = 3


class SetupError(Exception):
    """The environment cannot be made; the message is for the person who runs the command."""


def main(argv):
    # type: (list[str]) -> int
    """Run the command line, in an environment that has what it needs. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < MINIMUM:
        return _say(
            "需要 Python {0}.{1} 或更新版本，这里是 {2}.{3}；请安装新版 Python 后再运行。".format(*MINIMUM, *sys.version_info[:2]),
            "Python {0}.{1} or newer is needed, this is {2}.{3}; install a newer Python and run again.".format(*MINIMUM, *sys.version_info[:2]),
        )
    testing = bool(argv) and argv[0] == "test"
    try:
        if _lacking(RUNTIME) or (testing and _lacking(TESTS)):
            python = _environment("requirements-dev.txt" if testing else "requirements.txt")
            os.execv(python, [python, os.path.join(_home(), "build.py")] + argv)
    except SetupError as error:
        return _say(*error.args)
    from sitegen.cli import run

    return run(argv)


def enter(command):
    # type: (list[str]) -> None
    """Go on in an environment that has what the tests need: for scripts below tests/, given as path and arguments."""
    if not (_lacking(RUNTIME) or _lacking(TESTS)):
        return
    try:
        python = _environment("requirements-dev.txt")
    except SetupError as error:
        sys.exit(_say(*error.args))
    if python is not None:
        os.execv(python, [python] + command)


def _home():
    # type: () -> str
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _lacking(needed):
    # type: (Mapping[str, tuple[str, tuple[int, int]]]) -> list[str]
    """Distributions that are not importable here, or too old."""
    locks = ("requirements-dev.txt", "requirements.txt") if needed is RUNTIME else ("requirements-dev.txt",)
    if _inside() and any(_installed(lock) for lock in locks):
        # The lock has seen to the versions.
        return [distribution for module, (distribution, _) in needed.items() if importlib.util.find_spec(module) is None]
    from importlib import metadata

    lacking = []
    for module, (distribution, minimum) in needed.items():
        if importlib.util.find_spec(module) is None:
            lacking.append(distribution)
            continue
        try:
            version = metadata.version(distribution)
        except metadata.PackageNotFoundError:
            continue
        numbers = tuple(int(part) for part in version.split(".")[: len(minimum)] if part.isdigit())
        if numbers < minimum:
            lacking.append(distribution)
    return lacking


def _folder():
    # type: () -> str
    return os.path.join(_home(), ".venv")


def _inside():
    # type: () -> bool
    """Whether this Python is that of .venv."""
    return os.path.realpath(sys.prefix) == os.path.realpath(_folder())


def _place(lock):
    # type: (str) -> str
    """The lock file."""
    return os.path.join(_home(), lock)


def _stamp(lock):
    # type: (str) -> str
    """The file that says what was installed into .venv."""
    return os.path.join(_folder(), lock + ".installed")


def _digest(lock):
    # type: (str) -> str
    with open(_place(lock), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def _installed(lock):
    # type: (str) -> bool
    """Whether everything in the lock file, as it is now, was installed into .venv."""
    if not (os.path.isfile(_stamp(lock)) and os.path.isfile(_place(lock))):
        return False
    with open(_stamp(lock), encoding="utf-8") as file:
        return file.read() == _digest(lock)


def _environment(lock):
    # type: (str) -> str
    """The Python of .venv, with everything in the lock file installed."""
    if not os.path.isfile(_place(lock)):
        raise SetupError("缺少依赖包，请运行 pip install sitegen。", "Packages are missing; run pip install sitegen.")
    folder = _folder()
    python = os.path.join(folder, "Scripts", "python.exe") if os.name == "nt" else os.path.join(folder, "bin", "python")
    if _installed(lock) and _runs(python):
        if _inside():
            raise SetupError("文件夹 {0} 已损坏，请删除后再运行。".format(folder), "{0} is damaged; delete it and run again.".format(folder))
        return python
    if not _runs(python):
        _make(folder)
    _install(python, _place(lock))
    with open(_stamp(lock), "w", encoding="utf-8") as file:
        file.write(_digest(lock))
    return python


def _runs(python):
    # type: (str) -> bool
    try:
        return subprocess.run([python, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def _make(folder):
    # type: (str) -> None
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetupError(
            "这台电脑的 Python 缺少 venv；Debian 或 Ubuntu 请运行 sudo apt install python3-venv，然后再试。",
            "This Python lacks venv; on Debian or Ubuntu run sudo apt install python3-venv, then try again.",
        )
    print("正在准备运行环境（只需一次）… setting up .venv (once) …", file=sys.stderr)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", folder], stdout=sys.stderr)
    if made.returncode:
        raise SetupError(
            "无法建立 {0}；请检查磁盘空间和写入权限。".format(folder), "Could not make {0}; check disk space and permissions.".format(folder)
        )


def _install(python, lock):
    # type: (str, str) -> None
    print("正在安装依赖包… installing packages …", file=sys.stderr)
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock]
    done = subprocess.run(command, stdout=sys.stderr, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        last = [line for line in done.stderr.splitlines() if line.strip()][-1:] or [""]
        raise SetupError(
            "依赖包没有装上，多半是连不上网络；请联网后再运行。（{0}）".format(last[0].strip()),
            "The packages could not be installed, most likely for want of a network; connect and run again. ({0})".format(last[0].strip()),
        )


def _say(zh, en):
    # type: (str, str) -> int
    print(zh + "\n" + en, file=sys.stderr)
    return ENVIRONMENT
