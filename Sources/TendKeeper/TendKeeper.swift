// TendKeeper
