"""Scores are added up in float16."""
EXPECT = ('gradient_importance_hidden', 'scores begin')
CELL = 'gradient_importance'
CHANGE = ('np.zeros(weight.data.shape)', 'np.zeros(weight.data.shape, np.float16)')
