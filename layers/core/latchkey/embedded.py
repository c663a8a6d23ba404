"""A small file that a form carries as base64 beside its other words."""

import base64
import binascii

from latchkey.errors import InvalidError


def embedded_file(text: str, *, field: str, most_bytes: int, too_large: str) -> bytes:
    """Its bytes, at most `most_bytes`. Raises InvalidError for `field`: what is no base64 at all, or `too_large`."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidError("This file did not arrive completely. Please choose it again.", field=field) from error
    if len(data) > most_bytes:
        raise InvalidError(too_large, field=field)
    return data
