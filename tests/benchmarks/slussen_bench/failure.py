"""What ends the bench with a sentence."""


class BenchError(Exception):
    """Something broke: an answer that should not have come, a part that did not start."""
