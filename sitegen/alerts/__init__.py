"""Alerts (提醒与督办): open duties -> messages to the unit that must act, each with exactly one effect.

A second, separate little line. Core: `events` says what to warn of, `planning` what to send
now, `records` how the journal reads, `message` the words. Shell: `journal` keeps the state,
`channels` make the calls, `sender` retries. Building a portal never sends anything.
"""
