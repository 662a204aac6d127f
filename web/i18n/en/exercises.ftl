### Exercises: the list of them, and the strip over the bench.

exercises-about = Each exercise gives you a world and a goal. The page shows what is reached and what is not, and why.
