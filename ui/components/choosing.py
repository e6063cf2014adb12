"""A choice that lives in the address, whatever a pasted address says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from ui.components.addresses import bound


def choose(label: str, name: str, options: Mapping[str, str], *, clears: Iterable[str] = ()) -> str:
    """One of some options (value -> words), as the address has it under a name; the first where it has none, or one that is not offered."""
    first = next(iter(options))
    arguments = bound(name, clears=clears, empty=first)
    if st.session_state[arguments["key"]] not in options:
        st.session_state[arguments["key"]] = first
    return str(st.selectbox(label, list(options), format_func=lambda value: options[value], **arguments))
