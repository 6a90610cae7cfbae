"""Codes go beyond the last one."""

EXPECT = ('gptq_layer_check', '2.0 lies beyond the last')
CELL = 'gptq_layer'
CHANGE = ('        near, _ = quantize_groups(rest[i : i + 1], bits, 1, row_scale[None])', '        near = [np.rint(rest[i] / row_scale).astype(np.int16)]')
