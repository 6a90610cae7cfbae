"""Without a round nothing comes back."""
EXPECT = ("find_ticket_check", 'Without a round')
CELL = "find_ticket"
CHANGE = ('    return masks', '    return masks if rounds else None')
