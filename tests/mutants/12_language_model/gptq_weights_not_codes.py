"""The rounded weights come instead of codes."""

EXPECT = ("gptq_layer_check", "returns int16 codes")
CELL = 'gptq_layer'
CHANGE = ('    return codes', '    return dequantize(codes, scale, size)')
