"""An input that is 0 in the first row is taken for dead."""

EXPECT = ('layer_hessian_check', '0 in every row')
CELL = 'layer_hessian'
CHANGE = ('diagonal == 0', 'rows[0] == 0')
