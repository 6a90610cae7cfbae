"""Weights are ranked with their sign."""
EXPECT = ("find_ticket_check", 'Rank by size after training')
CELL = "find_ticket"
CHANGE = ('masks_by_score(sizes_of(trained),', 'masks_by_score([w.data for w in weights_of(trained)],')
