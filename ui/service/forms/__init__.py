"""The forms of what is answered, as the OpenAPI description tells them. They describe; what is printed is made by `search` and `ui.formats`."""
