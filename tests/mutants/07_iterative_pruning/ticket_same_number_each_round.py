"""As many weights go in each round."""
EXPECT = ("find_ticket_check", '*still there*')
CELL = "find_ticket"
CHANGE = ('1 - (1 - fraction) ** turn', 'fraction * turn')
