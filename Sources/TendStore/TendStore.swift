import GRDB
func probe() -> DatabaseQueue? { nil }
