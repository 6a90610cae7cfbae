"""All goes in the first round."""
EXPECT = ("find_ticket_check", '*still there*')
CELL = "find_ticket"
CHANGE = ('** turn', '** rounds')
