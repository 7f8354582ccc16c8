"""Raw runs (原始数据): every measured run, the machine and the versions, as a JSON file with a line for each run."""

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

OURS = "sitegen"


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `wall` and `cpu` are seconds, `peak_mb` megabytes of the largest process, `files` and `out_mb` those of the output folder.

    `load` is the load average of a minute before it. Of a save in a server only the wall is known.
    `counts` are those of our own report: pages rendered and kept, files written and removed, seconds of each stage.
    """

    tool: str
    what: str
    documents: int
    round: int
    wall: float
    cpu: float | None
    peak_mb: int
    files: int
    out_mb: int
    load: float
    counts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """Runs of one sitting, in the order in which they were made."""

    machine: Mapping[str, Any]
    tools: Mapping[str, Any]
    runs: Sequence[Run]


def machine() -> dict[str, Any]:
    """What the runs were made on."""
    cpu = _first(r"^model name\s*:\s*(.*)$", "/proc/cpuinfo")
    memory = int(_first(r"^MemTotal:\s*(\d+)", "/proc/meminfo") or 0) * 1024
    return {
        "cpu": cpu or platform.machine(), "cores": len(os.sched_getaffinity(0)), "memory_gb": round(memory / 1e9),
        "system": f"{platform.system()} {platform.release().partition('-')[0]} {platform.machine()}",
        "date": datetime.now().date().isoformat(),
    }  # fmt: skip


def _first(pattern: str, path: str) -> str:
    found = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    return found[1].strip() if found else ""


def save(record: Record, path: Path) -> None:
    """A run a line, so that two records can be compared line by line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    runs = ",\n".join(f"  {json.dumps(asdict(run), ensure_ascii=False)}" for run in record.runs)
    head = f' "machine": {json.dumps(record.machine, ensure_ascii=False)},\n "tools": {json.dumps(record.tools, ensure_ascii=False)},\n "runs": [\n{runs}\n ]'
    path.write_text(f"{{\n{head}\n}}\n", encoding="utf-8")


def load(path: Path) -> Record:
    """Raises: OSError, ValueError."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Record(found["machine"], found["tools"], [Run(**run) for run in found["runs"]])
