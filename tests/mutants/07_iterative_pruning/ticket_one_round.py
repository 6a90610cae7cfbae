"""The number of rounds is not used."""
EXPECT = ("find_ticket_check", 'Three rounds train three times')
CELL = "find_ticket"
CHANGE = ('range(1, rounds + 1)', 'range(1, 2)')
