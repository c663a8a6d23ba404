"""What the worker's steps raise when an invocation has no time for one more; the next one goes on where it stopped."""


class OutOfTimeError(Exception):
    """There is more to do than one invocation has time for."""
