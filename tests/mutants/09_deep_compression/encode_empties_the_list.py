"""The symbols are taken from the front of the list given."""
EXPECT = ('decode_check', 'take none away')
CELL = 'decode'
CHANGE = (
    (
        'return to_bytes("".join(codes[symbol] for symbol in symbols))',
        'bits = ""\n    while symbols:\n        bits += codes[symbols.pop(0)]\n    return to_bytes(bits)',
    ),
)
