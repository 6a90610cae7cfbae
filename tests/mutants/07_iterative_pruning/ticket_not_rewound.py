"""Each round goes on with the trained weights."""
EXPECT = ("find_ticket_check", 'Rewind before each round')
CELL = "find_ticket"
CHANGE = (
    ('    for turn in', '    trained = start.copy()\n    for turn in'),
    ('train(rewind(start, masks), masks)', 'train(rewind(trained, masks), masks)'),
)
