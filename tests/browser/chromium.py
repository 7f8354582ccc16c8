"""The browser of the tests: a Chromium that is already on the machine."""

import os
import shutil
from pathlib import Path

INSTALL = "apt-get install chromium-headless-shell (Debian) or chromium (Ubuntu) / brew install --cask chromium (macOS)"

# A browser of its own: works as root and in containers, and asks nobody but the test's server.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # How far below the screen a picture is fetched depends on the line, which a busy machine makes look slow.
    "--force-effective-connection-type=4G",
)  # fmt: skip
# The shell is Chromium without the windows around a page: it opens one in a third of the work.
_SHELL = "chromium-headless-shell"
_WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_APPS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")


def find_chromium(*, whole: bool = False) -> str | None:
    """The path of a Chromium or Chrome, or None; with `whole`, one that a reader could have."""
    for command in _WHOLE if whole else (_SHELL, *_WHOLE):
        if path := shutil.which(command):
            return path
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        for app in _MAC_APPS:
            if os.access(folder / app, os.X_OK):
                return str(folder / app)
    return None
