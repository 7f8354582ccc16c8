"""Tests of the preview (serve): a real server, real files, real requests."""
