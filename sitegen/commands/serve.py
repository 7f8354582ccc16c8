"""`serve`: look at the portal while writing (预览)."""

from datetime import date
from pathlib import Path

import click

from sitegen.commands import ENVIRONMENT, FINE, as_of_option, no_portal, report_bug, root_option, say, today, workers_option


@click.command(short_help="边写边看：保存后网页自动更新 / preview that follows every save")
@root_option
@as_of_option
@workers_option
@click.option(
    "-p", "--port", type=click.IntRange(0, 65535), default=8000, metavar="PORT",
    help="端口（默认：8000；0 由系统选） / port (default: 8000; 0 lets the system choose)",
)  # fmt: skip
@click.option(
    "--bind", default="127.0.0.1", metavar="ADDRESS",
    help="在哪个地址上提供（默认：127.0.0.1，只有本机能看） / address to serve on (default: 127.0.0.1, for this machine only)",
)  # fmt: skip
@click.option("--open", "opens", is_flag=True, help="生成后打开浏览器 / open the browser when it is built")
@click.option("--no-reload", is_flag=True, help="网页不自动更新 / pages do not reload by themselves")
def serve(root: Path, as_of: date | None, workers: int, port: int, bind: str, opens: bool, no_reload: bool) -> int:
    """在这台电脑上预览门户。保存文件后，打开的网页自动更新；有错误时，网页上显示在哪个文件哪一行、怎么改，原来的网页不变。

    Preview the portal on this machine. Open pages follow every save; with errors the last good
    page stays, with file, line and remedy shown over it. Nothing is published.
    """
    if not (root / "site.yml").is_file():
        raise no_portal(root)
    from sitegen.report import Options
    from sitegen.serve import running

    settings = running.Settings(root, bind, port, not no_reload, opens, lambda: Options(as_of or today(), workers=workers, preview=True), say, report_bug)
    try:
        running.serve(settings)
    except running.Unavailable as reason:
        say(str(reason))
        return ENVIRONMENT
    except KeyboardInterrupt:
        say("已停止。stopped")
    return FINE
