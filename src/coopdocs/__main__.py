"""`python -m coopdocs`."""

from coopdocs.cli import main

if __name__ == "__main__":
    main()
