"""coopdocs for other programs, the command line among them: `kit` is the file to read first."""
