"""Alerts (提醒): what is sent, to whom, once."""
