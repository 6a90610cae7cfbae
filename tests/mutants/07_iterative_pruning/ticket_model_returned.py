"""The network is returned."""
EXPECT = ("find_ticket_check", 'Return masks, not the model')
CELL = "find_ticket"
CHANGE = ('    return masks', '    return rewind(start, masks)')
