"""The weights are ranked as they were before training."""
EXPECT = ("find_ticket_check", 'keep the largest weights of start')
CELL = "find_ticket"
CHANGE = ('masks_by_score(sizes_of(trained),', 'masks_by_score(sizes_of(rewind(start, masks)),')
