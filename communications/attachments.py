"""
Files that go with a message. The message keeps a kind and what such a file is made of; the app that
knows the kind makes the file when the mail is sent, so that no pictures are stored.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    name: str
    mime_type: str
    content: bytes
    content_id: str = ""  # with one, the file is shown inside the mail by cid:


makers: dict[str, Callable[..., Attachment]] = {}


def provides(kind):
    """Register the function that makes attachments of this kind from what the message keeps."""

    def register(function):
        makers[kind] = function
        return function

    return register


def make(kind, parts):
    return makers[kind](*parts)
