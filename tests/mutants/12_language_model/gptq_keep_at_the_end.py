"""keep is applied when all is rounded."""

EXPECT = ('gptq_layer_check', 'e comes after keep')
CELL = 'gptq_layer'
CHANGE = (('near[0] if keep is None else near[0] * keep[i]', 'near[0]'), ('    return codes', '    return codes if keep is None else codes * keep'))
