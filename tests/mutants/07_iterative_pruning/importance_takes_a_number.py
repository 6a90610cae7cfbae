"""The loss is taken for a number."""
EXPECT = ("gradient_importance_check", 'returns a pair')
CELL = "gradient_importance"
CHANGE = ('_, grad = loss(', 'grad = loss(')
