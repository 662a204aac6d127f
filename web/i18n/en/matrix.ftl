# The matrix of states and calls.
matrix-text = Find a state or a call
matrix-assume = Suppose that
matrix-found = { $places ->
    [0] Nothing fits.
   *[other] { $calls ->
        [0] Nothing fits.
        [one] One call in { $places } states. Choose a cell to see its rule.
       *[other] { $calls } calls in { $places } states. Choose a cell to see its rule.
    }
}
matrix-table = What each call does in each state
matrix-state = State
matrix-refused = refused
matrix-gone = gone
matrix-stays = stays
matrix-renamed = renamed
matrix-redefined = redefined
matrix-autostart = flag set
matrix-when = The rule: { $conditions }.
matrix-needed = Needed: { $conditions }.
matrix-try = Try it
matrix-tried = A domain that is { $place } is there; the call is put together.
matrix-unreachable = It cannot be tried: no call of the test driver makes a domain { $state } and leaves it so.
matrix-all-rules = All rules of { $name }
