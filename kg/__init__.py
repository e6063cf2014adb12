"""From files to facts: reading updates, linking what they name, keeping it. Knows nothing of search or screens."""
