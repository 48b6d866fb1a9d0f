import NIOPosix
func probe() -> MultiThreadedEventLoopGroup { .singleton }
