"""Which library the screen shows, who may see it and write to it: on this machine everybody, beyond it whoever has a token of the service."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from ui.components.safe import shown
from ui.service.rights import Right
from ui.service.tokens import Token, Tokens

# Set by `beatbook app` where other machines reach the screen.
VARIABLE = "BEATBOOK_TOKEN_NEEDED"
# Set by `beatbook app --write`.
WRITE_VARIABLE = "BEATBOOK_WRITE"
_KEY = "token"


def folder() -> Path:
    """The library's folder, as `beatbook app` was told it."""
    return Path(os.environ.get("BEATBOOK_LIBRARY", "library"))


def token_needed() -> bool:
    """Whether readers have to show a token."""
    return os.environ.get(VARIABLE) == "1"


def token() -> Token | None:
    """The token that this reader has shown; None where she has shown none, or it was taken back since."""
    return Tokens(folder()).of(str(st.session_state.get(_KEY, "")))


def may_write() -> bool:
    """Whether this reader may write: the screen was started with `--write`, and where a token is needed hers has that right."""
    if os.environ.get(WRITE_VARIABLE) != "1":
        return False
    held = token() if token_needed() else None
    return not token_needed() or (held is not None and held.right is Right.WRITE)


def ask_for_token() -> None:
    """Ends the page with a question for the token, where one is needed and has not been shown."""
    if not token_needed() or token():
        return
    st.title("Beatbook")
    st.html(
        "<p>This screen can be reached from other machines, so it asks who you are. Whoever runs it makes tokens with <code>beatbook token create</code>.</p>"
    )
    with st.form("token-form"):
        said = st.text_input("Token", type="password", autocomplete="current-password")
        if st.form_submit_button("Open") and said.strip():
            st.session_state[_KEY] = said.strip()
            if token():
                st.rerun()
            st.html(f"<p role='alert'>{shown('This token is not known here, or it was taken back.')}</p>")
    st.stop()
