"""The doors: command line, HTTP, screen. They ask `kg` and `search`, and compute nothing themselves."""
