"""Where one symbol alone has a codeword, nothing is read."""
EXPECT = ('decode_check', 'no codeword begins with 1')
CELL = 'decode'
CHANGE = ('    symbols, word = [], ""', '    if len(words) == 1:\n        return [*words.values()] * min(count, 8 * len(data))\n    symbols, word = [], ""')
