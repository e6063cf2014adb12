"""The HTTP door: the same answers as on the command line, for other programs, for months without a person looking.

`app` puts it together; `guard` stands before everything (hosts, tokens, rate, size, headers, audit); `serving` gives a route its place in the
library and its ETag; `problems` are the errors. What is answered lies in `ask`, `bullets`, `names`, `updates`, `standing`, described by
`forms`; what is written in `writing`, by a process of its own (`writer`). No route computes: each calls `search` and prints.
"""
