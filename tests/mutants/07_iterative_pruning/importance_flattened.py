"""All scores come back in one row."""
EXPECT = ("gradient_importance_check", 'a list of one array')
CELL = "gradient_importance"
CHANGE = ('    return scores', '    return np.concatenate([score.ravel() for score in scores])')
