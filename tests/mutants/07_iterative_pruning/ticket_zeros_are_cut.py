"""Weights that are 0 at the start count as cut."""
EXPECT = ("find_ticket_hidden", 'Without a round')
CELL = "find_ticket"
CHANGE = ('masks_by_score(sizes_of(start), 0.0)', '[size > 0 for size in sizes_of(start)]')
