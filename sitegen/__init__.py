"""A static-site generator for a district government's disclosure portal (政务公开)."""

import os

# Nothing here multiplies matrices; the threads that numpy's library for it starts in each process spin for a tenth of a second before they sleep.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
