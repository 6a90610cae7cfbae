"""How much a submission may use, and how much of what it shows is kept."""

from dataclasses import dataclass

MAX_IMAGE = 4_000_000  # characters of one picture
MAX_TEXT = 200_000  # characters of text from one cell


@dataclass(frozen=True)
class Limits:
    """What one submission may use; its seconds are those of :mod:`splitgrade.clock`."""

    cell_seconds: float = 30
    notebook_seconds: float = 120
    memory_mb: int = 4000
    processes: int = 64
    disk_mb: int = 256
