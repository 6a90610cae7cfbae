"""Training gets masks that cut nothing."""
EXPECT = ("find_ticket_check", '*still there*')
CELL = "find_ticket"
CHANGE = ('rewind(start, masks), masks)', 'rewind(start, masks), masks_by_score(sizes_of(start), 0.0))')
