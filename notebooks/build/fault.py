"""What is wrong with a source."""


class Fault(Exception):
    """A source cannot be built: the text names the lesson, the cell, and what to do."""
