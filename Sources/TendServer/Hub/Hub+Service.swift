import TendCore

extension Hub: SessionService {}
