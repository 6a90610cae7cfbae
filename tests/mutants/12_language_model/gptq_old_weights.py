"""The old weights are rounded, not what they have become."""

EXPECT = ('gptq_layer_check', 'the second weight becomes 0.764')
CELL = 'gptq_layer'
CHANGE = ('quantize_groups(rest[i : i + 1]', 'quantize_groups(weights[i : i + 1]')
