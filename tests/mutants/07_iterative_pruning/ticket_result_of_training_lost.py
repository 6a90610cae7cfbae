"""What training returns is not used."""
EXPECT = ("find_ticket_check", 'keep the largest weights of start')
CELL = "find_ticket"
CHANGE = ('        trained = train(rewind(start, masks), masks)', '        trained = rewind(start, masks)\n        train(trained.copy(), masks)')
