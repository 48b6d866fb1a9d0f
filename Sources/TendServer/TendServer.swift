// TendServer
