"""Weights that are zero in start count as cut."""
EXPECT = ('find_ticket_hidden', 'True everywhere')
CELL = 'find_ticket'
CHANGE = ('masks_by_score(sizes_of(start), 0.0)', '[size > 0 for size in sizes_of(start)]')
