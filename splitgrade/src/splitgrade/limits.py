"""How much a submission may use, and how much of what it shows is kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one submission may use; its seconds are those of :mod:`splitgrade.clock`.

    Of what all its cells show, ``max_output`` characters of text are kept, and ``max_pictures``
    bytes of pictures.
    """

    cell_seconds: float = 30
    notebook_seconds: float = 120
    memory_mb: int = 4000
    processes: int = 64
    disk_mb: int = 256
    max_output: int = 200_000
    max_pictures: int = 10_000_000
