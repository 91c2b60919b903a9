"""What is measured, against limits and against what others do: `make bench-pages`, `bench-live`, `bench-delivery`,
`bench-match`, `bench-library`, `bench-choice`, `bench-simulator`.

    pages.py      CPU of a page ÷ that of a bare Django page on the same server; the choice of that server
    live.py       thousands of open streams: how soon a hint arrives, what they weigh, how they come back; and rooms
                  in use: a change of phase until the last screen is drawn anew, and how many rooms fit
    mutants.py    small mistakes put into a copy of the code: does a test notice? (`make mutants`)
    library.py    the library with fifty methods and with five hundred, and an answer while somebody types
    delivery.py   messages while workers, broker and web are killed; and how many one worker sends
    choice.py     the choice of a method in the room, with the library as it is and with five hundred
    simulator/    members with habits play every method through HTTP, for 3, 6 and 10 people
    match.py      the match on invented cases: is one that would do among the three; and how fast it is (no server)

All but the match run on servers of their own that are thrown away, on the loopback only, and stop by themselves. Each
prints a table with its limits and ends with 1 when one does not hold.
"""
