"""Codes are those of 3 bits, whatever the bits."""

EXPECT = ('gptq_layer_check', '4 bits have codes up to 7')
CELL = 'gptq_layer'
CHANGE = ('quantize_groups(rest[i : i + 1], bits,', 'quantize_groups(rest[i : i + 1], 3,')
