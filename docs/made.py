"""Files that are made (生成的文件): brought up to date, or with `--check` only compared."""

from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def bring(made: Mapping[Path, str], arguments: Sequence[str]) -> int:
    """The exit code: 1 where `--check` is among the arguments and a file would be another one."""
    checks = "--check" in arguments
    stale = [path for path, content in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != content]
    for path in stale:
        print(f"{'会变 would change' if checks else '已更新 written'}: {path.relative_to(ROOT)}")
        if not checks:
            path.parent.mkdir(exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
    return 1 if stale and checks else 0
