"""A fifth goes in each round, whatever is asked for."""
EXPECT = ("find_ticket_check", '*still there*')
CELL = "find_ticket"
CHANGE = ('(1 - fraction)', '(1 - 0.2)')
