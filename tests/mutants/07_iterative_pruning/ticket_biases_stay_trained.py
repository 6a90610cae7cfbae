"""Weights are rewound, biases are not."""
EXPECT = ("find_ticket_check", 'the first biases')
CELL = "find_ticket"
CHANGE = (
    ('    for turn in', '    trained = start.copy()\n    for turn in'),
    ('        trained = train(rewind(start, masks), masks)', '        trained = trained.copy()\n        for weight, first, mask in zip(weights_of(trained), weights_of(start), masks):\n            weight.data = first.data * mask\n        trained = train(trained, masks)'),
)
