"""A static-site generator for a district government's disclosure portal (政务公开)."""

__version__ = "0.1.0"
