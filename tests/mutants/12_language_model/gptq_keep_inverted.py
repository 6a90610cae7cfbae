"""keep marks what goes."""

EXPECT = ('gptq_layer_check', 'keep is True where a')
CELL = 'gptq_layer'
CHANGE = ('* keep[i]', '* ~keep[i]')
