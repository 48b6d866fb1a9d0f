import CLinux
import Glibc
import TendKeeper

/// A binary with the keeper in it, and a server that does one thing: whoever connects to the socket gets the server's own pid and its
/// channel to the keeper, so that a test can be the server.
@main struct KeeperProbe {
    static func main() {
        // Named so that the linker keeps the keeper.
        _ = Keeper.self
        signal(SIGTERM, SIG_DFL)
        while true {
            let client = accept(4, nil, nil)
            guard client >= 0 else { exit(1) }
            var pid = getpid()
            _ = withUnsafeBytes(of: &pid) { tend_message_send(client, $0.baseAddress!, $0.count, 3) }
            close(client)
        }
    }
}
