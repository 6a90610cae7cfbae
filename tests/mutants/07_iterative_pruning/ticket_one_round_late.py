"""The first round cuts nothing."""
EXPECT = ("find_ticket_check", '*still there*')
CELL = "find_ticket"
CHANGE = ('** turn', '** (turn - 1)')
