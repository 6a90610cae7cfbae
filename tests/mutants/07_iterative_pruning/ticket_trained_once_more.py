"""The ticket is trained at the end, too."""
EXPECT = ("find_ticket_check", 'Three rounds train three times')
CELL = "find_ticket"
CHANGE = ('    return masks', '    train(rewind(start, masks), masks)\n    return masks')
