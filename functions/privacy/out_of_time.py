"""What the worker's steps raise when they stop before the end; a later invocation goes on where they stopped."""


class OutOfTimeError(Exception):
    """There is more to do than one invocation has time for."""


class NotYetError(Exception):
    """It is not due, or somebody else has to do something first: the sweeper asks again."""
