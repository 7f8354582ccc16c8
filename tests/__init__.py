"""Tests of the generator and of the demo portal it builds."""
