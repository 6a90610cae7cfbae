"""The scores of every layer are divided by their sum."""
EXPECT = ('gradient_importance_check', 'the scores are [4.5, 2]')
CELL = 'gradient_importance'
CHANGE = ('return scores', 'return [score / score.sum() for score in scores]')
