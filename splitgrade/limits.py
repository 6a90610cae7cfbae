"""How much of what a cell shows is kept."""

MAX_IMAGE = 4_000_000  # characters of one picture
MAX_TEXT = 200_000  # characters of text from one cell
