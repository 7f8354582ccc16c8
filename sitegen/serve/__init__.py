"""Serve (预览): the portal on this machine while somebody writes, brought up to date at every save.

`watching` says that something was saved, `builder` builds, `live` holds what there is to see,
`answering` answers requests, `running` ties them together. Never a way to write: requests are
only read, and nothing here changes a byte of what a build makes.
"""
