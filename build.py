#!/usr/bin/env python3
"""Build the portal: `python3 build.py`. Everything else: `python3 build.py --help`."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

if __name__ == "__main__":
    from sitegen.bootstrap import main

    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    # All is written; taking a large portal's values apart one by one would only keep people waiting.
    os._exit(code)
