"""Scores of convolutions come back as matrices."""
EXPECT = ("gradient_importance_hidden", 'One array for each')
CELL = "gradient_importance"
CHANGE = ('    return scores', '    return [score.reshape(-1, score.shape[-1]) for score in scores]')
