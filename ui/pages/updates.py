"""Updates: what is held, and what was in doubt when it was read."""

from __future__ import annotations

import streamlit as st

from ui.components.held import build, described

st.title("Updates")
held = described(build())
st.text(f"{held['updates']} updates, {held['bullets']} bullets, build {held['build']}")
columns = ("title", "publisher", "version", "bullets", "source")
st.table([{c: row[c] for c in columns} | {"in force": "yes" if row["current"] else "no", "doubts": len(row["doubts"])} for row in held["versions"]])
for row in held["versions"]:
    for doubt in row["doubts"]:
        st.text(f"{row['source']}: {doubt['message']}")
