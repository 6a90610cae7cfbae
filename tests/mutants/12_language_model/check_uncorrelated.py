"""Inputs are uncorrelated."""

EXPECT = ('check_make_good_check', 'look at the slope')
CELL = 'check_make_good'
CHANGE = ('hessian, weights = layer_hessian(inputs), ', 'hessian = np.diag(layer_hessian(inputs).diagonal())\n        weights = ')
