### Lessons.

lessons-about = To read and to try: each of these leads through a sequence of calls, with a note on what every step shows.
