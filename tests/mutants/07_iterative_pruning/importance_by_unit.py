"""The scores of a unit's weights are added up."""
EXPECT = ("gradient_importance_check", 'a list of one array')
CELL = "gradient_importance"
CHANGE = ('    return scores', '    return [score.sum(axis=0) for score in scores]')
