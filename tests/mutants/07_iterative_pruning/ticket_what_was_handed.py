"""The network handed to training is ranked, not what it returns."""
EXPECT = ("find_ticket_check", 'that train returns')
CELL = "find_ticket"
CHANGE = ('        trained = train(rewind(start, masks), masks)', '        trained = rewind(start, masks)\n        train(trained, masks)')
