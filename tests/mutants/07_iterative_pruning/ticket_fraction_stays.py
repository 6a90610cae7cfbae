"""The fraction is what stays."""
EXPECT = ("find_ticket_check", '*still there*')
CELL = "find_ticket"
CHANGE = ('1 - (1 - fraction) ** turn', '1 - fraction ** turn')
