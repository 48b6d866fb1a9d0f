// TendTerminal
