"""An input that is nearly 0 is taken for dead."""

EXPECT = ('layer_hessian_hidden', 'entry')
CELL = 'layer_hessian'
CHANGE = ('diagonal == 0', 'diagonal < 1e-6')
