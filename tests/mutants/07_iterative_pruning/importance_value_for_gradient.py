"""The value of the loss is handed back, not its gradient."""
EXPECT = ("gradient_importance_check", 'stops with')
CELL = "gradient_importance"
CHANGE = ('_, grad = loss(', 'grad, _ = loss(')
