"""Bits are taken from the front of a list, which moves all others."""
EXPECT = ("decode_check", "Read each bit once")
CELL = "decode"
CHANGE = (
    ('iter(bits_of(data))', 'list(bits_of(data))'),
    ('next(bits, "?")', '(bits.pop(0) if bits else "?")'),
)
