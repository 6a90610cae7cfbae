"""All bits are read, those that fill the last byte, too."""
EXPECT = ('decode_check', 'Stop after')
CELL = 'decode'
CHANGE = (
    ('    while len(symbols) < count:\n        word += next(bits, "?")', '    for bit in bits:\n        word += bit'),
    ('elif "?" in word or len(word) >= longest:', 'elif len(word) > longest:'),
)
