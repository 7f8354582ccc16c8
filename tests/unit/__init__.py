"""Tests of single modules of the core, on values."""
