"""The first network itself is trained."""
EXPECT = ("find_ticket_check", 'start has other weights')
CELL = "find_ticket"
CHANGE = ('train(rewind(start, masks), masks)', 'train(start, masks)')
