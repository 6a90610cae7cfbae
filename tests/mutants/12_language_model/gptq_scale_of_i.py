"""Scales are counted by input, not by group."""

EXPECT = ('gptq_layer_check', 'Input i has the scale')
CELL = 'gptq_layer'
CHANGE = ('scale[i // size]', 'scale[min(i, len(scale) - 1)]')
