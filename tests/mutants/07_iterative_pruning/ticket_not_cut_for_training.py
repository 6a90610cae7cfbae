"""Each round starts from all first weights."""
EXPECT = ("find_ticket_check", 'those of start, cut')
CELL = "find_ticket"
CHANGE = ('rewind(start, masks)', 'start.copy()')
